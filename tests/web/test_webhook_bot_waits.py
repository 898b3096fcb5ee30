"""Since when visitors whom a bot has led wait for a person: since what it has not answered, not their first word."""

from typing import Any
from uuid import uuid4

import pytest

from ryadom.core.webhooks.endpoints import MadeEndpoint
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.waiting import list_queues
from ryadom.store.webhook_queue import Outcome
from tests.bots import echoes, endpoints, replies, turns
from tests.waiting import until_true
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import SECRET_KEY
from tests.web.programs import WRITES, key, program
from tests.web.test_leading import deed, ids_in, row_of
from tests.web.test_webhook_bots import Thinking, bot_of, handed_over


async def _two_days_pass(server: Server) -> None:
    """All that was said and waited for becomes two days older."""
    async with server.database.connection() as connection:
        await connection.execute("UPDATE entries SET created_at = created_at - INTERVAL '2 days'")
        await connection.execute("UPDATE conversations SET waiting_since = waiting_since - INTERVAL '2 days'")


async def _answered(guest: Client) -> None:
    """The bot's next message has come."""
    while not (await guest.receive("message_posted"))["author"].get("bot"):
        pass


async def _in_line(server: Server) -> list[str]:
    async with server.database.connection() as connection:
        return [str(one.conversation_id) for one in await list_queues(connection, [server.site.id], limit=5)]


def _waiting(row: JsonObject) -> tuple[Any, Any]:
    return row["waiting_since"], row["queued_at"]


async def _have_ended(server: Server, made: MadeEndpoint, count: int) -> bool:
    outcomes = [outcome for outcome, _ in await turns(server.database, made.id)]
    return len(outcomes) == count and None not in outcomes


def unless_price(words: str) -> object:
    """Answers everything but what costs how much, of which it says that it will ask."""
    if "стоит" in words:
        return {"messages": [{"text": "Уточню у коллег"}], "hand_over": {"reason": "Цена"}}
    return None if words == "Спасибо" else echoes(words)


@pytest.mark.parametrize("last", ["Сколько стоит?", "Оператор!"])
async def test_who_is_handed_over_waits_since_the_message_that_the_bot_left(server: Server, last: str) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(unless_price)):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await _answered(guest)
        await _two_days_pass(server)
        left = await guest.say(last, conversation_id=id)
        await handed_over(guest)
        assert _waiting(await row_of(anna, id)) == (left["created_at"], left["created_at"])
        assert await _in_line(server) == [id]


async def test_silence_is_an_answer(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(unless_price)) as (_, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await _answered(guest)
        await guest.say("Спасибо", conversation_id=id)
        await until_true(lambda: _have_ended(server, made, 2))
        await _two_days_pass(server)
        left = await guest.say("Сколько стоит?", conversation_id=id)
        await handed_over(guest)
        assert _waiting(await row_of(anna, id)) == (left["created_at"], left["created_at"])


async def test_what_was_said_before_the_answer_to_another_message_is_waited_for(server: Server) -> None:
    """The bot's answer to the first comes after the second, and is none to it."""
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        left = await guest.say("Оператор!", conversation_id=id)
        thinking.may_answer.set()
        await handed_over(guest)
        assert [outcome for outcome, _ in await turns(server.database, made.id)] == [
            Outcome.DELIVERED,
            Outcome.DROPPED,
        ]
        assert _waiting(await row_of(anna, id)) == (left["created_at"], left["created_at"])


async def test_who_was_answered_waits_in_the_queue_since_the_bot_was_disabled(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (_, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await _answered(guest)
        await _two_days_pass(server)
        async with endpoints(server.database, SECRET_KEY) as webhooks:
            await webhooks.disable(made.id, by=COMMAND_LINE)
        left = await handed_over(guest)
        assert _waiting(await row_of(anna, id)) == (None, left["created_at"])
        assert await _in_line(server) == [id]
        assert await ids_in(anna, "filtered", filter={"is_unanswered": True}) == []


@pytest.mark.parametrize("are_turns_forgotten", [False, True])
async def test_operator_who_takes_what_the_bot_has_answered_finds_nobody_waiting(
    server: Server, are_turns_forgotten: bool
) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (_, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await _answered(guest)
        await until_true(lambda: _have_ended(server, made, 1))
        if are_turns_forgotten:
            async with server.database.connection() as connection:
                await connection.execute("DELETE FROM webhook_deliveries")
        own = anna.welcome["operator"]["id"]
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=own)
        assert _waiting(await row_of(anna, id)) == (None, None)
        after = await guest.say("А чёрный?", conversation_id=id)
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=None)
        assert _waiting(await row_of(anna, id)) == (after["created_at"], after["created_at"])


@pytest.mark.parametrize("is_requeued", [False, True])
async def test_operator_who_takes_what_the_bot_thinks_of_finds_the_visitor_waiting(
    server: Server, is_requeued: bool
) -> None:
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, _):
        thinking.may_answer.set()
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await _answered(guest)
        await _two_days_pass(server)
        thinking.may_answer.clear()
        left = await guest.say("А чёрный?", conversation_id=id)
        await bot.next()
        await guest.say("Ау", conversation_id=id)
        to = None if is_requeued else anna.welcome["operator"]["id"]
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=to)
        since = left["created_at"]
        assert _waiting(await row_of(anna, id)) == (since, since if is_requeued else None)
        thinking.may_answer.set()


async def test_what_was_dropped_while_it_was_closed_is_waited_for_since_it_was_said(server: Server) -> None:
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        left = await guest.say("Есть чай?")
        id = left["conversation_id"]
        await bot.next()
        await deed(anna, "set_status", conversation_id=id, status="closed")
        thinking.may_answer.set()
        await until_true(lambda: _have_ended(server, made, 1))
        await deed(anna, "set_status", conversation_id=id, status="open")
        await handed_over(guest)
        assert _waiting(await row_of(anna, id)) == (left["created_at"], left["created_at"])


async def test_program_that_writes_to_who_is_led_answers_nothing(server: Server) -> None:
    """Only the bot that leads does."""
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(lambda _: None)) as (_, made),
        program(server, (await key(server, scopes=WRITES)).secret) as crm,
    ):
        left = await guest.say("Есть чай?")
        id = left["conversation_id"]
        await until_true(lambda: _have_ended(server, made, 1))
        async with server.database.connection() as connection:
            await connection.execute("DELETE FROM webhook_deliveries")
        written = {"body": "Заказ собран", "author": {"kind": "bot", "name": "Склад"}}
        headers = {"Idempotency-Key": str(uuid4())}
        answer = await crm.post(f"conversations/{id}/messages", json=written, headers=headers)
        assert answer.status_code == 201, answer.text
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=None)
        assert _waiting(await row_of(anna, id)) == (left["created_at"], left["created_at"])
