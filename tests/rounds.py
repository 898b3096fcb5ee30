"""Rounds that are up to date, whether the server under test has the turn just then or not."""

import asyncio

from ryadom.app.wiring import utc_now
from ryadom.core.reports.upkeep import RoundsUpkeep
from ryadom.store.database import Database

BEHIND = """SELECT EXISTS (
    SELECT FROM conversations AS c
    WHERE c.last_seq > coalesce(
        (SELECT max(r.last_seq) FROM rounds AS r WHERE r.site_id = c.site_id AND r.conversation_id = c.id), 0
    )
)"""
DEADLINE_S = 20.0


async def keep_rounds(database: Database, *, old_too: bool = False) -> None:
    """What a server does by itself every 5 s; returns once all entries are reckoned in, by whomever.

    `old_too`: entries were stored that are over an hour old, of which the feed tells nothing.
    """
    if old_too:
        async with database.connection() as connection:
            await connection.execute("UPDATE rounds_progress SET read_at = NULL")
    upkeep = RoundsUpkeep(database, now=utc_now)
    async with asyncio.timeout(DEADLINE_S):
        while True:
            await upkeep.keep_up()
            async with database.connection() as connection:
                if not await connection.fetchval(BEHIND):
                    return
