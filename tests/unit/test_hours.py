"""When a site is open, and when again: over midnights, weekends and changes of the clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryadom.core.hours import MAX_BACK_DAYS, Day, is_open, next_opening, open_seconds, openings_around

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_SIX = Day(opens=540, closes=1_080)
WEEK = [NINE_TO_SIX] * 5 + [None, None]


def moscow(day: int, hour: int, minute: int = 0) -> datetime:
    """In the week of Monday, 2026-11-30."""
    return datetime(2026, 11, 30, hour, minute, tzinfo=MOSCOW) + timedelta(days=day)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (moscow(0, 8, 59), moscow(0, 9)),
        (moscow(0, 9), None),
        (moscow(0, 17, 59), None),
        (moscow(0, 18), moscow(1, 9)),
        (moscow(4, 18), moscow(7, 9)),
        (moscow(5, 12), moscow(7, 9)),
        (moscow(6, 23, 59), moscow(7, 9)),
    ],
)
def test_site_is_open_in_its_hours_and_says_when_again(now: datetime, opens: datetime | None) -> None:
    now = now.astimezone(UTC)  # the server's clock knows of no zone
    assert is_open(WEEK, MOSCOW, now) == (opens is None)
    if opens is not None:
        assert next_opening(WEEK, MOSCOW, now) == opens


def test_day_and_night_is_open_at_midnight() -> None:
    always = [Day(opens=0, closes=1_440)] * 7
    assert all(is_open(always, MOSCOW, moscow(0, 0) + timedelta(minutes=15 * step)) for step in range(96 * 7))


def test_one_day_a_week_opens_a_week_later() -> None:
    mondays = [NINE_TO_SIX, *[None] * 6]
    assert next_opening(mondays, MOSCOW, moscow(0, 18)) == moscow(7, 9)


def test_hours_are_by_the_wall_clock_when_clocks_change() -> None:
    week: list[Day | None] = [NINE_TO_SIX] * 7
    before = datetime(2026, 10, 24, 20, tzinfo=BERLIN)  # clocks go back in this night
    opens = next_opening(week, BERLIN, before)
    assert opens == datetime(2026, 10, 25, 8, tzinfo=UTC)


def test_week_without_hours_never_opens() -> None:
    assert not is_open([None] * 7, MOSCOW, moscow(0, 12))
    assert next_opening([None] * 7, MOSCOW, moscow(0, 12)) is None


days = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 1_439), st.integers(1, 1_440))
    .filter(lambda hours: hours[0] < hours[1])
    .map(lambda hours: Day(opens=hours[0], closes=hours[1])),
)


@given(
    st.lists(days, min_size=7, max_size=7),
    st.sampled_from([MOSCOW, BERLIN]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis asks for naive bounds
)
def test_next_opening_lies_ahead_and_is_open(week: list[Day | None], zone: ZoneInfo, now: datetime) -> None:
    opens = next_opening(week, zone, now)
    assert (opens is None) == (not any(week))
    if opens is not None:
        assert now < opens <= now + timedelta(days=8, hours=1)
        assert is_open(week, zone, opens)


def test_panels_are_told_the_hours_from_as_long_ago_as_the_goal_reaches() -> None:
    turns = openings_around(WEEK, MOSCOW, moscow(0, 12).astimezone(UTC), held_min=15)
    assert turns == [at for day in (-3, 0, 1, 2) for at in (moscow(day, 9), moscow(day, 18))]
    assert openings_around(WEEK, MOSCOW, moscow(0, 23, 59), held_min=15) == turns
    assert openings_around(WEEK, MOSCOW, moscow(0, 12), held_min=9 * 60 + 1)[0] == moscow(-4, 9)
    assert openings_around([None] * 7, MOSCOW, moscow(0, 12), held_min=15) == []


def test_day_and_night_opens_once_and_clocks_that_change_close_nothing() -> None:
    always: list[Day | None] = [Day(opens=0, closes=1_440)] * 7
    midnight = datetime(2026, 3, 29, tzinfo=BERLIN)  # of this day the clocks take an hour
    [opens, closes] = openings_around(always, BERLIN, midnight, held_min=1)
    assert (opens, closes) == (midnight - timedelta(days=1), datetime(2026, 4, 1, tzinfo=BERLIN))
    assert closes - opens == timedelta(days=4) - timedelta(hours=1)
    asleep = [Day(opens=125, closes=130)] * 7  # there is no five past two in this night
    assert datetime(2026, 3, 29, 1, 5, tzinfo=UTC) in openings_around(asleep, BERLIN, midnight, held_min=1)
    gone = [Day(opens=150, closes=190)] * 7  # half past two comes after ten past three
    turns = openings_around(gone, BERLIN, midnight, held_min=1)
    assert all(one < other for one, other in pairwise(turns))


@given(
    st.lists(days, min_size=7, max_size=7),
    st.sampled_from([MOSCOW, BERLIN]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis asks for naive bounds
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.integers(1, 1_440),
)
def test_a_wait_counts_in_panels_as_in_reports_as_far_as_the_goal_reaches(
    week: list[Day | None], zone: ZoneInfo, now: datetime, waited: timedelta, goal_min: int
) -> None:
    turns = openings_around(week, zone, now, held_min=goal_min)
    assert turns == sorted(turns)
    assert not turns or now - turns[0] <= timedelta(days=MAX_BACK_DAYS + 1)
    # As the panel's countedBetween does it.
    since = now - waited
    counted_s = sum(
        (min(closes, now) - max(opens, since)).total_seconds()
        for opens, closes in zip(turns[::2], turns[1::2], strict=True)
        if opens < now and closes > since
    )
    by_reports_s = open_seconds(week, zone, since, now)
    assert counted_s <= by_reports_s
    assert min(counted_s, goal_min * 60) == min(by_reports_s, goal_min * 60)
