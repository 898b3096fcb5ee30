"""Our websocket, which gives up on who does not read.

As it is, uvicorn answers pings whether or not the answers are read (one socket makes the process grow without bound),
and closes politely, which waits for a full buffer to drain: a stuck client would stay "online" for ever.
"""

from ryadom.web.direct_websocket import DirectWebSocket

DRAIN_TIMEOUT_S = 5.0


class BoundedWebSocket(DirectWebSocket):
    """The same, with an end to patience."""

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
