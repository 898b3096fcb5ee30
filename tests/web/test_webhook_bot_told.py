"""What programs are told of bots: who leads a conversation, and what a message offers to choose from."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.webhooks.events import Event
from ryadom.store.egress import DataLevel
from ryadom.store.journal_chain import COMMAND_LINE
from tests.bots import NAME, allow, endpoints, replies
from tests.receiver import Heard, Receiver, receiver, says
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import SECRET_KEY
from tests.web.programs import key, program
from tests.web.test_leading import deed
from tests.web.test_webhook_bots import bot_of, handed_over

READS = [Scope.READ_CHATS, Scope.READ_CHANGES, Scope.EXPORT_DATA]
CHOICES = ["Оплата", "Позовите сотрудника"]
OFFERS = {"messages": [{"text": "Что вас интересует?", "choices": CHOICES}]}


async def messages_of(crm: httpx.AsyncClient, conversation_id: str) -> list[JsonObject]:
    listed: list[JsonObject] = (await crm.get(f"conversations/{conversation_id}/messages")).json()["data"]
    return listed


@asynccontextmanager
async def told_by_webhook(server: Server, *events: Event, data: DataLevel) -> AsyncIterator[Receiver]:
    async with receiver(says()) as crm, endpoints(server.database, SECRET_KEY) as webhooks:
        await webhooks.add(
            await allow(server.database, server.site, crm.port),
            [server.site],
            events=events,
            data=data,
            is_for_all=False,
            by=COMMAND_LINE,
        )
        yield crm


async def next_told(crm: Receiver) -> JsonObject:
    return dict(json.loads((await crm.next()).body))


async def answered(guest: Client, words: str) -> str:
    """The conversation, once the bot has answered in it."""
    id = str((await guest.say(words))["conversation_id"])
    while not (await guest.receive("message_posted"))["author"].get("bot"):
        pass
    return id


async def test_program_reads_who_leads_a_conversation_until_a_person_has_it(server: Server) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(lambda _: OFFERS)),
        program(server, (await key(server, scopes=READS)).secret) as crm,
    ):
        id = await answered(guest, "Добрый день")
        first = await crm.get(f"conversations/{id}")
        assert (first.json()["led_by_bot"], first.json()["operator_id"]) == (NAME, None)
        changes = (await crm.get("changes", params={"wait": 0})).json()["changes"]
        assert [one["object"]["led_by_bot"] for one in changes if one["object"]["object"] == "conversation"] == [NAME]
        # As an operator's, it stays the bot's when it is closed.
        await deed(anna, "set_status", conversation_id=id, status="closed")
        assert (await crm.get(f"conversations/{id}")).json()["led_by_bot"] == NAME
        exported = await crm.get("exports/conversations", params={"format": "jsonl", "columns": "operator,led_by_bot"})
        assert json.loads(exported.text) == {"operator": "", "led_by_bot": NAME}
        own = anna.welcome["operator"]["id"]
        await deed(anna, "set_status", conversation_id=id, status="open")
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=own)
        now = await crm.get(f"conversations/{id}", headers={"If-None-Match": first.headers["ETag"]})
        assert (now.json()["led_by_bot"], now.json()["operator_id"]) == (None, own)
        exported = await crm.get("exports/conversations", params={"format": "jsonl", "columns": "operator,led_by_bot"})
        assert json.loads(exported.text) == {"operator": "Анна", "led_by_bot": ""}


async def test_operator_who_took_it_by_a_server_of_the_version_before_leads_it(server: Server) -> None:
    """Such a server knows no bots that lead, and leaves the column as it was."""
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(lambda _: OFFERS)),
        program(server, (await key(server, scopes=READS)).secret) as crm,
    ):
        id = await answered(guest, "Добрый день")
        async with server.database.connection() as connection:
            await connection.execute(
                "UPDATE conversations SET assignee_id = $1::uuid WHERE id = $2::uuid",
                anna.welcome["operator"]["id"],
                id,
            )
        assert (await crm.get(f"conversations/{id}")).json()["led_by_bot"] is None
        exported = await crm.get("exports/conversations", params={"format": "jsonl", "columns": "operator,led_by_bot"})
        assert json.loads(exported.text) == {"operator": "Анна", "led_by_bot": ""}


@pytest.mark.parametrize(("data", "name"), [(DataLevel.CONTENTS, NAME), (DataLevel.IDS, "")])
async def test_webhook_is_told_that_a_bot_leads_and_that_it_hands_over(
    server: Server, data: DataLevel, name: str
) -> None:
    thinking = asyncio.Event()

    async def hands_over(heard: Heard, writer: asyncio.StreamWriter) -> None:
        await thinking.wait()
        await replies(lambda _: {"hand_over": {}})(heard, writer)

    events = (Event.CONVERSATION_CREATED, Event.CONVERSATION_ASSIGNED)
    async with (
        server.visitor() as guest,
        bot_of(server, hands_over),
        told_by_webhook(server, *events, data=data) as crm,
    ):
        await guest.say("Добрый день")
        led = [await next_told(crm), await next_told(crm)]
        assert {one["type"] for one in led} == set(events)
        assert [one["data"]["conversation"]["led_by_bot"] for one in led] == [name, name]
        thinking.set()
        await handed_over(guest)
        handed = await next_told(crm)
        assert (handed["type"], handed["data"]["conversation"]["led_by_bot"]) == (Event.CONVERSATION_ASSIGNED, None)
        assert handed["data"]["conversation"]["waiting_since"] is not None


async def test_program_reads_what_a_message_offers_to_choose_from(server: Server) -> None:
    async with (
        server.visitor() as guest,
        bot_of(server, replies(lambda _: OFFERS)) as (bot, _),
        told_by_webhook(server, Event.MESSAGE_CREATED, data=DataLevel.CONTENTS) as hook,
        program(server, (await key(server, scopes=READS)).secret) as crm,
    ):
        id = await answered(guest, "Добрый день")
        expected = [(False, []), (True, CHOICES)]
        listed = await messages_of(crm, id)
        assert [(one["is_bot"], one["choices"]) for one in listed] == expected
        changes = (await crm.get("changes", params={"wait": 0})).json()["changes"]
        pulled = [one["object"] for one in changes if one["object"]["object"] == "message"]
        assert [(one["is_bot"], one["choices"]) for one in pulled] == expected
        told = [(await next_told(hook))["data"]["message"] for _ in range(2)]
        assert [(one["is_bot"], one["choices"]) for one in told] == expected
        exported = await crm.get("exports/messages", params={"format": "jsonl", "columns": "choices"})
        assert [json.loads(line)["choices"] for line in exported.text.splitlines()] == ["", " | ".join(CHOICES)]
        # The bot itself hears what it has offered.
        await bot.next()
        await guest.say(CHOICES[0])
        heard = json.loads((await bot.next()).body)["data"]
        assert (heard["messages"][1]["choices"], heard["conversation"]["led_by_bot"]) == (CHOICES, NAME)


async def test_program_reads_which_message_offered_what_the_visitor_has_chosen(server: Server) -> None:
    async with (
        server.visitor() as guest,
        bot_of(server, replies(lambda words: OFFERS if words == "Меню" else None)) as (bot, _),
        told_by_webhook(server, Event.MESSAGE_CREATED, data=DataLevel.CONTENTS) as hook,
        told_by_webhook(server, Event.MESSAGE_CREATED, data=DataLevel.IDS) as discreet,
        program(server, (await key(server, scopes=READS)).secret) as crm,
    ):
        id = await answered(guest, "Меню")
        await bot.next()
        for words in (CHOICES[0], "Другое", CHOICES[0]):
            await guest.say(words, conversation_id=id)
            await bot.next()
        listed = await messages_of(crm, id)
        offer = next(one["seq"] for one in listed if one["choices"])
        # Typed or pressed, once: what was said after another word is no answer to the offer.
        expected = [None, None, offer, None, None]
        assert [one["choice_of"] for one in listed] == expected
        changes = (await crm.get("changes", params={"wait": 0})).json()["changes"]
        pulled = [one["object"] for one in changes if one["object"]["object"] == "message"]
        assert [one["choice_of"] for one in pulled] == expected
        told = [(await next_told(hook))["data"]["message"] for _ in expected]
        assert [one["seq"] for one in told if one["choice_of"] == offer] == [listed[2]["seq"]]
        # Who gets no words is not told which of two they were.
        assert {(await next_told(discreet))["data"]["message"]["choice_of"] for _ in expected} == {None}


async def test_bot_hears_what_was_chosen_of_what_it_has_offered(server: Server) -> None:
    several = {"messages": [{"text": "Я здесь"}, *OFFERS["messages"]]}
    async with server.visitor() as guest, bot_of(server, replies(lambda _: several)) as (bot, _):
        id = await answered(guest, "Меню")
        await guest.receive("message_posted")
        await bot.next()
        await guest.say(CHOICES[0], conversation_id=id)
        heard = json.loads((await bot.next()).body)["data"]
        [offer] = [one["seq"] for one in heard["messages"] if one["choices"]]
        assert (heard["message"]["choice_of"], heard["message"]["body"]) == (offer, CHOICES[0])


@pytest.mark.parametrize("between", ["an answer", "a note", "a deletion", "a closing"])
async def test_words_behind_anything_else_that_is_said_are_no_choice(server: Server, between: str) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(lambda words: OFFERS if words == "Меню" else None)),
        program(server, (await key(server, scopes=READS)).secret) as crm,
    ):
        id = await answered(guest, "Меню")
        [offer] = [one["seq"] for one in await messages_of(crm, id) if one["choices"]]
        own = anna.welcome["operator"]["id"]
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=own)
        match between:
            case "an answer":
                await deed(anna, "send_message", conversation_id=id, body="Вам перезвонить?")
            case "a note":
                await deed(anna, "add_note", conversation_id=id, body="Спросить ещё")
            case "a deletion":
                async with server.database.connection() as connection:
                    await connection.execute("UPDATE entries SET body = '', choices = NULL WHERE seq = $1", offer)
            case _:
                await deed(anna, "set_status", conversation_id=id, status="closed")
        await guest.say(CHOICES[0], conversation_id=id)
        expected = offer if between == "a note" else None
        assert (await messages_of(crm, id))[-1]["choice_of"] == expected
