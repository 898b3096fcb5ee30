"""uvicorn's websocket, which writes once for all frames of a turn of the loop, and gives up on who does not read.

As it is, uvicorn answers pings whether or not the answers are read (one socket makes the process grow without bound),
and closes politely, which waits for a full buffer to drain: a stuck client would stay "online" for ever.
"""

from typing import TYPE_CHECKING

from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent

DRAIN_TIMEOUT_S = 5.0


class BoundedWebSocket(WebSocketsSansIOProtocol):
    """The same, with fewer system calls and an end to patience."""

    _will_write = False

    async def send(self, message: "ASGISendEvent") -> None:
        """Sends; text frames of one turn of the loop go out in one write, for an operator who follows many chats."""
        text = message.get("text")
        is_plain = self.handshake_complete and not self.close_sent and not self.disconnected and self.writable.is_set()
        if not isinstance(text, str) or not is_plain:
            await super().send(message)
            return
        try:
            self.conn.send_text(text.encode())
        except InvalidState:
            raise ClientDisconnected from None
        if not self._will_write:
            self._will_write = True
            self.loop.call_soon(self._write)

    def _write(self) -> None:
        self._will_write = False
        # A close in between has taken the frames along, in their order.
        if output := self.conn.data_to_send():
            self.transport.write(b"".join(output))

    def handle_ping(self) -> None:
        """Answers, unless the answers before are still waiting to be read."""
        if self.writable.is_set():
            super().handle_ping()
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
            self.loop.call_later(DRAIN_TIMEOUT_S, self._drop)

    def _drop(self) -> None:
        if not self.disconnected:
            self.transport.abort()
