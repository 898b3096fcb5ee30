"""Working hours of a site: whether somebody should be there, and when again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

MINUTES_OF_DAY = 1_440
DAYS_OF_WEEK = 7


class Day(Struct, frozen=True, kw_only=True):
    """One day's hours in minutes from midnight; open until 24:00 is 1,440."""

    opens: Annotated[int, Meta(ge=0, lt=MINUTES_OF_DAY)]
    closes: Annotated[int, Meta(gt=0, le=MINUTES_OF_DAY)]


def is_open(week: Sequence[Day | None], zone: ZoneInfo, now: datetime) -> bool:
    """Whether `now` lies in the hours; the week begins on Monday, and one without any hours is never open."""
    return any(opens <= now < closes for opens, closes in _stretches(week, zone, now))


def next_opening(week: Sequence[Day | None], zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the site opens the next time after `now`; None where it never does."""
    return min((opens for opens, _ in _stretches(week, zone, now) if opens > now), default=None)


def open_seconds(week: Sequence[Day | None], zone: ZoneInfo, since: datetime, until: datetime) -> float:
    """How much of the time from `since` to `until` lies in the hours. A day on which clocks change has what it has."""
    since, until = since.astimezone(UTC), until.astimezone(UTC)
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    total_s = 0.0
    for days in range(-1, (last - first).days + 1):
        on = first + timedelta(days=days)
        if (day := week[on.weekday()]) is None:
            continue
        # Compared in UTC: of two times in one zone Python subtracts what the clocks show.
        opens, closes = _at(on, day.opens, zone).astimezone(UTC), _at(on, day.closes, zone).astimezone(UTC)
        total_s += max(0.0, (min(closes, until) - max(opens, since)).total_seconds())
    return total_s


def _stretches(week: Sequence[Day | None], zone: ZoneInfo, now: datetime) -> list[tuple[datetime, datetime]]:
    """From yesterday, for a day may end at midnight, up to the same weekday of the next week."""
    today = now.astimezone(zone).date()
    dates = (today + timedelta(days=days) for days in range(-1, DAYS_OF_WEEK + 1))
    hours = ((on, week[on.weekday()]) for on in dates)
    return [(_at(on, day.opens, zone), _at(on, day.closes, zone)) for on, day in hours if day is not None]


def _at(on: date, minute: int, zone: ZoneInfo) -> datetime:
    days, minute = divmod(minute, MINUTES_OF_DAY)
    return datetime.combine(on + timedelta(days=days), time(minute // 60, minute % 60), zone)
