"""A real server on a real port of loopback, in the test's own loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from ryadom.app import build_app
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.store.sites import Site
from ryadom.web.websocket_protocol import BoundedWebSocket
from tests.web.client import Server, furnish

SECRET_KEY = "a test's secret key, long enough to be one"


@asynccontextmanager
async def on_loopback(app: Starlette) -> AsyncIterator[int]:
    """Serves an application on a free port of loopback, with the options of `ryadom serve`; gives the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        loop="none",
        ws=BoundedWebSocket,
        ws_max_size=65_536,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        async with asyncio.timeout(10):
            await server.start_ended.wait()
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task


class _QuietServer(uvicorn.Server):
    """Leaves signals to pytest: uvicorn would swallow a Ctrl-C or a timeout's SIGTERM."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.start_ended = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.start_ended.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(database_url: str, database: Database, **settings: Any) -> AsyncIterator[Server]:
    """Starts a server with these settings on a database that it furnishes."""
    async with another_server(database_url, database, await furnish(database), **settings) as server:
        yield server


@asynccontextmanager
async def another_server(database_url: str, database: Database, site: Site, **settings: Any) -> AsyncIterator[Server]:
    """Starts a server on a database that is furnished already."""
    app = build_app(Settings(data_dir=Path("unused"), secret_keys=(SECRET_KEY,), **settings), database_url=database_url)
    async with on_loopback(app) as port:
        yield Server(port=port, database=database, site=site, app=app)


@pytest.fixture
async def server(database_url: str, database: Database) -> AsyncIterator[Server]:
    """A server with default settings."""
    async with serving(database_url, database) as running:
        yield running
