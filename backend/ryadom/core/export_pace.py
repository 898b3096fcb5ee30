"""How fast an export goes: as fast as it can while nobody writes, and slowly while people chat on the same cores."""

import asyncio
import time
from collections.abc import Callable

BYTES_PER_S = 4 << 20
"""While people chat: far less than Postgres and the server could do, who have chats to do first."""

QUIET_AFTER_S = 2.0


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
