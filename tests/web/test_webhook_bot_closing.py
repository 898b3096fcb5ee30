"""What a bot has solved is closed: by its answer or after a silence, and never over words that nobody has answered."""

import asyncio
from uuid import UUID, uuid4

import pytest

from ryadom.core.operators import add_operator
from ryadom.core.webhooks.events import Event
from ryadom.store.bot_turns import Led, is_idle, list_idle
from ryadom.store.egress import DataLevel
from ryadom.store.operators import Role
from tests.bots import NAME, echoes, replies, turns, words_of
from tests.receiver import Heard
from tests.waiting import until_true
from tests.web.accounts import account
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.test_leading import counts, deed, history, ids_in, in_hours, row_of
from tests.web.test_webhook_bot_told import next_told, told_by_webhook
from tests.web.test_webhook_bots import PERSON, bot_of, handed_over, said

SOLVED = {"messages": [{"text": "По городу бесплатно"}], "close": True}


def once_solved(words: str) -> object:
    """Closes, unless it is asked what it does not know."""
    return {"hand_over": {}} if "стоит" in words else SOLVED


async def closed(client: Client) -> JsonObject:
    """The entry by which the conversation ends; what comes before is let go."""
    while (entry := await client.receive("status_changed"))["status"] != "closed":
        pass
    return entry


async def test_bot_closes_what_it_has_solved_and_leads_it_again_when_the_visitor_comes_back(server: Server) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(once_solved)) as (bot, made),
    ):
        id = (await guest.say("Сколько берёте за доставку?"))["conversation_id"]
        entry = await closed(guest)
        assert (entry["author"]["name"], entry["author"]["bot"]) == (NAME, True)
        entries = await history(anna, id)
        assert [one["type"] for one in entries[-2:]] == ["message_posted", "status_changed"]
        assert (await row_of(anna, id))["status"] == "closed"
        assert (await counts(anna))["waiting"] == 0
        assert await turns(server.database, made.id) == [("delivered", "")]
        await bot.next()
        await guest.say("А за город?", conversation_id=id)
        assert words_of(await bot.next()) == "А за город?"
        await closed(guest)
        assert [one["assignee"]["name"] for one in [await row_of(anna, id)]] == [NAME]
        await guest.say("Сколько стоит чай?", conversation_id=id)
        await handed_over(guest)
        assert await ids_in(anna, "waiting") == [id]
        assert said(await history(anna, id))[-1] == PERSON


async def test_bot_may_close_without_a_word_and_an_operator_opens_it_again_as_the_bots(server: Server) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(lambda words: {"close": words == "Спасибо"})) as (bot, _),
    ):
        id = (await guest.say("Спасибо"))["conversation_id"]
        await closed(guest)
        assert said(await history(anna, id)) == ["Спасибо"]
        await deed(anna, "set_status", conversation_id=id, status="open")
        await bot.next()
        await guest.say("Есть чай?", conversation_id=id)
        await bot.next()
        row = await row_of(anna, id)
        assert (row["status"], row["assignee"]["name"], row["queued_at"]) == ("open", NAME, None)


