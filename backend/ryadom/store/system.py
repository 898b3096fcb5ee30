"""What the system page asks the database about itself: sizes, the newest migration, and what waits."""

from collections.abc import Sequence

from msgspec import Struct

from ryadom.store.search_index import read_state
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

EXPORT_PROGRAM = "ryadom export"


class TableSize(Struct, frozen=True, kw_only=True):
    """A table with its indexes; `row_estimate` is Postgres' own guess, None where it has never looked."""

    name: str
    size_bytes: int
    row_estimate: int | None


class MailQueue(Struct, frozen=True, kw_only=True):
    """How many mails wait, how many were given up, and how long the oldest of those that wait has."""

    waiting: int
    dead: int
    oldest_s: float


class OldestWrite(Struct, frozen=True, kw_only=True):
    """The oldest transaction that writes: its `pid` and `program`, or its name if it is `prepared`, if we may see."""

    age_s: float = 0.0
    pid: int | None = None
    program: str | None = None
    prepared: str | None = None


class OldestSnapshot(Struct, frozen=True, kw_only=True):
    """The oldest snapshot that somebody reads by: whose it is, if we may see."""

    age_s: float = 0.0
    pid: int | None = None
    program: str = ""

    @property
    def is_of_export(self) -> bool:
        """Whether a table is being taken out; see `make_room` in exports.sql."""
        return self.program == EXPORT_PROGRAM


async def largest_tables(connection: Connection, *, limit: int) -> Sequence[TableSize]:
    """The tables that take the most room, the largest first."""
    rows = await _queries.largest_tables.all(connection, row_limit=limit)
    return [
        TableSize(
            name=row["name"],
            size_bytes=row["size_bytes"],
            row_estimate=row["row_estimate"] if row["row_estimate"] >= 0 else None,
        )
        for row in rows
    ]


async def newest_migration(connection: Connection) -> str:
    """The name of the newest migration that was applied."""
    return str(await _queries.newest_migration.value(connection))


async def oldest_write(connection: Connection) -> OldestWrite:
    """Who has been writing for the longest: programs that pull lag by that. Zero seconds where nobody writes."""
    row = await _queries.oldest_write.first(connection)
    if row is None:
        return OldestWrite()
    return OldestWrite(age_s=row["age_s"], pid=row["pid"], program=row["program"], prepared=row["prepared"])


async def oldest_snapshot(connection: Connection) -> OldestSnapshot:
    """Who has been reading by one snapshot for the longest. Zero seconds where nobody does."""
    row = await _queries.oldest_snapshot.first(connection)
    if row is None:
        return OldestSnapshot()
    return OldestSnapshot(age_s=row["age_s"], pid=row["pid"], program=row["program"])


async def longest_write_s(connection: Connection) -> float:
    """For how many seconds the oldest transaction has been writing."""
    return (await oldest_write(connection)).age_s


async def mail_queue(connection: Connection) -> MailQueue:
    """What has not been sent."""
    row = await _queries.mail_queue.one(connection)
    return MailQueue(waiting=row["waiting"], dead=row["dead"], oldest_s=row["oldest_s"])


async def search_lag_s(connection: Connection) -> float | None:
    """For how many seconds something has been said that can't be found yet; None before the search has begun."""
    state = await read_state(connection)
    if state.cursor is None:
        return None
    lag: float | None = await _queries.search_lag_s.value(
        connection, since=state.cursor.next_snapshot or state.cursor.snapshot
    )
    return lag or 0.0
