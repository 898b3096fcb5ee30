"""`/api/v1` for programs that write messages: what is refused, and by which field."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.bots import MAX_BOTS
from ryadom.core.controllers import describe_controller
from ryadom.core.erasure import erase_person
from ryadom.core.operators import add_operator
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.operators import Role
from tests.files import no_files
from tests.web.client import PASSWORD, SITE_KEYS, Client, Server
from tests.web.programs import (
    BOT,
    WRITES,
    anna_of,
    block,
    boris_of,
    conversation_of,
    key,
    patch,
    post,
    program,
    written,
)
from tests.web.test_api import told
from tests.web.test_messengers import LINK


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
        refused = await crm.post(path, json=order, headers=httpx.Headers(told_headers))  # type: ignore[arg-type]  # dicts, and pairs
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
