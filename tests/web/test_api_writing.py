"""`/api/v1` for programs that write messages: each once, seen by everybody, and never in the dark."""

import asyncio
import json
from uuid import UUID, uuid4

import httpx

from ryadom.core.api_keys import Scope
from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.journal_chain import Action, ActorKind
from tests.rounds import keep_rounds
from tests.search import feed_all
from tests.web.accounts import account
from tests.web.client import Client, Server
from tests.web.own_departments import OLEG, add_colleague, code_of_fetching, divide
from tests.web.programs import (
    WRITES,
    anna_of,
    conversation_of,
    key,
    patch,
    post,
    program,
    written,
)
from tests.web.test_api import told
from tests.web.test_display_masking import records
from tests.web.test_leading import row_of


async def test_bot_writes_to_everybody_at_once_and_whoever_waits_for_a_person_waits_on(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    async with server.operator() as anna:
        before = await row_of(anna, id)
        response = await post(crm, id, "  Есть, зелёный\r\n")
        assert response.status_code == 201, response.text
        for client in (visitor, anna):
            heard = await client.receive("message_posted")
            author = heard["author"]
            assert (heard["seq"], heard["body"]) == (2, "Есть, зелёный")
            assert (author["kind"], author["name"], author["bot"]) == ("operator", "Помощник", True)
        after = await row_of(anna, id)
    assert after["last_message"]["body"] == "Есть, зелёный"
    assert after["last_message"]["author"]["name"] == "Помощник"
    for name in ("waiting_since", "queued_at", "assignee", "operator_read_seq", "unread_count"):
        assert after[name] == before[name], name
    assert after["unread_count"] == 1
    sent = response.json()
    assert sent == (await written(crm, id))[1]
    assert (sent["author_kind"], sent["author_name"], sent["is_bot"]) == ("operator", "Помощник", True)


async def test_program_writes_in_an_operators_name_and_the_conversation_is_theirs(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id, anna_id = conversation_of(visitor), await anna_of(server)
    response = await post(crm, id, kind="operator", id=anna_id)
    assert response.status_code == 201, response.text
    heard = await visitor.receive("message_posted")
    assert (heard["author"]["name"], "bot" in heard["author"]) == ("Анна", False)
    async with server.operator() as anna:
        row = await row_of(anna, id)
    assert (row["assignee"]["id"], row["waiting_since"], row["queued_at"]) == (anna_id, None, None)


async def test_program_writes_in_the_name_of_whoever_does_not_see_the_conversation(
    server: Server, crm: httpx.AsyncClient
) -> None:
    """A firm's program is not limited by the sight of those in whose name it writes."""
    shop = await divide(server)
    await add_colleague(server)
    async with server.visitor() as visitor, server.operator(OLEG) as oleg:
        id = (await visitor.say("Вопрос", department=shop.service))["conversation_id"]
        await oleg.say("Ответ", conversation_id=id)
        async with server.operator() as anna:
            assert await code_of_fetching(anna, id) == "conversation_unknown"
        response = await post(crm, id, kind="operator", id=await anna_of(server))
        assert response.status_code == 201, response.text
        assert (await oleg.receive("message_posted"))["author"]["name"] == "Анна"


async def test_message_that_is_sent_again_is_there_once_and_answered_as_it_was(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    first = await post(crm, id, "Есть", once="order-1")
    await visitor.say("Какой?")
    again = await post(crm, id, "Есть", once="order-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert [one["body"] for one in await written(crm, id)] == ["Есть чай?", "Есть", "Какой?"]
    for other in (
        await post(crm, id, "Нет", once="order-1"),
        await post(crm, id, "Есть", once="order-1", kind="bot", name="Другой"),
        await post(crm, id, "Есть", once="order-1", kind="operator", id=await anna_of(server)),
    ):
        assert told(other) == (422, "idempotency_mismatch", "idempotency-key")
    assert len(await written(crm, id)) == 3
    # It is the key's: what another program has named so is another message.
    async with program(server, (await key(server, scopes=WRITES)).secret) as other_crm:
        assert (await post(other_crm, id, "Есть", once="order-1")).json()["seq"] == 4


async def test_fifty_at_once_with_one_key_are_one_message(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    answers = await asyncio.gather(*(post(crm, id, "Есть", once="one") for _ in range(50)))
    assert {answer.status_code for answer in answers} <= {201, 503}
    sent = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    assert (len(set(sent)), len(sent) >= 16) == (1, True)
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 503)
    assert len(await written(crm, id)) == 2
    assert len(await records(server, Action.MESSAGE_SENT)) == 1


async def test_message_is_the_same_though_somebody_has_changed_or_deleted_it(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id, anna_id = conversation_of(visitor), await anna_of(server)
    sent = (await post(crm, id, "Есть", once="one", kind="operator", id=anna_id)).json()
    async with server.operator() as anna:
        place = {"conversation_id": id, "message_seq": sent["seq"]}
        await anna.send("edit_message", echo_id=uuid4(), body="Есть, но мало", **place)
        await anna.receive("message_edited")
        again = await post(crm, id, "Есть", once="one", kind="operator", id=anna_id)
        assert (again.status_code, again.json()["body"]) == (201, "Есть, но мало")
        refused = await post(crm, id, "Есть, но мало", once="one", kind="operator", id=anna_id)
        assert told(refused) == (422, "idempotency_mismatch", "idempotency-key")
        await anna.send("delete_message", echo_id=uuid4(), **place)
        await anna.receive("message_deleted")
    gone = (await post(crm, id, "Есть", once="one", kind="operator", id=anna_id)).json()
    assert (gone["id"], gone["body"], gone["is_deleted"]) == (sent["id"], "", True)


async def test_what_a_site_does_not_store_is_not_stored_and_the_same_message_all_the_same(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id, text = conversation_of(visitor), "Звоните +7 916 123-45-67"
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.REPLACE})
    await server.app.state.context.masking.refresh()
    sent = (await post(crm, id, text, once="one")).json()
    assert "123-45-67" not in sent["body"]
    again = await post(crm, id, text, once="one")
    assert (again.status_code, again.json()) == (201, sent)


async def test_bot_in_a_closed_conversation_opens_it_again(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    assert (await patch(crm, f"conversations/{id}", status="closed")).status_code == 200
    assert (await post(crm, id, "Ещё кое-что")).status_code == 201
    async with server.operator() as anna:
        row = await row_of(anna, id)
    assert (row["status"], row["assignee"], row["queued_at"] is not None) == ("open", None, True)


async def test_journal_says_which_program_wrote_and_in_whose_name(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id, anna_id = conversation_of(visitor), await anna_of(server)
    await post(crm, id, once="one")
    await post(crm, id, once="one")
    await post(crm, id, kind="operator", id=anna_id)
    as_bot, as_anna = await records(server, Action.MESSAGE_SENT)
    assert (as_bot.details, as_anna.details) == (
        {"seq": "2", "bot": "Помощник"},
        {"seq": "4", "by_operator": anna_id},
    )
    for one in (as_bot, as_anna):
        assert (one.actor.kind, one.actor.name, one.actor.network) == (ActorKind.API_KEY, "CRM", "127.0.0.1")
        assert (one.conversation_ids, one.visitor_ids) == ((UUID(id),), (UUID(visitor.welcome["visitor_id"]),))


async def test_nothing_is_written_that_the_journal_does_not_know(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id, customer_id = conversation_of(visitor), visitor.welcome["visitor_id"]
    before = (await crm.get(f"conversations/{id}")).json(), (await crm.get(f"customers/{customer_id}")).json()
    async with server.database.transaction() as connection:
        # Held for longer than 3 s it counts as away.
        crm.timeout = 20
        await connection.execute("LOCK TABLE journal_heads IN ACCESS EXCLUSIVE MODE")
        for refused in await asyncio.gather(
            post(crm, id),
            patch(crm, f"conversations/{id}", "*", status="closed"),
            patch(crm, f"customers/{customer_id}", "*", name="Анна"),
        ):
            assert told(refused) == (503, "journal_unavailable", None)
    assert ((await crm.get(f"conversations/{id}")).json(), (await crm.get(f"customers/{customer_id}")).json()) == before
    assert len(await written(crm, id)) == 1


async def test_what_programs_write_comes_by_the_pull_and_is_exported(server: Server, visitor: Client) -> None:
    id = conversation_of(visitor)
    scopes = [*WRITES, Scope.READ_CHANGES, Scope.EXPORT_DATA]
    async with program(server, (await key(server, scopes=scopes)).secret) as crm:
        await post(crm, id, "Есть улун")
        changes = (await crm.get("changes", params={"wait": 0})).json()["changes"]
        told_message = next(one["object"] for one in changes if one["object"].get("body") == "Есть улун")
        assert (told_message["author_name"], told_message["is_bot"]) == ("Помощник", True)
        exported = await crm.get("exports/messages", params={"format": "jsonl", "columns": "author_kind,author_name"})
    assert [json.loads(line) for line in exported.text.splitlines()][1] == {
        "author_kind": "bot",
        "author_name": "Помощник",
    }


async def test_what_bots_say_is_found_and_is_nobodys_answer_in_reports(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    await post(crm, id, "Есть улун")
    await keep_rounds(server.database)
    await feed_all(server.database)
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT answered_at, visitor_messages, operator_messages FROM rounds")
    assert [tuple(row.values()) for row in rows] == [(None, 1, 0)]
    async with account(server, "anna@shop.test") as anna:
        found = await anna.http.post("/panel/api/search", json={"query": "улун"})
    assert found.status_code == 200, found.text
    assert ("Помощник" in found.text, '"operator"' in found.text) == (True, True)
