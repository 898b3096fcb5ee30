"""A second line of a server: for what it announces as a command would, apart from the line it hears by."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from ryadom.live.line import Line


class SpareLine(Line):
    """A line for announcements, which take turns: a line of NATS or Redis has one connection at a time."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._turn = asyncio.Lock()

    @property
    def max_payload_bytes(self) -> int:
        """That of the line below."""
        return self._line.max_payload_bytes

    async def publish(self, payloads: Sequence[bytes]) -> None:
        """Sends payloads, inside of `listening`."""
        await self._line.publish(payloads)

    @asynccontextmanager
    async def listening(self, on_payload: Callable[[bytes], None]) -> AsyncIterator[asyncio.Event]:
        """Waits for the others to end, then listens."""
        async with self._turn, self._line.listening(on_payload) as ended:
            yield ended
