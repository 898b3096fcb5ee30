"""What operators arrange among themselves, by tags and snoozes, is no answer, ends nothing and reaches nobody else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from ryadom.store.database import Database
from ryadom.store.operators import Role
from tests.rounds import keep_rounds
from tests.search import feed_all, texts_found
from tests.web.accounts import account, enrolled
from tests.web.client import Client, JsonObject, Server
from tests.web.labels import add_admin, make_labels
from tests.web.mailing import Mailing, mailing

TAG = "Сахарница"


async def _arrange(operator: Client, conversation_id: str, tag_id: str) -> None:
    """Puts the tag on, and the conversation away."""
    await operator.send("tag_conversation", echo_id=uuid4(), conversation_id=conversation_id, add_ids=[tag_id])
    await operator.receive("conversation_tagged")
    await _snooze(operator, conversation_id)


async def _snooze(operator: Client, conversation_id: str) -> None:
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    await operator.send("snooze_conversation", echo_id=uuid4(), conversation_id=conversation_id, until=until)
    await operator.receive("conversation_snoozed")


async def _counted(server: Server, email: str) -> JsonObject:
    await keep_rounds(server.database)
    async with enrolled(server, email) as lead:
        response = await lead.http.get("/panel/api/reports", params={"zone": "UTC"})
        assert response.status_code == 200, response.text
        total: JsonObject = response.json()["total"]
        return total


async def test_chat_goes_on_waiting_for_its_first_answer_in_the_reports(server: Server) -> None:
    tags = await make_labels(server, tags=(TAG,))
    email = await add_admin(server, name="Глеб", role=Role.SUPERVISOR)
    async with server.visitor() as visitor, server.operator() as anna:
        conversation_id = (await visitor.say("Есть кто?"))["conversation_id"]
        await _arrange(anna, conversation_id, tags[TAG])
        told = await _counted(server, email)
    assert {name: told[name] for name in ("conversations", "answered", "open", "operator_messages")} == {
        "conversations": 1,
        "answered": 0,
        "open": 1,
        "operator_messages": 0,
    }


async def test_words_of_tags_are_not_found_among_messages_and_the_message_still_is(server: Server) -> None:
    tags = await make_labels(server, tags=(TAG,))
    async with server.visitor() as visitor, server.operator() as operator, account(server, "anna@shop.test") as anna:
        conversation_id = (await visitor.say("Где сливочник?"))["conversation_id"]
        await _arrange(operator, conversation_id, tags[TAG])
        await feed_all(server.database)
        assert await texts_found(anna, TAG) == []
        assert await texts_found(anna, "сливочник") == ["Где сливочник?"]


@pytest.fixture
async def post(database_url: str, database: Database) -> AsyncIterator[Mailing]:
    async with mailing(database_url, database) as running:
        yield running


async def test_nobody_is_mailed_for_it(post: Mailing) -> None:
    visitor = await post.left()
    async with post.server.operator() as anna:
        await _snooze(anna, visitor.welcome["conversation"]["id"])
    assert await post.mail_answers() == 0
    await post.answer(visitor, "Есть улун")
    assert await post.mail_answers() == 1
