"""Puts synthetic chats into a migrated database, by COPY."""

import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

import asyncpg

from bench.growth.chats import (
    CONVERSATION_COLUMNS,
    ENTRY_COLUMNS,
    VISITOR_COLUMNS,
    Cast,
    Chat,
    Row,
    Size,
    make_chats,
)

CHATS_AT_ONCE = 5_000
PROGRESS_EVERY = 20
# What is younger than an hour is news to servers that run on this database: see store/feed.sql.
YOUNGEST = timedelta(hours=2)
TABLES = ("visitors", "conversations", "entries")


class NothingToAnswer(Exception):
    """There is no such site, or nobody works on it."""


async def fill(database_url: str, size: Size, *, site_key: str, seed: int, until: datetime | None = None) -> None:
    """Adds a year of chats, that ends at `until` (2 hours ago), to a site, whose operators take part.

    Each 5,000 chats are committed together; indexes and foreign keys stay as they are. Ends with VACUUM ANALYZE, as
    autovacuum would have done in that year.

    Raises:
        NothingToAnswer: no site has the key, or it has no operators.
    """
    connection = await asyncpg.connect(database_url)
    try:
        # Whoever loses power begins anew: nothing was acknowledged to anybody.
        await connection.execute("SET synchronous_commit = off")
        cast = await _find_cast(connection, site_key, until or datetime.now(UTC) - YOUNGEST)
        begun, done = time.perf_counter(), 0
        chats = make_chats(size, cast, seed=seed)
        while batch := list(islice(chats, CHATS_AT_ONCE)):
            await _add(connection, batch)
            done += len(batch)
            if done % (CHATS_AT_ONCE * PROGRESS_EVERY) == 0:
                print(f"{done:>12,} conversations, {time.perf_counter() - begun:,.0f} s", file=sys.stderr, flush=True)
        for table in TABLES:
            await connection.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        await connection.close()


async def _find_cast(connection: asyncpg.Connection, site_key: str, until: datetime) -> Cast:
    site = await connection.fetchrow("SELECT id, origins FROM sites WHERE key = $1", site_key)
    if site is None:
        raise NothingToAnswer(f"No site has the key {site_key}: `ryadom site add` makes one.")
    operators = await connection.fetch(
        "SELECT operator_id FROM operator_sites WHERE site_id = $1 ORDER BY operator_id", site["id"]
    )
    if not operators:
        raise NothingToAnswer(f"Nobody works on the site {site_key}: `ryadom operator add` changes that.")
    return Cast(
        site_id=site["id"],
        operator_ids=[row["operator_id"] for row in operators],
        origin=site["origins"][0],
        until=until,
    )


async def _add(connection: asyncpg.Connection, chats: Sequence[Chat]) -> None:
    async def copy(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        await connection.copy_records_to_table(table, columns=columns, records=rows)

    async with connection.transaction():
        await copy("visitors", VISITOR_COLUMNS, [chat.visitor for chat in chats])
        await copy("conversations", CONVERSATION_COLUMNS, [chat.conversation for chat in chats])
        await copy("entries", ENTRY_COLUMNS, [row for chat in chats for row in chat.entries])
