"""How long a page of the inbox, or of a thread, takes in the store: from the call to the rows as the server has it."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import asyncpg

from bench.load.stand import SITE_KEY
from ryadom.protocol.filters import Filter, State
from ryadom.protocol.operator import Folder
from ryadom.protocol.shared import AuthorKind
from ryadom.store.conversations import find_head
from ryadom.store.entries import read_history
from ryadom.store.inbox import list_folder
from ryadom.store.inbox_pages import Reader
from ryadom.store.sql import Row

PAGE_ROWS = 50
LATEST_ENTRIES = 50
ROUNDS = 40
THREADS = 1_000
RARE, COMMON = UUID(int=7), UUID(int=6)
LABEL = """UPDATE conversations AS c
SET tag_ids = CASE WHEN d.draw < 0.001 THEN ARRAY[CAST($1 AS uuid)] ELSE ARRAY[CAST($2 AS uuid)] END,
    score = CASE WHEN c.status = 'closed' AND d.draw < 0.05 THEN 1 + CAST(floor(d.draw * 100) AS smallint) END
FROM (SELECT id, random() AS draw FROM conversations) AS d
WHERE d.id = c.id AND d.draw < 0.1"""
PICK = """SELECT c.site_id, c.id
FROM conversations AS c
WHERE c.site_id = (SELECT id FROM sites WHERE key = $1)
ORDER BY md5(CAST(c.id AS text))
LIMIT $2"""
READER = """SELECT o.site_id, o.operator_id
FROM operator_sites AS o
JOIN sites AS s ON s.id = o.site_id AND s.key = $1
ORDER BY o.operator_id
LIMIT 1"""


async def times_of_each(database_url: str) -> dict[str, list[float]]:
    """Seconds of each reading: first pages of every folder and of filters, and the newest page of threads of any age.

    First one in a thousand conversations gets a tag that is rare, one in ten another, and one in twenty is rated: a
    filter by what is rare has to go far for fifty rows.
    """
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(LABEL, RARE, COMMON)
        await connection.execute("VACUUM (ANALYZE) conversations")
        reader = await connection.fetchrow(READER, SITE_KEY)
        threads = await connection.fetch(PICK, SITE_KEY, THREADS)
        return {
            "first page of a folder": await _read_folders(connection, reader),
            "first page of a filter": await _read_filters(connection, reader),
            "newest page of a thread": await _read_threads(connection, threads),
        }
    finally:
        await connection.close()


async def _read_folders(connection: asyncpg.Connection, row: Row) -> list[float]:
    folders = [folder for folder in Folder if folder is not Folder.FILTERED]
    return [await _list(connection, row, folder, Filter()) for _ in range(ROUNDS) for folder in folders]


async def _read_filters(connection: asyncpg.Connection, row: Row) -> list[float]:
    now = datetime.now(UTC)
    filters = (
        Filter(tag_ids=(RARE,)),
        Filter(tag_ids=(COMMON,)),
        Filter(tag_ids=(UUID(int=8),)),
        Filter(states=(State.CLOSED,), scores=(1, 2)),
        Filter(operator_ids=(row["operator_id"],), states=(State.CLOSED,)),
        Filter(is_unanswered=True),
        Filter(since=now - timedelta(days=90), until=now - timedelta(days=80)),
        Filter(department_ids=(UUID(int=9),)),
        Filter(site_ids=(row["site_id"],), tag_ids=(RARE,), since=now - timedelta(days=200)),
    )
    return [await _list(connection, row, Folder.FILTERED, one) for _ in range(ROUNDS) for one in filters]


async def _read_threads(connection: asyncpg.Connection, threads: list[Row]) -> list[float]:
    async def read(thread: Row) -> None:
        head = await find_head(connection, site_id=thread["site_id"], id=thread["id"])
        assert head is not None
        await read_history(connection, head=head, audience=AuthorKind.OPERATOR, limit=LATEST_ENTRIES, request_id=None)

    return [await _timed(partial(read, thread)) for thread in threads]


async def _list(connection: asyncpg.Connection, row: Row, folder: Folder, filter: Filter) -> float:
    reader = Reader(site_ids=[row["site_id"]], operator_id=row["operator_id"])
    async with connection.transaction():
        return await _timed(
            lambda: list_folder(connection, reader, folder=folder, filter=filter, after=None, limit=PAGE_ROWS)
        )


async def _timed(do: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await do()
    return time.perf_counter() - began
