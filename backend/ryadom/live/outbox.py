"""Frames on their way to one socket: bounded, ordered, and corked until the greeting has been said."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from ryadom.errors import SlowConsumer
from ryadom.live.framing import text_frame
from ryadom.protocol.shared import Frame

MAX_FRAMES = 8_192
MAX_BYTES = 4 * 1_024 * 1_024
MAX_BATCH_BYTES = 64 * 1_024
"""As much as the socket takes before it asks to wait."""


class Encoded(NamedTuple):
    """A frame as JSON, and framed as it goes over the wire: made once, however many sockets it goes to."""

    data: bytes
    wire: bytes


def encode(frame: Frame | msgspec.Raw) -> Encoded:
    """A frame, or the JSON of one, ready to be sent."""
    data = bytes(frame) if isinstance(frame, msgspec.Raw) else _encoder.encode(frame)
    return Encoded(data, text_frame(data))


_encoder = msgspec.json.Encoder()


class Outbox:
    """What one socket has still to send.

    `reply` is for answers to this socket, `publish` for events of the hub. Events that come before `uncork` wait for
    it: the session subscribes first, then reads, then replies with what it read, and only then lets the events through.

    Where `attach` has said how, a frame that none waits before goes out at once: a task that is woken for each costs
    more than all the rest of its way. The others wait for whoever calls `next_batch`.

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
        self._write: Callable[[bytes], bool] | None = None
        # What `next_batch` gave last may still wait for the wire; nothing may overtake it.
        self._is_in_hand = False
        self._wake: asyncio.Future[None] | None = None
        self._flushed = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        return len(self._ready) + len(self._corked or ())

    def attach(self, write: Callable[[bytes], bool]) -> None:
        """From now on `write` is tried first: it takes whole frames at once, or is false where they have to wait."""
        self._write = write

    @property
    def size_bytes(self) -> int:
        """How much waits."""
        return self._size_bytes

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

    async def next_batch(self) -> list[Encoded]:
        """The frames to send next, oldest first, as soon as there are any; about 64 KiB at most. For one reader."""
        self._is_in_hand = False
        while not self._ready:
            self._flushed.set()
            # Kept, because asking for it costs a system call (getpid) each time.
            self._loop = self._loop or asyncio.get_running_loop()
            self._wake = self._loop.create_future()
            await self._wake
        batch: list[Encoded] = []
        size_bytes = 0
        while self._ready and size_bytes < MAX_BATCH_BYTES:
            encoded = self._ready.popleft()
            size_bytes += len(encoded.wire)
            batch.append(encoded)
        self._size_bytes -= size_bytes
        self._is_in_hand = True
        return batch

    def take_all(self) -> list[Encoded]:
        """What is ready to go, oldest first, when nobody reads by `next` any more."""
        taken = list(self._ready)
        self._ready.clear()
        self._size_bytes = sum(len(encoded.wire) for encoded in self._corked or ())
        return taken

    def close(self) -> None:
        """Nobody sends from it any more: it takes nothing, and lets go of whose it was."""
        self._overflowed = True
        self._on_overflow = _tell_nobody
        self._write = None

    async def flushed(self) -> None:
        """Returns when the reader has sent all that was ready."""
        await self._flushed.wait()

    def _put(self, encoded: Encoded, lane: deque[Encoded]) -> None:
        if self._overflowed or (lane is self._ready and self._goes_at_once(encoded)):
            return
        size_bytes = self._size_bytes + len(encoded.wire)
        if size_bytes > self._max_bytes or len(self) >= self._max_frames:
            self._overflowed = True
            self._on_overflow(
                SlowConsumer(f"{len(self)} frames wait for this client; it resumes with after_seq when it is back.")
            )
            return
        lane.append(encoded)
        self._size_bytes = size_bytes
        self._notify()

    def _goes_at_once(self, encoded: Encoded) -> bool:
        return self._write is not None and not self._ready and not self._is_in_hand and self._write(encoded.wire)

    def _notify(self) -> None:
        self._flushed.clear()
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)


def _tell_nobody(_: SlowConsumer) -> None:
    pass
