"""Fair shares of pull and lists: of each key one page at a time is read and few requests wait, so none starves others.

Whoever waits, for their key's turn or for something new, holds no connection, and a place of this process.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import UUID

from ryadom.errors import Busy

MAX_WAITING = 64
MAX_WAITING_OF_KEY = 4
MAX_READERS = 256
MAX_READERS_OF_KEY = 16
"""The same of those who wait to read lists and single objects: a page of a CRM asks for several."""
TURN_TIMEOUT_S = 30.0
"""Longer than four pages take, of which each may await a connection."""
RETRY_AFTER_S = 5.0


class PullPlaces:
    """Who reads and who waits in this process. Keys that do neither are forgotten."""

    def __init__(self, *, most: int = MAX_WAITING, most_of_key: int = MAX_WAITING_OF_KEY) -> None:
        self._most = most
        self._most_of_key = most_of_key
        self._keys: dict[UUID, _Key] = {}

    @property
    def waiting(self) -> int:
        """How many wait, of all keys."""
        return sum(key.waiting for key in self._keys.values())

    @contextmanager
    def place(self, key_id: UUID) -> Iterator[None]:
        """A place to wait in.

        Raises:
            Busy: as many wait as may, of this key or of all.
        """
        with self._known(key_id) as key:
            if key.waiting >= self._most_of_key:
                raise Busy(
                    f"{self._most_of_key} requests with this key wait already: send fewer at once.",
                    retry_after_s=RETRY_AFTER_S,
                )
            if self.waiting >= self._most:
                raise Busy("As many programs as may be wait already. Ask again soon.", retry_after_s=RETRY_AFTER_S)
            key.waiting += 1
            try:
                yield
            finally:
                key.waiting -= 1

    @asynccontextmanager
    async def turn(self, key_id: UUID, *, has_place: bool = False) -> AsyncIterator[None]:
        """The key's turn to read a page; until it comes it is waited in a place, or in the one that is had.

        Raises:
            Busy: as for `place`, or it has not come in time.
        """
        with self._known(key_id) as key:
            if key.turn.locked() and not has_place:
                with self.place(key_id):
                    await _take(key.turn)
            else:
                await _take(key.turn)
            try:
                yield
            finally:
                key.turn.release()

    @contextmanager
    def _known(self, key_id: UUID) -> Iterator["_Key"]:
        key = self._keys.setdefault(key_id, _Key())
        key.users += 1
        try:
            yield key
        finally:
            key.users -= 1
            if not key.users:
                del self._keys[key_id]


class _Key:
    __slots__ = ("turn", "users", "waiting")

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.users = 0
        self.waiting = 0


async def _take(turn: asyncio.Lock) -> None:
    try:
        async with asyncio.timeout(TURN_TIMEOUT_S):
            await turn.acquire()
    except TimeoutError:
        raise Busy("Other requests with this key take long. Ask again soon.", retry_after_s=RETRY_AFTER_S) from None
