"""A real server on a real port of loopback, in the test's own loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from ryadom.app import build_app
from ryadom.settings import Settings
from ryadom.store.database import Database
from tests.web.client import Server, furnish

SECRET_KEY = "a test's secret key, long enough to be one"


@asynccontextmanager
async def serving(database_url: str, database: Database, **settings: Any) -> AsyncIterator[Server]:
    """Starts a server with these settings on a furnished database."""
    site = await furnish(database)
    app = build_app(
        Settings(data_dir=Path("unused"), secret_keys=(SECRET_KEY,), **settings), database_url=database_url
    )
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app,
        loop="none",
        ws="websockets-sansio",
        ws_max_size=65_536,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    uvicorn_server = uvicorn.Server(config)
    task = asyncio.create_task(uvicorn_server.serve(sockets=[listener]))
    try:
        async with asyncio.timeout(10):
            while not uvicorn_server.started and not task.done():
                await asyncio.sleep(0)
        yield Server(port=listener.getsockname()[1], database=database, site=site, app=app)
    finally:
        uvicorn_server.should_exit = True
        await task


@pytest.fixture
async def server(database_url: str, database: Database) -> AsyncIterator[Server]:
    """A server with default settings."""
    async with serving(database_url, database) as running:
        yield running
