"""Migrations: once each, in order, safe against each other and against edits."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from ryadom.errors import StartFailed
from ryadom.store.database import open_database
from ryadom.store.migrate import all_migrations, migrate, pending


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE things (id integer PRIMARY KEY);")
    (tmp_path / "0002_second.sql").write_text("INSERT INTO things VALUES (1);\nINSERT INTO things VALUES (2);")
    return tmp_path


async def test_migrations_are_applied_once_in_order(empty_database_url: str, folder: Path) -> None:
    async with open_database(empty_database_url) as database:
        assert await pending(database, folder) == ["0001_first", "0002_second"]
        assert await migrate(database, folder) == ["0001_first", "0002_second"]
        assert await migrate(database, folder) == []
        assert await pending(database, folder) == []


async def test_processes_that_start_at_once_apply_each_migration_once(empty_database_url: str, folder: Path) -> None:
    async def start() -> list[str]:
        async with open_database(empty_database_url, pool_size=1) as database:
            return await migrate(database, folder)

    applied = await asyncio.gather(*(start() for _ in range(5)))
    assert sorted(map(len, applied)) == [0, 0, 0, 0, 2]
    async with open_database(empty_database_url) as database, database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM things") == 2


async def test_failed_migration_leaves_no_trace(empty_database_url: str, folder: Path) -> None:
    (folder / "0003_third.sql").write_text("CREATE TABLE more (id integer); SELECT 1 / 0;")
    async with open_database(empty_database_url) as database:
        with pytest.raises(asyncpg.DivisionByZeroError):
            await migrate(database, folder)
        assert await pending(database, folder) == ["0001_first", "0002_second", "0003_third"]


async def test_edited_migration_stops_the_start(empty_database_url: str, folder: Path) -> None:
    async with open_database(empty_database_url) as database:
        await migrate(database, folder)
        (folder / "0001_first.sql").write_text("CREATE TABLE things (id bigint PRIMARY KEY);")
        with pytest.raises(StartFailed, match="0001_first was edited"):
            await migrate(database, folder)


async def test_database_of_a_newer_version_stops_the_start(empty_database_url: str, folder: Path) -> None:
    async with open_database(empty_database_url) as database:
        await migrate(database, folder)
        (folder / "0002_second.sql").unlink()
        with pytest.raises(StartFailed, match="newer Ryadom"):
            await migrate(database, folder)


async def test_every_key_of_a_sites_rows_begins_with_the_site(database_url: str) -> None:
    """So that a sharded Postgres can distribute by it. A document may be of one site, and is its controller's."""
    async with open_database(database_url) as database, database.connection() as connection:
        rows = await connection.fetch(
            """SELECT c.relname AS name, a.attname AS first_column
            FROM pg_index AS i
            JOIN pg_class AS c ON c.oid = i.indrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'public'
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
            WHERE i.indisprimary
                -- a controller's, whichever of its sites they are of
                AND c.relname NOT IN ('journal', 'destructions')
                AND EXISTS (
                    SELECT 1 FROM pg_attribute AS s
                    WHERE s.attrelid = c.oid AND s.attname = 'site_id' AND s.attnotnull
                )"""
        )
    assert {row["name"] for row in rows} >= {"visitors", "conversations", "entries", "operator_sites"}
    assert {row["first_column"] for row in rows} == {"site_id"}


def test_names_of_migrations_are_numbered_without_holes() -> None:
    numbers = [int(migration.name.partition("_")[0]) for migration in all_migrations()]
    assert numbers == list(range(1, len(numbers) + 1))
