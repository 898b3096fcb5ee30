"""`/api/v1`: single objects and what lists have of them, and nothing of others' sites or of who is blocked."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core import public_lists
from ryadom.core.api_keys import Scope
from ryadom.core.blocking import BlockReason, block_person, unblock_person
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.protocol.visitor import Purpose
from ryadom.store import public_objects
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action, ActorKind
from tests.consents import publish_consent
from tests.web.client import SITE_KEYS, Client, Server
from tests.web.programs import READS, arrive, fill, ids, key, page, program, walk
from tests.web.test_api import told
from tests.web.test_display_masking import records

LISTS = ("conversations", "customers", "consents", "sites", "operators", "departments", "tags", "canned-replies")


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server)).secret) as http:
        yield http


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor() as client:
        await client.say("Есть чай?")
        yield client


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
