"""How fast an export goes."""

from math import inf

import pytest

from ryadom.core.export_pace import BYTES_PER_S, QUIET_AFTER_S, Pace, Patience, Taking
from ryadom.errors import TooSlow


class Chats:
    """A clock, and when an entry was told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.told_at = -inf


def test_export_gives_way_from_the_first_word_until_a_while_after_the_last() -> None:
    chats = Chats()
    pace = Pace(lambda: chats.told_at, clock=lambda: chats.now)
    assert (pace.is_quiet, pace.pause_s(BYTES_PER_S)) == (True, 0)
    chats.told_at = chats.now
    assert (pace.is_quiet, pace.pause_s(BYTES_PER_S)) == (False, 1)
    chats.now = QUIET_AFTER_S - 0.1
    assert pace.pause_s(BYTES_PER_S // 4) == 0.25
    chats.now = QUIET_AFTER_S
    assert (pace.is_quiet, pace.pause_s(BYTES_PER_S)) == (True, 0)
    chats.told_at = chats.now
    assert (pace.is_quiet, pace.pause_s(BYTES_PER_S)) == (False, 1)


def test_export_that_begins_while_people_chat_knows_it() -> None:
    assert not Pace(lambda: 41.0, clock=lambda: 42.0).is_quiet


class Taker:
    """Takes so much, so often, by its own clock."""

    def __init__(self) -> None:
        self.now = 0.0
        self._taking = Taking(Patience(), clock=lambda: self.now)

    def take(self, size: int, *, every_s: float, for_s: float) -> None:
        until = self.now + for_s
        while self.now < until:
            self.now += every_s
            self._taking.took(size)


def test_who_gets_on_has_time_for_it_and_who_does_not_has_an_hour() -> None:
    Taker().take(30 * 256 << 10, every_s=30, for_s=4 * 3_600)
    slow = Taker()
    slow.take(1, every_s=30, for_s=3_600)
    with pytest.raises(TooSlow):
        slow.take(1, every_s=1, for_s=1)


def test_what_went_fast_at_first_is_no_credit_for_later() -> None:
    taker = Taker()
    taker.take(1 << 30, every_s=10, for_s=3_700)
    with pytest.raises(TooSlow):
        taker.take(1 << 19, every_s=10, for_s=3_600)
    # As soon as the last GiB is no more of what is judged
    assert 900 <= taker.now - 3_700 <= 970
