"""Snoozed conversations wake at their time: once, whoever looks, also after a downtime, and not while hidden."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from ryadom.core.waking import Waking
from ryadom.live.writer import Writer
from ryadom.web.context import Context
from tests.web.client import Client, Server
from tests.web.conftest import another_server
from tests.web.test_leading import deed, history, in_hours, row_of


def waking_of(server: Server) -> Waking:
    context: Context = server.app.state.context
    desk = context.operator_desk
    writer: Writer = desk.leading._writer
    return Waking(desk.database, writer)


async def make_due(server: Server, conversation_id: str) -> None:
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET snoozed_until = clock_timestamp() - interval '1 second' WHERE id = $1",
            conversation_id,
        )


async def snoozed(guest: Client, anna: Client) -> dict[str, Any]:
    target = {"conversation_id": (await guest.say("Вопрос"))["conversation_id"]}
    await deed(anna, "snooze_conversation", **target, until=in_hours(1))
    return target


async def test_conversation_wakes_once_however_many_processes_look(server: Server, database_url: str) -> None:
    async with AsyncExitStack() as stack:
        other = await stack.enter_async_context(another_server(database_url, server.database, server.site))
        guest = await stack.enter_async_context(server.visitor())
        anna = await stack.enter_async_context(server.operator())
        target = await snoozed(guest, anna)
        await make_due(server, target["conversation_id"])
        # The servers' own chores look too.
        lookers = [waking_of(one) for one in (server, other) for _ in range(3)]
        await asyncio.gather(*(looker.look() for looker in lookers))
        while (woken := await anna.receive("conversation_snoozed"))["until"] is not None:
            pass
        assert (woken["echo_id"], woken["author"]["id"]) == (None, anna.welcome["operator"]["id"])
        entries = await history(anna, **target)
        assert [entry["type"] for entry in entries] == [
            "message_posted",
            "conversation_snoozed",
            "conversation_snoozed",
        ]
        row = await row_of(anna, **target)
        assert (row["snoozed_until"], row["active_at"]) == (None, woken["created_at"])


async def test_conversation_that_is_not_due_or_was_closed_stays_as_it_is(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna:
        target = await snoozed(guest, anna)
        assert await waking_of(server).look() == 0
        await deed(anna, "set_status", **target, status="closed")
        assert await waking_of(server).look() == 0


async def test_blocked_visitors_conversation_wakes_once_it_is_shown_again(server: Server) -> None:
    async with server.visitor() as guest, server.operator() as anna:
        target = await snoozed(guest, anna)
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET is_blocked = true")
        await make_due(server, target["conversation_id"])
        assert await waking_of(server).look() == 0
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET is_blocked = false")
        await waking_of(server).look()
        while (await anna.receive("conversation_snoozed"))["until"] is not None:
            pass
        assert (await row_of(anna, **target))["snoozed_until"] is None
