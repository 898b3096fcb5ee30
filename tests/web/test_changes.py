"""`/api/v1/changes`: a program keeps a copy over HTTP, waits for what is new, and is told when its place is gone."""

import asyncio
import re
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from msgspec.structs import replace

from ryadom.core import changes, pull_places
from ryadom.core.api_keys import MadeKey, Scope
from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.core.change_cursors import PURPOSE, ChangeCursor, ChangeCursors
from ryadom.core.controllers import add_controller
from ryadom.core.erasure import erase_person
from ryadom.core.sealing import Seal
from ryadom.core.sites import add_site
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.database import Database
from ryadom.store.journal_chain import COMMAND_LINE, Action, ActorKind
from tests.files import no_files
from tests.mirror import JsonObject, Mirror
from tests.waiting import until
from tests.web.client import NO_TLS, Client, Server
from tests.web.conftest import SECRET_KEY, another_server
from tests.web.test_api import told
from tests.web.test_display_masking import records

PATH = "/api/v1/changes"
PULL_DOCS = Path(__file__).parents[2] / "docs" / "pull.md"


async def key(server: Server, **change: Any) -> MadeKey:
    wanted = {"name": "CRM", "scopes": [Scope.READ_CHANGES], "is_for_all": False, "expires_at": None}
    made: MadeKey = await server.app.state.context.api_keys.make([server.site], **(wanted | change), by=COMMAND_LINE)
    return made


@asynccontextmanager
async def program(server: Server, secret: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=server.http_url,
        trust_env=False,
        verify=NO_TLS,
        headers={"Authorization": f"Bearer {secret}"},
        timeout=40,
    ) as http:
        yield http


async def pull(http: httpx.AsyncClient, mirror: Mirror, **query: Any) -> JsonObject:
    """All that is new, with these parameters; the last page."""
    while True:
        response = await http.get(PATH, params={"cursor": mirror.cursor, **query})
        assert response.status_code == 200, response.text
        page: JsonObject = response.json()
        mirror.apply(page)
        if not page["has_more"]:
            return page


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor(page={"url": "http://shop.test/?utm_source=ya", "title": "Чай"}) as client:
        await client.say("Есть чай?")
        yield client


@pytest.fixture
async def crm(server: Server, visitor: Client) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server)).secret) as http:
        yield http


def reseal(cursor: str, server: Server, change: Callable[[ChangeCursor], ChangeCursor]) -> str:
    """The cursor as the server would have made it in other circumstances."""
    cursors = ChangeCursors([SECRET_KEY])
    read = cursors.read(cursor, controller_id=server.site.controller_id)
    return cursors.write(change(read), controller_id=server.site.controller_id)


