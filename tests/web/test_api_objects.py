"""`/api/v1`: lists that give each thing once, single objects, and nothing of others' sites or of who is blocked."""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec.structs import replace

from ryadom.core import public_lists
from ryadom.core.api_keys import MadeKey, Scope
from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.core.list_cursors import LIFETIME, ListCursor, ListCursors
from ryadom.core.operators import add_operator
from ryadom.live.lines import installation_line
from ryadom.live.rate import Rate
from ryadom.privacy.persons import find_person
from ryadom.protocol.visitor import Purpose
from ryadom.store import public_objects
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE, Action, ActorKind
from ryadom.store.operators import Role
from ryadom.web.key_limits import PER_KEY, KeyLimits
from tests.consents import publish_consent
from tests.waiting import until
from tests.web.client import NO_TLS, PASSWORD, SITE_KEYS, Client, JsonObject, Server
from tests.web.conftest import SECRET_KEY
from tests.web.labels import make_labels
from tests.web.test_api import told
from tests.web.test_display_masking import records

V1 = "/api/v1"
LISTS = ("conversations", "customers", "consents", "sites", "operators", "departments", "tags", "canned-replies")
READS = [Scope.READ_CHATS, Scope.READ_SETTINGS]


async def key(server: Server, **change: Any) -> MadeKey:
    wanted = {"name": "CRM", "scopes": READS, "is_for_all": False, "expires_at": None}
    made: MadeKey = await server.app.state.context.api_keys.make([server.site], **(wanted | change), by=COMMAND_LINE)
    return made


@asynccontextmanager
async def program(server: Server, secret: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=f"{server.http_url}{V1}/",
        trust_env=False,
        verify=NO_TLS,
        headers={"Authorization": f"Bearer {secret}"},
    ) as http:
        yield http


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server)).secret) as http:
        yield http


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor() as client:
        await client.say("Есть чай?")
        yield client


async def page(http: httpx.AsyncClient, path: str, **query: Any) -> JsonObject:
    response = await http.get(path, params=query)
    assert response.status_code == 200, response.text
    found: JsonObject = response.json()
    assert set(found) == {"data", "has_more", "next"}
    assert found["has_more"] == (found["next"] is not None)
    return found


async def walk(http: httpx.AsyncClient, path: str, **query: Any) -> list[JsonObject]:
    """The whole list, page by page."""
    found: list[JsonObject] = []
    one = await page(http, path, **query)
    found += one["data"]
    while one["next"]:
        one = await page(http, path, **query, cursor=one["next"])
        found += one["data"]
    return found


def ids(found: list[JsonObject]) -> list[str]:
    return [one["id"] for one in found]


async def fill(server: Server) -> None:
    """Five of everything, on the key's site; on the other one of each."""
    own, other = server.site, SITE_KEYS[1]
    names = tuple(f"Тег {number}" for number in range(5))
    await make_labels(server, tags=names, results=("Решено",))
    for number in range(5):
        async with server.visitor() as client:
            await client.say(f"Вопрос {number}")
        await add_operator(
            server.database,
            email=f"o{number}@shop.test",
            name=f"Оператор {number}",
            password=PASSWORD,
            site_keys=[own.key],
            role=Role.OPERATOR,
        )
    async with server.visitor(site=other, origin="http://other.test") as stranger:
        await stranger.say("С другого сайта")
    async with server.database.connection() as connection:
        other_id = await connection.fetchval("SELECT id FROM sites WHERE key = $1", other)
        for site_id, count in ((own.id, 5), (other_id, 1)):
            for number in range(count):
                await connection.execute(
                    "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, $3, $4)",
                    site_id,
                    new_id(),
                    f"Отдел {number}",
                    number,
                )
                await connection.execute(
                    "INSERT INTO canned_replies (id, site_id, shortcut, body) VALUES ($1, $2, $3, 'Да')",
                    new_id(),
                    site_id,
                    f"да{number}",
                )


