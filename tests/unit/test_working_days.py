"""The calendar of working days, and the terms of the law on it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryadom.cli.deadline import told
from ryadom.cli.doctor import State
from ryadom.cli.privacy_checks import check_calendar, check_subjects
from ryadom.errors import CalendarUnknown
from ryadom.privacy.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    MOSCOW,
    add_working_days,
    day_of,
    is_working_day,
    last_known_day,
)
from ryadom.privacy.deadlines import TERMS, TERMS_BY_KIND, deadline
from ryadom.privacy.protection_levels import MANY_SUBJECTS, SUBJECTS_WARN
from ryadom.store.controllers import Controller, SubjectCount
from ryadom.store.ids import new_id

# As the decrees say, and the Labour Code for days off that fall on a weekend.
WORKED_SATURDAYS = {
    2024: ["2024-04-27", "2024-11-02", "2024-12-28"],
    2025: ["2025-11-01"],
    2026: [],
    2027: ["2027-02-20"],
}
WEEKDAYS_OFF = {
    2024: "01-01 01-02 01-03 01-04 01-05 01-08 02-23 03-08 04-29 04-30 05-01 05-09 05-10 06-12 11-04 12-30 12-31",
    2025: "01-01 01-02 01-03 01-06 01-07 01-08 05-01 05-02 05-08 05-09 06-12 06-13 11-03 11-04 12-31",
    2026: "01-01 01-02 01-05 01-06 01-07 01-08 01-09 02-23 03-09 05-01 05-11 06-12 11-04 12-31",
    2027: "01-01 01-04 01-05 01-06 01-07 01-08 02-22 02-23 03-08 05-03 05-10 06-14 11-04 11-05 12-31",
}
WORKING_DAYS = {2024: 248, 2025: 247, 2026: 247, 2027: 247}
SATURDAY = 5

known_days = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 9, 30))


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=day) for day in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", WORKING_DAYS)
def test_year_has_the_days_off_and_the_worked_saturdays_of_its_decree(year: int) -> None:
    working = [day for day in days_of(year) if is_working_day(day)]
    off = [day for day in days_of(year) if day.weekday() < SATURDAY and day not in working]

    assert [day.isoformat() for day in working if day.weekday() >= SATURDAY] == WORKED_SATURDAYS[year]
    assert " ".join(f"{day:%m-%d}" for day in off) == WEEKDAYS_OFF[year]
    assert len(working) == WORKING_DAYS[year]


@given(known_days, st.integers(1, 60))
def test_term_ends_on_a_working_day_with_as_many_of_them_in_between(day: date, count: int) -> None:
    end = add_working_days(day, count)

    between = [day + timedelta(days=passed) for passed in range(1, (end - day).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == count


@given(known_days, st.integers(0, 30), st.integers(0, 30))
def test_two_terms_one_after_the_other_are_one_of_their_sum(day: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


@given(known_days, st.integers(1, 30))
def test_who_begins_later_never_ends_earlier(day: date, count: int) -> None:
    assert add_working_days(day + timedelta(days=1), count) >= add_working_days(day, count)


def test_term_beyond_the_calendar_is_refused_with_the_remedy_instead_of_guessed() -> None:
    with pytest.raises(CalendarUnknown, match="pip install --upgrade holidays"):
        add_working_days(last_known_day(), 1)
    with pytest.raises(CalendarUnknown):
        is_working_day(date(FIRST_YEAR - 1, 12, 31))


def test_day_is_that_of_moscow() -> None:
    assert day_of(datetime(2026, 11, 24, 20, 59, tzinfo=UTC)) == date(2026, 11, 24)
    assert day_of(datetime(2026, 11, 24, 21, 0, tzinfo=UTC)) == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("kind", "begun", "on", "extended_on"),
    [
        ("answer", "2026-12-28", "2027-01-20", "2027-01-27"),  # 31 December and 1 to 10 January are off
        # Saturday the 27th is worked; 28 April to 1 May and 9 to 12 May are off.
        ("answer", "2024-04-26", "2024-05-16", "2024-05-23"),
        ("stop", "2025-10-31", "2025-11-17", "2025-11-24"),  # Saturday the 1st is worked, the 2nd to the 4th are off
        ("correct", "2027-02-19", "2027-03-03", None),  # Saturday the 20th is worked, the 21st to the 23rd are off
        ("unlawful", "2026-05-08", "2026-05-14", None),
        ("withdrawal", "2026-12-02", "2027-01-01", None),  # calendar days: a day off does not move it on
        ("purpose", "2026-01-31", "2026-03-02", None),
        ("block", "2026-11-25", "2026-11-25", None),
        ("advertising", "2026-11-25", "2026-11-25", None),
        ("late-destroy", "2026-08-31", "2027-02-28", None),
    ],
)
def test_deadline_of_each_kind_is_on_the_day_the_law_says(
    kind: str, begun: str, on: str, extended_on: str | None
) -> None:
    found = deadline(TERMS_BY_KIND[kind], datetime.fromisoformat(begun).replace(hour=12, tzinfo=MOSCOW))

    assert found.on.isoformat() == on
    assert (found.extended_on.isoformat() if found.extended_on else None) == extended_on


def test_deadline_in_hours_is_a_moment_whatever_day_it_is() -> None:
    found = deadline(TERMS_BY_KIND["incident"], datetime(2026, 12, 31, 12, 30, tzinfo=UTC))

    assert found.at == datetime(2027, 1, 1, 15, 30, tzinfo=MOSCOW)
    assert told(found)[0] == "2027-01-01 15:30 Moscow time"


def test_every_term_has_its_article_and_a_kind_of_its_own() -> None:
    assert len(TERMS_BY_KIND) == len(TERMS)
    assert all(term.article.startswith("152-FZ, art. ") for term in TERMS)


@pytest.mark.parametrize(
    ("days_before", "state"), [(200, State.OK), (60, State.OK), (59, State.WARN), (-1, State.WARN)]
)
def test_doctor_warns_when_the_calendar_ends_within_sixty_days(days_before: int, state: State) -> None:
    check = check_calendar(last_known_day() - timedelta(days=days_before))

    assert (check.state, check.name) == (state, "calendar")
    assert ("pip install" in check.text) == (state is State.WARN)


@pytest.mark.parametrize(
    ("subjects", "state", "says"),
    [
        (2, State.OK, "2 people at most"),
        (SUBJECTS_WARN - 1, State.OK, "89,999 people"),
        (SUBJECTS_WARN, State.WARN, "from 100,000 on"),
        (MANY_SUBJECTS, State.WARN, "УЗ-3 instead of УЗ-4"),
    ],
)
def test_doctor_warns_before_a_controller_holds_a_hundred_thousand_people(
    subjects: int, state: State, says: str
) -> None:
    tea, coffee = (Controller(id=new_id(), legal_name=name) for name in ("ООО «Чай»", "ИП Кофе"))

    check = check_subjects([SubjectCount(coffee, 1), SubjectCount(tea, subjects)])

    assert (check.state, check.name) == (state, "subjects")
    assert says in check.text
    assert check_subjects([]).state is State.OK
