"""Frames on their way to one socket: bounded, ordered, and corked until the greeting has been said."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from ryadom.errors import SlowConsumer
from ryadom.protocol.shared import Frame

MAX_FRAMES = 1_024
MAX_BYTES = 4 * 1_024 * 1_024


class Encoded(NamedTuple):
    """A frame as it goes over the wire: encoded once, however many sockets it goes to."""

    text: str
    size_bytes: int


def encode(frame: Frame) -> Encoded:
    """The JSON of a frame."""
    data = msgspec.json.encode(frame)
    return Encoded(data.decode(), len(data))


class Outbox:
    """What one socket has still to send.

    `reply` is for answers to this socket, `publish` for events of the hub. Events that come before `uncork` wait for
    it: the session subscribes first, then reads, then replies with what it read, and only then lets the events through.

    Past either bound nothing more is taken and `on_overflow` is called once, with the error to close the socket
    with: the client resumes from its last seq, so nothing is dropped in silence.
    """

    def __init__(
        self,
        on_overflow: Callable[[SlowConsumer], None],
        *,
        max_frames: int = MAX_FRAMES,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._on_overflow = on_overflow
        self._max_frames = max_frames
        self._max_bytes = max_bytes
        self._ready: deque[Encoded] = deque()
        self._corked: deque[Encoded] | None = deque()
        self._size_bytes = 0
        self._overflowed = False
        self._wake: asyncio.Future[None] | None = None
        self._flushed = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        return len(self._ready) + len(self._corked or ())

    def reply(self, frame: Frame) -> None:
        """An answer to this socket alone."""
        self._put(encode(frame), self._ready)

    def publish(self, encoded: Encoded) -> None:
        """An event that this socket follows."""
        self._put(encoded, self._ready if self._corked is None else self._corked)

    def uncork(self) -> None:
        """Lets through the events that have come meanwhile, and all that will come."""
        if self._corked is not None:
            self._ready.extend(self._corked)
            self._corked = None
            self._notify()

    async def next(self) -> Encoded:
        """The frame to send next, as soon as there is one. For one reader."""
        while not self._ready:
            self._flushed.set()
            # Kept, because asking for it costs a system call (getpid) each time.
            self._loop = self._loop or asyncio.get_running_loop()
            self._wake = self._loop.create_future()
            await self._wake
        encoded = self._ready.popleft()
        self._size_bytes -= encoded.size_bytes
        return encoded

    def take_all(self) -> list[Encoded]:
        """What is ready to go, oldest first, when nobody reads by `next` any more."""
        taken = list(self._ready)
        self._ready.clear()
        self._size_bytes = sum(encoded.size_bytes for encoded in self._corked or ())
        return taken

    async def flushed(self) -> None:
        """Returns when the reader has sent all that was ready."""
        await self._flushed.wait()

    def _put(self, encoded: Encoded, lane: deque[Encoded]) -> None:
        if self._overflowed:
            return
        if len(self) >= self._max_frames or self._size_bytes + encoded.size_bytes > self._max_bytes:
            self._overflowed = True
            self._on_overflow(
                SlowConsumer(f"{len(self)} frames wait for this client; it resumes with after_seq when it is back.")
            )
            return
        lane.append(encoded)
        self._size_bytes += encoded.size_bytes
        self._notify()

    def _notify(self) -> None:
        self._flushed.clear()
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)