async def test_program_gets_all_there_is_and_then_what_changes(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    mirror = Mirror()
    first = (await crm.get(PATH, params={"limit": 10})).json()
    assert (first["is_resync"], first["has_more"]) == (True, True)
    page = await pull(crm, mirror)
    assert (page["is_resync"], page["has_more"]) == (False, False)
    [conversation_id] = mirror.column("conversation")
    visitor_id = visitor.welcome["visitor_id"]
    assert mirror.column("customer", "object", "site", "name", "basis") == {
        visitor_id: ("customer", "shop-key-1", "", "undecided")
    }
    assert mirror.column("conversation", "customer_id", "status", "version", "operator_id", "landing_url", "tags") == {
        conversation_id: (visitor_id, "open", 1, None, "http://shop.test/?utm_source=ya", [])
    }
    async with server.operator() as operator:
        echo_id = uuid4()
        await operator.say("Есть, зелёный", conversation_id=conversation_id, echo_id=echo_id)
        await operator.send("add_note", echo_id=uuid4(), conversation_id=conversation_id, body="не будить")
        await operator.receive("note_added")
    await pull(crm, mirror)
    said = mirror.column("message", "seq", "author_kind", "author_name", "body", "files", "is_edited", "is_deleted")
    assert said == {
        f"{conversation_id}-1": (1, "visitor", "", "Есть чай?", [], False, False),
        f"{conversation_id}-3": (3, "operator", "Анна", "Есть, зелёный", [], False, False),
    }
    [(version, operator_name)] = mirror.column("conversation", "version", "operator_name").values()
    assert (version, operator_name) == (4, "Анна")
    assert "не будить" not in repr(mirror.objects)
    for one in mirror.objects.values():
        assert datetime.fromisoformat(one["created_at"]) <= datetime.fromisoformat(one["updated_at"])


async def test_edited_and_deleted_messages_come_as_they_are_now(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    mirror = Mirror()
    conversation_id = (await visitor.say("и телефон скажите"))["conversation_id"]
    async with server.operator() as anna:
        place = {"conversation_id": conversation_id}
        edited = (await anna.say("Сто рублей", **place))["seq"]
        deleted = (await anna.say("Пишите на 8 912 000-00-00", **place))["seq"]
        await pull(crm, mirror)
        assert "912" in repr(mirror.objects)
        await anna.send("edit_message", echo_id=uuid4(), message_seq=edited, body="Двести рублей", **place)
        await anna.receive("message_edited")
        await anna.send("delete_message", echo_id=uuid4(), message_seq=deleted, **place)
        await anna.receive("message_deleted")
    await pull(crm, mirror)
    said = mirror.column("message", "body", "is_edited", "is_deleted")
    assert said[f"{conversation_id}-{edited}"] == ("Двести рублей", True, False)
    assert said[f"{conversation_id}-{deleted}"] == ("", False, True)
    assert "912" not in repr(mirror.objects)
    [(edited_at, written_at)] = [
        (message["updated_at"], message["created_at"])
        for message in mirror.objects.values()
        if message.get("is_edited")
    ]
    assert written_at < edited_at


async def test_blocked_and_erased_people_leave_the_copy(
    server: Server, visitor: Client, crm: httpx.AsyncClient, database_url: str
) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    before = dict(mirror.objects)
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    person = await find_person(
        server.database, site_key=server.site.key, conversation_id=UUID(next(iter(mirror.column("conversation"))))
    )
    await block_person(
        server.database, line, person, now=datetime(2026, 11, 28, tzinfo=UTC), reason=BlockReason.INACCURATE
    )
    await pull(crm, mirror)
    assert mirror.objects == {}
    await unblock_person(server.database, line, person)
    await pull(crm, mirror)
    assert mirror.objects == before
    await erase_person(server.database, line, person, contents=no_files(server.database), now=datetime.now(UTC))
    await pull(crm, mirror)
    assert mirror.objects == {}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "9"}, "limit"),
        ({"limit": "2001"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": "500.5"}, "limit"),
        ({"wait": "31"}, "wait"),
        ({"wait": "-1"}, "wait"),
        ({"wait": "nan"}, "wait"),
        ({"since": "2026-11-01T00:00:00Z"}, "since"),
        ({"cursor": ["a", "b"]}, "cursor"),
    ],
)
async def test_what_is_asked_wrongly_is_named(crm: httpx.AsyncClient, query: dict[str, Any], field: str) -> None:
    assert told(await crm.get(PATH, params=query)) == (422, "bad_body", field)


async def test_cursor_that_is_not_ours_is_refused_and_says_what_to_do(server: Server, crm: httpx.AsyncClient) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    good = mirror.cursor
    raw = bytearray(urlsafe_b64decode(good + "=="))
    raw[-1] ^= 1
    foreign = Seal(["somebody else's secret key"], purpose=PURPOSE).close(
        b"\x90", owner=server.site.controller_id.bytes
    )
    for forged in (
        good[:-1],
        good[:40],
        good + "A",
        good[1:],
        "null",
        "0",
        "кот",
        "'; DROP TABLE entries; --",
        "A" * 12_100,
        urlsafe_b64encode(bytes(raw)).decode(),
        urlsafe_b64encode(foreign).decode(),
    ):
        response = await crm.get(PATH, params={"cursor": forged})
        assert told(response) == (422, "cursor_invalid", "cursor"), forged
        assert "without a cursor" in response.json()["detail"]
    assert (await crm.get(PATH, params={"cursor": good})).status_code == 200


async def test_cursor_of_another_firm_or_of_other_sites_is_refused(server: Server, crm: httpx.AsyncClient) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    context = server.app.state.context
    far = await add_controller(server.database, legal_name="Далёкая")
    away = await add_site(
        server.database, name="Далёкая", origins=["http://far.test"], key="far-key-01", controller_id=far.id
    )
    every = await context.api_keys.find((await key(server, is_for_all=True)).secret)
    of_all = await context.api_keys.admit(every, Scope.READ_CHANGES)
    near = next(site for site in of_all.sites if site.key == "other-key-1")
    for site in (away, near):
        made = await context.api_keys.make(
            [site], name="Чужой", scopes=[Scope.READ_CHANGES], is_for_all=False, expires_at=None, by=COMMAND_LINE
        )
        async with program(server, made.secret) as http:
            response = await http.get(PATH, params={"cursor": mirror.cursor})
            assert told(response) == (422, "cursor_invalid", "cursor"), site.key
            assert told(await http.get(PATH, params={"site": server.site.key})) == (403, "scope_missing", "site")
            own = Mirror()
            await pull(http, own)
            assert own.objects == {}


