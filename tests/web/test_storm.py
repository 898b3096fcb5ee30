"""Many who come at once: whoever is there already goes on chatting."""

from contextlib import AsyncExitStack

from tests.waiting import until_waiting_for_locks
from tests.web.client import Server

CROWD = 20
# Hellos may have half of the pool, which is of 8 connections.
HELLOS_AT_ONCE = 4


async def test_message_does_not_wait_behind_the_hellos_of_a_crowd(server: Server) -> None:
    async with AsyncExitStack() as stack:
        chatting = await stack.enter_async_context(server.visitor())
        await chatting.say("Здравствуйте")
        crowd = [await stack.enter_async_context(server.visitor(hello=False)) for _ in range(CROWD)]
        async with server.database.transaction() as connection:
            await connection.execute("LOCK TABLE visitors IN ACCESS EXCLUSIVE MODE")
            for client in crowd:
                await client.send("hello", protocol=1, site=server.site.key)
            await until_waiting_for_locks(server.database, HELLOS_AT_ONCE)

            posted = await chatting.say("Вы ещё тут?")

        assert posted["seq"] == 2
        for client in crowd:
            await client.receive("welcome")
