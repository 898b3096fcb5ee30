"""uvicorn's HTTP, with an end to patience: heads and bodies that come slowly, heads without an end, requests in heaps.

As it is, uvicorn waits for ever for the rest of a head or of a body, or for an answer to be read, and keeps whatever
comes. A proxy in front has bounds of its own; there need not be one.
"""

import asyncio
from typing import TYPE_CHECKING, Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from ryadom.errors import RyadomError, TooLarge, TooSlow
from ryadom.web.lobby import Lobby
from ryadom.web.responses import error_response
from ryadom.web.turnstile import Turnstile

if TYPE_CHECKING:
    from uvicorn.config import Config

MAX_HEAD_BYTES = 16 * 1_024
BODY_STEP_BYTES = 16 * 1_024
"""A body that goes on by so much has all its time again: a file from a phone takes minutes, and is not slow for it."""

MAX_UNWANTED_BYTES = 32 * 1_024 * 1_024
"""Of a body that goes on coming though it has been answered: most clients read the refusal only once all is sent."""

MAX_PIPELINED = 8
"""Requests that wait behind another on one connection; browsers send one after the other."""


class BoundedState(ServerState):
    """What uvicorn's connections share, and the bounds that ours keep.

    `unfinished` is where the rest of a request is waited for, `unread` where somebody should read an answer; those who
    want a websocket pass the `turnstile`.
    """

    def __init__(self, *, unfinished: Lobby, unread: Lobby, turnstile: Turnstile, max_connections: int) -> None:
        super().__init__()
        self.unfinished = unfinished
        self.unread = unread
        self.turnstile = turnstile
        self.max_connections = max_connections


class PatientHttp(HttpToolsProtocol):
    """The same, within bounds."""

    def __init__(
        self,
        config: "Config",
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._bounds = cast(BoundedState, server_state)
        self._unfinished = self._bounds.unfinished
        self._unread = self._bounds.unread
        self._head_bytes = 0
        self._body_bytes = 0
        self._is_in_head = True
        self._is_in_body = False
        self._is_at_turnstile = False

    @property
    def is_newcomer(self) -> bool:
        """Whether no request of theirs has been read yet, or they still wait for their websocket."""
        return (self._is_in_head and self.cycle is None) or self._is_at_turnstile

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins; where there is no room, somebody idle goes, or else the newcomer."""
        super().connection_made(transport)
        if len(self.connections) > self._bounds.max_connections and not self._unfinished.make_room():
            transport.abort()
            return
        self._unfinished.enter(self, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends."""
        self._unfinished.leave(self)
        self._unread.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads on, as long as the head is not too long."""
        was_in_head = self._is_in_head
        super().data_received(data)
        # The end of a body that had been answered before it came is no part of the next head.
        if not (was_in_head and self._is_in_head):
            return
        self._head_bytes += len(data)
        if self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._refuse(TooLarge(f"The head is over {MAX_HEAD_BYTES} bytes."), status=431)

    def on_message_begin(self) -> None:
        """A request begins."""
        if len(self.pipeline) >= MAX_PIPELINED:
            raise ValueError("too many requests at once")  # uvicorn answers 400 and closes
        self._is_in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is there; patience begins anew for the body."""
        self._is_in_head = False
        self._is_in_body = True
        self._head_bytes = self._body_bytes = 0
        self._unfinished.enter(self, self._give_up)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body is there."""
        self._body_bytes += len(body)
        if self.cycle is not None and self.cycle.response_complete:
            if self._body_bytes > MAX_UNWANTED_BYTES and not self.transport.is_closing():
                self._close()
        elif self._body_bytes >= BODY_STEP_BYTES:
            self._body_bytes = 0
            self._unfinished.enter(self, self._give_up)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there."""
        self._is_in_body = False
        self._unfinished.leave(self)
        super().on_message_complete()
        if self.cycle is not None and self.cycle.response_complete:
            self._await_next()

    def on_response_complete(self) -> None:
        """The answer is given."""
        super().on_response_complete()
        if not self._is_in_body and self.cycle.response_complete:
            self._await_next()

    def handle_websocket_upgrade(self) -> None:
        """Hands the connection over to the websocket, when it is its turn; what comes meanwhile is read by that.

        Behind a request that has no answer yet there is none: the answer's end would read on, past the turnstile.
        """
        if self._is_at_turnstile or (self.cycle is not None and not self.cycle.response_complete):
            self.send_400_response("A websocket has a connection of its own.")
            return
        self._unfinished.leave(self)
        self._is_at_turnstile = True
        self.transport.pause_reading()
        self._bounds.turnstile.enter(self._upgrade)

    def pause_writing(self) -> None:
        """Answers pile up because they are not read."""
        super().pause_writing()
        self._unread.enter(self, self.transport.abort)

    def resume_writing(self) -> None:
        """They are read."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._unread.leave(self)

    def _upgrade(self) -> None:
        self._is_at_turnstile = False
        if self.transport.is_closing():
            return
        try:
            super().handle_websocket_upgrade()
        except Exception:
            # Nobody reads from it any more: its end would not be noticed
            self.transport.abort()
            raise
        # Its callbacks hold us: who has hung up would stay in memory until the collector comes by. uvicorn takes
        # it away at the end of a connection just so, though its type says that it is always there.
        self.parser = None  # type: ignore[assignment]
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def _give_up(self) -> None:
        """Closes: the rest of a request has not come, or there is no room for an idle connection."""
        if self._head_bytes and not self.transport.is_closing():
            self._refuse(TooSlow("The request did not come to its end in time. Send it again."), status=408)
        elif self._is_in_body:
            self.transport.abort()
        else:
            self._close()

    def _await_next(self) -> None:
        if not self.transport.is_closing():
            self._is_in_head = True
            self._unfinished.enter(self, self._give_up)

    def _refuse(self, error: RyadomError, *, status: int) -> None:
        response = error_response(error)
        headers = b"".join(b"%b: %b\r\n" % header for header in (*response.raw_headers, (b"connection", b"close")))
        self.transport.write(STATUS_LINE[status] + headers + b"\r\n" + bytes(response.body))
        self._close()

    def _close(self) -> None:
        """Closes politely: waits until everything is read, but not for ever."""
        self._unread.enter(self, self.transport.abort)
        self.transport.close()