async def test_site_that_comes_to_the_key_is_given_whole(server: Server, visitor: Client) -> None:
    async with server.visitor(site="other-key-1", origin="http://other.test") as stranger:
        await stranger.say("С другого сайта")
        mirror = Mirror()
        async with program(server, (await key(server, is_for_all=True)).secret) as http:
            await pull(http, mirror, site=server.site.key)
            assert {site for (site,) in mirror.column("message", "site").values()} == {"shop-key-1"}
            pages = mirror.pages
            await pull(http, mirror)
            assert {site for (site,) in mirror.column("message", "site").values()} == {"shop-key-1", "other-key-1"}
            assert mirror.pages > pages
            # And is not given again
            assert (await pull(http, mirror))["changes"] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda cursor: replace(cursor, epoch=b"elsewher"),
        lambda cursor: replace(cursor, start_id=uuid4()),
        lambda cursor: replace(cursor, place=replace(cursor.place, xact_id=cursor.place.xact_id + 1_000_000)),
        lambda cursor: replace(cursor, as_of=cursor.as_of - timedelta(days=31)),
    ],
    ids=["another cluster", "a copy from before", "rewound", "too old"],
)
async def test_place_that_is_gone_is_told_and_a_new_beginning_brings_the_copy_right(
    server: Server, crm: httpx.AsyncClient, change: Callable[[ChangeCursor], ChangeCursor]
) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    response = await crm.get(PATH, params={"cursor": reseal(mirror.cursor, server, change), "wait": 30})
    assert told(response) == (410, "cursor_expired", "cursor")
    assert "Begin again without a cursor" in response.json()["detail"]
    fresh = Mirror()
    await pull(crm, fresh)
    assert fresh.objects == mirror.objects


async def test_restart_of_the_server_and_a_new_secret_key_before_the_old_leave_the_cursor_good(
    server: Server, crm: httpx.AsyncClient, visitor: Client, database: Database, database_url: str
) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    await visitor.say("ещё")
    renewed = ("a newer secret key, long enough to be one", SECRET_KEY)
    secret = crm.headers["authorization"].removeprefix("Bearer ")
    async with (
        another_server(database_url, database, server.site, secret_keys=renewed) as second,
        program(second, secret) as http,
    ):
        await pull(http, mirror)
    assert len(mirror.column("message")) == 2
    assert mirror.pages < 10


