"""What bots do, in reports: what they have solved is not missed, what they hand over is, until somebody answers."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from ryadom.core.api_keys import Scope
from tests.bots import echoes, replies
from tests.rounds import keep_rounds
from tests.web.accounts import account
from tests.web.client import Client, JsonObject, Server
from tests.web.programs import key, program
from tests.web.test_customer_links import guest, link
from tests.web.test_leading import deed
from tests.web.test_webhook_bots import bot_of, handed_over

FIGURES = ("conversations", "answered", "missed", "by_bot", "open")


@pytest.fixture
async def board(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server, scopes=[Scope.READ_REPORTS])).secret) as http:
        yield http


async def counted(server: Server, board: httpx.AsyncClient) -> list[int]:
    """FIGURES, once all is reckoned in."""
    total = (await report(server, board))["total"]
    return [total[name] for name in FIGURES]


async def report(server: Server, board: httpx.AsyncClient) -> JsonObject:
    await keep_rounds(server.database)
    response = await board.get("reports", params={"zone": "UTC"})
    assert response.status_code == 200, response.text
    return dict(response.json())


async def _is_answered_by_bot(guest: Client, words: str) -> str:
    id = str((await guest.say(words))["conversation_id"])
    await _bot_answers(guest)
    return id


async def _bot_answers(guest: Client) -> None:
    while not (await guest.receive("message_posted"))["author"].get("bot"):
        pass


async def _days_pass(server: Server) -> None:
    async with server.database.connection() as connection:
        await connection.execute("UPDATE rounds SET asked_at = asked_at - INTERVAL '30 hours'")


def unless_price(words: str) -> object:
    return {"hand_over": {"reason": "Цена"}} if "стоит" in words else echoes(words)


async def test_what_a_bot_has_solved_is_not_missed_and_no_operators_answer(
    server: Server, board: httpx.AsyncClient
) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(unless_price)):
        id = await _is_answered_by_bot(guest, "Есть чай?")
        assert await counted(server, board) == [1, 0, 0, 0, 1]
        await deed(anna, "set_status", conversation_id=id, status="closed")
        answer = await report(server, board)
        assert [answer["total"][name] for name in FIGURES] == [1, 0, 0, 1, 0]
        assert (answer["total"]["answer_median_s"], answer["total"]["operator_messages"]) == (None, 0)
        assert [(one["id"], one["figures"]["by_bot"]) for one in answer["operators"]] == [(None, 1)]
        table = await board.get("reports/summary", params={"zone": "UTC"})
        assert "Решил бот;1;0" in table.text
        # Whoever comes back, and asks what the bot does not answer, is nobody's until somebody does.
        await guest.say("Сколько стоит?", conversation_id=id)
        await handed_over(guest)
        assert await counted(server, board) == [2, 0, 0, 1, 1]
        await deed(anna, "set_status", conversation_id=id, status="closed")
        assert await counted(server, board) == [2, 0, 1, 1, 0]
        await deed(anna, "send_message", conversation_id=id, body="Сто рублей")
        assert await counted(server, board) == [2, 1, 0, 1, 1]


async def test_what_a_bot_has_answered_counts_though_it_was_merged_and_what_it_handed_over_does_not(
    server: Server, board: httpx.AsyncClient
) -> None:
    async with AsyncExitStack() as stack:
        anna = await stack.enter_async_context(server.operator())
        other = await guest(stack, server, "Здравствуйте")
        person = await stack.enter_async_context(account(server, "anna@shop.test"))
        await stack.enter_async_context(bot_of(server, replies(unless_price)))
        asked = [await guest(stack, server, words) for words in ("Есть чай?", "Есть кофе?")]
        for one in asked:
            await _bot_answers(one.client)
            await link(person, other, one)
        await asked[1].client.say("Сколько стоит?", conversation_id=asked[1].conversation_id)
        await handed_over(asked[1].client)
        assert await counted(server, board) == [3, 0, 0, 0, 3]
        for one in asked:
            ids = {"conversation_id": one.conversation_id, "into_id": other.conversation_id}
            assert (await deed(anna, "merge_conversations", **ids))["type"] == "status_changed"
        assert await counted(server, board) == [2, 0, 0, 1, 1]


@pytest.mark.parametrize(("is_silent", "figures"), [(False, [1, 0, 0, 1, 1]), (True, [1, 0, 1, 0, 1])])
async def test_what_stays_open_with_a_bot_for_a_day_is_solved_if_it_has_answered(
    server: Server, board: httpx.AsyncClient, is_silent: bool, figures: list[int]
) -> None:
    answer = replies(lambda words: None if is_silent else echoes(words))
    async with server.visitor() as guest, bot_of(server, answer) as (bot, _):
        if is_silent:
            await guest.say("Есть чай?")
            await bot.next()
        else:
            await _is_answered_by_bot(guest, "Есть чай?")
        await keep_rounds(server.database)
        await _days_pass(server)
        assert await counted(server, board) == figures


async def test_what_an_operator_takes_from_a_bot_is_the_operators_to_answer(
    server: Server, board: httpx.AsyncClient
) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)):
        id = await _is_answered_by_bot(guest, "Есть чай?")
        own = anna.welcome["operator"]["id"]
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=own)
        await deed(anna, "set_status", conversation_id=id, status="closed")
        assert await counted(server, board) == [1, 0, 1, 0, 0]
