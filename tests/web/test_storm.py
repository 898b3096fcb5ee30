"""Many who come at once: whoever is there already goes on chatting."""

import asyncio
from contextlib import AsyncExitStack

from ryadom.store.database import Database
from tests.web.client import DEADLINE_S, Server

CROWD = 20
# Hellos may have half of the pool, which is of 8 connections.
HELLOS_AT_ONCE = 4
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def test_message_does_not_wait_behind_the_hellos_of_a_crowd(server: Server) -> None:
    async with AsyncExitStack() as stack:
        chatting = await stack.enter_async_context(server.visitor())
        await chatting.say("Здравствуйте")
        crowd = [await stack.enter_async_context(server.visitor(hello=False)) for _ in range(CROWD)]
        async with server.database.transaction() as connection:
            await connection.execute("LOCK TABLE visitors IN ACCESS EXCLUSIVE MODE")
            for client in crowd:
                await client.send("hello", protocol=1, site=server.site.key)
            await _hellos_wait(server.database)

            posted = await chatting.say("Вы ещё тут?")

        assert posted["seq"] == 2
        for client in crowd:
            await client.receive("welcome")


async def _hellos_wait(database: Database) -> None:
    # Outside the transaction that locks: inside one, Postgres shows the same activity again and again.
    async with asyncio.timeout(DEADLINE_S), database.connection() as connection:
        while await connection.fetchval(WAITING) < HELLOS_AT_ONCE:
            pass
