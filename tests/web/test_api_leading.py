"""`/api/v1` for programs that lead conversations: over what was read, and made once."""

import asyncio
from datetime import datetime
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.store.journal_chain import Action, ActorKind
from tests.web.client import Client, JsonObject, Server
from tests.web.labels import make_labels
from tests.web.programs import (
    WRITES,
    anna_of,
    conversation_of,
    key,
    patch,
    program,
)
from tests.web.test_api import told
from tests.web.test_display_masking import records
from tests.web.test_leading import in_hours


async def test_program_leads_a_conversation_by_one_request(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    labels = await make_labels(server, tags=("VIP", "Спам"), results=("Решено",))
    id, anna_id = conversation_of(visitor), await anna_of(server)
    path = f"conversations/{id}"
    tagged = await patch(crm, path, add_tag_ids=[labels["VIP"], labels["Спам"]])
    assert tagged.json()["tags"] == ["VIP", "Спам"]
    async with server.operator() as anna:
        answer = await patch(
            crm, path, remove_tag_ids=[labels["Спам"]], operator_id=anna_id, status="closed", result="Решено"
        )
        assert answer.status_code == 200, answer.text
        heard = [await anna.receive() for _ in range(3)]
    assert [one["type"] for one in heard] == ["conversation_tagged", "conversation_assigned", "status_changed"]
    for one in heard:
        assert (one["author"]["name"], one["author"]["bot"]) == ("CRM", True)
    changed = answer.json()
    assert (changed["tags"], changed["operator_name"], changed["status"], changed["result"]) == (
        ["VIP"],
        "Анна",
        "closed",
        "Решено",
    )
    read = await crm.get(path)
    assert (read.json(), read.headers["etag"]) == (changed, answer.headers["etag"])
    # What a key is called is not for visitors.
    seen = await visitor.receive("status_changed")
    assert (seen["author"]["bot"], "CRM" in repr(seen)) == (True, False)
    first, second = await records(server, Action.CONVERSATION_LED)
    assert (first.details, second.details) == ({"fields": "tags"}, {"fields": "tags operator status"})
    assert (second.actor.kind, second.actor.name, second.conversation_ids) == (ActorKind.API_KEY, "CRM", (UUID(id),))


async def test_program_opens_snoozes_and_gives_back(server: Server, visitor: Client, crm: httpx.AsyncClient) -> None:
    id, anna_id, until = conversation_of(visitor), await anna_of(server), in_hours(1)
    path = f"conversations/{id}"
    assert (await patch(crm, path, operator_id=anna_id, status="closed")).json()["operator_id"] == anna_id
    opened = (await patch(crm, path, status="open", operator_id=None, snoozed_until=until)).json()
    assert (opened["status"], opened["operator_id"]) == ("open", None)
    assert datetime.fromisoformat(opened["snoozed_until"]) == datetime.fromisoformat(until)
    back = (await patch(crm, path, snoozed_until=None)).json()
    assert (back["snoozed_until"], back["version"]) == (None, opened["version"] + 1)


async def test_snooze_of_a_program_ends_when_its_time_has_come(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    await patch(crm, f"conversations/{id}", snoozed_until=in_hours(1))
    async with server.operator() as anna:
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET snoozed_until = now() WHERE snoozed_until IS NOT NULL")
        woken = await anna.receive("conversation_snoozed")
    assert (woken["until"], woken["author"]["name"], woken["author"]["bot"]) == (None, "CRM", True)


async def test_conversation_goes_to_a_department_and_stays_with_its_operator(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    path = f"conversations/{conversation_of(visitor)}"
    department_id = uuid4()
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Склад', 0)",
            server.site.id,
            department_id,
        )
    await patch(crm, path, operator_id=await anna_of(server))
    moved = (await patch(crm, path, department_id=str(department_id))).json()
    assert (moved["department_name"], moved["operator_name"]) == ("Склад", "Анна")
    again = (await patch(crm, path, department_id=str(department_id))).json()
    assert again["version"] == moved["version"]
    refused = await patch(crm, path, department_id=str(uuid4()))
    assert told(refused) == (404, "department_unknown", "department_id")


async def test_change_over_what_has_changed_since_is_refused_and_changes_nothing(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    path = f"conversations/{conversation_of(visitor)}"
    seen = (await crm.get(path)).headers["etag"]
    await visitor.say("Алло?")
    for tags in (seen, f"W/{(await crm.get(path)).headers['etag']}", '"other"', f'"other", {seen}'):
        assert told(await patch(crm, path, tags, status="closed")) == (412, "precondition_failed", "if-match"), tags
    headers: dict[str, str]
    for headers in ({}, {"If-Match": ""}, {"If-Match": ","}):
        refused = await crm.patch(path, json={"status": "closed"}, headers=headers)
        assert told(refused) == (428, "precondition_expected", "if-match")
    assert (await crm.get(path)).json()["status"] == "open"
    now = (await crm.get(path)).headers["etag"]
    assert (await patch(crm, path, f'"other", {now}', status="closed")).json()["status"] == "closed"
    assert (await patch(crm, path, "*", status="open")).json()["status"] == "open"
    assert (await patch(crm, path, "*", status="closed")).json()["status"] == "closed"


async def test_change_that_is_sent_again_is_made_once(server: Server, visitor: Client, crm: httpx.AsyncClient) -> None:
    labels = await make_labels(server, tags=("VIP",))
    path = f"conversations/{conversation_of(visitor)}"
    seen = (await crm.get(path)).headers["etag"]
    order = {"status": "closed", "add_tag_ids": [labels["VIP"]]}
    answers = await asyncio.gather(*(patch(crm, path, seen, **order) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    # Somebody opens it again: it was closed once, and is answered by what stands there now.
    await patch(crm, path, status="open")
    late = await patch(crm, path, seen, **order)
    assert (late.status_code, late.json()["status"], late.json()["tags"]) == (200, "open", ["VIP"])
    assert told(await patch(crm, path, seen, status="closed")) == (412, "precondition_failed", "if-match")
    assert len(await records(server, Action.CONVERSATION_LED)) == 2


async def test_of_programs_at_the_same_time_one_changes_it(server: Server, visitor: Client) -> None:
    path = f"conversations/{conversation_of(visitor)}"
    secrets = [(await key(server, scopes=WRITES)).secret for _ in range(4)]
    async with program(server, secrets[0]) as crm:
        seen = (await crm.get(path)).headers["etag"]

    async def close(secret: str) -> int:
        async with program(server, secret) as http:
            return (await patch(http, path, seen, status="closed")).status_code

    assert sorted(await asyncio.gather(*map(close, secrets))) == [200, 412, 412, 412]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"status": "snoozed"}, (400, "bad_frame", "status")),
        ({"result": "Решено"}, (422, "bad_body", "result")),
        ({"status": "open", "result": "Решено"}, (422, "bad_body", "result")),
        ({"status": "closed", "result": "Нет такого"}, (404, "label_unknown", "result")),
        ({"status": "closed", "snoozed_until": "2126-01-01T00:00:00Z"}, (409, "snooze_unsuitable", "snoozed_until")),
        ({"snoozed_until": "2126-01-01T00:00:00Z"}, (409, "snooze_unsuitable", "snoozed_until")),
        ({"snoozed_until": "2001-01-01T00:00:00Z"}, (409, "snooze_unsuitable", "snoozed_until")),
        ({"snoozed_until": "0001-01-01T00:00:00+14:00"}, (409, "snooze_unsuitable", "snoozed_until")),
        ({"snoozed_until": "9999-12-31T23:59:59-14:00"}, (409, "snooze_unsuitable", "snoozed_until")),
        ({"snoozed_until": "2126-01-01T00:00:00"}, (400, "bad_frame", "snoozed_until")),
        ({"add_tag_ids": [str(uuid4())]}, (404, "label_unknown", "add_tag_ids")),
        ({"add_tag_ids": ["VIP"]}, (400, "bad_frame", "add_tag_ids[0]")),
        ({"department_id": None}, (400, "bad_frame", "department_id")),
        ({"version": 7}, (400, "bad_frame", None)),
    ],
)
async def test_change_that_can_not_be_is_refused_by_its_field_and_changes_nothing(
    visitor: Client, crm: httpx.AsyncClient, order: JsonObject, expected: tuple[int, str, str | None]
) -> None:
    path = f"conversations/{conversation_of(visitor)}"
    before = (await crm.get(path)).json()
    assert told(await patch(crm, path, **order)) == expected
    assert (await crm.get(path)).json() == before


async def test_whoever_sees_something_by_changing_nothing_is_in_the_journal(server: Server, visitor: Client) -> None:
    id, customer_id = conversation_of(visitor), visitor.welcome["visitor_id"]
    async with program(server, (await key(server, scopes=[Scope.WRITE_CHATS])).secret) as writer:
        assert (await patch(writer, f"conversations/{id}", "*", status="open")).json()["version"] == 1
        assert (await patch(writer, f"customers/{customer_id}", "*", company="")).json()["id"] == customer_id
        assert told(await writer.get(f"conversations/{id}")) == (403, "scope_missing", None)
    [opened] = await records(server, Action.CONVERSATION_OPENED)
    [viewed] = await records(server, Action.CARD_VIEWED)
    assert (opened.actor.kind, viewed.actor.kind) == (ActorKind.API_KEY, ActorKind.API_KEY)


@pytest.mark.parametrize("order", [{}, {"add_tag_ids": [], "remove_tag_ids": []}], ids=["nothing", "no tags"])
async def test_order_that_says_nothing_is_refused_and_shows_nothing(
    server: Server, visitor: Client, crm: httpx.AsyncClient, order: JsonObject
) -> None:
    path = f"conversations/{conversation_of(visitor)}"
    assert told(await patch(crm, path, "*", **order)) == (422, "bad_body", None)
    assert told(await patch(crm, f"customers/{visitor.welcome['visitor_id']}", "*")) == (422, "bad_body", None)
    assert await records(server, Action.CONVERSATION_OPENED) == []
    assert await records(server, Action.CARD_VIEWED) == []
