"""By when a subject's request must be answered, and how near that is."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import IntEnum
from types import MappingProxyType

from ryadom.errors import CalendarUnknown
from ryadom.privacy.calendar import add_working_days, is_working_day
from ryadom.privacy.deadlines import TERMS_BY_KIND, Term, deadline
from ryadom.store.subject_requests import Kind, Source, SubjectRequest

TERMS: Mapping[Kind, Term] = MappingProxyType(
    {
        Kind.ACCESS: TERMS_BY_KIND["answer"],
        Kind.RECTIFICATION: TERMS_BY_KIND["correct"],
        Kind.RESTRICTION: TERMS_BY_KIND["block"],
        # Who asks for nothing but erasure demands that processing stops: article 21 part 5.1.
        Kind.ERASURE: TERMS_BY_KIND["stop"],
        Kind.WITHDRAWAL: TERMS_BY_KIND["withdrawal"],
        Kind.OBJECTION: TERMS_BY_KIND["advertising"],
    }
)
"""The term of each kind of request."""

SOON_DAYS = 3
LAST_DAYS = 1
"""How many working days before the last one are left, when the officer is reminded, and reminded again."""


class Stage(IntEnum):
    """What an officer has been told of a request; each is told once, the later without the earlier if it comes to that.

    `ARRIVED` is only for what came by the public page or a program: nobody of the house has seen it yet.
    """

    NONE = 0
    ARRIVED = 1
    SOON = 2
    LAST_DAY = 3
    OVERDUE = 4


def deadline_of(kind: Kind, received_at: datetime) -> date | None:
    """The last day for an answer, in Moscow; None where the calendar of working days does not reach so far."""
    try:
        return deadline(TERMS[kind], received_at).on
    except CalendarUnknown:
        return None


def extended(kind: Kind, on: date) -> date | None:
    """The last day once the term is extended; None for what can't be extended.

    Raises:
        CalendarUnknown: it is beyond the working-day calendar.
    """
    extension = TERMS[kind].extension
    return add_working_days(on, extension) if extension else None


def working_days_left(on: date, today: date) -> int:
    """How many working days may still be used up after today; 0 on the last one, negative once it is over.

    Days of a year without a calendar count as the weekdays they are: it is only said when to hurry.
    """
    if today > on:
        return -1
    days = (on - today).days
    return sum(_is_working(today + timedelta(days=day)) for day in range(1, days + 1))


def stage_of(request: SubjectRequest, today: date) -> Stage:
    """What the officer should have been told of an open request by now."""
    first = Stage.ARRIVED if request.source in (Source.WIDGET, Source.API) else Stage.NONE
    if request.due_on is None:
        return first
    left = working_days_left(request.due_on, today)
    if left < 0:
        return Stage.OVERDUE
    if left <= LAST_DAYS:
        return Stage.LAST_DAY
    return Stage.SOON if left <= SOON_DAYS else first


def _is_working(day: date) -> bool:
    try:
        return is_working_day(day)
    except CalendarUnknown:
        return day.isoweekday() <= 5
