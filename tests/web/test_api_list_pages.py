"""`/api/v1`: pages of lists give each thing once, by a cursor that is good for its own list alone."""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec.structs import replace

from ryadom.core.api_keys import MadeKey
from ryadom.core.list_cursors import LIFETIME, ListCursor, ListCursors
from ryadom.store.ids import new_id
from tests.web.client import PASSWORD, Server
from tests.web.conftest import SECRET_KEY
from tests.web.labels import make_labels
from tests.web.programs import (
    arrive,
    fill,
    ids,
    key,
    page,
    program,
    walk,
)
from tests.web.test_api import told


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server)).secret) as http:
        yield http


def reseal(made: MadeKey, cursor: str, change: Callable[[ListCursor], ListCursor]) -> str:
    """The cursor as the server would have made it in other circumstances."""
    cursors = ListCursors([SECRET_KEY], now=lambda: datetime.now(UTC))
    sealed = cursors._seal.open(_bytes(cursor), owner=made.id.bytes)
    assert sealed is not None
    return cursors.write(change(cursors._decoder.decode(sealed.secret)), key_id=made.id)


def _bytes(cursor: str) -> bytes:
    return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


@pytest.mark.parametrize("path", ["conversations", "customers"])
async def test_list_gives_each_thing_once_newest_first_while_others_come(
    server: Server, crm: httpx.AsyncClient, path: str
) -> None:
    await fill(server)
    before = ids(await walk(crm, path))
    assert len(before) == len(set(before)) == 5
    first = await page(crm, path, limit=2)
    await arrive(server)
    second = await page(crm, path, limit=2, cursor=first["next"])
    await arrive(server)
    last = await page(crm, path, limit=1, cursor=second["next"])
    assert ids(first["data"] + second["data"] + last["data"]) == before
    assert last["next"] is None
    after = await walk(crm, path, limit=1)
    assert ids(after)[2:] == before
    begun = [one["created_at"] for one in after]
    assert begun == sorted(begun, reverse=True)
    assert {one["site"] for one in after} == {server.site.key}


@pytest.mark.parametrize("path", ["operators", "departments", "tags", "canned-replies"])
async def test_settings_are_paged_through_and_are_those_of_the_keys_sites(
    server: Server, crm: httpx.AsyncClient, path: str
) -> None:
    await fill(server)
    found = await walk(crm, path, limit=2)
    assert ids(found) == sorted(set(ids(found)))
    assert len(found) >= 5
    assert found == await walk(crm, path, limit=100)
    assert "other-key" not in repr(found)
    assert PASSWORD not in repr(found)
    assert "password" not in repr(found)


async def test_conversations_are_chosen_by_status_tag_and_time(server: Server, crm: httpx.AsyncClient) -> None:
    tags = await make_labels(server, tags=("VIP", "Спам"))
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    made: list[str] = []
    async with server.database.connection() as connection:
        for day in range(4):
            visitor_id, id = new_id(), new_id()
            await connection.execute(
                "INSERT INTO visitors (site_id, id, locale) VALUES ($1, $2, 'ru')", server.site.id, visitor_id
            )
            await connection.execute(
                "INSERT INTO conversations (site_id, id, visitor_id, status, created_at, tag_ids) "
                "VALUES ($1, $2, $3, 'closed', $4, $5)",
                server.site.id,
                id,
                visitor_id,
                begun + timedelta(days=day),
                [UUID(tags["VIP"])] if day % 2 else [],
            )
            made.append(str(id))
    await arrive(server)

    async def chosen(**query: Any) -> list[str]:
        found = ids(await walk(crm, "conversations", limit=1, **query))
        return [id for id in made if id in found] if len(found) == len(set(found)) else ["twice"]

    assert await chosen(status="closed") == made
    assert await chosen(status="open") == []
    assert len(await walk(crm, "conversations", status="open")) == 1
    assert await chosen(tag=tags["VIP"]) == [made[1], made[3]]
    assert await chosen(tag=tags["Спам"]) == []
    one_day = timedelta(days=1)
    assert await chosen(since=(begun + one_day).isoformat(), before=(begun + 3 * one_day).isoformat()) == made[1:3]
    assert await chosen(before=begun.isoformat()) == []
    assert await chosen(tag=tags["VIP"], before=(begun + 3 * one_day).isoformat()) == [made[1]]


