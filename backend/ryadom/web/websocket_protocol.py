"""Our websocket, which gives up on who abuses it.

As it is, uvicorn answers pings whether or not the answers are read (one socket makes the process grow without bound),
and closes politely, which waits for a full buffer to drain: a stuck client would stay "online" for ever. It decodes all
that has come before the application is asked whether it can take it: 256 KiB of six-byte frames are 43,000 messages.
Fragments without content it gathers without end, and of a head that it can't parse it says nothing at all.
"""

import asyncio
import time
from typing import TYPE_CHECKING

from websockets.frames import CloseCode, Frame

from ryadom.live.rate import TokenBucket
from ryadom.web.direct_websocket import DirectWebSocket

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent

DRAIN_TIMEOUT_S = 5.0
READ_BYTES = 4_096
"""How much is decoded at once: as long as messages wait for the application, the rest stays as it came."""

MAX_FRAGMENTS = 64
"""Frames that one message may come in; browsers send it in one, or in a few of 128 KiB."""

CONTROL_FRAMES = 40
CONTROL_FRAMES_PER_S = 2
"""Pings and pongs: of ours one is answered in 20 s, and no client needs more of its own."""


class BoundedWebSocket(DirectWebSocket):
    """The same, with an end to patience."""

    _unread = b""
    _control: TokenBucket | None = None
    _drop_timer: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        """Decodes as much as the application can take, and keeps the rest."""
        if not self._unread and self.read_plain(data):
            return
        self._unread = self._unread + data if self._unread else data
        self._decode()

    async def receive(self) -> "ASGIReceiveEvent":
        """The next message; before the socket is read on, what has come of it is decoded."""
        message = await super().receive()
        if self._unread and not self.read_paused:
            self._decode()
        return message

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends."""
        self._unread = b""
        if self._drop_timer is not None:
            self._drop_timer.cancel()
        super().connection_lost(exc)

    def _decode(self) -> None:
        while self._unread and not self.read_paused:
            piece, self._unread = self._unread[:READ_BYTES], self._unread[READ_BYTES:]
            super().data_received(piece)
            if self.transport.is_closing():
                self._unread = b""
        if self.conn.handshake_exc is not None and not self.transport.is_closing():
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_cont(self, event: Frame) -> None:
        """Takes a fragment."""
        if len(self.frames) < MAX_FRAGMENTS:
            super().handle_cont(event)
        elif not self.close_sent:
            self.conn.fail(CloseCode.MESSAGE_TOO_BIG, f"over {MAX_FRAGMENTS} fragments")
            self.handle_parser_exception()

    def handle_ping(self) -> None:
        """Answers, unless the answers before are still waiting to be read."""
        if self.transport.is_closing():
            return
        if self.writable.is_set() and self._may_control():
            super().handle_ping()
        else:
            self.transport.abort()

    def handle_pong(self, event: Frame) -> None:
        """Takes a sign of life."""
        if self._may_control():
            super().handle_pong(event)
        else:
            self.transport.abort()

    def keepalive_timeout(self) -> None:
        """No pong has come: nobody reads, so there is nobody to say farewell to."""
        super().keepalive_timeout()
        self.transport.abort()

    async def run_asgi(self) -> None:
        """Runs the application; what it has left unsent is given a few seconds."""
        await super().run_asgi()
        if not self.disconnected:
            self._drop_timer = self.loop.call_later(DRAIN_TIMEOUT_S, self._drop)

    def _drop(self) -> None:
        if not self.disconnected:
            self.transport.abort()

    def _may_control(self) -> bool:
        if self._control is None:
            self._control = TokenBucket(burst=CONTROL_FRAMES, per_second=CONTROL_FRAMES_PER_S, clock=time.monotonic)
        return not self._control.take()
