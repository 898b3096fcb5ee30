"""How messages of a stretch are looked through, whatever their writers meant."""

import re
import time
from uuid import uuid4

import pytest

from ryadom.core.subject_search import Cover, FoundBy, Term, pick
from ryadom.privacy.contacts import read_contacts
from ryadom.privacy.detect import Kind
from ryadom.privacy.hidden import NOTHING_HIDDEN, Hidden
from ryadom.store.subject_people import WrittenMessage
from tests.unit.test_personal_data import calls_of

PHONE = Term(FoundBy.PHONE, "+7 916 123-45-67", digits="9161234567")
OPEN = Cover(NOTHING_HIDDEN, read_contacts())
VISITOR = uuid4()
DEAR = WrittenMessage(VISITOR, "91-61-23-45-67-" * 260)
SAID = WrittenMessage(VISITOR, "мой номер 8 916 123-45-67, звоните")


def later() -> float:
    return time.monotonic() + 60


def test_writer_is_picked_once_with_what_they_wrote_first() -> None:
    picked, is_whole = pick([SAID, DEAR], PHONE, OPEN, known=(), ends_at=later())
    assert list(picked) == [VISITOR]
    assert "звоните" in picked[VISITOR]
    assert is_whole


def test_messages_of_those_who_are_found_already_cost_nothing() -> None:
    assert calls_of(lambda: pick([DEAR] * 200, PHONE, OPEN, known={VISITOR}, ends_at=later())) < 1_000
    assert pick([DEAR] * 200, PHONE, OPEN, known={VISITOR}, ends_at=later()) == ({}, True)


def test_no_message_is_read_once_the_time_is_over() -> None:
    over = time.monotonic() - 1
    assert pick([DEAR] * 200, PHONE, OPEN, known=(), ends_at=over) == ({}, False)
    assert calls_of(lambda: pick([DEAR] * 200, PHONE, OPEN, known=(), ends_at=over)) < 1_000


@pytest.mark.parametrize("query", ["пиш", "916", "+7 916"])
def test_excerpt_masks_others_contacts_whatever_the_query(query: str) -> None:
    cover = Cover(Hidden(frozenset({Kind.PHONE, Kind.EMAIL})), read_contacts("8 (916) 123-45-67"))
    body = "я" * 150 + " пишите +7 916 765-43-21, anna@mail.ru " + "я" * 150 + " или мне: +7 916 123-45-67"
    term = Term(FoundBy.TEXT, query, text=query)
    picked, _ = pick([WrittenMessage(VISITOR, body)], term, cover, known=(), ends_at=later())
    assert not re.search("765|anna", picked[VISITOR])


def test_excerpt_shows_the_subjects_own_contact() -> None:
    cover = Cover(Hidden(frozenset({Kind.PHONE, Kind.EMAIL})), read_contacts("8 (916) 123-45-67"))
    message = WrittenMessage(VISITOR, "мой 8 916 123-45-67, а её +7 916 765-43-21")
    picked, _ = pick([message], PHONE, cover, known=(), ends_at=later())
    assert picked[VISITOR] == "мой 8 916 123-45-67, а её +7 ••• ••• 43 21"