async def test_what_the_visitor_wrote_meanwhile_is_asked_and_not_closed_over(server: Server) -> None:
    """The answer to the first says that all is solved; the second is no less a question for that."""
    may_answer = asyncio.Event()

    async def thinking(heard: Heard, writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()
        await replies(lambda _: SOLVED)(heard, writer)

    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Сколько берёте за доставку?"))["conversation_id"]
        await bot.next()
        await guest.say("И можно ли завтра?")
        may_answer.set()
        assert words_of(await bot.next()) == "И можно ли завтра?"
        await closed(guest)
        assert await turns(server.database, made.id) == [("delivered", "")] * 2
        entries = await history(anna, id)
        assert [one["status"] for one in entries if one["type"] == "status_changed"] == ["closed"]
        assert len(said(entries)) == 4


async def test_operator_who_comes_while_the_bot_thinks_is_not_closed_over(server: Server) -> None:
    may_answer = asyncio.Event()

    async def thinking(heard: Heard, writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()
        await replies(lambda _: SOLVED)(heard, writer)

    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Сколько берёте за доставку?"))["conversation_id"]
        await bot.next()
        await deed(anna, "assign_conversation", conversation_id=id, operator_id=anna.welcome["operator"]["id"])
        may_answer.set()

        async def is_dropped() -> bool:
            return await turns(server.database, made.id) == [("dropped", "")]

        await until_true(is_dropped)
        assert (await row_of(anna, id))["status"] == "open"


@pytest.mark.parametrize(
    "answer",
    [
        {"close": True, "hand_over": {}},
        {"close": True, "hand_over": {"reason": "Скидка"}, "messages": [{"text": "Сейчас"}]},
        {"close": "yes"},
        {"close": None},
        {"close": 1},
    ],
)
async def test_closing_that_is_none_calls_a_person(server: Server, answer: object) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(lambda _: answer)):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await handed_over(guest)
        row = await row_of(anna, id)
        assert (row["status"], row["assignee"]) == ("open", None)
        assert said(await history(anna, id)) == ["Есть чай?", PERSON]


async def test_webhook_is_told_who_has_closed(server: Server) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(lambda words: SOLVED if "Ещё" not in words else None)),
        told_by_webhook(server, Event.CONVERSATION_CLOSED, data=DataLevel.CONTENTS) as crm,
    ):
        id = (await guest.say("Сколько берёте за доставку?"))["conversation_id"]
        await closed(guest)
        by_bot = (await next_told(crm))["data"]
        async with server.database.connection() as connection:
            bot_id = await connection.fetchval("SELECT id FROM bots WHERE name = $1", NAME)
        assert by_bot["closed_by"] == {
            "author_kind": "operator",
            "author_id": str(bot_id),
            "author_name": NAME,
            "is_bot": True,
        }
        assert by_bot["conversation"]["led_by_bot"] == NAME
        await guest.say("Ещё вопрос", conversation_id=id)
        await deed(anna, "set_status", conversation_id=id, status="closed")
        by_anna = (await next_told(crm))["data"]["closed_by"]
        assert (by_anna["author_kind"], by_anna["author_name"], by_anna["is_bot"]) == ("operator", "Анна", False)
        assert UUID(by_anna["author_id"]) == UUID(anna.welcome["operator"]["id"])
        await guest.say("Ещё один", conversation_id=id)
        await guest.send("end_conversation", echo_id=uuid4(), conversation_id=id)
        by_guest = (await next_told(crm))["data"]["closed_by"]
        assert (by_guest["author_kind"], by_guest["author_id"], by_guest["author_name"]) == (
            "visitor",
            guest.welcome["visitor_id"],
            "",
        )


async def test_webhook_of_ids_is_told_who_has_closed_without_a_name(server: Server) -> None:
    async with (
        server.visitor() as guest,
        bot_of(server, replies(lambda _: SOLVED)),
        told_by_webhook(server, Event.CONVERSATION_CLOSED, data=DataLevel.IDS) as crm,
    ):
        await guest.say("Сколько берёте за доставку?")
        by = (await next_told(crm))["data"]["closed_by"]
        assert (by["author_name"], by["is_bot"]) == ("", True)


async def _silence(server: Server, minutes: int) -> None:
    async with server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET active_at = active_at - make_interval(mins => $1)", minutes)


async def _idle(server: Server) -> list[str]:
    async with server.database.connection() as connection:
        return [str(one.conversation_id) for one in await list_idle(connection, limit=5)]


async def test_what_is_silent_for_as_long_as_the_bot_says_is_closed_in_its_name(server: Server) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(echoes), close_after_min=60) as (bot, made),
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await until_true(lambda: _have_ended(server, made.id, 1))
        await _silence(server, 58)
        assert await _idle(server) == []
        await _silence(server, 3)
        entry = await closed(guest)
        assert (entry["author"]["name"], entry["author"]["bot"]) == (NAME, True)
        assert (await row_of(anna, id))["status"] == "closed"
        await guest.say("А чёрный?", conversation_id=id)
        assert words_of(await bot.next()) == "А чёрный?"


