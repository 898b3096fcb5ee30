"""Working hours of a site: whether somebody should be there, and when again."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Struct

MINUTES_OF_DAY = 1_440
DAYS_OF_WEEK = 7
AHEAD_DAYS = 2
"""So far a panel can reckon by what it was told: it is told anew each day, soon after midnight."""
MAX_BACK_DAYS = 366


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
    first, last = since.astimezone(zone).date() - timedelta(days=1), until.astimezone(zone).date()
    total_s = 0.0
    for opens, closes in _open_between(week, zone, first, last):
        total_s += max(0.0, (min(closes, until) - max(opens, since)).total_seconds())
    return total_s


def openings_around(week: Sequence[Day | None], zone: ZoneInfo, now: datetime, *, held_min: int) -> list[datetime]:
    """When it opens and closes by turns (UTC), from so long ago that before today it was open for `held_min` minutes.

    What any wait of up to so many minutes in the hours is reckoned by, as `open_seconds` does, without asking for the
    zone: the days up to `AHEAD_DAYS` from today are among them. The same all day, and a year back at most. A week
    without hours has none; what closes as the next day opens does not close.
    """
    today = now.astimezone(zone).date()
    first, held_s = today, 0.0
    while held_s < held_min * 60 and any(week) and (today - first).days < MAX_BACK_DAYS:
        first -= timedelta(days=1)
        held_s += sum((closes - opens).total_seconds() for opens, closes in _open_between(week, zone, first, first))
    turns: list[datetime] = []
    for opens, closes in _open_between(week, zone, first, today + timedelta(days=AHEAD_DAYS)):
        if turns and turns[-1] == opens:
            turns.pop()
        else:
            turns.append(opens)
        turns.append(closes)
    return turns


def _open_between(
    week: Sequence[Day | None], zone: ZoneInfo, first: date, last: date
) -> Iterator[tuple[datetime, datetime]]:
    """When it opens and closes on these days, the last one included, in UTC: of two times in one zone Python subtracts
    what the clocks show. Hours that clocks put forward leave nothing of are left out."""
    for days in range((last - first).days + 1):
        on = first + timedelta(days=days)
        if (day := week[on.weekday()]) is None:
            continue
        opens, closes = _at(on, day.opens, zone).astimezone(UTC), _at(on, day.closes, zone).astimezone(UTC)
        if opens < closes:
            yield opens, closes


def _stretches(week: Sequence[Day | None], zone: ZoneInfo, now: datetime) -> list[tuple[datetime, datetime]]:
    """From yesterday, for a day may end at midnight, up to the same weekday of the next week."""
    today = now.astimezone(zone).date()
    dates = (today + timedelta(days=days) for days in range(-1, DAYS_OF_WEEK + 1))
    hours = ((on, week[on.weekday()]) for on in dates)
    return [(_at(on, day.opens, zone), _at(on, day.closes, zone)) for on, day in hours if day is not None]


def _at(on: date, minute: int, zone: ZoneInfo) -> datetime:
    days, minute = divmod(minute, MINUTES_OF_DAY)
    return datetime.combine(on + timedelta(days=days), time(minute // 60, minute % 60), zone)
