"""How fast an export goes: as fast as it can while nobody writes, and slowly while people chat on the same cores."""

import asyncio
import time
from collections.abc import Callable

BYTES_PER_S = 8 << 20
"""While people chat. Postgres and the server then have an eighth of a core to do for it each."""

QUIET_AFTER_S = 2.0
LOOK_S = 0.1


class Pace:
    """Of one export. `told`: how many entries of timelines this process has told anybody of; `clock` in seconds."""

    def __init__(self, told: Callable[[], int], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._told = told
        self._clock = clock
        self._last_told = told()
        self._chatted_at = clock() - QUIET_AFTER_S

    async def is_quiet(self) -> bool:
        """Whether nobody chats: after a moment, in which somebody would."""
        await asyncio.sleep(LOOK_S)
        return self.pause_s(BYTES_PER_S) == 0.0

    async def give_way(self, written_bytes: int) -> None:
        """After so many bytes waits for as long as they should have taken, if anybody has chatted lately."""
        await asyncio.sleep(self.pause_s(written_bytes))

    def pause_s(self, written_bytes: int) -> float:
        """How long that is."""
        told, now = self._told(), self._clock()
        if told != self._last_told:
            self._last_told, self._chatted_at = told, now
        return written_bytes / BYTES_PER_S if now - self._chatted_at < QUIET_AFTER_S else 0.0
