"""Waiting for what nothing tells of."""

import asyncio
from collections.abc import Awaitable, Callable

from ryadom.store.database import Database

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def until(condition: Callable[[], bool], *, deadline_s: float = 20.0) -> None:
    """Returns once it is so.

    Raises:
        TimeoutError: it is not so when the deadline is over.
    """
    async with asyncio.timeout(deadline_s):
        while not condition():  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.02)


async def until_true(condition: Callable[[], Awaitable[bool]], *, deadline_s: float = 20.0) -> None:
    """The same for what has to be asked for.

    Raises:
        TimeoutError: it is not so when the deadline is over.
    """
    async with asyncio.timeout(deadline_s):
        while not await condition():  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.02)


async def until_waiting_for_locks(database: Database, count: int, *, deadline_s: float = 20.0) -> None:
    """Returns once so many connections, or more, wait for a lock in Postgres.

    Raises:
        TimeoutError: fewer do when the deadline is over.
    """

    async def are_waiting() -> bool:
        # Outside of any transaction: inside one, Postgres shows the same activity again and again.
        async with database.connection() as connection:
            return int(await connection.fetchval(_WAITING)) >= count

    await until_true(are_waiting, deadline_s=deadline_s)
