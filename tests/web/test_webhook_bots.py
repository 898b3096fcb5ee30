"""Bots that answer visitors until a person does: each word once, never after a person, and nobody left waiting."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from ryadom.core.webhook_bots.wanted import BotWanted
from ryadom.core.webhooks.endpoints import MadeEndpoint
from ryadom.core.webhooks.replays import replay_deliveries
from ryadom.errors import BadBody
from ryadom.store.egress import DataLevel
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.widget_settings import put_settings
from tests.bots import NAME, age_turns, asked, bot_on, echoes, endpoints, replies, turns, words_of
from tests.receiver import Answers, Heard, Receiver, floods, says, sends, stalls
from tests.waiting import until_true
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import SECRET_KEY
from tests.web.test_leading import counts, deed, history, ids_in, row_of
from tests.webhooks import verified

PERSON = "Вам ответит сотрудник, здесь же."
JSON = {"content_type": "application/json"}


@asynccontextmanager
async def bot_of(server: Server, answer: Answers, **options: Any) -> AsyncIterator[tuple[Receiver, MadeEndpoint]]:
    async with bot_on(server.database, server.site, answer, secret_key=SECRET_KEY, **options) as (bot, made):
        yield bot, made


async def handed_over(guest: Client) -> JsonObject:
    """The entry by which a visitor's conversation goes to people; what is said before is let go."""
    while (entry := await guest.receive("conversation_assigned"))["operator"] is not None:
        pass
    return entry


async def remark_of(anna: Client, conversation_id: str) -> str:
    """What operators are told of the last hand-over."""
    return str((await history(anna, conversation_id))[-1]["comment"])


def said(entries: list[JsonObject]) -> list[str]:
    return [entry["body"] for entry in entries if entry["type"] == "message_posted"]


async def test_bot_leads_from_the_first_word_and_nobody_is_called(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, made):
        posted = await guest.say("Есть чай?")
        id = posted["conversation_id"]
        answer = await guest.receive("message_posted")
        assert (answer["body"], answer["author"]["name"], answer["author"]["bot"]) == (
            "Вы пишете: Есть чай?",
            NAME,
            True,
        )
        row = await row_of(anna, id)
        assert (row["assignee"]["name"], row["assignee"]["bot"], row["queued_at"]) == (NAME, True, None)
        assert (await ids_in(anna, "waiting"), await ids_in(anna, "all")) == ([], [id])
        assert (await counts(anna))["waiting"] == 0
        first = (await history(anna, id))[0]
        assert (first["type"], first["operator"]["name"], first["automatic"]) == ("conversation_assigned", NAME, True)
        told = verified(bot.heard[0], made.secret)
        assert (told["type"], told["data"]["conversation_id"], told["data"]["bot"]) == ("bot.message", id, NAME)
        assert [one["body"] for one in told["data"]["messages"]] == ["Есть чай?"]
        assert (told["data"]["sends"], told["data"]["customer"]["phone"]) == ("contents", "")
    async with server.visitor(token=guest.welcome["token"]) as again:
        assert again.welcome["conversation"]["operator"]["name"] == NAME


async def test_bot_is_given_what_was_said_and_answers_in_order_each_message_once(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, made):
        for number in range(4):
            await guest.say(f"Слово {number}")
        bodies: list[str] = []
        while len(bodies) < 4:
            entry = await guest.receive("message_posted")
            if entry["author"].get("bot"):
                bodies.append(entry["body"])
        assert bodies == [f"Вы пишете: Слово {number}" for number in range(4)]
        assert [words_of(heard) for heard in bot.heard] == [f"Слово {number}" for number in range(4)]
        assert len({heard.headers["webhook-id"] for heard in bot.heard}) == 4
        # The bot's own messages were given with the later ones, and asked of nobody.
        last = asked(bot.heard[-1])["data"]["messages"]
        assert {one["body"] for one in last if one["is_bot"]} == {f"Вы пишете: Слово {number}" for number in range(3)}
        assert await turns(server.database, made.id) == [("delivered", "")] * 4


async def test_phones_are_left_out_unless_the_bot_may_have_contacts(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, _):
        await guest.say("Звоните +7 912 000-00-01")
        heard = await bot.next()
        # Three digits alone may stand in an id.
        assert not re.search(rb"912\D*000", heard.body)


