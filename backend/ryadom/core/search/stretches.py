"""Which stretches of time a search looks at, one after the other: the newest first, each several times the one before.

Where a word is frequent, the first page is full after a day; where it is rare, there is little in any stretch. So
neither reads more than a few times what it gives, however much has ever been said.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from ryadom.core.search.vectors import day_slot, month_slot, site_slot

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing was said before."""

_DAYS = (1, 7)
_MONTHS = (3, 24)


class Stretch(Struct, frozen=True):
    """From when, and the slots that all of it is in."""

    since: datetime
    slots: frozenset[int]


def stretches(site_ids: Collection[UUID], *, until: datetime, since: datetime | None) -> Iterator[Stretch]:
    """From `until` back to `since`, in UTC; they follow one another without a gap."""
    beginning = max(since.astimezone(UTC), BEGINNING) if since else BEGINNING
    end = until.astimezone(UTC)
    for days in _DAYS:
        if end <= beginning:
            return
        # Beginning at a midnight, so that whole days are looked at.
        start = max(beginning, _midnight(end - timedelta(microseconds=1)) - timedelta(days=days - 1))
        first, last = start.toordinal(), end.toordinal()
        yield Stretch(
            start,
            frozenset(day_slot(site_id, day) for site_id in site_ids for day in range(first, last + 1)),
        )
        end = start
    for months in _MONTHS:
        if end <= beginning:
            return
        first = max(_month(end) - months, _month(beginning))
        start = max(beginning, datetime(first // 12, first % 12 + 1, 1, tzinfo=UTC))
        yield Stretch(
            start,
            frozenset(month_slot(site_id, month) for site_id in site_ids for month in range(first, _month(end) + 1)),
        )
        end = start
    if end > beginning:
        yield Stretch(beginning, frozenset(site_slot(site_id) for site_id in site_ids))


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


def _month(at: datetime) -> int:
    return at.year * 12 + at.month - 1
