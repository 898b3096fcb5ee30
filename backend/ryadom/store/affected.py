"""How many people an incident touches: who was active, whose data an account looked at, and what is held on them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.incidents import Affected
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Period(Struct, frozen=True):
    """From `since` on, before `before`; None leaves that side open."""

    since: datetime | None = None
    before: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether any time fits."""
        return self.since is None and self.before is None


class Weight(Struct, frozen=True, kw_only=True):
    """How many people, and of how many of them something of each category is held."""

    people: int = 0
    contact: int = 0
    message: int = 0
    page: int = 0
    network: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        """The people of both, who must not be the same."""
        return Weight(**{name: getattr(self, name) + getattr(other, name) for name in Weight.__struct_fields__})


async def visitors_after(connection: Connection, *, site_id: UUID, after: UUID | None, limit: int) -> list[UUID]:
    """The next visitors of a site who were not erased, by id, at most `limit`."""
    rows = await _queries.visitors_after.all(connection, site_id=site_id, after=after, row_limit=limit)
    return [row["id"] for row in rows]


async def active_among(
    connection: Connection, *, site_ids: Sequence[UUID], ids: Sequence[UUID], period: Period
) -> list[UUID]:
    """Those of these visitors in whose conversations something was written in the period."""
    rows = await _queries.active_among.all(
        connection, site_ids=list(site_ids), ids=list(ids), since=period.since, before=period.before
    )
    return [row["id"] for row in rows]


async def weigh(
    connection: Connection, *, site_ids: Sequence[UUID], ids: Sequence[UUID], categories: Sequence[Affected]
) -> Weight:
    """What is held on these visitors of these sites.

    Of `people` are those on whom something of one of the categories is held, all where none is named; and whoever was
    erased since, of whom that can't be told any more.
    """
    row: Row = await _queries.weigh.one(connection, site_ids=list(site_ids), ids=list(ids), categories=list(categories))
    return Weight(**{name: row[name] for name in Weight.__struct_fields__})


async def seen_by(
    connection: Connection, *, controller_id: UUID, actor_id: UUID, period: Period, after: int, up_to: int
) -> list[UUID]:
    """The visitors in a stretch of a controller's journal whom an account was shown in the period, each once."""
    rows = await _queries.seen_by.all(
        connection,
        controller_id=controller_id,
        actor_id=actor_id,
        since=period.since,
        before=period.before,
        after=after,
        up_to=up_to,
    )
    return [row["id"] for row in rows]


async def has_opened_panel(
    connection: Connection, *, controller_id: UUID, actor_id: UUID, period: Period, after: int, up_to: int
) -> bool:
    """Whether an account opened the panel in a stretch of the journal, within the period."""
    return bool(
        await _queries.has_opened_panel.value(
            connection,
            controller_id=controller_id,
            actor_id=actor_id,
            since=period.since,
            before=period.before,
            after=after,
            up_to=up_to,
        )
    )


async def last_number(connection: Connection, controller_id: UUID) -> int:
    """The number of the newest record of a controller's journal, 0 for an empty one."""
    number: int = await _queries.last_number.value(connection, controller_id=controller_id)
    return number