async def test_several_texts_and_choices_come_in_order(server: Server) -> None:
    answer = {"messages": [{"text": "Здравствуйте"}, {"text": "Что вас интересует?", "choices": ["Цена", "Срок"]}]}
    async with server.visitor() as guest, bot_of(server, replies(lambda _: answer)):
        await guest.say("Добрый вечер")
        first, second = [await guest.receive("message_posted") for _ in range(2)]
        assert (first["body"], second["body"], second["choices"]) == (
            "Здравствуйте",
            "Что вас интересует?",
            ["Цена", "Срок"],
        )


@pytest.mark.parametrize(
    "silence",
    [says("204 No Content"), says(), replies(lambda _: {}), replies(lambda _: None)],
    ids=["204", "no body", "no word", "no JSON"],
)
async def test_silence_leaves_the_conversation_with_the_bot(server: Server, silence: Answers) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, silence) as (bot, made):
        id = (await guest.say("Спасибо"))["conversation_id"]
        await bot.next()
        await guest.say("До свидания")
        await bot.next()
        await until_true(lambda: _ended(server, made, 2))
        assert said(await history(anna, id)) == ["Спасибо", "До свидания"]
        assert (await row_of(anna, id))["assignee"]["name"] == NAME


async def test_bot_hands_over_with_its_reason_and_the_visitor_is_told_that_a_person_will_answer(
    server: Server,
) -> None:
    answer = {"messages": [{"text": "Уточню у коллег"}], "hand_over": {"reason": "Просит скидку"}}
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(lambda _: answer)) as (bot, _),
    ):
        id = (await guest.say("Скидка будет?"))["conversation_id"]
        entry = await handed_over(guest)
        assert not {"comment", "automatic"} & entry.keys()
        assert said(await history(anna, id)) == ["Скидка будет?", "Уточню у коллег", PERSON]
        assert await remark_of(anna, id) == "Бот передаёт разговор: Просит скидку"
        row = await row_of(anna, id)
        assert (row["assignee"], row["queued_at"]) == (None, row["waiting_since"])
        assert await ids_in(anna, "waiting") == [id]
        await guest.say("Жду")
        await guest.ping()
        assert len(bot.heard) == 1


async def test_bot_hands_over_to_a_department_by_its_name(server: Server) -> None:
    async with server.database.transaction() as connection:
        department = new_id()
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, name_en, place) VALUES ($1, $2, 'Склад', '', 0)",
            server.site.id,
            department,
        )
    answer = {"hand_over": {"department": "склад"}}
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(lambda _: answer)):
        id = (await guest.say("Где заказ?"))["conversation_id"]
        await handed_over(guest)
        assert (await row_of(anna, id))["department"] == {"id": str(department), "name": "Склад"}


@pytest.mark.parametrize(
    ("words", "locale", "told"),
    [
        ("Оператор!", "ru", PERSON),
        ("позовите, пожалуйста, живого человека", "ru", PERSON),
        ("I want to talk to a human", "en-GB", "A person will answer you here."),
    ],
)
async def test_visitor_who_asks_for_a_person_gets_one_without_the_bot_being_asked(
    server: Server, words: str, locale: str, told: str
) -> None:
    async with (
        server.operator() as anna,
        server.visitor(locale=locale) as guest,
        bot_of(server, replies(echoes)) as (bot, _),
    ):
        id = (await guest.say(words))["conversation_id"]
        await handed_over(guest)
        assert said(await history(anna, id)) == [words, told]
        assert await remark_of(anna, id) == "Посетитель просит сотрудника."
        assert bot.heard == []


def answered(body: str, **headers: str) -> Answers:
    return says(body=body.encode(), **(JSON | headers))