@pytest.mark.parametrize("case", ["not said", "thinking", "snoozed", "an operator's"])
async def test_what_is_somebodys_or_unanswered_is_not_closed_by_silence(server: Server, case: str) -> None:
    may_answer = asyncio.Event()

    async def thinking(heard: Heard, writer: asyncio.StreamWriter) -> None:
        if case == "thinking":
            await may_answer.wait()
        await replies(echoes)(heard, writer)

    minutes = None if case == "not said" else 60
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, thinking, close_after_min=minutes) as (bot, made),
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        if case != "thinking":
            await until_true(lambda: _have_ended(server, made.id, 1))
        if case == "snoozed":
            await deed(anna, "snooze_conversation", conversation_id=id, until=in_hours(1))
        if case == "an operator's":
            await deed(anna, "assign_conversation", conversation_id=id, operator_id=anna.welcome["operator"]["id"])
        await _silence(server, 61)
        assert await _idle(server) == []
        may_answer.set()


@pytest.mark.parametrize("answer", [SOLVED, echoes("")], ids=["closing by its answer", "closing by silence"])
async def test_what_a_supervisor_has_deleted_waits_for_no_answer(server: Server, answer: object) -> None:
    may_answer = asyncio.Event()

    async def thinking(heard: Heard, writer: asyncio.StreamWriter) -> None:
        await may_answer.wait()
        await replies(lambda _: answer)(heard, writer)

    await add_operator(
        server.database, email="s@shop.test", name="Сергей", password=PASSWORD, site_keys=[server.site.key],
        role=Role.SUPERVISOR,
    )  # fmt: skip
    async with (
        account(server, "s@shop.test") as supervisor,
        supervisor.panel() as sergey,
        server.visitor() as guest,
        bot_of(server, thinking, close_after_min=60) as (bot, made),
    ):
        id = (await guest.say("Сколько берёте за доставку?"))["conversation_id"]
        await bot.next()
        seq = (await guest.say("Мой паспорт 4509 123456", conversation_id=id))["seq"]
        await deed(sergey, "delete_message", conversation_id=id, message_seq=seq)
        # Of a message that comes to be told after the end nobody is asked at all.
        await until_true(lambda: _are_queued(server, made.id, 2))
        may_answer.set()
        await until_true(lambda: _have_ended(server, made.id, 2))
        assert await turns(server.database, made.id) == [("delivered", ""), ("dropped", "")]
        if answer is not SOLVED:
            await _silence(server, 61)
        entry = await closed(guest)
        assert (entry["author"]["name"], entry["author"]["bot"]) == (NAME, True)


async def test_silence_is_looked_at_once_more_where_it_is_ended(server: Server) -> None:
    """Whoever has found it holds no lock: its visitor may have written since, or an operator have put it off."""
    async with (
        server.visitor() as guest,
        bot_of(server, replies(echoes), close_after_min=10_080) as (_, made),
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await until_true(lambda: _have_ended(server, made.id, 1))
        # Seen by nobody else, so not ended by the server.
        async with server.database.transaction() as connection:
            row = await connection.fetchrow("SELECT site_id, visitor_id, bot_id FROM conversations")
            assert row is not None
            led = Led(conversation_id=UUID(id), **dict(row.items()))
            told = [await is_idle(connection, led)]
            for change in (
                "active_at = active_at - INTERVAL '8 days'",
                "snoozed_until = now()",
                "snoozed_until = NULL",
                "active_at = active_at + INTERVAL '8 days'",
            ):
                await connection.execute(f"UPDATE conversations SET {change}")  # noqa: S608 - of the lines above
                told.append(await is_idle(connection, led))
        assert told == [False, True, False, True, False]


async def _are_queued(server: Server, endpoint_id: UUID, count: int) -> bool:
    return len(await turns(server.database, endpoint_id)) == count


async def _have_ended(server: Server, endpoint_id: UUID, count: int) -> bool:
    outcomes = [outcome for outcome, _ in await turns(server.database, endpoint_id)]
    return len(outcomes) == count and None not in outcomes