async def arrive(server: Server) -> None:
    """One more conversation of a new visitor, as if it came while somebody pages."""
    async with server.visitor() as client:
        await client.say("Я тоже")


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


async def test_settings_are_told_as_they_are(server: Server, crm: httpx.AsyncClient) -> None:
    await fill(server)
    [site] = await walk(crm, "sites")
    assert site == {
        "object": "site",
        "id": str(server.site.id),
        "key": server.site.key,
        "name": server.site.name,
        "origins": list(server.site.origins),
        "basis": "undecided",
    }
    tags = await walk(crm, "tags")
    assert [(one["name"], one["colour"], one["is_archived"]) for one in tags] == [
        (f"Тег {number}", "grey", False) for number in range(5)
    ]
    anna = next(one for one in await walk(crm, "operators") if one["name"] == "Анна")
    assert (anna["role"], anna["is_active"], anna["sites"]) == ("operator", True, [server.site.key])
    reply = (await walk(crm, "canned-replies"))[0]
    assert (reply["site"], reply["shortcut"], reply["body"], reply["version"]) == (server.site.key, "да0", "Да", 1)
    department = (await walk(crm, "departments", site=server.site.key))[0]
    assert (department["name"], department["operator_ids"]) == ("Отдел 0", [])


async def test_operators_own_replies_stay_their_own(server: Server, crm: httpx.AsyncClient) -> None:
    async with server.database.connection() as connection:
        anna = await connection.fetchval("SELECT id FROM operators LIMIT 1")
        await connection.execute(
            "INSERT INTO canned_replies (id, operator_id, shortcut, body) VALUES ($1, $2, 'мой', 'Моё')", new_id(), anna
        )
        await connection.execute(
            "INSERT INTO canned_replies (id, controller_id, shortcut, body) VALUES ($1, $2, 'общий', 'Общее')",
            new_id(),
            server.site.controller_id,
        )
    assert [(one["body"], one["site"]) for one in await walk(crm, "canned-replies")] == [("Общее", None)]


