"""What a timeline says to reports where random ones seldom lead; see also tests/store/test_reports.py."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from ryadom.core.hours import Day, open_seconds
from ryadom.core.reports.report import source_name
from ryadom.core.reports.rounds import tell_lead, tell_rounds
from ryadom.core.reports.words import Language
from ryadom.store.rounds import Step

AT = datetime(2026, 11, 28, 9, tzinfo=UTC)
ANNA, GUEST, BOT = uuid4(), uuid4(), uuid4()
SALES, HELP = uuid4(), uuid4()
WEEK = [Day(opens=9 * 60, closes=18 * 60)] * 5 + [None, None]


def step(seq: int, kind: str = "message", *, by_visitor: bool = True, **fields: Any) -> Step:
    at = AT + timedelta(minutes=seq)
    return Step(seq=seq, kind=kind, by_visitor=by_visitor, author_id=GUEST if by_visitor else ANNA, at=at, **fields)


def test_operator_who_writes_before_the_visitor_has_answered_nothing() -> None:
    [told] = tell_rounds(None, [step(1, by_visitor=False), step(2), step(3, by_visitor=False)], department_id=None)
    assert (told.asked_at, told.answered_at) == (AT + timedelta(minutes=2), AT + timedelta(minutes=3))
    assert (told.visitor_messages, told.operator_messages) == (1, 2)


def test_closing_that_an_operator_takes_back_was_none() -> None:
    steps = [
        step(1),
        step(2, "status", by_visitor=False, status="closed"),
        step(3, "status", by_visitor=False, status="open"),
    ]
    [told] = tell_rounds(None, steps, department_id=None)
    assert told.closed_at is None
    [told] = tell_rounds(told, [step(4), step(5, "status", status="closed")], department_id=None)
    assert (told.number, told.closed_at) == (1, AT + timedelta(minutes=5))


def test_visitor_who_comes_back_begins_another_round_from_the_queue() -> None:
    steps = [
        step(1),
        step(2, "assignment", by_visitor=False, operator_id=ANNA),
        step(3, "status", by_visitor=False, status="closed"),
        step(4, "rating", score=5, has_words=True),
        step(5, "assignment", department_id=HELP),
        step(6, "status", status="open"),
        step(7),
    ]
    first, second = tell_rounds(None, steps, department_id=HELP)
    assert (first.operator_id, first.score, first.has_comment, first.last_seq) == (ANNA, 5, True, 4)
    assert (second.number, second.operator_id, second.score, second.department_id) == (2, None, None, HELP)
    assert second.asked_at == AT + timedelta(minutes=7)


def test_department_of_the_first_message_is_known_while_none_has_taken_its_place() -> None:
    [told] = tell_rounds(None, [step(1)], department_id=SALES)
    assert told.department_id == SALES
    [told] = tell_rounds(told, [step(2, "assignment", by_visitor=False, department_id=HELP)], department_id=HELP)
    assert told.department_id == HELP


def bots(seq: int, kind: str = "bot_message", *, by: UUID = BOT, **fields: Any) -> Step:
    return Step(seq=seq, kind=kind, by_visitor=False, author_id=by, at=AT + timedelta(minutes=seq), **fields)


LED = [bots(1, "assignment", bot_id=BOT), step(2), bots(3)]


def test_round_that_a_bot_has_led_to_its_end_is_the_bots_and_answered_by_nobody() -> None:
    [told] = tell_rounds(None, [*LED, bots(4, by=uuid4()), bots(5, "status", status="closed")], department_id=None)
    assert (told.bot_id, told.bot_messages, told.answered_at, told.operator_messages) == (BOT, 1, None, 0)
    assert (told.closed_at, told.led_seq) == (AT + timedelta(minutes=5), 5)


@pytest.mark.parametrize(
    "then",
    [
        [bots(4), bots(5, "assignment")],
        [step(4, "assignment", by_visitor=False, operator_id=ANNA)],
        [step(4, "assignment", by_visitor=False, operator_id=ANNA), step(5, by_visitor=False)],
    ],
    ids=["handed over", "taken", "answered"],
)
def test_round_that_a_bot_has_led_is_the_bots_no_more_once_it_is_anybody_elses(then: list[Step]) -> None:
    [told] = tell_rounds(None, [*LED, *then, bots(6, "status", status="closed")], department_id=None)
    assert told.bot_id is None


def test_who_comes_back_to_what_a_bot_has_closed_begins_a_round_that_is_whose_it_is_then() -> None:
    back = [bots(4, "status", status="closed"), step(5, "assignment"), step(6, "status", status="open")]
    first, second = tell_rounds(None, [*LED, *back, step(7)], department_id=None)
    assert (first.bot_id, first.bot_messages, second.bot_id, second.bot_messages) == (BOT, 1, None, 0)
    first, second = tell_rounds(
        None, [*LED, *back, bots(7, "assignment", bot_id=BOT), step(8), bots(9), bots(10)], department_id=None
    )
    assert (first.bot_messages, second.bot_id, second.bot_messages, second.led_seq) == (1, BOT, 2, 10)


def test_what_an_older_server_has_passed_over_is_known_once_all_entries_are_reckoned_in() -> None:
    [whole] = tell_rounds(None, [*LED, bots(4), step(5)], department_id=None)
    # It took the second to the fourth entry for nobody's words.
    stale = replace(whole, bot_messages=0, led_seq=1, last_seq=4)
    [still_stale] = tell_rounds(stale, [step(5)], department_id=None)
    assert (still_stale.last_seq, still_stale.led_seq, still_stale.is_led_known) == (5, 1, False)
    mended = tell_lead(1, [*LED, bots(4), step(5)])
    assert (mended.bot_id, mended.bot_messages) == (BOT, 2)
    [old] = tell_rounds(replace(whole, led_seq=None), [step(6)], department_id=None)
    assert old.is_led_known


def test_kinds_that_are_yet_to_be_invented_are_passed_over() -> None:
    [told] = tell_rounds(None, [step(1), step(2, "note", by_visitor=False)], department_id=None)
    assert (told.last_seq, told.answered_at) == (2, None)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-23T10:00", "2026-11-23T11:30", 1.5),
        ("2026-11-23T17:00", "2026-11-24T10:00", 2),  # overnight
        ("2026-11-27T17:00", "2026-11-30T10:00", 2),  # over a weekend
        ("2026-11-28T10:00", "2026-11-29T10:00", 0),  # within one
        ("2026-11-23T07:00", "2026-11-23T08:00", 0),
        ("2026-11-24T10:00", "2026-11-23T10:00", 0),  # the clock was set back
    ],
)
def test_only_working_hours_count(since: str, until: str, hours: float) -> None:
    zone = ZoneInfo("Europe/Moscow")
    begins, ends = (datetime.fromisoformat(text).replace(tzinfo=zone) for text in (since, until))
    assert open_seconds(WEEK, zone, begins, ends) == hours * 3_600
    assert open_seconds(WEEK, zone, begins.astimezone(UTC), ends.astimezone(UTC)) == hours * 3_600


def test_day_on_which_clocks_change_has_as_many_working_hours_as_it_has() -> None:
    whole = [Day(opens=0, closes=24 * 60)] * 7
    zone = ZoneInfo("Europe/Berlin")
    for day, hours in ((29, 23), (30, 24)):
        begins = datetime(2026, 3, day, tzinfo=zone)
        assert open_seconds(whole, zone, begins, datetime(2026, 3, day + 1, tzinfo=zone)) == hours * 3_600


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("yandex", "yandex"),
        ("%d1%8f%d0%bd%d0%b4%d0%b5%d0%ba%d1%81+%2b1", "яндекс +1"),
        ("", "Прямые заходы"),
        ("?", "Неизвестно: страницы не хранятся"),
        ("%0a%00", "Прямые заходы"),
        ("ivan%40mail.ru", "Скрыто: похоже на личные данные"),
        ("%2b7+916+123-45-67", "Скрыто: похоже на личные данные"),
        ("a" * 200, "a" * 80),
    ],
)
def test_source_has_a_name_that_may_be_shown(key: str, name: str) -> None:
    assert source_name(key, Language.RU) == name
