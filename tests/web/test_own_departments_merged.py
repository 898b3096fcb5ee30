"""Whoever sees only their own departments, and conversations that were merged with others out of their sight."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest
from msgspec import Struct

from tests.web.accounts import Account, account
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import lift_limits
from tests.web.own_departments import ANNA, OLEG, SECRET, Shop, add_colleague, divide
from tests.web.test_customer_links import Guest, guest, link
from tests.web.test_leading import history
from tests.web.test_own_departments_people import move, say_to


class Pair(Struct, frozen=True):
    """One person who has written to sales, which Anna sees, and to the service, which she does not; Oleg sees both."""

    shop: Shop
    seen: Guest
    unseen: Guest
    anna: Account
    panel: Client
    oleg: Client

    async def merge(self, one: Guest, into: Guest) -> None:
        deed = {"conversation_id": one.conversation_id, "into_id": into.conversation_id}
        await self.oleg.send("merge_conversations", echo_id=uuid4(), **deed)
        assert (await self.oleg.receive("status_changed", "error"))["merged_into"] == into.conversation_id

    async def row(self) -> JsonObject:
        await self.panel.send("fetch_conversation", request_id="r", conversation_id=self.seen.conversation_id)
        row: JsonObject = (await self.panel.receive("conversation_fetched"))["conversation"]
        return row

    async def shown_to_anna(self) -> str:
        """All that her requests about the one in sight give."""
        id = self.seen.conversation_id
        answers = [
            await self.anna.http.get(f"/panel/api/conversations/{id}/{part}")
            for part in ("card", "customer", "merge-choices")
        ]
        rows = []
        for folder in ("all", "closed", "filtered"):
            await self.panel.send("list_conversations", request_id=folder, folder=folder)
            rows.append(await self.panel.receive("conversation_list"))
        return f"{await self.row()} {await history(self.panel, id)} {rows} {[one.text for one in answers]}"


@pytest.fixture
async def pair(server: Server) -> AsyncIterator[Pair]:
    lift_limits(server)
    shop = await divide(server)
    await add_colleague(server)
    async with AsyncExitStack() as stack:
        seen = await say_to(stack, server, "Цена?", shop.sales)
        unseen = await say_to(stack, server, SECRET, shop.service)
        oleg = await stack.enter_async_context(account(server, OLEG))
        await link(oleg, seen, unseen)
        anna = await stack.enter_async_context(account(server, ANNA))
        panels = [await stack.enter_async_context(one.panel()) for one in (anna, oleg)]
        yield Pair(shop, seen, unseen, anna, *panels)


async def test_where_it_goes_on_is_not_told_while_that_is_out_of_sight(server: Server, pair: Pair) -> None:
    await pair.merge(pair.seen, pair.unseen)
    closed = await pair.panel.receive("status_changed")
    assert (closed["conversation_id"], closed["status"]) == (pair.seen.conversation_id, "closed")
    assert "merged_into" not in closed
    assert (await pair.row())["merged_into"] is None
    assert pair.unseen.conversation_id not in await pair.shown_to_anna()
    await move(server, pair.unseen.conversation_id, pair.shop.sales)
    assert (await pair.row())["merged_into"] == pair.unseen.conversation_id
    assert [entry.get("merged_into") for entry in await history(pair.panel, pair.seen.conversation_id)][-1] == (
        pair.unseen.conversation_id
    )


async def test_what_was_merged_into_it_is_not_told_while_that_is_out_of_sight(server: Server, pair: Pair) -> None:
    await pair.merge(pair.unseen, pair.seen)
    merged = await pair.panel.receive("conversation_merged")
    assert (merged["conversation_id"], merged["from_id"]) == (pair.seen.conversation_id, None)
    assert pair.unseen.conversation_id not in await pair.shown_to_anna()
    await move(server, pair.unseen.conversation_id, pair.shop.sales)
    assert [entry.get("from_id") for entry in await history(pair.panel, pair.seen.conversation_id)][-1] == (
        pair.unseen.conversation_id
    )


async def test_card_of_another_conversation_does_not_say_where_one_in_sight_goes_on(server: Server, pair: Pair) -> None:
    async with AsyncExitStack() as stack:
        third = await guest(stack, server, "И ещё")
        oleg = await stack.enter_async_context(account(server, OLEG))
        await link(oleg, pair.seen, third)
        await pair.merge(pair.seen, pair.unseen)
        path = f"/panel/api/conversations/{third.conversation_id}/card"
        told = {one["id"]: one["merged_into"] for one in (await pair.anna.http.get(path)).json()["conversations"]}
        assert told == {pair.seen.conversation_id: None}
        everything = (await oleg.http.get(path)).json()["conversations"]
        assert pair.unseen.conversation_id in {one["merged_into"] for one in everything}