async def test_messages_come_oldest_first_without_notes(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    [conversation] = await walk(crm, "conversations")
    async with server.operator() as anna:
        place = {"conversation_id": conversation["id"]}
        await anna.send("add_note", echo_id=uuid4(), body="не будить", **place)
        await anna.receive("note_added")
        for number in range(4):
            await anna.say(f"Ответ {number}", **place)
    path = f"conversations/{conversation['id']}/messages"
    found = await walk(crm, path, limit=2)
    assert [one["body"] for one in found] == ["Есть чай?", *(f"Ответ {number}" for number in range(4))]
    assert found == await walk(crm, path)
    one = await page(crm, path, limit=5)
    assert one["next"] is None
    assert "не будить" not in repr(found)


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


async def test_consents_come_newest_first_with_the_text_that_was_agreed_to(
    server: Server, crm: httpx.AsyncClient, database_url: str
) -> None:
    document = await publish_consent(server.database, server.site)
    others = await publish_consent(server.database, server.site, Purpose.ADVERTISING)
    async with server.visitor() as visitor:
        await visitor.say("Согласен", agree_to=[document.id, others.id])
        await visitor.send("withdraw_consent", echo_id=uuid4(), purpose="advertising")
        await visitor.receive("consents_changed")
        visitor_id = visitor.welcome["visitor_id"]
    found = await walk(crm, "consents", limit=1)
    assert [(one["purpose"], one["action"]) for one in found] == [
        ("advertising", "withdrawn"),
        ("advertising", "given"),
        ("processing", "given"),
    ]
    assert document.sha256 is not None
    first = found[2]
    assert (first["customer_id"], first["document_id"], first["sha256"], first["version"], first["method"]) == (
        visitor_id,
        str(document.id),
        document.sha256.hex(),
        1,
        "widget_checkbox",
    )
    assert await walk(crm, "consents", before=found[1]["created_at"]) == [first]
    assert await walk(crm, "consents", since=found[1]["created_at"], limit=1) == found[:2]
    [begun, *_] = await records(server, Action.EXPORTED)
    assert begun.details["what"] == "consents"
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    person = await find_person(server.database, site_key=server.site.key, visitor_id=UUID(visitor_id))
    await block_person(
        server.database, line, person, now=datetime(2026, 11, 28, tzinfo=UTC), reason=BlockReason.INACCURATE
    )
    assert await walk(crm, "consents") == []


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


async def test_what_is_of_another_site_is_not_there(server: Server) -> None:
    await fill(server)
    async with program(server, (await key(server, is_for_all=True)).secret) as every:
        theirs = await walk(every, "conversations", site=SITE_KEYS[1])
        [conversation] = theirs
        assert len(await walk(every, "conversations", limit=2)) == 6
        assert len(await walk(every, "customers", limit=2)) == 6
        assert (await every.get(f"conversations/{conversation['id']}")).json() == conversation
    async with program(server, (await key(server)).secret) as http:
        for path, code in (
            (f"conversations/{conversation['id']}", "conversation_unknown"),
            (f"conversations/{conversation['id']}/messages", "conversation_unknown"),
            (f"customers/{conversation['customer_id']}", "visitor_unknown"),
            (f"conversations/{uuid4()}", "conversation_unknown"),
            (f"customers/{uuid4()}", "visitor_unknown"),
            ("customers/nobody", "visitor_unknown"),
        ):
            assert told(await http.get(path)) == (404, code, "id"), path
        for path in ("conversations", "customers", "consents", "operators", "departments", "canned-replies"):
            for site in (SITE_KEYS[1], "nothing"):
                assert told(await http.get(path, params={"site": site})) == (403, "scope_missing", "site")


async def test_nothing_of_who_is_blocked(
    server: Server, visitor: Client, crm: httpx.AsyncClient, database_url: str
) -> None:
    [conversation] = await walk(crm, "conversations")
    [customer] = await walk(crm, "customers")
    await arrive(server)
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation["id"]))
    await block_person(
        server.database, line, person, now=datetime(2026, 11, 28, tzinfo=UTC), reason=BlockReason.INACCURATE
    )
    for path, gone in (("conversations", conversation), ("customers", customer)):
        left = ids(await walk(crm, path, limit=1))
        assert len(left) == 1
        assert gone["id"] not in left
        assert (await crm.get(f"{path}/{gone['id']}")).status_code == 404
    assert (await crm.get(f"conversations/{conversation['id']}/messages")).status_code == 404
    await unblock_person(server.database, line, person)
    assert (await crm.get(f"customers/{customer['id']}")).json() == customer


async def test_messages_end_where_they_ended_when_the_journal_heard_of_it(
    server: Server, crm: httpx.AsyncClient
) -> None:
    async with server.visitor() as visitor:
        for number in range(3):
            await visitor.say(f"Вопрос {number}")
        [conversation] = await walk(crm, "conversations")
        path = f"conversations/{conversation['id']}/messages"
        cursor = (await page(crm, path, limit=2))["next"]
        await visitor.say("И ещё")
    last = await page(crm, path, limit=2, cursor=cursor)
    assert ([one["body"] for one in last["data"]], last["next"]) == (["Вопрос 2"], None)
    assert [one["body"] for one in await walk(crm, path)][-1] == "И ещё"


async def test_whoever_is_blocked_while_messages_are_read_is_not_given(
    server: Server, visitor: Client, crm: httpx.AsyncClient, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [conversation] = await walk(crm, "conversations")
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation["id"]))

    async def meanwhile(*args: Any) -> Any:
        loaded = await public_objects.load_messages(*args)
        await block_person(
            server.database, line, person, now=datetime(2026, 11, 28, tzinfo=UTC), reason=BlockReason.INACCURATE
        )
        return loaded

    monkeypatch.setattr(public_lists, "load_messages", meanwhile)
    refused = await crm.get(f"conversations/{conversation['id']}/messages")
    assert told(refused) == (404, "conversation_unknown", "id")


