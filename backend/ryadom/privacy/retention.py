"""Erasing what has outlived its lifetime, or counting it: by the data map, owner by owner, in small transactions.

An owner is a conversation or a person whose end began the lifetime. Each transaction locks its owners and looks again
whether that is still so: somebody may have come back, or a hold may have been placed. It notes what it erased, so that
a killed run goes on.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.privacy.calendar import MOSCOW
from ryadom.privacy.classification import Category, Table
from ryadom.privacy.data_map import TABLES
from ryadom.privacy.destruction import note_page
from ryadom.privacy.erasing_statements import erasing_statements
from ryadom.privacy.persons import PAGE_ROWS
from ryadom.store.database import Database
from ryadom.store.destructions import Begun, Task
from ryadom.store.lifetimes import ENDS, Ended, Lifetime, SiteLifetime, list_ended, lock_still_ended, note_swept
from ryadom.store.sql import Connection

BATCH_OWNERS = 200
COUNTED_OWNERS = 1_000
LOCKED_OWNERS = 10
"""So many are locked at once, and as many again while the transaction has rows left to erase."""


class Erased(Struct, frozen=True):
    """What one transaction erased: rows of a table, whose, and the destruction that it is noted under."""

    begun: Begun
    table: Table
    rows: int
    owners: list[Ended]
    took_s: float


class Due(Struct, frozen=True, kw_only=True):
    """How many rows have outlived their lifetime, and of how many owners; there is more of them where `is_more`."""

    rows: int
    owners: int
    is_more: bool


def cutoff(now: datetime, days: int) -> datetime:
    """What ended before has outlived a lifetime: counted to the midnight in Moscow that was last, so once a day."""
    midnight = now.astimezone(MOSCOW).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days)


def tables_of(kind: Lifetime, tables: Iterable[Table] = TABLES) -> list[Table]:
    """The tables that have something with this lifetime."""
    return [table for table in tables if table.of_lifetime(kind)]


async def count_due(
    database: Database,
    *,
    site_id: UUID,
    kind: Lifetime,
    before: datetime,
    swept_until: datetime | None,
    at_most: int | None = None,
) -> Due:
    """What would be erased now. Counting stops at `at_most` rows, or ten times as many owners."""
    rows = owners = seen = 0
    after: Ended | datetime | None = swept_until
    while True:
        async with database.connection() as connection:
            ended = await list_ended(
                connection, ENDS[kind], site_id=site_id, before=before, after=after, limit=COUNTED_OWNERS
            )
            ids = list({one.id for one in ended})
            for table in tables_of(kind):
                if table.is_derived:
                    continue
                counted = await erasing_statements(table, kind).count_left.one(
                    connection, site_id=site_id, owner_ids=ids
                )
                rows, owners = rows + counted["rows"], owners + counted["owners"]
        if len(ended) < COUNTED_OWNERS:
            return Due(rows=rows, owners=owners, is_more=False)
        after, seen = ended[-1], seen + len(ended)
        if at_most is not None and (rows >= at_most or seen >= 10 * at_most):
            return Due(rows=min(rows, at_most), owners=owners, is_more=True)


class Sweep(Struct, frozen=True, kw_only=True):
    """The erasure of one kind on one site. `on_erased` is awaited after each transaction that erased something.

    `from_start`: looks also at what ended before the last sweep, and may have been added to since.
    """

    database: Database
    task: Task
    lifetime: SiteLifetime
    before: datetime
    on_erased: Callable[[Erased], Awaitable[None]]
    from_start: bool = False
    page_rows: int = PAGE_ROWS
    batch_owners: int = BATCH_OWNERS

    async def run(self) -> None:
        """Erases all that is due, the oldest first. Where a lifetime or hold changes meanwhile, the next run goes on.

        Raises:
            JournalUnavailable: the journal can't be written, so nothing more is erased.
        """
        lifetime = self.lifetime
        end, site_id = ENDS[lifetime.kind], lifetime.site_id
        place: Ended | datetime | None = None if self.from_start else lifetime.swept_until
        is_more = True
        while is_more:
            async with self.database.connection() as connection:
                ended = await list_ended(
                    connection, end, site_id=site_id, before=self.before, after=place, limit=self.batch_owners
                )
            for table in tables_of(lifetime.kind):
                await self._erase(table, ended)
            is_more = len(ended) == self.batch_owners
            until = ended[-1].ended_at if is_more else max(self.before, lifetime.swept_until or self.before)
            async with self.database.connection() as connection:
                if not await note_swept(connection, lifetime, until):
                    return
            lifetime = replace(lifetime, swept_until=until)
            place = ended[-1] if ended else None

    async def _erase(self, table: Table, ended: Sequence[Ended]) -> None:
        left = list({one.id: one for one in ended}.values())
        if not await self._has_left(table, left):
            return
        place: object = None
        while left:
            began = monotonic()
            async with self.database.transaction() as connection:
                left, place, done = await self._erase_page(connection, table, left, place)
            if done is not None:
                await self.on_erased(replace(done, took_s=monotonic() - began))

    async def _has_left(self, table: Table, owners: Sequence[Ended]) -> bool:
        """Whether these have anything to erase: the run from the start need not lock whom earlier ones have erased."""
        count_left = erasing_statements(table, self.lifetime.kind).count_left
        async with self.database.connection() as connection:
            counted = await count_left.one(
                connection, site_id=self.lifetime.site_id, owner_ids=[one.id for one in owners]
            )
        return bool(counted["rows"])

    async def _erase_page(
        self, connection: Connection, table: Table, left: list[Ended], place: object
    ) -> tuple[list[Ended], object, Erased | None]:
        """One transaction's work: at most `page_rows` rows of the first of these owners; gives what is left to do."""
        kind, site_id = self.lifetime.kind, self.lifetime.site_id
        statements = erasing_statements(table, kind)
        seen = rows = 0
        owners: list[Ended] = []
        categories: dict[Category, None] = {}
        still: set[UUID] = set()
        known = 0
        while left and seen < self.page_rows:
            if not known:
                # One that is erased in many transactions is locked alone.
                together = left[: LOCKED_OWNERS if place is None else 1]
                known = len(together)
                still = await lock_still_ended(
                    connection, ENDS[kind], site_id=site_id, before=self.before, owners=together
                )
            owner, limit = left[0], self.page_rows - seen
            if owner.id in still:
                page = await statements.erase(
                    connection, site_id=site_id, owner_id=owner.id, after=place, row_limit=limit
                )
                seen, rows = seen + page.seen, rows + page.changed
                if page.changed:
                    owners.append(owner)
                    categories |= dict.fromkeys(page.categories)
                if page.seen == limit:
                    place = page.place
                    break
            left, place, known = left[1:], None, known - 1
        if not rows or table.is_derived:
            return left, place, None
        begun = await note_page(
            connection,
            self.task,
            table_name=table.name,
            rows=rows,
            visitor_ids={owner.visitor_id for owner in owners},
            categories=categories,
        )
        return left, place, Erased(begun, table, rows, owners, 0.0)
