"""Messages that answer another one: what may be named, and what both sides are told."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from tests.web.client import Client, JsonObject, Server
from tests.web.test_notes import Talk, talk_on


@pytest.fixture
async def talk(server: Server) -> AsyncIterator[Talk]:
    async with talk_on(server) as talk:
        yield talk


async def answer(talk: Talk, who: Client, **fields: Any) -> JsonObject:
    return await talk.does(who, "send_message", body="Сто рублей", **fields)


async def test_both_sides_are_told_live_and_later_what_is_answered(talk: Talk) -> None:
    posted = await answer(talk, talk.anna, reply_to_seq=1)
    seen = await talk.visitor.receive("message_posted")
    assert posted["reply_to_seq"] == seen["reply_to_seq"] == 1
    for who in (talk.anna, talk.visitor):
        entries = (await talk.history(who))["entries"]
        assert entries[-1]["reply_to_seq"] == 1
        assert "reply_to_seq" not in entries[0]


async def test_what_was_deleted_since_may_be_answered(talk: Talk) -> None:
    said = await answer(talk, talk.anna)
    await talk.does(talk.anna, "delete_message", message_seq=said["seq"])
    posted = await answer(talk, talk.anna, reply_to_seq=said["seq"])
    assert posted["reply_to_seq"] == said["seq"]


async def test_nothing_but_a_message_that_the_visitor_sees_may_be_answered(talk: Talk) -> None:
    noted = await talk.note(talk.anna, "Для своих")
    taken = await talk.does(talk.anna, "send_message", body="Здравствуйте")
    assigned_seq = taken["seq"] - 1
    for seq in (noted["seq"], assigned_seq, taken["seq"] + 1, 2**53 - 1):
        refused = await answer(talk, talk.anna, reply_to_seq=seq)
        assert (refused["code"], refused["field"]) == ("message_unknown", "reply_to_seq"), seq
    assert (await talk.history(talk.anna))["last_seq"] == taken["seq"]


async def test_repeated_and_simultaneous_answers_are_stored_once_each(talk: Talk) -> None:
    echo_ids = [uuid4() for _ in range(4)]
    for echo_id in (*echo_ids, *echo_ids):
        target = {"conversation_id": talk.conversation_id, "reply_to_seq": 1}
        await talk.anna.send("send_message", echo_id=echo_id, body="Раз", **target)
    await asyncio.gather(talk.anna.ping(), talk.sergey.ping())
    entries = (await talk.history(talk.anna))["entries"]
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    answered = [entry["echo_id"] for entry in entries if entry.get("reply_to_seq") == 1]
    assert answered == [str(echo_id) for echo_id in echo_ids]
