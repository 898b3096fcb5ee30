"""What `ryadom doctor` says of personal data: whether deadlines can be reckoned, and how many people are held."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from ryadom.cli.doctor import Check, State
from ryadom.privacy.calendar import MOSCOW, last_known_day
from ryadom.privacy.incidents import ClockState, clocks
from ryadom.privacy.protection_levels import MANY_SUBJECTS, SUBJECTS_WARN
from ryadom.store.controllers import SubjectCount
from ryadom.store.incidents import Incident

CALENDAR_WARN_DAYS = 60


def check_calendar(today: date | None = None) -> Check:
    """Whether the calendar of working days reaches far enough for what begins now; `today` is Moscow's unless given."""
    end = last_known_day()
    days_left = (end - (today or datetime.now(MOSCOW).date())).days
    text = f"working days are known until {end}"
    if days_left < CALENDAR_WARN_DAYS:
        remedy = "run `pip install --upgrade holidays` once the next year's decree is out (September, as a rule)"
        return Check(State.WARN, "calendar", f"{text}, and deadlines reach beyond that soon: {remedy}")
    return Check(State.OK, "calendar", text)


def check_subjects(counts: Sequence[SubjectCount]) -> Check:
    """Whether a controller holds data on so many people that the law asks for more protection; the largest counts."""
    if not counts:
        return Check(State.OK, "subjects", "there is no controller yet")
    largest = max(counts, key=lambda count: count.subjects)
    name = largest.controller.legal_name or f"controller {largest.controller.id}"
    if largest.subjects >= MANY_SUBJECTS:
        return Check(
            State.WARN,
            "subjects",
            f"{name} holds data on {MANY_SUBJECTS:,} people or more: УЗ-3 instead of УЗ-4 (decree 1119); "
            "review the measures of FSTEC order 21",
        )
    text = f"{largest.subjects:,} people at most with one controller ({name})"
    if largest.subjects >= SUBJECTS_WARN:
        return Check(State.WARN, "subjects", f"{text}: from {MANY_SUBJECTS:,} on УЗ-3 is asked for (decree 1119)")
    return Check(State.OK, "subjects", text)


def check_incidents(running: Sequence[Incident], now: datetime | None = None) -> Check:
    """Whether the regulator should have heard of an incident by `now`, and no notice is marked as sent."""
    now = now or datetime.now(UTC)
    overdue = [
        f"No. {incident.number} ({clock.notice} notice, due {clock.deadline_at:%Y-%m-%d %H:%M} Moscow time)"
        for incident in running
        for clock in clocks(incident, now)
        if clock.state is ClockState.OVERDUE
    ]
    if overdue:
        return Check(State.WARN, "incidents", f"overdue: {', '.join(overdue)}; see «Инциденты» in the panel")
    return Check(State.OK, "incidents", f"{len(running)} open, none overdue" if running else "none open")
