"""Forward-only migrations: `migrations/NNNN_name.sql`, each in a transaction, behind one advisory lock."""

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

import asyncpg
import structlog
from msgspec import Struct

from ryadom.errors import StartFailed
from ryadom.store.database import Database
from ryadom.store.sql import Connection, queries_beside
from ryadom.store.time_limits import lift_limits

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST_POSTGRES = 15

TIMEOUT_S = 24 * 3_600.0
"""Of one migration. A statement of the pool's ends after seconds; an index of a hundred million rows takes longer."""

LOCK_TIMEOUT_S = 3.0
MOST_TRIES = 5
LOCK_REST_S = 2.0
"""Between tries the chat goes on, whose commands wait behind a migration that waits."""

_queries = queries_beside(__file__)

log = structlog.get_logger(__name__)


class _PatientConnection(Connection, Protocol):
    """What more this needs of asyncpg's connection."""

    async def execute(self, query: str, *values: object, timeout: float | None = None) -> str: ...  # noqa: ASYNC109 - the driver's signature


class Migration(Struct, frozen=True):
    """One file. `sha256` is kept in the database, so that an edit after landing is noticed."""

    name: str
    sql: str
    sha256: str


def all_migrations(folder: Path = MIGRATIONS) -> Iterator[Migration]:
    """Every migration, in the order they are applied."""
    for file in sorted(folder.glob("[0-9]*.sql")):
        sql = file.read_text(encoding="utf-8")
        yield Migration(file.stem, sql, hashlib.sha256(sql.encode()).hexdigest())


async def migrate(database: Database, folder: Path = MIGRATIONS) -> list[str]:
    """Brings the schema up to date; gives the names applied by this call, oldest first.

    Each is in a transaction of its own: one that fails leaves those before it applied, and a table that one has locked
    is free before the next begins. Processes that start at once are safe: each is applied by one of them.

    Raises:
        StartFailed: Postgres is older than 15, a landed migration was edited, the database is newer than this code, or
            somebody holds a table that a migration changes.
    """
    async with database.connection() as connection:
        version = int(await _queries.server_version.value(connection))
    if version < OLDEST_POSTGRES * 10_000:
        raise StartFailed(
            f"Postgres {version // 10_000} is too old: Ryadom needs {OLDEST_POSTGRES} or newer. "
            "Upgrade it, or unset RYADOM_DATABASE_URL to use the embedded one."
        )
    applied: list[str] = []
    tries = 0
    while True:
        try:
            async with database.transaction() as connection:
                name = await _apply_next(cast(_PatientConnection, connection), folder)
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError) as error:
            tries += 1
            if tries >= MOST_TRIES:
                raise StartFailed(
                    f"Migration {next(iter(await pending(database, folder)), '')} changes a table that somebody holds: "
                    "a transaction that is open for long, such as a backup (pg_dump), an analyst's question, a psql "
                    "that was left, or a server that hangs. `ryadom doctor` and pg_stat_activity name it. End it, and "
                    "start again: what is applied stays."
                ) from error
            log.info("migration waits", reason=str(error), tries=tries)
            await asyncio.sleep(LOCK_REST_S)
            continue
        if name is None:
            return applied
        applied.append(name)
        tries = 0


async def _apply_next(connection: _PatientConnection, folder: Path) -> str | None:
    """Applies the oldest that waits, in this transaction; gives its name. None: there is none."""
    await lift_limits(connection)
    # Held until the commit, so a waiting process sees our rows; it waits for as long as we take.
    await connection.execute(_queries.lock_migrations.text, timeout=TIMEOUT_S)
    await _queries.make_table.run(connection)
    waiting = await _waiting(connection, folder)
    if not waiting:
        return None
    migration = waiting[0]
    await _queries.limit_lock_waits.run(connection, wait_ms=round(LOCK_TIMEOUT_S * 1000))
    await connection.execute(migration.sql, timeout=TIMEOUT_S)
    await _queries.record.run(connection, name=migration.name, sha256=migration.sha256)
    return migration.name


async def pending(database: Database, folder: Path = MIGRATIONS) -> list[str]:
    """The names of migrations that `migrate` would apply, oldest first."""
    async with database.connection() as connection:
        if not await _queries.table_exists.value(connection):
            return [migration.name for migration in all_migrations(folder)]
        return [migration.name for migration in await _waiting(connection, folder)]


async def _waiting(connection: Connection, folder: Path) -> list[Migration]:
    applied = {row["name"]: row["sha256"] for row in await _queries.applied.all(connection)}
    known = list(all_migrations(folder))
    if unknown := applied.keys() - {migration.name for migration in known}:
        raise StartFailed(
            f"The database has migrations that this version does not know ({', '.join(sorted(unknown))}): "
            "it was used by a newer Ryadom. Install that version or a newer one."
        )
    for migration in known:
        if applied.get(migration.name, migration.sha256) != migration.sha256:
            raise StartFailed(f"Migration {migration.name} was edited after it was applied; put the file back.")
    return [migration for migration in known if migration.name not in applied]
