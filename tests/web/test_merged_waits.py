"""Whoever waits in a conversation that is merged waits in the other one, until somebody answers there."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from tests.bots import echoes, replies
from tests.web.accounts import account
from tests.web.client import Client, Server
from tests.web.merging import Pair, kinds, merged, one_person, take
from tests.web.test_customer_links import guest, link
from tests.web.test_leading import deed, history, ids_in, row_of
from tests.web.test_webhook_bots import bot_of


@pytest.fixture
async def pair(server: Server) -> AsyncIterator[Pair]:
    async with one_person(server) as made:
        yield made


async def _answered_and_snoozed(pair: Pair) -> None:
    target = {"conversation_id": pair.computer.conversation_id}
    await take(pair.anna, pair.computer)
    await deed(pair.anna, "send_message", **target, body="Проверяю")
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert (await deed(pair.anna, "snooze_conversation", **target, until=until))["type"] == "conversation_snoozed"


async def test_question_that_was_merged_unanswered_waits_in_the_other_one_and_wakes_it(pair: Pair) -> None:
    await _answered_and_snoozed(pair)
    asked = await row_of(pair.anna, pair.phone.conversation_id)
    await merged(pair.anna, pair)
    target = {"conversation_id": pair.computer.conversation_id}
    row = await row_of(pair.anna, **target)
    assert (row["waiting_since"], row["queued_at"], row["snoozed_until"]) == (asked["waiting_since"], None, None)
    assert await ids_in(pair.anna, "mine") == [pair.computer.conversation_id]
    await deed(pair.anna, "send_message", **target, body="Едет")
    assert (await row_of(pair.anna, **target))["waiting_since"] is None


async def test_what_was_answered_before_it_was_merged_waits_nowhere_and_wakes_nothing(pair: Pair) -> None:
    await deed(pair.anna, "send_message", conversation_id=pair.phone.conversation_id, body="Едет")
    await _answered_and_snoozed(pair)
    before = await row_of(pair.anna, pair.computer.conversation_id)
    await merged(pair.anna, pair)
    row = await row_of(pair.anna, pair.computer.conversation_id)
    assert row["waiting_since"] is None
    assert row["snoozed_until"] == before["snoozed_until"] is not None


async def test_other_one_gets_the_older_place_in_the_queue(pair: Pair) -> None:
    asked, later = [await row_of(pair.anna, one.conversation_id) for one in (pair.phone, pair.computer)]
    assert asked["queued_at"] < later["queued_at"]
    await merged(pair.anna, pair)
    row = await row_of(pair.anna, pair.computer.conversation_id)
    assert (row["waiting_since"], row["queued_at"]) == (asked["waiting_since"], asked["waiting_since"])


async def test_one_that_waits_longer_itself_keeps_its_place(pair: Pair) -> None:
    before = await row_of(pair.anna, pair.phone.conversation_id)
    fields = {"conversation_id": pair.computer.conversation_id, "into_id": pair.phone.conversation_id}
    assert (await deed(pair.anna, "merge_conversations", **fields))["type"] == "status_changed"
    row = await row_of(pair.anna, pair.phone.conversation_id)
    assert (row["waiting_since"], row["queued_at"]) == (before["waiting_since"], before["queued_at"])


async def _bot_answers(client: Client) -> None:
    while not (await client.receive("message_posted"))["author"].get("bot"):
        pass


async def test_bot_leads_no_more_where_somebody_waits_for_a_person_and_what_it_answered_waits_for_none(
    server: Server,
) -> None:
    async with AsyncExitStack() as stack:
        anna = await stack.enter_async_context(server.operator())
        person = await stack.enter_async_context(account(server, "anna@shop.test"))
        asked, answered = [await guest(stack, server, words) for words in ("Где заказ?", "Здравствуйте")]
        await deed(anna, "send_message", conversation_id=answered.conversation_id, body="Добрый день")
        await stack.enter_async_context(bot_of(server, replies(echoes)))
        one, other = [await guest(stack, server, words) for words in ("Есть чай?", "Есть кофе?")]
        for led in (one, other):
            await _bot_answers(led.client)
        for each in (answered, one, other):
            await link(person, asked, each)
        since = (await row_of(anna, asked.conversation_id))["waiting_since"]

        ids = {"conversation_id": asked.conversation_id, "into_id": one.conversation_id}
        assert (await deed(anna, "merge_conversations", **ids))["type"] == "status_changed"
        row = await row_of(anna, one.conversation_id)
        assert (row["assignee"], row["waiting_since"], row["queued_at"]) == (None, since, since)
        told = kinds(await history(anna, one.conversation_id))
        assert told[-2:] == ["conversation_assigned", "conversation_merged"]

        ids = {"conversation_id": other.conversation_id, "into_id": answered.conversation_id}
        assert (await deed(anna, "merge_conversations", **ids))["type"] == "status_changed"
        assert (await row_of(anna, answered.conversation_id))["waiting_since"] is None
