"""Working days in Russia, with days off that the government has moved, and working Saturdays.

The days are those of `holidays`, which follows the yearly decrees, and is updated without a new Ryadom. For a year
without a decree it would go on reckoning, with nothing moved: here that is refused, for a deadline must not be a guess.

Source: Labour Code of the Russian Federation, articles 111 and 112; decrees of 2023-08-10 No. 1314 (for 2024),
2024-10-04 No. 1335 (for 2025), 2025-09-24 No. 1466 (for 2026).
"""

from datetime import date, datetime, timedelta, timezone
from functools import cache

from holidays.countries.russia import Russia, RussiaStaticHolidays

from ryadom.errors import CalendarUnknown

MOSCOW = timezone(timedelta(hours=3), "MSK")
"""By whose days deadlines are reckoned, for every site. No summer time since 2014: no time zone database is needed."""

FIRST_YEAR = 2005
LAST_YEAR = max(RussiaStaticHolidays.special_public_holidays)
"""Every year since 2005 has moved days: a year without any has not been decreed yet."""


def last_known_day() -> date:
    """The end of the calendar."""
    return date(LAST_YEAR, 12, 31)


def day_of(moment: datetime) -> date:
    """On which day, in Moscow, something happened."""
    return moment.astimezone(MOSCOW).date()


def is_working_day(day: date) -> bool:
    """Whether it is a working day in a five-day week.

    Raises:
        CalendarUnknown: the year's decree is not known, or the year is before 2005.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CalendarUnknown(
            f"Working days are known from {FIRST_YEAR} to {LAST_YEAR}, not of {day.year}: update the calendar with "
            "`pip install --upgrade holidays`, once the year's decree is out (September, as a rule)."
        )
    return _decreed().is_working_day(day)


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after a day, which itself does not count, whatever it is: a term begins the day after.

    Source: Civil Code of the Russian Federation, article 191.

    Raises:
        CalendarUnknown: the term reaches beyond the calendar.
    """
    if count < 0:
        raise ValueError(f"{count} working days: a term goes forward")
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


@cache
def _decreed() -> Russia:
    return Russia(years=range(FIRST_YEAR, LAST_YEAR + 1))  # type: ignore[no-untyped-call]