async def test_whoever_has_it_as_it_is_learns_only_that(server: Server, crm: httpx.AsyncClient) -> None:
    async with server.visitor() as visitor:
        await visitor.say("Есть чай?")
        [conversation] = await walk(crm, "conversations")
        path = f"conversations/{conversation['id']}"
        first = await crm.get(path)
        etag = first.headers["etag"]
        opened = len(await records(server, Action.CONVERSATION_OPENED))
        for known in (etag, f'"other", W/{etag}', "*"):
            again = await crm.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
            assert "ratelimit-remaining" in again.headers
        # What shows nobody is no view.
        assert len(await records(server, Action.CONVERSATION_OPENED)) == opened == 1
        assert (await crm.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
        await visitor.say("Алло")
    changed = await crm.get(path, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag
    assert changed.json()["version"] == 2


def reseal(made: MadeKey, cursor: str, change: Callable[[ListCursor], ListCursor]) -> str:
    """The cursor as the server would have made it in other circumstances."""
    cursors = ListCursors([SECRET_KEY], now=lambda: datetime.now(UTC))
    sealed = cursors._seal.open(_bytes(cursor), owner=made.id.bytes)
    assert sealed is not None
    return cursors.write(change(cursors._decoder.decode(sealed.secret)), key_id=made.id)


def _bytes(cursor: str) -> bytes:
    return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))


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
        for forged in ("x", cursor[:-2], cursor + "AA", f"A{cursor[1:]}", "é" * 10, "a" * 500, "===="):
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


async def test_single_object_takes_no_query(crm: httpx.AsyncClient) -> None:
    assert told(await crm.get(f"customers/{uuid4()}", params={"expand": "all"})) == (422, "bad_body", "expand")


async def test_each_list_asks_for_its_scope(server: Server) -> None:
    for scope in READS:
        async with program(server, (await key(server, scopes=[scope])).secret) as http:
            allowed = {path for path in LISTS if (await http.get(path)).status_code == 200}
            assert allowed == (set(LISTS[:3]) if scope is Scope.READ_CHATS else set(LISTS[3:])), scope


async def test_journal_knows_who_began_to_read_and_whom_they_looked_at(server: Server, crm: httpx.AsyncClient) -> None:
    await fill(server)
    found = await walk(crm, "conversations", limit=1)
    await walk(crm, "customers", limit=2)
    begun = await records(server, Action.EXPORTED)
    assert [(one.details["what"], one.details["sites"]) for one in begun] == [
        ("conversations", server.site.key),
        ("customers", server.site.key),
    ]
    assert {(one.actor.kind, one.actor.name, one.actor.network) for one in begun} == {
        (ActorKind.API_KEY, "CRM", "127.0.0.1")
    }
    one = found[0]
    await walk(crm, f"conversations/{one['id']}/messages", limit=1)
    await crm.get(f"customers/{one['customer_id']}")
    [opened] = await records(server, Action.CONVERSATION_OPENED)
    assert (opened.conversation_ids, opened.visitor_ids) == ((UUID(one["id"]),), (UUID(one["customer_id"]),))
    [viewed] = await records(server, Action.CARD_VIEWED)
    assert (viewed.visitor_ids, viewed.site_id) == ((UUID(one["customer_id"]),), server.site.id)


