"""Visitors whose conversation was merged, and who write again."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import pytest

from tests.web.client import JsonObject, Server
from tests.web.merging import Pair, kinds, merged, one_person, refusal, take
from tests.web.test_customer_links import Guest, guest, link
from tests.web.test_leading import deed, history, row_of
from tests.web.work import add_colleague


@pytest.fixture
async def pair(server: Server) -> AsyncIterator[Pair]:
    async with one_person(server) as made:
        yield made


async def come_back(one: Guest) -> list[JsonObject]:
    """What happens when the visitor of a merged conversation writes again: the entries up to their message."""
    await one.client.say("А теперь?")
    entries = await history(one.client, one.conversation_id)
    closed_at = max(at for at, entry in enumerate(entries) if entry.get("status") == "closed")
    return entries[closed_at + 1 :]


async def test_visitor_who_comes_back_goes_straight_to_who_leads_the_other_one(server: Server, pair: Pair) -> None:
    vera = await add_colleague(server, "Вера")
    async with server.operator(vera) as second:
        await take(pair.anna, pair.phone)
        await take(second, pair.computer)
        await merged(pair.anna, pair)
        told = await come_back(pair.phone)
        assert kinds(told) == ["status_changed", "conversation_assigned", "message_posted"]
        assert (told[0]["author"]["kind"], told[1]["operator"]["name"]) == ("visitor", "Вера")
        row = await row_of(second, pair.phone.conversation_id)
        assert (row["assignee"]["name"], row["queued_at"], row["merged_into"]) == ("Вера", None, None)
        assert row["waiting_since"] == told[2]["created_at"]


async def test_visitor_who_comes_back_to_their_own_operator_is_given_to_nobody(pair: Pair) -> None:
    await take(pair.anna, pair.phone)
    await take(pair.anna, pair.computer)
    await merged(pair.anna, pair)
    assert kinds(await come_back(pair.phone)) == ["status_changed", "message_posted"]
    assert (await row_of(pair.anna, pair.phone.conversation_id))["assignee"]["name"] == "Анна"


@pytest.mark.parametrize("why", ["away", "gone", "closed", "nobodys"])
async def test_visitor_who_comes_back_while_nobody_is_there_waits_in_the_queue(
    server: Server, pair: Pair, why: str
) -> None:
    if why != "nobodys":
        await take(pair.anna, pair.computer)
    await merged(pair.anna, pair)
    match why:
        case "away":
            await pair.anna.send("set_away", away=True)
            await pair.anna.receive("away_changed")
        case "closed":
            await deed(pair.anna, "set_status", conversation_id=pair.computer.conversation_id, status="closed")
        case "gone":
            async with server.database.connection() as connection:
                await connection.execute("UPDATE operators SET deactivated_at = now() WHERE email = 'anna@shop.test'")
    assert kinds(await come_back(pair.phone))[0] == "status_changed"
    async with server.database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT queued_at, assignee_id, merged_into_id FROM conversations WHERE id = $1",
            UUID(pair.phone.conversation_id),
        )
    assert row is not None
    assert row["queued_at"] is not None
    assert (row["assignee_id"], row["merged_into_id"]) == (None, None)


async def test_visitor_who_was_parted_from_the_other_one_is_led_to_nobody_of_theirs(server: Server, pair: Pair) -> None:
    vera = await add_colleague(server, "Вера")
    async with server.operator(vera) as second:
        await take(second, pair.computer)
        await merged(pair.anna, pair)
        await link(pair.account, pair.phone, pair.computer, part=True)
        assert kinds(await come_back(pair.phone)) == ["status_changed", "message_posted"]
        row = await row_of(second, pair.phone.conversation_id)
        assert (row["assignee"], row["queued_at"] is None, row["merged_into"]) == (None, False, None)


async def test_way_leads_on_where_the_other_one_was_merged_too(server: Server, pair: Pair) -> None:
    async with AsyncExitStack() as stack:
        tablet = await guest(stack, server, "И с планшета")
        await link(pair.account, pair.phone, tablet)
        vera = await stack.enter_async_context(server.operator(await add_colleague(server, "Вера")))
        await take(vera, tablet)
        await merged(pair.anna, pair)
        further = {"conversation_id": pair.computer.conversation_id, "into_id": tablet.conversation_id}
        assert (await deed(pair.anna, "merge_conversations", **further))["merged_into"] == tablet.conversation_id
        # No circle can be made: what is closed is not merged into.
        assert await refusal(pair.anna, tablet.conversation_id, pair.phone.conversation_id) == (
            "merge_unsuitable",
            "into_id",
        )
        assert [one["operator"]["name"] for one in await come_back(pair.phone) if "operator" in one] == ["Вера"]
