"""How fast an export goes."""

from ryadom.core.export_pace import BYTES_PER_S, QUIET_AFTER_S, Pace


class Chats:
    """A clock, and how many entries were told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.told = 7


def test_export_gives_way_from_the_first_word_until_a_while_after_the_last() -> None:
    chats = Chats()
    pace = Pace(lambda: chats.told, clock=lambda: chats.now)
    assert pace.pause_s(BYTES_PER_S) == 0
    chats.told += 1
    assert pace.pause_s(BYTES_PER_S) == 1
    chats.now = QUIET_AFTER_S - 0.1
    assert pace.pause_s(BYTES_PER_S // 4) == 0.25
    chats.now = QUIET_AFTER_S
    assert pace.pause_s(BYTES_PER_S) == 0
    chats.told += 1
    assert pace.pause_s(BYTES_PER_S) == 1


async def test_it_is_quiet_where_nobody_is_told_anything_in_a_moment() -> None:
    chats = Chats()
    assert await Pace(lambda: chats.told, clock=lambda: chats.now).is_quiet()
    pace = Pace(lambda: chats.told, clock=lambda: chats.now)
    chats.told += 1
    assert not await pace.is_quiet()
