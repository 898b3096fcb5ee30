"""uvicorn's server with our options and our bounds."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.applications import Starlette
from uvicorn.config import LoopFactoryType

from ryadom.protocol import MAX_FRAME_BYTES
from ryadom.web.bounds import BACKLOG, Bounds
from ryadom.web.http_protocol import BoundedState, PatientHttp
from ryadom.web.lobby import Lobby
from ryadom.web.turnstile import Turnstile
from ryadom.web.websocket_protocol import BoundedWebSocket

CLOSE_TIMEOUT_S = 5
TICK_S = 1.0
"""How often the date that answers carry is told anew."""


class HttpServer(uvicorn.Server):
    """uvicorn's server, which tells when it has started, and leaves signals to us (it would raise them again)."""

    def __init__(self, app: Starlette, bounds: Bounds, *, loop: LoopFactoryType = "uvloop") -> None:
        self._end_asked = asyncio.Event()
        super().__init__(
            uvicorn.Config(
                app,
                loop=loop,
                http=PatientHttp,
                ws=BoundedWebSocket,
                ws_per_message_deflate=False,  # on, it triples the memory of every open chat, and takes bombs
                ws_max_size=MAX_FRAME_BYTES,
                ws_ping_interval=bounds.ping_interval_s,
                ws_ping_timeout=bounds.ping_timeout_s,
                proxy_headers=False,  # X-Forwarded-For is read by `web`, and only from RYADOM_TRUSTED_PROXIES
                server_header=False,
                access_log=False,
                log_config=None,
                lifespan="on",
                backlog=BACKLOG,
                timeout_graceful_shutdown=CLOSE_TIMEOUT_S,
            )
        )
        self._app = app
        self.unfinished = self._lobby("unfinished", bounds.max_unfinished, bounds.request_timeout_s)
        self.server_state = BoundedState(
            unfinished=self.unfinished,
            unread=self._lobby("unread", bounds.max_unread, bounds.read_timeout_s),
            turnstile=Turnstile(asyncio.get_running_loop().call_soon),
            max_connections=bounds.max_connections,
        )
        self.start_ended = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and tells so, be it well or badly."""
        try:
            await super().startup(sockets)
        except SystemExit:  # how uvicorn says that the application's start failed; it would end the loop at once
            self.should_exit = True
        finally:
            self.start_ended.set()

    @property
    def should_exit(self) -> bool:
        """Whether somebody has asked for the end; uvicorn's own attribute, that its end may be waited for."""
        return self._end_asked.is_set()

    @should_exit.setter
    def should_exit(self, asked: bool) -> None:
        if asked:
            self._end_asked.set()

    async def main_loop(self) -> None:
        """Returns once the end is asked for: at once, where uvicorn's looks ten times a second, also at night."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_S):
                    await self._end_asked.wait()

    def stop_accepting(self) -> None:
        """Takes nobody in any more; on a listening socket that others share, those serve who comes."""
        for server in self.servers:
            server.close()

    @property
    def newcomers(self) -> int:
        """How many have been let in and have not been heard yet."""
        connections = self.server_state.connections
        return sum(isinstance(connection, PatientHttp) and connection.is_newcomer for connection in connections)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield

    def _lobby(self, what: str, capacity: int, patience_s: float) -> Lobby:
        def count(why: str) -> None:
            # The demo's shop is served too, and has no figures.
            if (context := getattr(self._app.state, "context", None)) is not None:
                context.metrics.refusals.labels(f"{what}_{why}").inc()

        return Lobby(
            capacity=capacity,
            patience_s=patience_s,
            call_later=asyncio.get_running_loop().call_later,
            on_given_up=count,
        )
