"""`/api/v1` for programs that write: each thing once, over what was read, and never in the dark."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.bots import MAX_BOTS
from ryadom.core.controllers import describe_controller
from ryadom.core.erasure import erase_person
from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.live.lines import installation_line
from ryadom.privacy.detect import Kind
from ryadom.privacy.persons import find_person
from ryadom.privacy.policies import Policy
from ryadom.store.journal_chain import Action, ActorKind
from ryadom.store.operators import Role
from tests.files import no_files
from tests.rounds import keep_rounds
from tests.search import feed_all
from tests.web.accounts import account
from tests.web.client import PASSWORD, SITE_KEYS, Client, JsonObject, Server
from tests.web.customers import address, write_facts
from tests.web.labels import make_labels
from tests.web.test_api import told
from tests.web.test_api_objects import key, program, walk
from tests.web.test_display_masking import records
from tests.web.test_leading import in_hours, row_of
from tests.web.test_messengers import LINK

WRITES = [Scope.READ_CHATS, Scope.WRITE_CHATS]
BOT = {"kind": "bot", "name": "Помощник"}


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server, scopes=WRITES)).secret) as http:
        yield http


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor() as client:
        client.welcome["conversation_id"] = (await client.say("Есть чай?"))["conversation_id"]
        yield client


def conversation_of(visitor: Client) -> str:
    return str(visitor.welcome["conversation_id"])


async def post(
    http: httpx.AsyncClient, conversation_id: str, body: str = "Есть", *, once: str | None = None, **author: object
) -> httpx.Response:
    return await http.post(
        f"conversations/{conversation_id}/messages",
        json={"body": body, "author": author or BOT},
        headers={"Idempotency-Key": once or str(uuid4())},
    )


async def patch(http: httpx.AsyncClient, path: str, etag: str | None = None, **order: object) -> httpx.Response:
    """A change over what stands there now, unless another tag is given."""
    if etag is None:
        etag = (await http.get(path)).headers["etag"]
    return await http.patch(path, json=order, headers={"If-Match": etag})


async def written(http: httpx.AsyncClient, conversation_id: str) -> list[JsonObject]:
    return await walk(http, f"conversations/{conversation_id}/messages")


async def anna_of(server: Server) -> str:
    async with server.database.connection() as connection:
        return str(await connection.fetchval("SELECT id FROM operators WHERE email = 'anna@shop.test'"))


async def block(server: Server, database_url: str, conversation_id: str) -> None:
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id))
    await block_person(
        server.database, line, person, now=datetime(2026, 11, 28, tzinfo=UTC), reason=BlockReason.INACCURATE
    )


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


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"author": BOT}, (400, "bad_frame", None)),
        ({"body": "", "author": BOT}, (422, "bad_body", "body")),
        ({"body": " \n ", "author": BOT}, (422, "bad_body", "body")),
        ({"body": "а" * 4_001, "author": BOT}, (400, "bad_frame", "body")),
        ({"body": "a\0b", "author": BOT}, (422, "bad_body", "body")),
        ({"body": "Есть", "author": {"kind": "visitor", "id": str(uuid4())}}, (400, "bad_frame", "author.kind")),
        ({"body": "Есть", "author": {"kind": "bot", "name": "две\nстроки"}}, (422, "bad_body", "author.name")),
        ({"body": "Есть", "author": {"kind": "bot", "name": "а" * 61}}, (400, "bad_frame", "author.name")),
        ({"body": "Есть", "author": {"kind": "operator", "id": str(uuid4())}}, (404, "operator_unknown", "author.id")),
        ({"body": "Есть", "author": BOT, "files": []}, (400, "bad_frame", None)),
        ({"body": "Есть", "author": BOT | {"id": "1"}}, (400, "bad_frame", "author")),
        ([], (400, "bad_frame", None)),
    ],
)
async def test_message_that_can_not_be_is_refused_by_what_is_wrong(
    visitor: Client, crm: httpx.AsyncClient, order: Any, expected: tuple[int, str, str | None]
) -> None:
    path = f"conversations/{conversation_of(visitor)}/messages"
    assert told(await crm.post(path, json=order, headers={"Idempotency-Key": "one"})) == expected
    assert len(await written(crm, conversation_of(visitor))) == 1


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [
        (b'{"body":"\\ud800","author":{"kind":"bot","name":"a"}}', "application/json", (400, "bad_frame")),
        (b'{"body":"\xff","author":{"kind":"bot","name":"a"}}', "application/json", (400, "bad_frame")),
        (b"body=a", "application/x-www-form-urlencoded", (400, "bad_frame")),
        (b"", "application/json", (400, "bad_frame")),
        (b"[" * 60_000, "application/json", (400, "bad_frame")),
        (b" " * 70_000, "application/json", (413, "too_large")),
    ],
)
async def test_body_that_is_none_is_refused(
    visitor: Client, crm: httpx.AsyncClient, content: bytes, kind: str, expected: tuple[int, str]
) -> None:
    path = f"conversations/{conversation_of(visitor)}/messages"
    refused = await crm.post(path, content=content, headers={"Idempotency-Key": "one", "Content-Type": kind})
    assert told(refused)[:2] == expected


async def test_idempotency_key_is_one_and_can_be_written_down(visitor: Client, crm: httpx.AsyncClient) -> None:
    path, order = f"conversations/{conversation_of(visitor)}/messages", {"body": "Есть", "author": BOT}
    headers: list[list[tuple[str, str | bytes]]] = [
        [],
        [("Idempotency-Key", "")],
        [("Idempotency-Key", "a" * 256)],
        [("Idempotency-Key", "a b")],
        [("Idempotency-Key", "ключ".encode())],
        [("Idempotency-Key", "one"), ("Idempotency-Key", "one")],
    ]
    for told_headers in headers:
        refused = await crm.post(path, json=order, headers=httpx.Headers(told_headers))  # type: ignore[arg-type]
        assert told(refused) == (400, "idempotency_expected", "idempotency-key"), told_headers
    assert (await crm.post(path, json=order, headers={"Idempotency-Key": "a" * 255})).status_code == 201


async def test_nothing_is_written_without_the_scope_or_on_another_site(server: Server, visitor: Client) -> None:
    id, customer_id = conversation_of(visitor), visitor.welcome["visitor_id"]
    paths = (f"conversations/{id}", f"customers/{customer_id}")
    async with program(server, (await key(server, scopes=[Scope.READ_CHATS])).secret) as reader:
        assert told(await post(reader, id)) == (403, "scope_missing", None)
        for path in paths:
            assert told(await patch(reader, path, "*")) == (403, "scope_missing", None)
    async with server.visitor(site=SITE_KEYS[1], origin="http://other.test") as stranger:
        theirs = (await stranger.say("С другого сайта"))["conversation_id"]
        boris = {"kind": "operator", "id": await boris_of(server)}
        async with program(server, (await key(server, scopes=WRITES)).secret) as crm:
            for one in (theirs, str(uuid4()), "nobody"):
                assert told(await post(crm, one)) == (404, "conversation_unknown", "id")
                refused = await patch(crm, f"conversations/{one}", "*", status="open")
                assert told(refused) == (404, "conversation_unknown", "id")
            for one in (stranger.welcome["visitor_id"], str(uuid4()), "nobody"):
                assert told(await patch(crm, f"customers/{one}", "*", name="Анна")) == (404, "visitor_unknown", "id")
            # An operator of another site answers on it alone, also where the key is for both.
            assert told(await post(crm, id, **boris)) == (404, "operator_unknown", "author.id")
        async with program(server, (await key(server, scopes=WRITES, is_for_all=True)).secret) as every:
            assert told(await post(every, id, **boris)) == (404, "operator_unknown", "author.id")
            assert (await post(every, theirs, **boris)).status_code == 201
            refused = await patch(every, f"conversations/{id}", operator_id=boris["id"])
            assert told(refused) == (404, "operator_unknown", "operator_id")


async def boris_of(server: Server) -> str:
    async with server.database.connection() as connection:
        return str(await connection.fetchval("SELECT id FROM operators WHERE email = 'boris@other.test'"))


async def test_who_only_reads_or_may_sign_in_no_more_is_no_author(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    await add_operator(
        server.database, email="o@shop.test", name="О", password=PASSWORD, site_keys=[SITE_KEYS[0]], role=Role.AUDITOR
    )
    anna_id = await anna_of(server)
    async with server.database.connection() as connection:
        auditor_id = await connection.fetchval("SELECT id FROM operators WHERE email = 'o@shop.test'")
        await connection.execute("UPDATE operators SET deactivated_at = now() WHERE email = 'anna@shop.test'")
    for one in (str(auditor_id), anna_id):
        assert told(await post(crm, id, kind="operator", id=one)) == (404, "operator_unknown", "author.id")


async def test_nothing_is_written_to_who_is_blocked_or_erased(
    server: Server, visitor: Client, crm: httpx.AsyncClient, database_url: str
) -> None:
    id, customer_id = conversation_of(visitor), visitor.welcome["visitor_id"]
    await post(crm, id, once="one")
    async with server.visitor() as other:
        others_id = (await other.say("Сотрите меня"))["conversation_id"]
        person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(others_id))
        line = await installation_line(server.database, database_url=database_url, bus_url=None)
        contents = no_files(server.database)
        await erase_person(server.database, line, person, contents=contents, now=datetime(2026, 11, 28, tzinfo=UTC))
    await block(server, database_url, id)
    for one, once in ((id, "one"), (id, None), (others_id, None)):
        assert told(await post(crm, one, once=once)) == (404, "conversation_unknown", "id")
        assert told(await patch(crm, f"conversations/{one}", "*", status="closed"))[:2] == (404, "conversation_unknown")
    for one in (customer_id, str(person.visitor_id)):
        assert told(await patch(crm, f"customers/{one}", "*", name="Анна")) == (404, "visitor_unknown", "id")


async def test_regulated_organisation_sends_no_links_to_closed_messengers(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    await describe_controller(server.database, None, is_regulated=True)
    assert told(await post(crm, conversation_of(visitor), LINK)) == (403, "messenger_forbidden", "body")


async def test_message_that_is_refused_names_no_bot(server: Server, visitor: Client, crm: httpx.AsyncClient) -> None:
    id = conversation_of(visitor)
    await describe_controller(server.database, None, is_regulated=True)
    for body, refusal in ((" \n ", "bad_body"), ("a\0b", "bad_body"), (LINK, "messenger_forbidden")):
        assert told(await post(crm, id, body, kind="bot", name="Никто"))[1] == refusal
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM bots") == 0


async def test_bots_have_a_limit_and_a_name_is_one_author(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    one = (await post(crm, id)).json()
    async with program(server, (await key(server, scopes=WRITES)).secret) as other_crm:
        assert (await post(other_crm, id, kind="bot", name=" Помощник ")).json()["author_id"] == one["author_id"]
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO bots (id, controller_id, name) SELECT gen_random_uuid(), $1, 'Бот ' || n "
            "FROM generate_series(2, $2) AS n",
            server.site.controller_id,
            MAX_BOTS,
        )
    refused = await post(crm, id, kind="bot", name="Ещё один")
    assert told(refused) == (422, "bad_body", "author.name")
    assert (await post(crm, id)).status_code == 201


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


async def test_program_writes_in_the_card_and_the_history_says_so(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id, customer_id = conversation_of(visitor), visitor.welcome["visitor_id"]
    path = f"customers/{customer_id}"
    async with account(server, "anna@shop.test") as anna:
        await write_facts(anna, id, 0, name="Пётр", company="Чай")
        answer = await patch(crm, path, name="Павел", phone="8 (916) 123-45-67", company="")
        assert answer.status_code == 200, answer.text
        changed = answer.json()
        assert (changed["name"], changed["phone"], changed["company"]) == ("Павел", "+7 916 123-45-67", "")
        read = await crm.get(path)
        assert (read.json(), read.headers["etag"]) == (changed, answer.headers["etag"])
        history = (await anna.http.get(address(id, "/history"))).json()["changes"]
    assert {(one["field"], one["before"], one["after"]) for one in history[:3]} == {
        ("name", "Пётр", "Павел"),
        ("phone", "", "+7 916 123-45-67"),
        ("company", "Чай", ""),
    }
    assert {(one["operator_name"], one["is_by_program"]) for one in history[:3]} == {("CRM", True)}
    assert {(one["operator_name"], one["is_by_program"]) for one in history[3:]} == {("Анна", False)}
    _, by_program = await records(server, Action.CARD_CHANGED)
    assert (by_program.actor.kind, set(by_program.details["fields"].split())) == (
        ActorKind.API_KEY,
        {"name", "phone", "company"},
    )
    assert "Павел" not in repr(by_program)


async def test_card_that_was_changed_since_is_not_overwritten_and_a_lost_answer_is_made_up_for(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id, path = conversation_of(visitor), f"customers/{visitor.welcome['visitor_id']}"
    seen = (await crm.get(path)).headers["etag"]
    first = await patch(crm, path, seen, name="Павел")
    again = await patch(crm, path, seen, name="Павел")
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert told(await patch(crm, path, seen, name="Пётр")) == (412, "precondition_failed", "if-match")
    async with account(server, "anna@shop.test") as anna:
        await write_facts(anna, id, 1, about="Любит улун")
    # By then the newest hand is Anna's: what stands there is told to nobody who guesses.
    for name in ("Павел", "Пётр"):
        assert told(await patch(crm, path, seen, name=name)) == (412, "precondition_failed", "if-match")
    assert told(await crm.patch(path, json={"name": "Пётр"})) == (428, "precondition_expected", "if-match")
    assert (await patch(crm, path, email="p@tea.ru")).json()["about"] == "Любит улун"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"phone": "12"}, (422, "bad_body", "phone")),
        ({"email": "петр"}, (422, "bad_body", "email")),
        ({"email": "a\0@b.ru"}, (422, "bad_body", "email")),
        ({"name": "а" * 101}, (422, "bad_body", "name")),
        ({"name": "\0"}, (422, "bad_body", "name")),
        ({"about": "а" * 2_001}, (400, "bad_frame", "about")),
        ({"name": None}, (400, "bad_frame", "name")),
        ({"external_id": "1"}, (400, "bad_frame", None)),
    ],
)
async def test_what_can_not_be_written_down_is_refused_by_its_field(
    visitor: Client, crm: httpx.AsyncClient, order: JsonObject, expected: tuple[int, str, str | None]
) -> None:
    path = f"customers/{visitor.welcome['visitor_id']}"
    before = (await crm.get(path)).json()
    assert told(await patch(crm, path, **order)) == expected
    assert (await crm.get(path)).json() == before


async def test_site_that_stores_no_telephones_is_given_none_by_programs(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.REPLACE})
    await server.app.state.context.masking.refresh()
    refused = await patch(crm, f"customers/{visitor.welcome['visitor_id']}", phone="+7 916 123-45-67")
    assert told(refused) == (422, "contact_not_kept", "phone")


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
