"""To whom a conversation is given: evenly, by load, to whom the visitor knows; never beyond a limit."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ryadom.core.work.choice import choose
from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.dispatch import Candidate
from ryadom.store.work_rules import Mode

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
GIVING = [mode for mode in Mode if mode is not Mode.OFF]


def candidate(number: int, *, open_count: int = 0, limit: int | None = None, given_min: int | None = None) -> Candidate:
    """`given_min`: so many minutes after noon they were given one."""
    return Candidate(
        author=Author(kind=AuthorKind.OPERATOR, id=UUID(int=number), name=f"№ {number}"),
        open_count=open_count,
        max_chats=limit,
        given_at=None if given_min is None else NOON + timedelta(minutes=given_min),
    )


def chosen(mode: Mode, *candidates: Candidate, last: int | None = None) -> int | None:
    found = choose(mode, candidates, last_id=None if last is None else UUID(int=last))
    return None if found is None else found.author.id.int


def test_site_that_gives_nothing_out_chooses_nobody() -> None:
    assert chosen(Mode.OFF, candidate(1)) is None


@pytest.mark.parametrize("mode", GIVING)
def test_nobody_is_chosen_where_nobody_has_room(mode: Mode) -> None:
    assert chosen(mode) is None
    assert chosen(mode, candidate(1, open_count=3, limit=3), candidate(2, limit=0), last=1) is None
    assert chosen(mode, candidate(1, open_count=4, limit=3), candidate(2, open_count=9)) == 2


def test_evenly_is_the_turn_of_whoever_was_given_nothing_for_longest() -> None:
    assert chosen(Mode.EVENLY, candidate(1, given_min=2), candidate(2, open_count=8, given_min=1)) == 2
    assert chosen(Mode.EVENLY, candidate(1, given_min=1), candidate(2, open_count=8)) == 2
    assert chosen(Mode.EVENLY, candidate(1, open_count=2), candidate(2, open_count=1)) == 2


def test_by_load_is_the_turn_of_whoever_has_fewest_then_of_the_longest_idle() -> None:
    assert chosen(Mode.LOAD, candidate(1, open_count=2), candidate(2, open_count=1, given_min=5)) == 2
    assert chosen(Mode.LOAD, candidate(1, given_min=5), candidate(2, given_min=1)) == 2


def test_visitor_meets_again_whom_they_know_while_that_one_has_room() -> None:
    known = candidate(2, open_count=5, limit=6, given_min=9)
    assert chosen(Mode.LAST, candidate(1), known, last=2) == 2
    full = candidate(2, open_count=6, limit=6)
    assert chosen(Mode.LAST, candidate(1, open_count=1), full, candidate(3), last=2) == 3
    assert chosen(Mode.LAST, candidate(1), candidate(2, open_count=1), last=7) == 1


@pytest.mark.parametrize("mode", GIVING)
def test_thirty_given_one_after_the_other_are_ten_each(mode: Mode) -> None:
    held = {number: candidate(number) for number in (1, 2, 3)}
    for minute in range(30):
        number = chosen(mode, *held.values())
        assert number is not None
        held[number] = candidate(number, open_count=held[number].open_count + 1, given_min=minute)
    assert [one.open_count for one in held.values()] == [10, 10, 10]
