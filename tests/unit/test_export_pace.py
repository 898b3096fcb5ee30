"""How fast an export goes."""

from math import inf

from ryadom.core.export_pace import BYTES_PER_S, QUIET_AFTER_S, Pace, Patience


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


def test_who_gets_on_has_time_for_it_and_who_does_not_has_an_hour() -> None:
    patience = Patience()
    assert not patience.is_over(3_600.0, 0)
    assert patience.is_over(3_601.0, 0)
    assert not patience.is_over(3_600.0 + 14 * 4_096.0, 14 << 30)
    assert patience.is_over(3_601.0 + 14 * 4_096.0, 14 << 30)
