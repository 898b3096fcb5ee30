"""How fast an export goes: as fast as it can while nobody writes, and slowly while people chat on the same cores.

And how long one may take that somebody waits for.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable

from msgspec import Struct

from ryadom.errors import TooSlow

BYTES_PER_S = 4 << 20
"""While people chat: far less than Postgres and the server could do, who have chats to do first."""

QUIET_AFTER_S = 2.0
MARKS = 15
"""Of what is judged: so exactly its beginning is known."""


class Patience(Struct, frozen=True, kw_only=True):
    """With exports over the network.

    `made_within_s`: while one is made its snapshot keeps Postgres from tidying up whatever is changed and deleted
    meanwhile, in all tables; so that has an end however fast it is taken.

    Taking holds no snapshot, but one of few places, and disk: after `taken_within_s` it goes on for as long as
    `least_bytes_per_s` were taken over the last `judged_over_s`; what went fast before is no credit. `piece_within_s`:
    the time for half a MiB, shorter than the server's own patience with who does not read (`web.bounds`), which ends
    without a word.
    """

    made_within_s: float = 3_600.0
    taken_within_s: float = 3_600.0
    judged_over_s: float = 900.0
    least_bytes_per_s: int = 256 << 10
    piece_within_s: float = 45.0


class Taking:
    """How fast one export is taken, from now on; `clock` in seconds."""

    def __init__(self, patience: Patience, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._patience = patience
        self._clock = clock
        self._begun = clock()
        self._bytes = 0
        # When so much had been taken: the first is as old as what is judged, where there is one so old.
        self._marks = deque([(self._begun, 0)])

    def took(self, size: int) -> None:
        """So many bytes more were taken.

        Raises:
            TooSlow: these came too slowly for more to be given.
        """
        now, judged_s = self._clock(), self._patience.judged_over_s
        self._bytes += size
        if now - self._marks[-1][0] >= judged_s / MARKS:
            self._marks.append((now, self._bytes))
        while len(self._marks) > 1 and now - self._marks[1][0] >= judged_s:
            self._marks.popleft()
        since, had = self._marks[0]
        is_late = now - self._begun > self._patience.taken_within_s
        if is_late and self._bytes - had < self._patience.least_bytes_per_s * (now - since):
            raise TooSlow("The export was taken too slowly. Have it made beside the chats: it waits for a day.")


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
