"""Days, weeks and hours of reports, in zones where clocks change, and the days that they are compared with."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ryadom.core.reports.periods import Period, make_period, start_of
from ryadom.errors import BadFrame

NOW = datetime(2026, 11, 28, 11, 30, tzinfo=UTC)


def period(since: str, until: str, zone: str = "Europe/Moscow", now: datetime = NOW) -> Period:
    return make_period(since=date.fromisoformat(since), until=date.fromisoformat(until), zone_name=zone, now=now)


def test_days_begin_at_midnight_of_the_zone() -> None:
    moscow = period("2026-11-20", "2026-11-21")
    assert (moscow.starts_at, moscow.ends_at) == (
        datetime(2026, 11, 19, 21, tzinfo=UTC),
        datetime(2026, 11, 21, 21, tzinfo=UTC),
    )
    kathmandu = period("2026-11-20", "2026-11-20", "Asia/Kathmandu")
    assert kathmandu.starts_at == datetime(2026, 11, 19, 18, 15, tzinfo=UTC)
    assert [hour.hour for hour in kathmandu.hours] == list(range(24))
    assert {hour.starts_at.minute for hour in kathmandu.hours} == {15}


@pytest.mark.parametrize(
    ("zone", "day", "hours", "shown_at_2"),
    [
        ("Europe/Berlin", "2026-03-29", 23, 0),
        ("Europe/Berlin", "2026-10-25", 25, 2),
        ("Europe/Moscow", "2026-03-29", 24, 1),
    ],
)
def test_days_on_which_clocks_change_have_the_hours_they_have(zone: str, day: str, hours: int, shown_at_2: int) -> None:
    one = period(day, day, zone)
    assert (one.ends_at - one.starts_at) / timedelta(hours=1) == hours == len(one.hours)
    assert sum(hour.hour == 2 for hour in one.hours) == shown_at_2
    assert {hour.weekday for hour in one.hours} == {6}


def test_day_without_a_midnight_begins_with_its_first_moment() -> None:
    # Clocks in Beirut go from 24:00 to 1:00.
    zone = ZoneInfo("Asia/Beirut")
    assert start_of(date(2026, 3, 29), zone).astimezone(zone).hour == 1
    one = period("2026-03-29", "2026-03-29", "Asia/Beirut")
    assert [hour.hour for hour in one.hours] == list(range(1, 24))


@pytest.mark.parametrize(
    ("since", "until", "before_since", "before_until"),
    [
        ("2026-11-20", "2026-11-20", "2026-11-19", "2026-11-19"),
        ("2026-11-16", "2026-11-22", "2026-11-09", "2026-11-15"),
        ("2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"),
        ("2026-01-01", "2026-03-31", "2025-10-01", "2025-12-31"),
        ("2026-03-01", "2026-03-30", "2026-01-30", "2026-02-28"),
    ],
)
def test_days_before_are_as_many_and_months_before_whole_months(
    since: str, until: str, before_since: str, before_until: str
) -> None:
    one = period(since, until)
    assert (one.before_since.isoformat(), one.before_until.isoformat()) == (before_since, before_until)
    assert one.before_ends_at == one.starts_at


def test_period_that_runs_is_compared_with_as_much_of_the_one_before() -> None:
    today = period("2026-11-28", "2026-11-28")
    assert today.is_running
    assert today.before_ends_at == NOW - timedelta(days=1)
    month = period("2026-11-01", "2026-11-30")
    assert month.before_ends_at == datetime(2026, 10, 28, 11, 30, tzinfo=UTC)
    # Long after the end of a shorter month: all of it, and no more.
    march = period("2026-03-01", "2026-03-31", now=datetime(2026, 3, 30, 12, tzinfo=UTC))
    assert march.before_ends_at == march.starts_at


def test_same_time_of_day_is_compared_though_clocks_changed_in_between() -> None:
    now = datetime(2026, 3, 29, 10, tzinfo=UTC)  # 12:00 in Berlin, in summer time since this morning
    one = period("2026-03-29", "2026-03-29", "Europe/Berlin", now)
    assert one.before_ends_at == datetime(2026, 3, 28, 11, tzinfo=UTC)  # 12:00 there, in winter time


def test_without_days_the_last_seven_are_meant() -> None:
    # Half past eleven in the evening in London is tomorrow in Moscow.
    one = make_period(since=None, until=None, zone_name="Europe/Moscow", now=datetime(2026, 11, 28, 23, 30, tzinfo=UTC))
    assert (one.since, one.until) == (date(2026, 11, 23), date(2026, 11, 29))


@pytest.mark.parametrize(
    ("since", "until", "zone", "field"),
    [
        ("2026-11-02", "2026-11-01", "UTC", "until"),
        ("2025-01-01", "2026-11-01", "UTC", "since"),
        ("0001-01-01", "0001-01-01", "UTC", "since"),
        ("9999-12-31", "9999-12-31", "UTC", "since"),
        ("2026-11-01", "2026-11-01", "Europe/Nowhere", "zone"),
        ("2026-11-01", "2026-11-01", "../../etc/passwd", "zone"),
        ("2026-11-01", "2026-11-01", "", "zone"),
        ("2026-11-01", "2026-11-01", "UTC\x00", "zone"),
    ],
)
def test_what_is_no_period_is_refused_with_its_field(since: str, until: str, zone: str, field: str) -> None:
    with pytest.raises(BadFrame) as refused:
        period(since, until, zone)
    assert refused.value.field == field


@pytest.mark.parametrize(("since", "until", "field"), [(None, date.min, "until"), (date.max, None, "since")])
def test_only_one_day_that_no_days_stand_around_is_refused(since: date | None, until: date | None, field: str) -> None:
    with pytest.raises(BadFrame) as refused:
        make_period(since=since, until=until, zone_name="UTC", now=NOW)
    assert refused.value.field == field
