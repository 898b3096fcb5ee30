"""Forward-only migrations: `migrations/NNNN_name.sql`, each in a transaction, behind one advisory lock."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ryadom.errors import StartFailed
from ryadom.store.database import Database
from ryadom.store.sql import Connection, queries_beside
from ryadom.store.time_limits import lift_limits

MIGRATIONS = Path(__file__).parent / "migrations"
OLDEST_POSTGRES = 15

_queries = queries_beside(__file__)


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
    """Brings the schema up to date; gives the names applied, oldest first.

    Two processes that start at once are safe: the second waits and finds nothing to do.

    Raises:
        StartFailed: Postgres is older than 15, a landed migration was edited, or the database is newer than this code.
    """
    async with database.transaction() as connection:
        await lift_limits(connection)
        version = int(await _queries.server_version.value(connection))
        if version < OLDEST_POSTGRES * 10_000:
            raise StartFailed(
                f"Postgres {version // 10_000} is too old: Ryadom needs {OLDEST_POSTGRES} or newer. "
                "Upgrade it, or unset RYADOM_DATABASE_URL to use the embedded one."
            )
        # Held until the commit, so a waiting process sees our rows.
        await _queries.lock_migrations.run(connection)
        await _queries.make_table.run(connection)
        waiting = await _waiting(connection, folder)
        for migration in waiting:
            await connection.execute(migration.sql)
            await _queries.record.run(connection, name=migration.name, sha256=migration.sha256)
    return [migration.name for migration in waiting]


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