async def test_key_that_asks_too_often_is_told_when_to_come_again(server: Server) -> None:
    now = 0.0
    context = server.app.state.context
    context.key_limits.__init__(Rate(burst=2, per_second=0.5), clock=lambda: now)
    async with program(server, (await key(server, scopes=list(Scope))).secret) as http:
        first = await http.get("tags")
        assert (first.status_code, left(first)) == (200, ("2", "1", "2"))
        missing = await http.get(f"customers/{uuid4()}")
        assert (missing.status_code, left(missing)) == (404, ("2", "0", "4"))
        for path in ("tags", "changes", "exports/messages"):
            refused = await http.get(path)
            assert told(refused) == (429, "rate_limited", None)
            assert (refused.headers["retry-after"], left(refused)) == ("2", ("2", "0", "4"))
        async with program(server, (await key(server)).secret) as another:
            assert (await another.get("tags")).status_code == 200
        now = 2.0
        exported = await http.get("exports/messages")
        assert (exported.status_code, left(exported)) == (200, ("2", "0", "4"))


async def test_key_that_lacks_the_scope_is_counted_too(server: Server) -> None:
    context = server.app.state.context
    context.key_limits.__init__(Rate(burst=1, per_second=0.5), clock=lambda: 0.0)
    async with program(server, (await key(server, scopes=[Scope.READ_CHATS])).secret) as http:
        refused = await http.get("tags")
        assert (told(refused), left(refused)) == ((403, "scope_missing", None), ("1", "0", "2"))
        assert told(await http.get("tags")) == (429, "rate_limited", None)


async def test_keys_that_are_no_good_are_tried_seldom_and_good_ones_go_on(server: Server) -> None:
    rare = Rate(burst=2, per_second=0.5)
    context = server.app.state.context
    context.new_key_limits.__init__(lambda: 0.0, per_address=rare, per_unknown=rare)
    good = await key(server)
    async with program(server, good.secret) as http, program(server, f"rk_{'a' * 43}") as guess:
        assert (await http.get("tags")).status_code == 200
        assert told(await guess.get("tags")) == (401, "api_key_invalid", None)
        refused = await guess.get("tags")
        assert (told(refused), refused.headers["retry-after"]) == ((429, "rate_limited", None), "2")
        assert (await http.get("tags")).status_code == 200
        await context.api_keys.revoke(good.id, by=COMMAND_LINE)
        assert told(await http.get("tags")) == (401, "api_key_invalid", None)
        assert told(await http.get("tags")) == (429, "rate_limited", None)


async def test_one_key_waits_for_itself_alone_and_whoever_leaves_waits_no_more(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    context = server.app.state.context
    turns = context.api_turns
    turns.__init__(most_of_key=2)
    async with program(server, (await key(server)).secret) as another:
        async with asyncio.TaskGroup() as tasks, server.database.transaction() as connection:
            await connection.execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
            begun = [tasks.create_task(crm.get("conversations")) for _ in range(3)]
            await until(lambda: turns.waiting == 2)
            assert told(await crm.get("tags")) == (503, "busy", None)
            assert (await another.get("tags")).status_code == 200
            with pytest.raises(httpx.ReadTimeout):
                await another.get("conversations", timeout=0.5)
            await until(lambda: len(turns._keys) == 1)
        assert [one.result().status_code for one in begun] == [200] * 3
    assert (turns.waiting, turns._keys) == (0, {})


def left(response: httpx.Response) -> tuple[str, str, str]:
    limit, remaining, reset = (response.headers[f"ratelimit-{name}"] for name in ("limit", "remaining", "reset"))
    return limit, remaining, reset


async def test_more_keys_than_are_remembered_take_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.web.key_limits.MAX_KEYS", 3)
    limits = KeyLimits()
    known = [uuid4() for _ in range(5)]
    assert {limits.take(id).remaining for id in known} == {int(PER_KEY.burst) - 1}
    assert len(limits._buckets) == 3
    assert limits.take(known[-1]).remaining == int(PER_KEY.burst) - 2


async def test_pages_are_asked_for_by_many_at_once(server: Server, crm: httpx.AsyncClient) -> None:
    await fill(server)
    whole = await walk(crm, "conversations")
    walks = await asyncio.gather(*(walk(crm, "conversations", limit=1) for _ in range(5)))
    assert all(one == whole for one in walks)
