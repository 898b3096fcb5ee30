"""How many processes of Postgres an export takes: one while people chat, however large the tables are."""

import asyncio
from datetime import UTC, datetime

import pytest

from ryadom.store.database import Database
from ryadom.store.exports import Kind, Selection, columns_of, copy_as_csv, copy_as_json
from tests.store.scenes import make_scene

# More than waits between two processes of Postgres, so that one that reads is not over before the first rows are here.
MESSAGES = """
    INSERT INTO entries (site_id, conversation_id, seq, public, prev_public_seq, kind, author_kind, author_id, body)
    SELECT c.site_id, c.id, n, true, n - 1, 'message', 'visitor', c.visitor_id, repeat('чай', 300)
    FROM conversations AS c CROSS JOIN generate_series(1, 6000) AS n
"""
WORKERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'parallel worker' AND datname = current_database()"
)


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_export_takes_one_process_of_postgres_unless_it_is_quiet(database: Database, form: str) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await connection.execute(MESSAGES)
        await connection.execute("ANALYZE entries")
    wanted = Selection(
        kind=Kind.MESSAGES,
        site_ids=[scene.head.site_id],
        columns=columns_of(Kind.MESSAGES),
        since=datetime(1970, 1, 1, tzinfo=UTC),
    )
    async with database.connection() as watching, database.connection() as connection:
        for cost in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size"):
            # As in a large table
            await connection.execute(f"SET {cost} = 0")

        async def most_workers(*, is_quiet: bool) -> int:
            seen: list[int] = []

            async def take(_: bytes) -> None:
                seen.append(await watching.fetchval(WORKERS))

            if form == "csv":
                await copy_as_csv(connection, wanted, take, delimiter=";", is_quiet=is_quiet)
            else:
                await copy_as_json(connection, wanted, take, is_quiet=is_quiet)
            return max(seen)

        async with asyncio.timeout(30):
            # Others may have all there are, and one may be over before it is seen.
            while not await most_workers(is_quiet=True):
                pass
        assert await most_workers(is_quiet=False) == 0
