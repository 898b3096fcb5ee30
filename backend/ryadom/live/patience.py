"""How long an outage of Postgres is waited out before callers are told: work that may be repeated is tried again.

A restart takes seconds, and then nobody need know of it. Of a longer outage everybody is told at once, instead of one
after the other: the time is counted from its first failure, whoever meets it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from ryadom.errors import DatabaseUnavailable

T = TypeVar("T")

OUTLAST_S = 8.0
"""Shorter than a client waits for an answer before it thinks that nobody is there."""

PAUSES_S = (0.05, 0.1, 0.2, 0.4)


class Patience:
    """Shared by all who write in this process. `clock` is monotonic, in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._down_since: float | None = None

    async def outlast(self, work: Callable[[], Awaitable[T]]) -> T:
        """Does the work, again and again while Postgres is away. It must be safe to repeat: its first try may have
        been committed, and only the answer lost.

        Raises:
            DatabaseUnavailable: the outage has lasted longer than our patience; whether the work was done is not known.
        """
        tries = 0
        while True:
            try:
                done = await work()
            except DatabaseUnavailable:
                pause_s = PAUSES_S[min(tries, len(PAUSES_S) - 1)]
                tries += 1
                if not self._allows(pause_s):
                    raise
            else:
                self._down_since = None
                return done
            await asyncio.sleep(pause_s)

    def _allows(self, pause_s: float) -> bool:
        now = self._clock()
        if self._down_since is None:
            self._down_since = now
        return now + pause_s - self._down_since < OUTLAST_S
