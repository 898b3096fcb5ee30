"""How many of Postgres' pages a query touches: unlike time, that does not swing with the neighbours."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec

from bench.load.clients import BODY
from bench.load.panel import FOLDERS
from bench.load.stand import SITE_KEY
from ryadom.protocol.operator import Folder
from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.conversations import find_current_head
from ryadom.store.entries import read_history
from ryadom.store.inbox import list_folder
from ryadom.store.inbox_pages import Reader
from ryadom.store.posts import Post, post_messages
from ryadom.store.sql import Row

CHATS = 50
MISSED = 5
PAGE_ENTRIES = 200
PAGE_ROWS = 50
PICK = """SELECT c.site_id, c.id, c.visitor_id, s.operator_id
FROM conversations AS c
CROSS JOIN LATERAL (
    SELECT operator_id FROM operator_sites WHERE site_id = c.site_id ORDER BY operator_id LIMIT 1
) AS s
WHERE c.site_id = (SELECT id FROM sites WHERE key = $1) AND c.status = 'open' AND c.queued_at IS NULL
ORDER BY md5(CAST(c.id AS text))
LIMIT $2"""


class CountingConnection:
    """A connection of the store's that explains each query before it runs it, and adds up the pages."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection
        self.pages = 0

    async def fetch(self, query: str, *values: object) -> Sequence[Row]:
        await self._explain(query, values)
        rows: Sequence[Row] = await self._connection.fetch(query, *values)
        return rows

    async def fetchrow(self, query: str, *values: object) -> Row | None:
        await self._explain(query, values)
        row: Row | None = await self._connection.fetchrow(query, *values)
        return row

    async def fetchval(self, query: str, *values: object) -> Any:
        await self._explain(query, values)
        return await self._connection.fetchval(query, *values)

    async def execute(self, query: str, *values: object) -> str:
        await self._explain(query, values)
        return str(await self._connection.execute(query, *values))

    async def _explain(self, query: str, values: Sequence[object]) -> None:
        async with _undone(self._connection):
            text = await self._connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}", *values)
        [explained] = msgspec.json.decode(text)
        self.pages += explained["Plan"]["Shared Hit Blocks"] + explained["Plan"]["Shared Read Blocks"]


Deed = Callable[[CountingConnection, Row], Awaitable[None]]


async def pages_of_each(database_url: str) -> dict[str, float]:
    """By what is done: the pages it touches, on average where it is done to several conversations. Changes nothing."""
    connection = await asyncpg.connect(database_url)
    try:
        picked = await connection.fetch(PICK, SITE_KEY, CHATS)
        pages = {
            "send": await _pages(connection, _send, picked),
            "resume": await _pages(connection, _resume, picked),
        }
        for folder in FOLDERS:

            async def list_page(counting: CountingConnection, row: Row, folder: Folder = folder) -> None:
                await list_folder(
                    counting,
                    Reader(site_ids=[row["site_id"]], operator_id=row["operator_id"]),
                    folder=folder,
                    after=None,
                    limit=PAGE_ROWS,
                )

            pages[folder] = await _pages(connection, list_page, picked[:1])
        return pages
    finally:
        await connection.close()


async def _pages(connection: asyncpg.Connection, do: Deed, rows: Sequence[Row]) -> float:
    counting = CountingConnection(connection)
    async with _undone(connection):
        for row in rows:
            await do(counting, row)
    return counting.pages / len(rows)


async def _send(counting: CountingConnection, row: Row) -> None:
    author = Author(kind=AuthorKind.VISITOR, id=row["visitor_id"], name="")
    post = Post(site_id=row["site_id"], conversation_id=row["id"], author=author, echo_id=uuid4(), body=BODY)
    await post_messages(counting, [post])


async def _resume(counting: CountingConnection, row: Row) -> None:
    head = await find_current_head(counting, site_id=row["site_id"], visitor_id=row["visitor_id"])
    assert head is not None
    await read_history(
        counting,
        head=head,
        audience=AuthorKind.VISITOR,
        limit=PAGE_ENTRIES,
        request_id=None,
        after_seq=max(0, head.last_public_seq - MISSED),
    )


@asynccontextmanager
async def _undone(connection: asyncpg.Connection) -> AsyncIterator[None]:
    transaction = connection.transaction()
    await transaction.start()
    try:
        yield
    finally:
        await transaction.rollback()
