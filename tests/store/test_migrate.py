"""Migrations: once each, in order, safe against each other and against edits."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from ryadom.errors import StartFailed
from ryadom.store import database as databases
from ryadom.store import migrate as migrations
from ryadom.store.database import Database, open_database
from ryadom.store.migrate import all_migrations, migrate, pending
from tests.waiting import until_true, until_waiting_for_locks


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
    assert sorted(name for names in applied for name in names) == ["0001_first", "0002_second"]
    async with open_database(empty_database_url) as database, database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM things") == 2


async def test_failed_migration_leaves_no_trace_and_those_before_it_stay(empty_database_url: str, folder: Path) -> None:
    (folder / "0003_third.sql").write_text("CREATE TABLE more (id integer); SELECT 1 / 0;")
    async with open_database(empty_database_url) as database:
        with pytest.raises(asyncpg.DivisionByZeroError):
            await migrate(database, folder)
        assert await pending(database, folder) == ["0003_third"]
        async with database.connection() as connection:
            assert await connection.fetchval("SELECT to_regclass('more')") is None


async def test_migration_may_take_longer_than_statements_may_and_another_process_waits_for_it(
    empty_database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "STATEMENT_TIMEOUT_S", 0.5)
    (folder / "0003_third.sql").write_text("SELECT pg_sleep(1.5); CREATE TABLE more (id integer);")
    async with open_database(empty_database_url) as one, open_database(empty_database_url) as other:
        applied = await asyncio.gather(migrate(one, folder), migrate(other, folder))
        assert sum(map(len, applied)) == 3
        assert await pending(one, folder) == []


async def test_table_that_somebody_holds_for_a_while_is_waited_for(
    empty_database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT_S", 0.3)
    monkeypatch.setattr(migrations, "LOCK_REST_S", 0.3)
    async with open_database(empty_database_url) as database, open_database(empty_database_url) as holder:
        await migrate(database, folder)
        (folder / "0003_third.sql").write_text("ALTER TABLE things ADD COLUMN name text;")
        (folder / "0004_fourth.sql").write_text("ALTER TABLE things ADD COLUMN size integer;")
        async with holder.transaction() as connection:
            await connection.execute("SELECT * FROM things")
            migrating = asyncio.create_task(migrate(database, folder))
            await until_waiting_for_locks(holder, 1)
            await until_true(lambda: _is_nobody_waiting(holder))
            # A server of the version before reads and writes while the migration rests.
            assert await connection.fetchval("SELECT count(*) FROM things") == 2
        assert await migrating == ["0003_third", "0004_fourth"]


async def test_table_that_somebody_holds_for_ever_stops_the_start_with_the_migrations_name(
    empty_database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT_S", 0.1)
    monkeypatch.setattr(migrations, "LOCK_REST_S", 0.01)
    async with open_database(empty_database_url) as database, open_database(empty_database_url) as holder:
        await migrate(database, folder)
        (folder / "0003_third.sql").write_text("CREATE TABLE more (id integer);")
        (folder / "0004_fourth.sql").write_text("DROP TABLE more; ALTER TABLE things ADD COLUMN name text;")
        async with holder.transaction() as connection:
            await connection.execute("SELECT * FROM things")
            with pytest.raises(StartFailed, match=r"0004_fourth changes a table that somebody holds.*pg_dump"):
                await migrate(database, folder)
            assert await pending(database, folder) == ["0004_fourth"]
            assert await connection.fetchval("SELECT count(*) FROM more") == 0
            await connection.execute("LOCK TABLE things IN ROW EXCLUSIVE MODE NOWAIT")
    async with open_database(empty_database_url) as database:
        assert await migrate(database, folder) == ["0004_fourth"]


async def _is_nobody_waiting(database: Database) -> bool:
    async with database.connection() as connection:
        return not await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )


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


async def test_report_that_runs_and_mergers_wait_in_no_circle(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MOST_TRIES", 1)
    landed = list(all_migrations())
    names = [migration.name.partition("_")[2] for migration in landed]
    first, last = names.index("merged_conversations"), names.index("where_merged_ones_point")

    def land(some: list[migrations.Migration]) -> None:
        for migration in some:
            (tmp_path / f"{migration.name}.sql").write_text(migration.sql)

    async with open_database(empty_database_url) as database, open_database(empty_database_url) as holder:
        land(landed[:first])
        await migrate(database, tmp_path)
        land(landed[first : last + 1])
        async with holder.transaction() as connection:
            # A report locks one after the other.
            await connection.execute("SELECT FROM rounds")
            migrating = asyncio.create_task(migrate(database, tmp_path))
            await until_waiting_for_locks(holder, 1)
            await connection.execute("SELECT FROM rounds AS r JOIN conversations AS c ON c.id = r.conversation_id")
        assert await migrating == [migration.name for migration in landed[first : last + 1]]


async def test_cards_are_written_while_a_list_that_somebody_reads_keeps_their_migration_waiting(
    empty_database_url: str, tmp_path: Path
) -> None:
    landed = list(all_migrations())
    number = [migration.name.partition("_")[2] for migration in landed].index("cardsearch")

    def land(some: list[migrations.Migration]) -> None:
        for migration in some:
            (tmp_path / f"{migration.name}.sql").write_text(migration.sql)

    async with open_database(empty_database_url) as database, open_database(empty_database_url) as holder:
        land(landed[:number])
        await migrate(database, tmp_path)
        land(landed[number : number + 1])
        async with holder.transaction() as connection:
            await connection.execute("SELECT FROM inbox_rows")
            migrating = asyncio.create_task(migrate(database, tmp_path))
            await until_waiting_for_locks(holder, 1)
            for table in ("customer_cards", "visitor_identities", "customer_notes"):
                await connection.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE NOWAIT")
        assert await migrating == [landed[number].name]
