"""Two servers merge, and everybody writes, at the same time: nothing is lost, and nobody waits in a circle."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.web.client import Server
from tests.web.conftest import another_server, lift_limits
from tests.web.merging import Pair, one_person, take
from tests.web.test_customer_links import Guest
from tests.web.test_leading import deed, history, row_of
from tests.web.work import add_colleague


@pytest.fixture
async def pair(server: Server) -> AsyncIterator[Pair]:
    async with one_person(server) as made:
        yield made


async def test_merging_in_both_directions_at_once_merges_one_of_them(
    server: Server, database_url: str, pair: Pair
) -> None:
    vera = await add_colleague(server, "Вера")
    both = pair.phone.conversation_id, pair.computer.conversation_id
    async with another_server(database_url, server.database, server.site) as far:
        lift_limits(far)
        async with far.operator(vera) as second:
            for _ in range(25):
                told = await asyncio.gather(
                    deed(pair.anna, "merge_conversations", conversation_id=both[0], into_id=both[1]),
                    deed(second, "merge_conversations", conversation_id=both[1], into_id=both[0]),
                )
                assert sorted(one["type"] for one in told) == ["error", "status_changed"], told
                [refused] = [one for one in told if one["type"] == "error"]
                assert refused["code"] == "merge_unsuitable"
                rows = [await row_of(pair.anna, id) for id in both]
                assert sorted(row["status"] for row in rows) == ["closed", "open"]
                [closed] = [row for row in rows if row["status"] == "closed"]
                assert {closed["id"], closed["merged_into"]} == set(both)
                await deed(pair.anna, "set_status", conversation_id=closed["id"], status="open")
    for id in both:
        entries = await history(pair.anna, id)
        assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))


async def test_nothing_that_is_written_while_conversations_are_merged_is_lost(
    server: Server, database_url: str, pair: Pair
) -> None:
    await take(pair.anna, pair.phone)
    await take(pair.anna, pair.computer)
    said: dict[str, set[str]] = {pair.phone.conversation_id: set(), pair.computer.conversation_id: set()}
    async with another_server(database_url, server.database, server.site) as far:
        lift_limits(far)
        async with far.operator() as tab:

            async def write(one: Guest, number: int) -> None:
                body = f"слово {number}"
                await one.client.say(body)
                said[one.conversation_id].add(body)

            async def answer(one: Guest, number: int) -> None:
                body = f"ответ {number}"
                await deed(tab, "send_message", conversation_id=one.conversation_id, body=body)
                said[one.conversation_id].add(body)

            for number in range(25):
                await asyncio.gather(
                    deed(pair.anna, "merge_conversations", **pair.merging()),
                    write(pair.phone, number),
                    write(pair.computer, number),
                    answer(pair.computer if number % 2 else pair.phone, number),
                )
                await deed(pair.anna, "set_status", conversation_id=pair.phone.conversation_id, status="open")
    for one in (pair.phone, pair.computer):
        entries = await history(pair.anna, one.conversation_id)
        assert [entry["seq"] for entry in entries] == list(range(entries[0]["seq"], entries[-1]["seq"] + 1))
        bodies = [entry["body"] for entry in entries if entry["type"] == "message_posted"]
        assert len(bodies) == len(set(bodies))
        assert said[one.conversation_id] <= set(bodies)
