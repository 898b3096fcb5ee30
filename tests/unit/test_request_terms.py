"""By when a subject's request is to be answered, and what an officer should have been told by a day."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from ryadom.core.subject_commands import Answer, AnyCommand, Erase, Extend, Rectify, Refuse, Withdraw
from ryadom.core.subject_decisions import DEEDS, decide, deeds_of
from ryadom.errors import BadBody, DeedUnsuitable, IdentityUnconfirmed, RequestClosed
from ryadom.privacy.calendar import LAST_YEAR, MOSCOW
from ryadom.privacy.request_terms import Stage, deadline_of, extended, stage_of, working_days_left
from ryadom.store.ids import new_id
from ryadom.store.subject_requests import IdentityMethod, Kind, Source, Status, SubjectRequest

CAME = datetime(2026, 12, 28, 23, 30, tzinfo=MOSCOW)  # a Monday, before nine days off


def request(kind: Kind = Kind.ACCESS, *, source: Source = Source.EMAIL, is_known: bool = False) -> SubjectRequest:
    return SubjectRequest(
        id=new_id(), controller_id=new_id(), number=1, site_id=None, kind=kind, source=source, subject_name="Иван",
        contact="ivan@mail.ru", body="…", status=Status.RECEIVED, version=1, received_at=CAME,
        deadline_on=deadline_of(kind, CAME), extended_on=None, extension_reason=None, alarm_stage=0,
        identity_method=IdentityMethod.IN_PERSON if is_known else None, identity_note="…" if is_known else None,
        identity_by_name="Вера" if is_known else None, identity_at=CAME if is_known else None, closed_at=None,
        outcome=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "on", "extended_on"),
    [
        (Kind.ACCESS, "2027-01-20", "2027-01-27"),
        (Kind.RECTIFICATION, "2027-01-15", None),
        (Kind.RESTRICTION, "2026-12-28", None),
        (Kind.ERASURE, "2027-01-20", "2027-01-27"),
        (Kind.WITHDRAWAL, "2027-01-27", None),
        (Kind.OBJECTION, "2026-12-28", None),
    ],
)
def test_each_kind_has_its_term_on_the_calendar_of_working_days(kind: Kind, on: str, extended_on: str | None) -> None:
    last = deadline_of(kind, CAME)
    assert last == date.fromisoformat(on)
    later = extended(kind, last)
    assert (later.isoformat() if later else None) == extended_on


def test_days_off_are_not_among_the_days_that_are_left() -> None:
    assert working_days_left(date(2027, 1, 12), date(2026, 12, 30)) == 2
    assert working_days_left(date(2027, 1, 12), date(2027, 1, 12)) == 0
    assert working_days_left(date(2027, 1, 12), date(2027, 1, 13)) < 0


def test_year_without_a_calendar_has_no_deadline_but_is_still_counted_down() -> None:
    assert deadline_of(Kind.ACCESS, datetime(LAST_YEAR + 1, 3, 1, tzinfo=MOSCOW)) is None
    assert working_days_left(date(LAST_YEAR + 1, 3, 10), date(LAST_YEAR + 1, 3, 3)) == 5


def test_officer_is_told_of_the_last_thing_only() -> None:
    one = request()
    stages = [stage_of(one, date.fromisoformat(f"2027-01-{day}")) for day in ("14", "15", "18", "19", "20", "21")]
    assert stages == [
        Stage.NONE, Stage.SOON, Stage.SOON, Stage.LAST_DAY, Stage.LAST_DAY, Stage.OVERDUE,
    ]  # fmt: skip
    assert stage_of(request(source=Source.WIDGET), CAME.date()) is Stage.ARRIVED
    assert stage_of(replace(one, deadline_on=None), date(2099, 1, 1)) is Stage.NONE


def test_deed_of_another_kind_of_request_is_refused() -> None:
    deeds: dict[type[AnyCommand], AnyCommand] = {Erase: Erase(version=1), Withdraw: Withdraw(version=1)}
    for kind in Kind:
        for deed, command in deeds.items():
            one = request(kind, is_known=True)
            if deed in DEEDS[kind]:
                decide(one, command, by_name="Вера", now=CAME)
            else:
                with pytest.raises(DeedUnsuitable):
                    decide(one, command, by_name="Вера", now=CAME)


def test_closed_request_allows_nothing_more() -> None:
    refused = decide(request(), Refuse(version=1, reason="Нет."), by_name="Вера", now=CAME).request
    assert deeds_of(refused, has_people=True, has_hidden=False, now=CAME) == []
    with pytest.raises(RequestClosed):
        decide(refused, Answer(version=2, outcome="Да."), by_name="Вера", now=CAME)


def test_term_that_is_over_is_not_extended() -> None:
    command = Extend(version=1, reason="Долго.")
    assert decide(request(), command, by_name="Вера", now=CAME).request.extended_on == date(2027, 1, 27)
    with pytest.raises(DeedUnsuitable):
        decide(request(), command, by_name="Вера", now=datetime(2027, 1, 21, 1, tzinfo=MOSCOW))


def test_answer_needs_its_words_and_somebody_who_is_known() -> None:
    with pytest.raises(IdentityUnconfirmed):
        decide(request(), Answer(version=1, outcome="Да."), by_name="Вера", now=CAME)
    for text in ("", " \n", "a\0b", "я" * 10_001):
        with pytest.raises(BadBody):
            decide(request(is_known=True), Answer(version=1, outcome=text), by_name="Вера", now=CAME)
    rectify = Rectify(version=1, site_id=new_id(), visitor_id=new_id(), name="А", note="…")
    with pytest.raises(IdentityUnconfirmed):
        decide(request(Kind.RECTIFICATION), rectify, by_name="Вера", now=CAME)
