"""One at a time, per key: a lock that costs nothing to speak of while nobody else wants it."""

import asyncio
from collections import deque
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Turns(Generic[K]):
    """`take` a key's turn, and `end` it whatever happens. Turns are given in the order in which they were asked for.

    What an `asyncio.Lock` per key would do, without making one for each message.
    """

    def __init__(self) -> None:
        self._queues: dict[K, deque[asyncio.Future[None]] | None] = {}

    def __len__(self) -> int:
        """How many keys are somebody's."""
        return len(self._queues)

    async def take(self, key: K) -> None:
        """Returns when it is the caller's turn."""
        if key not in self._queues:
            self._queues[key] = None
            return
        queue = self._queues[key]
        if queue is None:
            queue = self._queues[key] = deque()
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.end(key)  # it was given while the caller was being cancelled
            raise

    def end(self, key: K) -> None:
        """Gives the turn to whoever has waited longest."""
        queue = self._queues[key]
        while queue:
            turn = queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        del self._queues[key]
