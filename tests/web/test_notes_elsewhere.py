"""What all the rest makes of notes: operators find them, nothing takes them for answers, no mail has them."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from ryadom.core.masking import site_policies
from ryadom.core.reports.upkeep import RoundsUpkeep
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.database import Database
from tests.search import feed_all, found_by, texts_found
from tests.web.accounts import account
from tests.web.client import Client, JsonObject, Server, furnish
from tests.web.conftest import another_server
from tests.web.mailing import Mailing, ask_copy, html_of, mailing, text_of
from tests.web.test_leading import deed, history, ids_in, in_hours, row_of

MARK = "тайнопись"
PHONE = "+7 916 123-45-67"


@pytest.fixture
async def post(database_url: str, database: Database) -> AsyncIterator[Mailing]:
    async with mailing(database_url, database) as running:
        yield running


async def note(who: Client, target: Mapping[str, Any], body: str) -> JsonObject:
    added = await deed(who, "add_note", **target, body=body)
    assert added["type"] == "note_added", added
    return added


async def rounds_of(server: Server) -> list[dict[str, Any]]:
    """The rounds, once all that was said is reckoned in."""
    await RoundsUpkeep(server.database, now=lambda: datetime.now(UTC)).keep_up()
    async with server.database.connection() as connection:
        return [dict(row) for row in await connection.fetch("SELECT * FROM rounds ORDER BY number")]


async def test_note_is_found_as_one_until_its_words_are_others_or_gone(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna, account(server, "anna@shop.test") as person:
        posted = await guest.say("Где заказ?")
        target = {"conversation_id": posted["conversation_id"]}
        added = await note(anna, target, f"Это {MARK}")
        await feed_all(server.database)
        [result] = (await found_by(person, MARK))["results"]
        [message] = result["messages"]
        assert (message["seq"], message["is_note"], message["author_name"]) == (added["seq"], True, "Анна")
        [result] = (await found_by(person, "заказ"))["results"]
        assert result["messages"][0]["is_note"] is False
        await deed(anna, "edit_message", **target, message_seq=added["seq"], body="Другие слова")
        await feed_all(server.database)
        assert await texts_found(person, MARK) == []
        assert await texts_found(person, "другими") == ["Другие слова"]
        await deed(anna, "delete_message", **target, message_seq=added["seq"])
        await feed_all(server.database)
        assert await texts_found(person, "другими") == []


async def test_contact_in_a_note_is_found_by_the_whole_of_it_alone_by_who_sees_it_masked(
    database_url: str, database: Database
) -> None:
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.PHONE: Policy.MASK})
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(another_server(database_url, database, site))
        guest = await stack.enter_async_context(server.visitor())
        anna = await stack.enter_async_context(server.operator())
        person = await stack.enter_async_context(account(server, "anna@shop.test"))
        posted = await guest.say("Вопрос")
        await note(anna, {"conversation_id": posted["conversation_id"]}, f"{MARK}: {PHONE}")
        await feed_all(database)
        assert await texts_found(person, MARK) == [f"{MARK}: +7 ••• ••• 45 67"]
        for part in ("916", "1234567", f"{MARK} 9161234567"):
            assert await texts_found(person, part) == [], part
        assert await texts_found(person, "9161234567") == [f"{MARK}: +7 ••• ••• 45 67"]


async def test_operators_of_other_sites_find_no_notes(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna, account(server, "boris@other.test") as boris:
        posted = await guest.say("Вопрос")
        await note(anna, {"conversation_id": posted["conversation_id"]}, MARK)
        await feed_all(server.database)
        assert await texts_found(boris, MARK) == []


async def test_note_answers_nobody_in_reports_nor_in_the_inbox(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna:
        posted = await guest.say("Вопрос")
        target = {"conversation_id": posted["conversation_id"]}
        before = await row_of(anna, **target)
        added = await note(anna, target, MARK)
        after = await row_of(anna, **target)
        for field in ("waiting_since", "queued_at", "unread_count", "assignee", "last_message", "snoozed_until"):
            assert after.get(field) == before.get(field), field
        assert after["last_seq"] == added["seq"]
        assert await ids_in(anna, "waiting") == [posted["conversation_id"]]
        [told] = await rounds_of(server)
        assert (told["answered_at"], told["answered_by"], told["operator_messages"]) == (None, None, 0)
        assert told["last_seq"] == added["seq"]
        answer = await anna.say("Ответ", **target)
        [told] = await rounds_of(server)
        assert told["answered_at"] == datetime.fromisoformat(answer["created_at"])
        assert (told["visitor_messages"], told["operator_messages"]) == (1, 1)


async def test_note_neither_ends_a_snooze_nor_stands_in_a_colleagues_way(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna, server.operator() as again:
        posted = await guest.say("Вопрос")
        target = {"conversation_id": posted["conversation_id"]}
        snoozed = await deed(anna, "snooze_conversation", **target, until=in_hours(1))
        await note(again, target, MARK)
        assert (await row_of(anna, **target))["snoozed_until"] == snoozed["until"]
        closed = await deed(anna, "set_status", **target, status="closed", over_seq=snoozed["seq"])
        assert closed["type"] == "status_changed", closed
        assert [entry["type"] for entry in await history(anna, **target)] == [
            "message_posted",
            "conversation_snoozed",
            "note_added",
            "status_changed",
        ]


async def test_note_is_no_answer_that_is_mailed(post: Mailing) -> None:
    visitor = await post.left()
    target = {"conversation_id": visitor.welcome["conversation"]["id"]}
    async with post.server.operator() as anna:
        await note(anna, target, MARK)
    assert await post.mail_answers() == 0
    await post.answer(visitor, "Есть")
    async with post.server.operator() as anna:
        await note(anna, target, MARK)
    assert await post.mail_answers() == 1
    mail = await post.mails.next_mail()
    assert "Есть" in text_of(mail)
    assert MARK not in text_of(mail) + html_of(mail) + str(mail["Subject"])


async def test_copy_of_the_conversation_has_no_notes(post: Mailing) -> None:
    async with post.server.visitor() as visitor:
        posted = await visitor.say("Вопрос")
        target = {"conversation_id": posted["conversation_id"]}
        visitor.welcome["conversation"] = {"id": posted["conversation_id"]}
        async with post.server.operator() as anna:
            added = await note(anna, target, MARK)
        refused = await ask_copy(visitor)
        assert (refused["type"], refused["code"]) == ("error", "copy_unsuitable"), "a note is no answer"
        await post.answer(visitor, "Ответ")
        async with post.server.operator() as anna:
            await deed(anna, "edit_message", **target, message_seq=added["seq"], body=f"{MARK} иначе")
        assert (await ask_copy(visitor))["type"] == "copy_sent"
        mail = await post.mails.next_mail()
        assert "Ответ" in text_of(mail)
        assert MARK not in text_of(mail) + html_of(mail)


async def test_link_from_a_mail_leads_to_a_conversation_without_notes(post: Mailing) -> None:
    visitor = await post.left()
    target = {"conversation_id": visitor.welcome["conversation"]["id"]}
    async with post.server.operator() as anna:
        await note(anna, target, MARK)
        async with post.server.visitor(token=visitor.welcome["token"]) as returned:
            frames = [returned.welcome]
            await returned.send("fetch_history", request_id=str(uuid4()), **target)
            frames.append(await returned.receive("history"))
            await note(anna, target, MARK)
            await returned.send("ping")
            while (frame := await returned.receive())["type"] != "pong":
                frames.append(frame)
    told = json.dumps(frames, ensure_ascii=False)
    assert MARK not in told
    assert "note" not in {frame["type"] for frame in frames}