async def test_who_waits_is_woken_by_a_message(
    server: Server, visitor: Client, crm: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "UNASKED_INTERVAL_S", 1_000.0)
    mirror = Mirror()
    await pull(crm, mirror)
    desk = server.app.state.context.changes
    waiting = asyncio.create_task(pull(crm, mirror, wait=30))
    await until(lambda: desk.places.waiting == 1)
    # While it is waited, no connection is held
    assert desk.database._turns._value == max(1, server.app.state.context.settings.pool_size // 4)
    await visitor.say("Ау")
    async with asyncio.timeout(10):
        page = await waiting
    assert "Ау" in [change["object"].get("body") for change in page["changes"]]
    assert desk.news.listeners == 0


async def test_who_waits_is_woken_by_a_message_on_another_server(
    server: Server,
    visitor: Client,
    crm: httpx.AsyncClient,
    database: Database,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(changes, "UNASKED_INTERVAL_S", 1_000.0)
    mirror = Mirror()
    secret = crm.headers["authorization"].removeprefix("Bearer ")
    async with another_server(database_url, database, server.site) as second, program(second, secret) as http:
        await pull(http, mirror)
        waiting = asyncio.create_task(pull(http, mirror, wait=30))
        await until(lambda: second.app.state.context.changes.news.listeners == 1)
        await visitor.say("Ау")
        async with asyncio.timeout(10):
            await waiting
    assert len(mirror.column("message")) == 2


async def test_who_waits_sees_what_a_transaction_held_up_once_it_has_ended(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    async with server.database.transaction() as older:
        await older.execute("SELECT pg_current_xact_id()")
        waiting = asyncio.create_task(pull(crm, mirror, wait=30))
        await until(lambda: server.app.state.context.changes.news.listeners == 1)
        await visitor.say("Ау")
        assert not waiting.done()
    async with asyncio.timeout(15):
        await waiting
    assert len(mirror.column("message")) == 2


async def test_waiting_ends_with_an_empty_page_that_moves_on(crm: httpx.AsyncClient) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    page = await pull(crm, mirror, wait=1)
    assert (page["changes"], page["has_more"], page["is_resync"]) == ([], False, False)


async def test_key_that_is_revoked_ends_the_waiting(
    server: Server, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "UNASKED_INTERVAL_S", 0.1)
    made, mirror = await key(server), Mirror()
    desk = server.app.state.context.changes
    async with program(server, made.secret) as http:
        await pull(http, mirror)
        waiting = asyncio.create_task(http.get(PATH, params={"cursor": mirror.cursor, "wait": 30}))
        await until(lambda: desk.news.listeners == 1)
        await desk.api_keys.revoke(made.id, by=COMMAND_LINE)
        async with asyncio.timeout(10):
            assert told(await waiting) == (401, "api_key_invalid", None)
    assert desk.news.listeners == 0


async def test_whoever_leaves_waits_no_more_and_a_server_that_stops_lets_them_go(
    server: Server, crm: httpx.AsyncClient
) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    context = server.app.state.context
    with pytest.raises(httpx.ReadTimeout):
        await crm.get(PATH, params={"cursor": mirror.cursor, "wait": 30}, timeout=0.5)
    await until(lambda: context.changes.news.listeners == 0)
    assert context.changes.places.waiting == 0
    waiting = asyncio.create_task(pull(crm, mirror, wait=30))
    await until(lambda: context.changes.news.listeners == 1)
    context.health.begin_draining()
    async with asyncio.timeout(5):
        assert (await waiting)["changes"] == []


async def test_more_than_may_wait_are_told_to_come_again(server: Server, crm: httpx.AsyncClient) -> None:
    mirror = Mirror()
    await pull(crm, mirror)
    places = server.app.state.context.changes.places
    with ExitStack() as others:
        for _ in range(pull_places.MAX_WAITING):
            others.enter_context(places.place(uuid4()))
        response = await crm.get(PATH, params={"cursor": mirror.cursor, "wait": 5})
        assert told(response) == (503, "busy", None)
        assert int(response.headers["retry-after"]) > 0
        assert (await crm.get(PATH, params={"cursor": mirror.cursor})).status_code == 200
    assert (await crm.get(PATH, params={"cursor": mirror.cursor, "wait": 1})).status_code == 200


async def test_key_with_many_requests_holds_up_itself_alone(
    server: Server, visitor: Client, crm: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "UNASKED_INTERVAL_S", 1_000.0)
    mirror, places = Mirror(), server.app.state.context.changes.places
    await pull(crm, mirror)
    greedy = await key(server, name="Жадный")
    async with program(server, greedy.secret) as http:
        cursor = {"cursor": mirror.cursor}
        async with places.turn(greedy.id):
            # As if a page of theirs took long
            waiting = [asyncio.create_task(http.get(PATH, params=cursor)) for _ in range(4)]
            await until(lambda: places.waiting == 4)
            assert told(await http.get(PATH, params=cursor)) == (503, "busy", None)
            await pull(crm, mirror)
        assert [response.status_code for response in await asyncio.gather(*waiting)] == [200] * 4
        waiting = []
        # One after the other: who waits for a turn counts as well, and has not looked yet
        while len(waiting) < 4:
            waiting.append(asyncio.create_task(http.get(PATH, params=cursor | {"wait": 30})))
            await until(lambda: places.waiting == len(waiting))
        refused = await http.get(PATH, params=cursor | {"wait": 30})
        assert told(refused) == (503, "busy", None)
        # Who does not wait reads between them
        assert (await http.get(PATH, params=cursor)).status_code == 200
        await visitor.say("Ау")
        async with asyncio.timeout(20):
            pages = [response.json() for response in await asyncio.gather(*waiting)]
        assert all("Ау" in [change["object"].get("body") for change in page["changes"]] for page in pages)
    assert (places.waiting, places._keys) == (0, {})


async def test_keys_are_known_though_all_connections_of_the_pull_are_taken(
    server: Server, crm: httpx.AsyncClient
) -> None:
    desk = server.app.state.context.changes
    async with AsyncExitStack() as taken:
        while not desk.database._turns.locked():
            await taken.enter_async_context(desk.database.connection())
        async with program(server, "rk_" + "x" * 43) as stranger, asyncio.timeout(5):
            assert told(await stranger.get(PATH)) == (401, "api_key_invalid", None)


async def test_journal_knows_of_a_pull_once_a_day_and_of_each_key(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    mirror = Mirror()
    await pull(crm, mirror, limit=10)
    await pull(crm, mirror)
    [begun] = await records(server, Action.EXPORTED)
    assert (begun.actor.kind, begun.actor.name, begun.actor.network) == (ActorKind.API_KEY, "CRM", "127.0.0.1")
    assert begun.details == {"what": "changes", "form": "json", "sites": "shop-key-1"}
    async with program(server, (await key(server, name="Второй")).secret) as http:
        await pull(http, mirror)
    old = reseal(mirror.cursor, server, lambda at: replace(at, noted_at=at.noted_at - timedelta(days=2)))
    async with program(server, (await key(server, name="Третий")).secret) as http:
        mirror.cursor = old
        await pull(http, mirror)
        await pull(http, mirror)
    assert [record.actor.name for record in await records(server, Action.EXPORTED)] == ["CRM", "Второй", "Третий"]


async def test_journal_names_a_site_that_is_asked_for_while_another_is_walked_over(
    server: Server, visitor: Client
) -> None:
    for number in range(12):
        await visitor.say(f"№ {number}")
    async with server.visitor(site="other-key-1", origin="http://other.test") as stranger:
        await stranger.say("С другого сайта")
        mirror = Mirror()
        async with program(server, (await key(server, is_for_all=True)).secret) as http:
            first = await http.get(PATH, params={"limit": 10, "site": "shop-key-1"})
            mirror.apply(first.json())
            assert first.json()["is_resync"]
            await pull(http, mirror, limit=10)
            assert {site for (site,) in mirror.column("message", "site").values()} == {"shop-key-1", "other-key-1"}
            await pull(http, mirror, limit=10)
    told_of = [set(record.details["sites"].split(", ")) for record in await records(server, Action.EXPORTED)]
    assert told_of == [{"shop-key-1"}, {"shop-key-1", "other-key-1"}]


async def test_loop_of_the_docs_keeps_a_copy_through_an_expired_place(
    server: Server, visitor: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RYADOM_URL", server.http_url)
    monkeypatch.setenv("RYADOM_API_KEY", (await key(server, is_for_all=True)).secret)
    monkeypatch.setenv("RYADOM_SITES", server.site.key)
    monkeypatch.setenv("COPY", str(tmp_path / "copy.db"))
    [code] = re.findall(
        r"^```python\n(import json.*?)^while True:\n", PULL_DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )

    def run() -> list[tuple[str, str]]:
        names: dict[str, Any] = {}
        exec(code, names)  # noqa: S102 - our own docs
        while names["step"](wait=0) is not False:
            pass
        rows: list[tuple[str, str]] = names["db"].execute("SELECT kind, id FROM objects ORDER BY kind, id").fetchall()
        names["db"].close()
        names["http"].close()
        return rows

    def expire(change: str) -> None:
        with closing(sqlite3.connect(tmp_path / "copy.db")) as db, db:
            db.execute("UPDATE place SET cursor = ?", (change,))
            stale = "INSERT INTO objects VALUES ('message', ?, ?, '', '{}', 1)"
            db.execute(stale, ("of a database that is no more", server.site.key))
            db.execute(stale, ("of a site that is not asked for", "third-key-1"))

    assert [kind for kind, _ in await asyncio.to_thread(run)] == ["conversation", "customer", "message"]
    await visitor.say("ещё")
    known = await asyncio.to_thread(run)
    assert len(known) == 4
    await asyncio.to_thread(expire, "of another database")
    kept = ("message", "of a site that is not asked for")
    assert sorted(await asyncio.to_thread(run)) == sorted([*known, kept])
    # A site that is added comes alone, and takes nothing away
    async with server.visitor(site="other-key-1", origin="http://other.test") as stranger:
        await stranger.say("С другого сайта")
    monkeypatch.setenv("RYADOM_SITES", f"{server.site.key} other-key-1")
    copied = await asyncio.to_thread(run)
    assert {*known, kept} < set(copied)
    assert len(copied) == len(known) + 1 + 3


async def test_other_scopes_read_no_changes_and_this_one_no_exports(server: Server, visitor: Client) -> None:
    async with program(server, (await key(server, scopes=[Scope.EXPORT_DATA])).secret) as http:
        assert told(await http.get(PATH)) == (403, "scope_missing", None)
    async with program(server, (await key(server)).secret) as http:
        assert told(await http.get("/api/v1/exports/messages")) == (403, "scope_missing", None)
