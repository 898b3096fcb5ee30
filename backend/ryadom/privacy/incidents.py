"""Incidents with personal data: their kinds, their two clocks, and when somebody must be woken. Pure.

Source: 152-FZ article 21 part 3.1.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from ryadom.privacy.deadlines import TERMS_BY_KIND, deadline
from ryadom.store.incidents import Incident

WARN_BEFORE = timedelta(hours=4)
"""How long before a deadline the officer is reminded of it."""


class Notice(StrEnum):
    """The two notices to the regulator: of what happened (24 h), and of what the inquiry found (72 h)."""

    FIRST = "first"
    SECOND = "second"


class ClockState(StrEnum):
    """How a clock stands. `sent_late`: the notice went out, but after the deadline."""

    RUNNING = "running"
    OVERDUE = "overdue"
    SENT = "sent"
    SENT_LATE = "sent_late"


class Clock(Struct, frozen=True, kw_only=True):
    """One clock of an incident. `number` was given by the regulator; empty while it is not known."""

    notice: Notice
    deadline_at: datetime
    state: ClockState
    sent_at: datetime | None
    number: str


class AlarmKind(StrEnum):
    """What the officer is told of: an incident was opened, a deadline is near, or it has passed."""

    OPENED = "opened"
    SOON = "soon"
    OVERDUE = "overdue"


class DueAlarm(Struct, frozen=True, kw_only=True):
    """An alarm whose time has come. `key` names it together with its deadline: another deadline is another alarm."""

    kind: AlarmKind
    key: str
    notice: Notice | None = None
    deadline_at: datetime | None = None


_TERMS = {Notice.FIRST: TERMS_BY_KIND["incident"], Notice.SECOND: TERMS_BY_KIND["incident-results"]}


def deadline_of(incident: Incident, notice: Notice) -> datetime:
    """By when a notice must be sent: so many hours after the discovery, at night and on holidays too."""
    at = deadline(_TERMS[notice], incident.discovered_at).at
    if at is None:
        raise ValueError(f"the term of the {notice} notice is not in hours")
    return at


def clocks(incident: Incident, now: datetime) -> tuple[Clock, Clock]:
    """The first and the second notice as they stand."""
    sent = {
        Notice.FIRST: (incident.first_notice_at, incident.first_notice_number),
        Notice.SECOND: (incident.second_notice_at, incident.second_notice_number),
    }
    first, second = (_clock(notice, deadline_of(incident, notice), *sent[notice], now=now) for notice in Notice)
    return first, second


def due_alarms(incident: Incident, now: datetime) -> Iterator[DueAlarm]:
    """Every alarm whose time has come by `now`, whether or not it has been raised: whoever asks remembers that."""
    yield DueAlarm(kind=AlarmKind.OPENED, key=AlarmKind.OPENED)
    if incident.closed_at is not None:
        return
    for clock in clocks(incident, now):
        if clock.sent_at is not None or now < clock.deadline_at - WARN_BEFORE:
            continue
        kind = AlarmKind.SOON if clock.state is ClockState.RUNNING else AlarmKind.OVERDUE
        key = f"{clock.notice} {kind} {clock.deadline_at.isoformat()}"
        yield DueAlarm(kind=kind, key=key, notice=clock.notice, deadline_at=clock.deadline_at)


def _clock(notice: Notice, deadline_at: datetime, sent_at: datetime | None, number: str, *, now: datetime) -> Clock:
    if sent_at is not None:
        state = ClockState.SENT if sent_at <= deadline_at else ClockState.SENT_LATE
    else:
        state = ClockState.RUNNING if now < deadline_at else ClockState.OVERDUE
    return Clock(notice=notice, deadline_at=deadline_at, state=state, sent_at=sent_at, number=number)