async def test_conversations_of_one_moment_are_given_once(server: Server, crm: httpx.AsyncClient) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    async with server.database.connection() as connection:
        visitor_id = new_id()
        await connection.execute(
            "INSERT INTO visitors (site_id, id, locale) VALUES ($1, $2, 'ru')", server.site.id, visitor_id
        )
        made = [uuid4() for _ in range(7)]
        await connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, status, created_at) "
            "SELECT $1, id, $2, 'closed', $3 FROM unnest(CAST($4 AS uuid[])) AS id",
            server.site.id,
            visitor_id,
            at,
            made,
        )
    assert ids(await walk(crm, "conversations", limit=2)) == sorted(map(str, made), reverse=True)


async def test_cursor_is_good_for_its_own_list_key_and_day_alone(server: Server) -> None:
    await fill(server)
    made, other = await key(server), await key(server)
    async with program(server, made.secret) as http, program(server, other.secret) as another:
        cursor = (await page(http, "conversations", limit=2))["next"]
        for path, query in (
            ("customers", {}),
            ("tags", {}),
            ("conversations", {"status": "open"}),
            ("conversations", {"site": server.site.key}),
            ("conversations", {"since": "2026-01-01T00:00:00Z"}),
            ("conversations", {"tag": str(uuid4())}),
        ):
            refused = await http.get(path, params={"cursor": cursor, **query})
            assert told(refused) == (422, "cursor_invalid", "cursor"), (path, query)
        refused = await another.get("conversations", params={"cursor": cursor})
        assert told(refused) == (422, "cursor_invalid", "cursor")
        other_first = f"{'B' if cursor.startswith('A') else 'A'}{cursor[1:]}"
        for forged in ("x", cursor[:-2], cursor + "AA", other_first, "é" * 10, "a" * 500, "===="):
            refused = await http.get("conversations", params={"cursor": forged})
            assert told(refused) == (422, "cursor_invalid", "cursor"), forged
        late = reseal(made, cursor, lambda one: replace(one, begun_at=one.begun_at - LIFETIME - timedelta(seconds=1)))
        refused = await http.get("conversations", params={"cursor": late})
        assert told(refused) == (410, "cursor_expired", "cursor")
        assert (await http.get("conversations", params={"cursor": cursor})).status_code == 200


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("conversations", {"limit": "0"}, "limit"),
        ("conversations", {"limit": "101"}, "limit"),
        ("conversations", {"limit": "ten"}, "limit"),
        ("conversations", {"limit": "1.0"}, "limit"),
        ("conversations", {"limit": "null"}, "limit"),
        ("conversations", {"limit": ["1", "2"]}, "limit"),
        ("conversations", {"status": "null"}, "status"),
        ("conversations", {"status": "snoozed"}, "status"),
        ("conversations", {"tag": "VIP"}, "tag"),
        ("conversations", {"since": "2026"}, "since"),
        ("conversations", {"since": "0001-01-01T00:00:00Z"}, "since"),
        ("conversations", {"before": "9999-12-31T23:59:59Z"}, "before"),
        ("conversations", {"operator": "Анна"}, "operator"),
        ("customers", {"status": "open"}, "status"),
        ("sites", {"site": "shop-key-1"}, "site"),
        ("tags", {"site": "shop-key-1"}, "site"),
    ],
)
async def test_what_is_asked_wrongly_is_named(
    crm: httpx.AsyncClient, path: str, query: dict[str, Any], field: str
) -> None:
    assert told(await crm.get(path, params=query)) == (422, "bad_body", field)


async def test_pages_are_asked_for_by_many_at_once(server: Server, crm: httpx.AsyncClient) -> None:
    await fill(server)
    whole = await walk(crm, "conversations")
    walks = await asyncio.gather(*(walk(crm, "conversations", limit=1) for _ in range(5)))
    assert all(one == whole for one in walks)
