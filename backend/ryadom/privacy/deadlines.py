"""By when the law wants what done: one table, with the article of each term."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from ryadom.privacy.calendar import MOSCOW, add_working_days, day_of


class Unit(StrEnum):
    """What a term is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"


class Term(Struct, frozen=True, kw_only=True):
    """One term of the law. `extension`: working days more, where the subject is told the reasons within the term."""

    kind: str
    duty: str
    begins: str
    count: int
    unit: Unit
    article: str
    extension: int = 0


class Deadline(Struct, frozen=True):
    """When a term ends: `at` for hours, else the whole day `on`, in Moscow. `extended_on`: with reasons given."""

    term: Term
    on: date
    at: datetime | None = None
    extended_on: date | None = None


TERMS = (
    Term(
        kind="answer", duty="answer a subject's request", begins="the request came",
        count=10, unit=Unit.WORKING_DAYS, extension=5, article="152-FZ, art. 14 part 3, art. 20 part 1",
    ),
    Term(
        kind="refusal", duty="refuse an answer, with reasons", begins="the request came",
        count=10, unit=Unit.WORKING_DAYS, extension=5, article="152-FZ, art. 20 part 2",
    ),
    Term(
        kind="regulator", duty="answer the regulator's request", begins="the request came",
        count=10, unit=Unit.WORKING_DAYS, extension=5, article="152-FZ, art. 20 part 4",
    ),
    Term(
        kind="block", duty="block the data while they are checked", begins="the request came",
        count=0, unit=Unit.DAYS, article="152-FZ, art. 21 part 1",
    ),
    Term(
        kind="correct", duty="correct the data, or destroy what is not needed",
        begins="the subject showed that they are wrong",
        count=7, unit=Unit.WORKING_DAYS, article="152-FZ, art. 20 part 3, art. 21 part 2",
    ),
    Term(
        kind="unlawful", duty="stop unlawful processing", begins="it was found",
        count=3, unit=Unit.WORKING_DAYS, article="152-FZ, art. 21 part 3",
    ),
    Term(
        kind="unlawful-destroy", duty="destroy what can't be processed lawfully", begins="it was found",
        count=10, unit=Unit.WORKING_DAYS, article="152-FZ, art. 21 part 3",
    ),
    Term(
        kind="incident", duty="tell the regulator of a leak", begins="the leak was found",
        count=24, unit=Unit.HOURS, article="152-FZ, art. 21 part 3.1 clause 1",
    ),
    Term(
        kind="incident-results", duty="tell the regulator what the inquiry found", begins="the leak was found",
        count=72, unit=Unit.HOURS, article="152-FZ, art. 21 part 3.1 clause 2",
    ),
    Term(
        kind="purpose", duty="destroy the data: their purpose is reached", begins="the purpose was reached",
        count=30, unit=Unit.DAYS, article="152-FZ, art. 21 part 4",
    ),
    Term(
        kind="withdrawal", duty="destroy the data: consent was withdrawn", begins="the withdrawal came",
        count=30, unit=Unit.DAYS, article="152-FZ, art. 21 part 5",
    ),
    Term(
        kind="stop", duty="stop processing at the subject's demand", begins="the demand came",
        count=10, unit=Unit.WORKING_DAYS, extension=5, article="152-FZ, art. 21 part 5.1",
    ),
    Term(
        kind="advertising", duty="stop advertising at the subject's demand", begins="the demand came",
        count=0, unit=Unit.DAYS, article="152-FZ, art. 15 part 2",
    ),
    Term(
        kind="late-destroy", duty="destroy what was blocked because it could not be destroyed in time",
        begins="it was blocked", count=6, unit=Unit.MONTHS, article="152-FZ, art. 21 part 6",
    ),
)  # fmt: skip

TERMS_BY_KIND = {term.kind: term for term in TERMS}


def deadline(term: Term, begun: datetime) -> Deadline:
    """When a term ends that begins at this moment.

    A term in days begins the day after and ends with its last day. One in calendar days that ends on a day off is not
    moved on to the next working day (Civil Code, article 193): whether that holds is disputed, earlier is never wrong.

    Raises:
        CalendarUnknown: it ends beyond the working-day calendar.
    """
    day = day_of(begun)
    match term.unit:
        case Unit.HOURS:
            at = (begun + timedelta(hours=term.count)).astimezone(MOSCOW)
            return Deadline(term, at.date(), at)
        case Unit.DAYS:
            return Deadline(term, day + timedelta(days=term.count))
        case Unit.MONTHS:
            return Deadline(term, _add_months(day, term.count))
        case Unit.WORKING_DAYS:
            on = add_working_days(day, term.count)
            return Deadline(term, on, extended_on=add_working_days(on, term.extension) if term.extension else None)


def _add_months(day: date, count: int) -> date:
    """The same day of a later month, or its last one (Civil Code, article 192)."""
    years, month = divmod(day.month - 1 + count, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
