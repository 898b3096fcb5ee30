"""How fast an export goes: as fast as it can while nobody writes, and slowly while people chat on the same cores.

And how long one may take that somebody waits for.
"""

import asyncio
import time
from collections.abc import Callable

from msgspec import Struct

BYTES_PER_S = 4 << 20
"""While people chat: far less than Postgres and the server could do, who have chats to do first."""

QUIET_AFTER_S = 2.0


class Patience(Struct, frozen=True, kw_only=True):
    """With exports over the network.

    `made_within_s`: while one is made its snapshot keeps Postgres from tidying up whatever is changed and deleted
    meanwhile, in all tables; so that has an end however fast it is taken.

    Taking holds no snapshot, but one of few places, and disk: it may go on for `taken_within_s` and a second more for
    each `least_bytes_per_s` that were taken. `piece_within_s`: the time for half a MiB, shorter than the server's own
    patience with who does not read (`web.bounds`), which ends without a word.
    """

    made_within_s: float = 3_600.0
    taken_within_s: float = 3_600.0
    least_bytes_per_s: int = 256 << 10
    piece_within_s: float = 45.0

    def is_over(self, passed_s: float, taken_bytes: int) -> bool:
        """Whether who has taken so much by now was too slow."""
        return passed_s > self.taken_within_s + taken_bytes / self.least_bytes_per_s


class Pace:
    """Of exports. `told_at`: when this process last told anybody of an entry, by `clock`; in seconds."""

    def __init__(self, told_at: Callable[[], float], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._told_at = told_at
        self._clock = clock

    @property
    def is_quiet(self) -> bool:
        """Whether nobody has chatted lately."""
        return self._clock() - self._told_at() >= QUIET_AFTER_S

    async def give_way(self, written_bytes: int) -> None:
        """After so many bytes waits for as long as they should have taken, if anybody has chatted lately."""
        await asyncio.sleep(self.pause_s(written_bytes))

    def pause_s(self, written_bytes: int) -> float:
        """How long that is."""
        return 0.0 if self.is_quiet else written_bytes / BYTES_PER_S
