"""How messages of a stretch are looked through, whatever their writers meant."""

import time
from uuid import uuid4

from ryadom.core.subject_search import FoundBy, Term, pick
from ryadom.store.subject_people import WrittenMessage
from tests.unit.test_personal_data import calls_of

PHONE = Term(FoundBy.PHONE, "+7 916 123-45-67", digits="9161234567")
VISITOR = uuid4()
DEAR = WrittenMessage(VISITOR, "91-61-23-45-67-" * 260)
SAID = WrittenMessage(VISITOR, "мой номер 8 916 123-45-67, звоните")


def later() -> float:
    return time.monotonic() + 60


def test_writer_is_picked_once_with_what_they_wrote_first() -> None:
    picked, is_whole = pick([SAID, DEAR], PHONE, known=(), ends_at=later())
    assert list(picked) == [VISITOR]
    assert "звоните" in picked[VISITOR]
    assert is_whole


def test_messages_of_those_who_are_found_already_cost_nothing() -> None:
    assert calls_of(lambda: pick([DEAR] * 200, PHONE, known={VISITOR}, ends_at=later())) < 1_000
    assert pick([DEAR] * 200, PHONE, known={VISITOR}, ends_at=later()) == ({}, True)


def test_no_message_is_read_once_the_time_is_over() -> None:
    over = time.monotonic() - 1
    assert pick([DEAR] * 200, PHONE, known=(), ends_at=over) == ({}, False)
    assert calls_of(lambda: pick([DEAR] * 200, PHONE, known=(), ends_at=over)) < 1_000
