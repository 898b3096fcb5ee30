"""Which time a report is about: days of a calendar in some zone, as instants. Pure.

All boundaries are reckoned here, with `zoneinfo`, and go to Postgres as instants: it has time zones of its own, which
may be older or named otherwise.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from ryadom.errors import BadFrame

MAX_DAYS = 366
DEFAULT_DAYS = 7
FIRST_YEAR, LAST_YEAR = 2000, 2100
_QUARTER = timedelta(minutes=15)
"""Every zone's hours begin at a multiple of it, those of Kathmandu (+5:45) too."""


class Hour(Struct, frozen=True):
    """An hour as clocks show it. `weekday`: 0 for Monday. The hour that comes twice in autumn is two of these."""

    starts_at: datetime
    weekday: int
    hour: int


class Period(Struct, frozen=True, kw_only=True):
    """Days of a calendar, both included, and the days before that they are compared with.

    `starts_at` is included, `ends_at` is not. `is_running`: it has not ended yet; then `before_ends_at` is as far into
    the days before as now is into these, so that like is compared with like.
    """

    zone: ZoneInfo
    since: date
    until: date
    starts_at: datetime
    ends_at: datetime
    before_since: date
    before_until: date
    before_starts_at: datetime
    before_ends_at: datetime
    is_running: bool

    @property
    def days(self) -> Sequence[date]:
        """Every day."""
        return [self.since + timedelta(days=number) for number in range((self.until - self.since).days + 1)]

    @property
    def day_starts(self) -> Sequence[datetime]:
        """When each day begins."""
        return [start_of(day, self.zone) for day in self.days]

    @property
    def hours(self) -> Sequence[Hour]:
        """Every hour, in order."""
        return list(_hours(self))

    def day_of(self, moment: datetime) -> date:
        """On which day of the period an instant lies."""
        return self.days[bisect_right(self.day_starts, moment) - 1]


def make_period(*, since: date | None, until: date | None, zone_name: str, now: datetime) -> Period:
    """The period from `since` to `until`; without them the last 7 days, today included.

    The days before are as many as these; of whole months they are as many whole months.

    Raises:
        BadFrame: no such zone; the days are in a wrong order, more than 366, or out of this century.
    """
    zone = _zone(zone_name)
    for field, day in (("since", since), ("until", until)):
        # Before anything is reckoned from them: there are no days before the first.
        if day is not None and not FIRST_YEAR < day.year <= LAST_YEAR:
            raise BadFrame(f"Name days between {FIRST_YEAR + 1} and {LAST_YEAR}.", field=field)
    until = until or (since if since else now.astimezone(zone).date())
    since = since or until - timedelta(days=DEFAULT_DAYS - 1)
    if since > until:
        raise BadFrame("The period ends before it begins: `until` is the last day of it.", field="until")
    if (until - since).days >= MAX_DAYS:
        raise BadFrame(f"A report has at most {MAX_DAYS} days. Ask for fewer.", field="since")
    before_since = _before(since, until)
    before_until = since - timedelta(days=1)
    starts_at, ends_at = start_of(since, zone), start_of(until + timedelta(days=1), zone)
    before_starts_at = start_of(before_since, zone)
    is_running = starts_at <= now < ends_at
    before_ends_at = starts_at
    if is_running:
        elapsed = _wall(now, zone) - datetime.combine(since, time())
        as_far = (datetime.combine(before_since, time()) + elapsed).replace(tzinfo=zone).astimezone(UTC)
        before_ends_at = min(starts_at, max(before_starts_at, as_far))
    return Period(
        zone=zone,
        since=since,
        until=until,
        starts_at=starts_at,
        ends_at=ends_at,
        before_since=before_since,
        before_until=before_until,
        before_starts_at=before_starts_at,
        before_ends_at=before_ends_at,
        is_running=is_running,
    )


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins, in UTC; where clocks leave midnight out, the first moment after it."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadFrame("There is no such time zone. Name one as Europe/Moscow.", field="zone") from None


def _before(since: date, until: date) -> date:
    """The first of the days before."""
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        year, month = divmod(since.year * 12 + since.month - 1 - months, 12)
        return date(year, month + 1, 1)
    return since - (until - since) - timedelta(days=1)


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def _hours(period: Period) -> Iterator[Hour]:
    moment, shown = period.starts_at, (-1, -1, timedelta())
    while moment < period.ends_at:
        local = moment.astimezone(period.zone)
        # The offset tells the hour that comes twice from itself.
        now_shown = (local.weekday(), local.hour, local.utcoffset() or timedelta())
        if now_shown != shown:
            yield Hour(moment, local.weekday(), local.hour)
        moment, shown = moment + _QUARTER, now_shown