TOO_LONG = json.dumps({"messages": [{"text": "ж" * 4_001}]})
FLOOD = json.dumps({"messages": [{"text": "a"}] * 6})
BAD: dict[str, tuple[Answers, str]] = {
    "html": (says(body=b"<html>ok</html>", content_type="text/html"), "Ответ бота не подошёл (answer_unreadable)."),
    "html as json": (answered("<html>"), "Ответ бота не подошёл (answer_unreadable)."),
    "a list": (answered("[]"), "Ответ бота не подошёл (answer_unreadable)."),
    "unknown field": (answered('{"text": "a"}'), "Ответ бота не подошёл (answer_unreadable)."),
    "flood": (answered(FLOOD), "(answer_unreadable)"),
    "long text": (answered(TOO_LONG), "(answer_unreadable)"),
    "empty text": (answered('{"messages": [{"text": " \\n "}]}'), "(bad_body)"),
    "nul": (answered('{"messages": [{"text": "a\\u0000"}]}'), "(bad_body)"),
    "choices twice": (answered('{"messages": [{"text": "a", "choices": ["b", "b"]}]}'), "(bad_body)"),
    "other conversation": (
        answered('{"conversation_id": "01890000-0000-7000-8000-000000000000", "messages": [{"text": "a"}]}'),
        "(answer_unreadable)",
    ),
    "10 MB": (
        floods(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000000\r\n\r\n", b" " * 65_536),
        "(answer_too_large)",
    ),
    "redirect": (says("302 Found", location="http://127.0.0.1:1/"), "(answer_redirects)"),
    "403": (says("403 Forbidden"), "(код 403)"),
    "no http": (sends(b"hello\r\n\r\n"), "Бот не ответил (call_broken)."),
    "packed": (answered("{}", content_encoding="gzip"), "(answer_unreadable)"),
    "slow body": (stalls(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{"), "Бот не ответил за 2 с."),
    "slow head": (stalls(), "Бот не ответил за 2 с."),
}


@pytest.mark.parametrize("case", BAD)
async def test_whatever_else_a_bot_answers_calls_a_person_and_is_shown_to_nobody(server: Server, case: str) -> None:
    answer, remark = BAD[case]
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, answer, answer_within_s=2) as (_, made),
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await handed_over(guest)
        assert said(await history(anna, id)) == ["Есть чай?", PERSON]
        assert remark in await remark_of(anna, id)
        [(outcome, failure)] = await turns(server.database, made.id)
        assert (outcome, bool(failure)) == ("given_up", True)


async def test_html_is_a_text_like_any(server: Server) -> None:
    words = "<img src=x onerror=alert(1)>"
    async with server.visitor() as guest, bot_of(server, replies(lambda _: {"messages": [{"text": words}]})):
        await guest.say("Что?")
        assert (await guest.receive("message_posted"))["body"] == words


async def test_bot_that_is_being_restarted_is_asked_again_within_its_time(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, says("503 Unavailable")) as (bot, made):
        await guest.say("Есть чай?")
        await bot.next()
        bot.answer = replies(echoes)
        assert (await guest.receive("message_posted"))["body"] == "Вы пишете: Есть чай?"
        assert len({heard.headers["webhook-id"] for heard in bot.heard}) == 1
        assert await turns(server.database, made.id) == [("delivered", "")]


@pytest.mark.parametrize(("asked_s", "times"), [("2", 2), ("3600", 1), ("-5", 4)])
async def test_bot_that_is_too_busy_is_asked_again_when_it_says_or_a_person_is(
    server: Server, asked_s: str, times: int
) -> None:
    async with server.visitor() as guest, bot_of(server, says("429 Slow", retry_after=asked_s)) as (bot, made):
        await guest.say("Есть чай?")
        await bot.next()
        if times == 2:
            bot.answer = replies(echoes)
            assert (await guest.receive("message_posted"))["body"] == "Вы пишете: Есть чай?"
        else:
            await handed_over(guest)
            assert await turns(server.database, made.id) == [("given_up", "answered 429")]
        assert len(bot.heard) == times


class Thinking:
    """A bot that answers once it is let."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()

    async def __call__(self, heard: Heard, writer: asyncio.StreamWriter) -> None:
        await self.may_answer.wait()
        await replies(echoes)(heard, writer)


@pytest.mark.parametrize("deed_of_anna", ["takes", "writes", "requeues", "closes"])
async def test_operator_who_comes_while_the_bot_thinks_silences_it(server: Server, deed_of_anna: str) -> None:
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        match deed_of_anna:
            case "takes":
                own = anna.welcome["operator"]["id"]
                await deed(anna, "assign_conversation", conversation_id=id, operator_id=own)
            case "writes":
                await deed(anna, "send_message", conversation_id=id, body="Есть, зелёный")
            case "requeues":
                await deed(anna, "assign_conversation", conversation_id=id, operator_id=None)
            case _:
                await deed(anna, "set_status", conversation_id=id, status="closed")
        thinking.may_answer.set()
        await until_true(lambda: _ended(server, made, 1))
        assert await turns(server.database, made.id) == [("dropped", "")]
        texts = said(await history(anna, id))
        assert texts == ["Есть чай?"] + (["Есть, зелёный"] if deed_of_anna == "writes" else [])
        row = await row_of(anna, id)
        if deed_of_anna in ("takes", "writes"):
            assert row["assignee"]["id"] == anna.welcome["operator"]["id"]
        if deed_of_anna != "closes":
            await guest.say("А чёрный?")
            await guest.ping()
            assert len(bot.heard) == 1


async def test_answer_and_operator_at_the_same_moment_leave_no_word_after_the_operator(server: Server) -> None:
    async with server.operator() as anna, bot_of(server, replies(echoes)) as (bot, made):
        for _ in range(12):
            async with server.visitor() as guest:
                id = (await guest.say("Есть чай?"))["conversation_id"]
                await bot.next()
                await deed(anna, "send_message", conversation_id=id, body="Да")
        await until_true(lambda: _ended(server, made, 12))
        for id in await ids_in(anna, "all"):
            entries = await history(anna, id)
            taken = next(e["seq"] for e in entries if e["type"] == "conversation_assigned" and e["seq"] > 1)
            assert [e for e in entries if e["author"].get("bot") and e["seq"] > taken] == []
            assert len([e for e in entries if e["author"].get("bot")]) <= 2


async def test_answer_to_what_was_said_before_a_closing_is_dropped_though_the_bot_leads_again(server: Server) -> None:
    thinking = Thinking()
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, thinking) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await deed(anna, "set_status", conversation_id=id, status="closed")
        await guest.say("Снова я", conversation_id=id)
        thinking.may_answer.set()
        await until_true(lambda: _ended(server, made, 2))
        assert await turns(server.database, made.id) == [("dropped", ""), ("delivered", "")]
        assert said(await history(anna, id)) == ["Есть чай?", "Снова я", "Вы пишете: Снова я"]


async def test_turn_that_somebody_has_repeated_says_nothing_twice(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        again = UUID((await bot.next()).headers["webhook-id"])
        await until_true(lambda: _ended(server, made, 1))
        async with endpoints(server.database, SECRET_KEY) as webhooks:
            assert (await replay_deliveries(webhooks, made.id, again, by=COMMAND_LINE)).count == 1
        await bot.next()
        await until_true(lambda: _ended(server, made, 1))
        assert said(await history(anna, id)) == ["Есть чай?", "Вы пишете: Есть чай?"]


async def test_visitor_sees_the_bot_typing(server: Server) -> None:
    thinking = Thinking()
    async with server.visitor() as guest, bot_of(server, thinking):
        await guest.say("Есть чай?")
        typing = await guest.receive("typing")
        assert (typing["active"], typing["author"]["name"]) == (True, NAME)
        thinking.may_answer.set()
        assert (await guest.receive("typing"))["active"] is False


async def test_conversation_that_is_begun_anew_is_the_bots_again(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, _):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        await deed(anna, "send_message", conversation_id=id, body="Да")
        await deed(anna, "set_status", conversation_id=id, status="closed")
        await guest.say("Снова я", conversation_id=id)
        assert words_of(await bot.next()) == "Снова я"
        assert (await row_of(anna, id))["assignee"]["name"] == NAME


async def test_disabled_bot_leaves_its_conversations_to_people_and_leads_no_others(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, made):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await bot.next()
        async with endpoints(server.database, SECRET_KEY) as webhooks:
            await webhooks.disable(made.id, by=COMMAND_LINE)
        await handed_over(guest)
        assert await remark_of(anna, id) == "Бот отключён."
        async with server.visitor() as other:
            second = (await other.say("А мне?"))["conversation_id"]
            assert (await row_of(anna, second))["assignee"] is None


async def test_bot_that_fails_again_and_again_rests_and_people_answer_at_once(server: Server) -> None:
    async with server.operator() as anna, bot_of(server, says("403 Forbidden")) as (bot, made):
        for _ in range(3):
            async with server.visitor() as guest:
                await guest.say("Есть чай?")
                await handed_over(guest)
        await until_true(lambda: _is_at_rest(server, made))
        async with server.visitor() as guest:
            id = (await guest.say("Есть чай?"))["conversation_id"]
            assert (await row_of(anna, id))["assignee"] is None
        assert len(bot.heard) == 3


async def test_what_a_bot_answers_at_its_url_before_says_nothing_of_the_new_one(server: Server) -> None:
    async def answer(heard: Heard, writer: asyncio.StreamWriter) -> None:
        if heard.path == "/new":
            await replies(echoes)(heard, writer)
            return
        async with endpoints(server.database, SECRET_KEY) as webhooks:
            unchanged: dict[str, Any] = {"events": None, "data": None, "is_for_all": False, "by": COMMAND_LINE}
            await webhooks.change(made.id, None, **unchanged, url=f"http://127.0.0.1:{bot.port}/new")
        await says("410 Gone")(heard, writer)

    async with server.visitor() as guest, server.visitor() as other, bot_of(server, answer) as (bot, made):
        await guest.say("Есть чай?")
        await handed_over(guest)
        await other.say("А кофе?")
        while not (entry := await other.receive("message_posted"))["author"].get("bot"):
            pass
        assert entry["body"] == "Вы пишете: А кофе?"
        async with endpoints(server.database, SECRET_KEY) as webhooks:
            endpoint = await webhooks.find(made.id)
            log = await webhooks.log(made.id, only_failed=False, limit=5)
        assert {one.origin for one in log.deliveries} == {f"http://127.0.0.1:{bot.port}"}
        assert (endpoint.disabled_at, endpoint.failures, endpoint.paused_until) == (None, 0, None)


async def test_bot_that_is_gone_is_disabled_at_once(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, says("410 Gone")) as (_, made):
        await guest.say("Есть чай?")
        await handed_over(guest)
        await until_true(lambda: _because(server, made, "gone"))


async def test_register_that_allows_no_words_any_more_keeps_them_here(server: Server) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, made):
        async with server.database.connection() as connection:
            await connection.execute("UPDATE egress_recipients SET most_data = 'ids'")
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await handed_over(guest)
        assert await remark_of(anna, id) == "Реестр получателей не разрешает передавать боту сообщения."
        assert (bot.heard, await origins(server, made)) == ([], [""])


async def test_host_that_has_left_the_register_is_not_logged_as_asked(server: Server) -> None:
    async with server.visitor() as guest, bot_of(server, replies(echoes)) as (bot, made):
        async with server.database.connection() as connection:
            await connection.execute("DELETE FROM egress_recipients")
        await guest.say("Есть чай?")
        await handed_over(guest)
        [(outcome, failure)] = await turns(server.database, made.id)
        assert (outcome, failure.partition(":")[0]) == ("given_up", "egress_forbidden")
        assert (bot.heard, await origins(server, made)) == ([], [""])


@pytest.mark.parametrize("end", ["forgotten", "disabled"])
async def test_where_a_bot_was_asked_is_logged_though_it_never_answered(server: Server, end: str) -> None:
    async with server.visitor() as guest, bot_of(server, stalls(), answer_within_s=60) as (bot, made):
        await guest.say("Есть чай?")
        await bot.next()
        at = f"http://127.0.0.1:{bot.port}"
        assert await origins(server, made) == [at]
        if end == "disabled":
            async with endpoints(server.database, SECRET_KEY) as webhooks:
                await webhooks.disable(made.id, by=COMMAND_LINE)
        else:
            # As if who asks had died.
            async with server.database.connection() as connection:
                await age_turns(connection, timedelta(seconds=91))
        await handed_over(guest)
        [(outcome, _)] = await turns(server.database, made.id)
        assert (outcome, await origins(server, made)) == ("dropped" if end == "disabled" else "given_up", [at])


async def origins(server: Server, made: MadeEndpoint) -> list[str]:
    """Where each turn was asked, as the log tells it; the newest first."""
    async with endpoints(server.database, SECRET_KEY) as webhooks:
        log = await webhooks.log(made.id, only_failed=False, limit=5)
    return [one.origin for one in log.deliveries]


async def test_visitor_is_told_out_of_hours_that_the_answer_comes_later(server: Server) -> None:
    async with server.database.connection() as connection:
        await put_settings(connection, server.site.id, json.dumps({"hours": [None] * 7}), over_version=0)
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(echoes)):
        id = (await guest.say("Оператор"))["conversation_id"]
        await handed_over(guest)
        assert said(await history(anna, id))[1] == (
            "Вам ответит сотрудник. Сейчас нерабочее время: ответ придёт сюда, когда он вернётся к работе."
        )


async def test_two_bots_on_one_site_and_a_bot_without_words_are_refused(server: Server) -> None:
    async with bot_of(server, replies(echoes)) as (bot, made), endpoints(server.database, SECRET_KEY) as webhooks:
        url = f"http://127.0.0.1:{bot.port}/other"
        wanted: dict[str, Any] = {"events": [], "is_for_all": False, "by": COMMAND_LINE}
        for change, field in (
            ({"data": DataLevel.CONTENTS, "bot": BotWanted(name="Другой")}, "sites"),
            ({"data": DataLevel.IDS, "bot": BotWanted(name="Другой")}, "data"),
            ({"data": DataLevel.CONTENTS, "bot": BotWanted(name="Другой", answer_within_s=61)}, "answer_within_s"),
            ({"data": DataLevel.CONTENTS, "bot": BotWanted(name=" ")}, "bot"),
            ({"data": DataLevel.CONTENTS}, "events"),
        ):
            with pytest.raises(BadBody) as refused:
                await webhooks.add(url, [server.site], **(wanted | change))
            assert refused.value.field == field
        with pytest.raises(BadBody) as refused:
            await webhooks.change(made.id, [server.site], **(wanted | {"data": DataLevel.IDS}))
        assert refused.value.field == "data"
        await webhooks.change(made.id, [server.site], **(wanted | {"data": DataLevel.CONTENTS_AND_CONTACTS}))
        assert (await webhooks.find(made.id)).events == ("bot.message",)


async def test_nobody_waits_for_a_bot_that_no_process_can_ask(server: Server) -> None:
    other_key = "another server's secret key, as long as it must be"
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_on(server.database, server.site, replies(echoes), secret_key=other_key) as (bot, made),
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await until_true(lambda: _has_turns(server, made, 1))
        async with server.database.connection() as connection:
            await connection.execute("UPDATE webhook_deliveries SET queued_at = queued_at - INTERVAL '41 s'")
        await handed_over(guest)
        assert await remark_of(anna, id) == "Бот занят: сообщение ждало его дольше 10 с."
        assert bot.heard == []


async def test_message_that_the_feed_has_passed_over_is_found(server: Server) -> None:
    other_key = "another server's secret key, as long as it must be"
    async with (
        server.visitor() as guest,
        bot_on(server.database, server.site, replies(echoes), secret_key=other_key) as (_, made),
    ):
        await guest.say("Есть чай?")
        await until_true(lambda: _has_turns(server, made, 1))
        async with server.database.connection() as connection:
            await connection.execute("DELETE FROM webhook_deliveries")
            await connection.execute("UPDATE entries SET created_at = created_at - INTERVAL '11 s'")
        await until_true(lambda: _has_turns(server, made, 1))


async def _has_turns(server: Server, made: MadeEndpoint, count: int) -> bool:
    return len(await turns(server.database, made.id)) == count


async def _ended(server: Server, made: MadeEndpoint, count: int) -> bool:
    """Whether so many turns have ended."""
    outcomes = [outcome for outcome, _ in await turns(server.database, made.id)]
    return None not in outcomes and len(outcomes) >= count


async def _is_at_rest(server: Server, made: MadeEndpoint) -> bool:
    async with server.database.connection() as connection:
        return bool(
            await connection.fetchval("SELECT paused_until > now() FROM webhook_endpoints WHERE id = $1", made.id)
        )


async def _because(server: Server, made: MadeEndpoint, because: str) -> bool:
    async with server.database.connection() as connection:
        found = await connection.fetchval("SELECT disabled_because FROM webhook_endpoints WHERE id = $1", made.id)
    return bool(found == because)
