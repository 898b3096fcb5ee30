"""What a program's message may have beside its words: choices, files, and the message that it answers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.controllers import describe_controller
from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.journal_chain import Action
from ryadom_client import AsBot, MessageDiffers
from ryadom_client import Client as Chat
from tests.web.client import Client, JsonObject, Server
from tests.web.files import files_server, http, png, sender_for
from tests.web.programs import BOT, WRITES, anna_of, block, conversation_of, key, program, written
from tests.web.test_api import told
from tests.web.test_display_masking import records
from tests.web.test_messengers import LINK

__all__ = ["files_server", "http"]


@pytest.fixture
async def crm(files_server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(files_server, (await key(files_server, scopes=WRITES)).secret) as one:
        yield one


@pytest.fixture
async def visitor(files_server: Server) -> AsyncIterator[Client]:
    async with files_server.visitor() as client:
        client.welcome["conversation_id"] = (await client.say("Есть чай?"))["conversation_id"]
        yield client


async def send(
    crm: httpx.AsyncClient, conversation_id: str, body: str = "Есть", *, once: str | None = None, **order: object
) -> httpx.Response:
    return await crm.post(
        f"conversations/{conversation_id}/messages",
        json={"body": body, "author": BOT} | order,
        headers={"Idempotency-Key": once or str(uuid4())},
    )


async def upload(
    crm: httpx.AsyncClient, conversation_id: str, content: bytes | None = None, name: str = "счёт.png"
) -> httpx.Response:
    return await crm.post(
        f"conversations/{conversation_id}/files",
        content=png() if content is None else content,
        headers={"X-File-Name": quote(name)},
    )


async def uploaded(crm: httpx.AsyncClient, conversation_id: str, **change: Any) -> JsonObject:
    response = await upload(crm, conversation_id, **change)
    assert response.status_code == 201, response.text
    file: JsonObject = response.json()
    return file


async def bots(server: Server) -> list[str]:
    async with server.database.connection() as connection:
        return [row["name"] for row in await connection.fetch("SELECT name FROM bots")]


async def test_answer_with_choices_is_what_an_operators_is(
    files_server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    sent = await send(crm, id, "Какой?", choices=[" Зелёный ", "Чёрный"], reply_to_seq=1)
    assert (sent.status_code, sent.json()["reply_to_seq"]) == (201, 1)
    async with files_server.operator() as anna:
        await anna.send("fetch_history", request_id="1", conversation_id=id)
        entries = (await anna.receive("history"))["entries"]
    heard = await visitor.receive("message_posted")
    for entry in (heard, entries[-1]):
        assert (entry["choices"], entry["reply_to_seq"]) == (["Зелёный", "Чёрный"], 1)
    assert (await visitor.say("Чёрный"))["seq"] == 3


async def test_message_of_colleagues_is_nothing_to_be_answered(
    files_server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    async with files_server.operator() as anna:
        await anna.send("add_note", conversation_id=id, echo_id=uuid4(), body="грубит")
        note = await anna.receive("note_added")
    for seq in (note["seq"], 77):
        refused = await send(crm, id, reply_to_seq=seq)
        assert told(refused) == (404, "message_unknown", "reply_to_seq")
    assert await bots(files_server) == []


@pytest.mark.parametrize(
    ("order", "status", "field"),
    [
        ({"choices": ["да", " да "]}, 422, "choices"),
        ({"choices": [""]}, 422, "choices"),
        ({"choices": ["две\nстроки"]}, 422, "choices"),
        ({"choices": ["д" * 61]}, 400, "choices[0]"),
        ({"choices": [str(n) for n in range(9)]}, 400, "choices"),
        ({"reply_to_seq": 0}, 400, "reply_to_seq"),
        ({"file_ids": [str(UUID(int=n)) for n in range(11)]}, 400, "file_ids"),
        ({"body": ""}, 422, "body"),
        ({"body": " ", "choices": ["да"]}, 422, "body"),
    ],
)
async def test_what_can_not_be_sent_is_named_and_no_bot_with_it(
    files_server: Server, visitor: Client, crm: httpx.AsyncClient, order: JsonObject, status: int, field: str
) -> None:
    refused = await send(crm, conversation_of(visitor), **order)
    assert (refused.status_code, refused.json()["field"]) == (status, field), refused.text
    assert await bots(files_server) == []
    assert len(await written(crm, conversation_of(visitor))) == 1


async def test_choice_that_links_to_a_closed_messenger_is_refused(
    files_server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    await describe_controller(files_server.database, files_server.site.controller_id, is_regulated=True)
    refused = await send(crm, conversation_of(visitor), choices=[LINK])
    assert told(refused)[:2] == (403, "messenger_forbidden")
    assert await bots(files_server) == []


async def test_message_is_the_same_only_with_the_same_choices_and_answer(
    visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    order: JsonObject = {"choices": ["Да", "Нет"], "reply_to_seq": 1}
    first = await send(crm, id, once="one", **order)
    assert (await send(crm, id, once="one", **order)).json() == first.json()
    changes: list[JsonObject] = [
        {"choices": ["Да"]},
        {"choices": []},
        {"reply_to_seq": None},
        {"file_ids": [str(uuid4())]},
    ]
    for change in changes:
        refused = await send(crm, id, once="one", **order | change)
        assert told(refused) == (422, "idempotency_mismatch", "idempotency-key"), change
    assert len(await written(crm, id)) == 2


async def test_choices_that_a_site_does_not_store_are_the_same_all_the_same(
    files_server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    order: JsonObject = {"choices": ["Звоните +7 916 123-45-67", "Напишу"]}
    await site_policies(files_server.database, files_server.site.key, {Kind.PHONE: Policy.REPLACE})
    await files_server.app.state.context.masking.refresh()
    first = await send(crm, id, once="one", **order)
    assert "123-45-67" not in str((await visitor.receive("message_posted"))["choices"])
    again = await send(crm, id, once="one", **order)
    assert (again.status_code, again.json()) == (201, first.json())


@pytest.mark.parametrize("body", ["Вот", ""])
async def test_visitor_opens_a_file_that_a_program_has_sent(
    files_server: Server, http: httpx.AsyncClient, visitor: Client, crm: httpx.AsyncClient, body: str
) -> None:
    id = conversation_of(visitor)
    file = await uploaded(crm, id)
    assert (file["name"], file["type"], file["width"]) == ("счёт.png", "image/png", 40)
    path = f"/visitor/{files_server.site.key}/files/{file['id']}"
    theirs = sender_for(files_server, http, visitor)
    assert (await theirs.get(path)).status_code == 404  # it is not sent yet
    sent = await send(crm, id, body, file_ids=[file["id"]])
    assert sent.status_code == 201, sent.text
    assert [one["id"] for one in sent.json()["files"]] == [file["id"]]
    heard = await visitor.receive("message_posted")
    assert (heard["files"], heard["author"]["bot"]) == ([file], True)
    assert heard["body"] == "\n".join(filter(None, (body, "счёт.png")))
    assert (await theirs.get(path)).content == png()
    assert len(await records(files_server, Action.MESSAGE_SENT)) == 1


async def test_operator_in_whose_name_it_is_sent_needs_not_have_uploaded_it(
    files_server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    file = await uploaded(crm, id)
    anna = {"kind": "operator", "id": await anna_of(files_server)}
    assert (await send(crm, id, author=anna, file_ids=[file["id"]])).status_code == 201
    heard = await visitor.receive("message_posted")
    assert (heard["author"]["name"], heard["files"]) == ("Анна", [file])


async def test_file_is_of_its_key_and_conversation_and_of_one_message(
    files_server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    file = (await uploaded(crm, id))["id"]
    unknown = (404, "file_unknown", "file_ids")
    async with files_server.visitor() as other, files_server.operator() as anna:
        elsewhere = (await other.say("А мне?"))["conversation_id"]
        assert told(await send(crm, elsewhere, file_ids=[file])) == unknown
        await anna.send("send_message", conversation_id=id, echo_id=uuid4(), body="", file_ids=[file])
        assert (await anna.error())["code"] == "file_unknown"
    async with program(files_server, (await key(files_server, scopes=WRITES)).secret) as other_crm:
        assert told(await send(other_crm, id, file_ids=[file])) == unknown
    assert told(await send(crm, id, file_ids=[str(uuid4())])) == unknown
    assert await bots(files_server) == []
    assert (await send(crm, id, file_ids=[file, file])).status_code == 201
    assert told(await send(crm, id, file_ids=[file])) == unknown


async def test_files_that_are_uploaded_anew_are_the_same_by_name_and_content(
    visitor: Client, crm: httpx.AsyncClient
) -> None:
    id = conversation_of(visitor)
    first_files = [(await uploaded(crm, id))["id"], (await uploaded(crm, id, name="акт.png"))["id"]]
    first = await send(crm, id, once="one", file_ids=first_files)
    anew = [(await uploaded(crm, id))["id"], (await uploaded(crm, id, name="акт.png"))["id"]]
    for ids in (first_files, anew):
        again = await send(crm, id, once="one", file_ids=ids)
        assert (again.status_code, again.json()) == (201, first.json())
    other = (await uploaded(crm, id, content=png(colour="red")))["id"]
    for ids in (anew[::-1], anew[:1], [*anew, other], [other, anew[1]], []):
        refused = await send(crm, id, once="one", file_ids=ids)
        assert told(refused) == (422, "idempotency_mismatch", "idempotency-key"), ids
    assert len(await written(crm, id)) == 2


async def test_ten_at_once_with_one_file_are_one_message(visitor: Client, crm: httpx.AsyncClient) -> None:
    id = conversation_of(visitor)
    file = (await uploaded(crm, id))["id"]
    answers = await asyncio.gather(*(send(crm, id, once="one", file_ids=[file]) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(await written(crm, id)) == 2


async def test_file_is_refused_as_an_operators_is(
    files_server: Server, visitor: Client, crm: httpx.AsyncClient, database_url: str, tmp_path: Path
) -> None:
    id = conversation_of(visitor)
    for content, name, code in (
        (b"", "счёт.png", "file_empty"),
        (b"MZ\x90\x00 this is no picture", "счёт.png", "file_kind_refused"),
        (png(), "счёт.pdf", "file_name_lies"),
    ):
        refused = await upload(crm, id, content, name)
        assert told(refused)[1] == code, refused.text
    bad_name = await crm.post(f"conversations/{id}/files", content=png(), headers={"X-File-Name": "%FF"})
    assert told(bad_name) == (422, "bad_body", "x-file-name")
    gone = (404, "conversation_unknown", "id")
    assert told(await upload(crm, str(uuid4()))) == gone
    assert told(await upload(crm, "nothing")) == gone
    async with program(files_server, (await key(files_server, scopes=[Scope.READ_CHATS])).secret) as reader:
        assert told(await upload(reader, id))[1] == "scope_missing"
    file = (await uploaded(crm, id))["id"]
    await block(files_server, database_url, id)
    assert told(await upload(crm, id)) == gone
    assert told(await send(crm, id, file_ids=[file])) == gone


async def test_python_client_sends_files_choices_and_answers(files_server: Server, visitor: Client) -> None:
    secret = (await key(files_server, scopes=WRITES)).secret
    id = conversation_of(visitor)

    def work(colour: str) -> tuple[str, str]:
        with Chat(files_server.http_url, secret) as chat:
            file = chat.upload_file(id, "счёт.png", png(colour=colour))
            sent = chat.send_message(
                id,
                "Оплатить?",
                author=AsBot("Касса"),
                idempotency_key="invoice-1",
                choices=["Да", "Нет"],
                files=[file],
                reply_to_seq=1,
            )
        return str(sent.id), sent.files[0].name

    first = await asyncio.to_thread(work, "teal")
    assert first[1] == "счёт.png"
    heard = await visitor.receive("message_posted")
    assert (heard["choices"], heard["reply_to_seq"], len(heard["files"])) == (["Да", "Нет"], 1, 1)
    # As after a crash between the two.
    assert await asyncio.to_thread(work, "teal") == first
    with pytest.raises(MessageDiffers):
        await asyncio.to_thread(work, "red")
