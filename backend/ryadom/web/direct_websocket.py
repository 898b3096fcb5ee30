"""uvicorn's websocket with a shorter way for what nearly every frame is; all the rest goes the library's way."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from starlette.types import Message, Scope
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from ryadom.live.framing import are_whole_messages, read_text_frame

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent

EXTENSION = "ryadom.wire"
_END_OF_HEADERS = b"\r\n\r\n"
MAX_UNREAD = 8
"""Commands that wait for the application before the socket is read no further."""


class Wire(Protocol):
    """Where frames go out as they are, and events come in without a detour."""

    async def receive(self) -> Message:
        """The next event, as ASGI's `receive` gives it."""

    def write_now(self, frames: bytes) -> bool:
        """Writes whole frames; false, and nothing is written, while the client does not read, or once it is gone."""

    async def write(self, frames: bytes) -> None:
        """Writes whole frames; waits while the client does not read.

        Raises:
            ClientDisconnected: the client has gone, or the socket is being closed.
        """


def wire_of(scope: Scope) -> Wire | None:
    """The wire below a socket, where the server has one: an extension of ASGI's scope, as its specification allows."""
    wire: Wire | None = scope.get("extensions", {}).get(EXTENSION)
    return wire


class Inbox:
    """What an `asyncio.Queue` is to uvicorn, for one reader and without its ceremony."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._events: deque[ASGIReceiveEvent] = deque()
        self._reader: asyncio.Future[None] | None = None

    def put_nowait(self, event: "ASGIReceiveEvent") -> None:
        """Adds an event."""
        self._events.append(event)
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    async def get(self) -> "ASGIReceiveEvent":
        """The oldest event, as soon as there is one."""
        while not self._events:
            self._reader = self._loop.create_future()
            await self._reader
        return self._events.popleft()

    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._events

    def qsize(self) -> int:
        """How many wait."""
        return len(self._events)


class DirectWebSocket(WebSocketsSansIOProtocol):
    """The same websocket: a `Wire` for what goes out, and plain text frames read at once."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.queue = Inbox(self.loop)  # type: ignore[assignment]

    # From the handshake on, until a message comes in pieces: only the library knows then where the next begins.
    _is_between_messages = False

    def data_received(self, data: bytes) -> None:
        """Reads a lone text frame at once; gives the library everything else."""
        if self.read_plain(data):
            return
        if self._is_between_messages:
            self._is_between_messages = are_whole_messages(data)
        is_handshake = not self.handshake_initiated
        super().data_received(data)
        if is_handshake and self.handshake_initiated:
            self._is_between_messages = data.find(_END_OF_HEADERS) == len(data) - len(_END_OF_HEADERS)

    def read_plain(self, data: bytes) -> bool:
        """Reads the data, where it is a lone text frame; else, and whenever that is not sure, does nothing."""
        if not self._is_between_messages or not self.handshake_complete or self.close_sent:
            return False
        text = read_text_frame(data)
        if text is None:
            return False
        self.queue.put_nowait({"type": "websocket.receive", "text": text})
        if self.queue.qsize() >= MAX_UNREAD and not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()
        return True

    async def write(self, frames: bytes) -> None:
        """See `Wire`. Pings and their answers take their turn between frames."""
        while not self.writable.is_set():
            await self.writable.wait()
        if not self.write_now(frames):
            raise ClientDisconnected

    def write_now(self, frames: bytes) -> bool:
        """See `Wire`."""
        if not self.writable.is_set() or self.disconnected or self.close_sent or self.transport.is_closing():
            return False
        self.transport.write(frames)
        return True

    def shutdown(self) -> None:
        """Ends the socket as the server ends. One that is closing has said so: uvicorn's would fail, and the server."""
        if self.handshake_complete and self.conn.state is not State.OPEN:
            self.stop_keepalive()
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1012})
            self.transport.close()
        else:
            super().shutdown()

    async def run_asgi(self) -> None:
        """Runs the application."""
        extensions = self.scope["extensions"]
        # uvicorn's types have plain values alone there; ASGI lets a server put in what it likes.
        extensions[EXTENSION] = self  # type: ignore[assignment]
        try:
            await super().run_asgi()
        finally:
            # A circle: it would stay in memory until the garbage collector comes by.
            del extensions[EXTENSION]
