"""A real server on a real port of loopback, in the test's own loop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec.structs import replace
from starlette.applications import Starlette

from ryadom.app import build_app
from ryadom.core.operators import add_operator
from ryadom.live.rate import Rate
from ryadom.settings import Settings
from ryadom.store.database import Database
from ryadom.store.operators import Role
from ryadom.store.sites import Site
from ryadom.web.bounds import Bounds
from ryadom.web.context import Context
from ryadom.web.http_server import HttpServer
from tests.stacks import tell_tasks
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, Client, Server, furnish
from tests.web.overruling import somebody
from tests.web.programs import WRITES, key, program

BOUNDS = Bounds()
NO_LIMIT = Rate(burst=1e12, per_second=1e12)
STOP_DEADLINE_S = 60.0
SECRET_KEY = "a test's secret key, long enough to be one"


@asynccontextmanager
async def on_loopback(
    app: Starlette, bounds: Bounds = BOUNDS, *, listener: socket.socket | None = None
) -> AsyncIterator[int]:
    """Serves an application on a free port of loopback, as `ryadom serve` does; gives the port.

    `listener`: on this one, for a server that must know its own address.
    """
    listener = listener or socket.create_server(("127.0.0.1", 0))
    # As uvloop has it in the product. With asyncio's own loop the end of each answer would wait 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = HttpServer(app, bounds, loop="none")
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        async with asyncio.timeout(10):
            await server.start_ended.wait()
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        if not (await asyncio.wait([task], timeout=STOP_DEADLINE_S))[0]:
            pytest.fail(f"The server does not end. What still runs:\n{tell_tasks()}")
        await task


@asynccontextmanager
async def serving(
    database_url: str,
    database: Database,
    bounds: Bounds = BOUNDS,
    *,
    listener: socket.socket | None = None,
    **settings: Any,
) -> AsyncIterator[Server]:
    """Starts a server with these settings on a database that it furnishes."""
    site = await furnish(database)
    async with another_server(database_url, database, site, bounds, listener=listener, **settings) as server:
        yield server


@asynccontextmanager
async def another_server(
    database_url: str,
    database: Database,
    site: Site,
    bounds: Bounds = BOUNDS,
    *,
    listener: socket.socket | None = None,
    **settings: Any,
) -> AsyncIterator[Server]:
    """Starts a server on a database that is furnished already."""
    options: dict[str, Any] = {"data_dir": Path("unused"), "secret_keys": (SECRET_KEY,)} | settings
    app = build_app(Settings(**options), database_url=database_url)
    async with on_loopback(app, bounds, listener=listener) as port:
        yield Server(port=port, database=database, site=site, app=app)


def lift_limits(server: Server) -> None:
    """Whoever comes from now on may write as fast as they like."""
    context: Context = server.app.state.context
    visitors = context.visitor_desk
    for admission in (visitors.admission, visitors.profiles.admission, context.operator_desk.admission):
        admission.limits = replace(admission.limits, commands=NO_LIMIT, bytes=NO_LIMIT)


@pytest.fixture
async def server(database_url: str, database: Database) -> AsyncIterator[Server]:
    """A server with default settings."""
    async with serving(database_url, database) as running:
        yield running


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A program that may read and write."""
    async with program(server, (await key(server, scopes=WRITES)).secret) as http:
        yield http


@pytest.fixture
async def lead(server: Server) -> AsyncIterator[Account]:
    """A supervisor of the first site."""
    await add_operator(
        server.database,
        email="lead@shop.test",
        name="Вера",
        password=PASSWORD,
        site_keys=[server.site.key],
        role=Role.SUPERVISOR,
    )
    async with enrolled(server, "lead@shop.test") as account:
        yield account


@pytest.fixture
async def two(server: Server) -> AsyncIterator[tuple[Account, Account]]:
    """Owners of all sites, who change the same at once."""
    async with somebody(server, "Вера") as vera, somebody(server, "Олег") as oleg:
        yield vera, oleg


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    """Somebody who has asked something; `conversation_of` says where."""
    async with server.visitor() as client:
        client.welcome["conversation_id"] = (await client.say("Есть чай?"))["conversation_id"]
        yield client


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test sees one run out."""
    monkeypatch.setattr("ryadom.live.relay.LEASE_INTERVAL_S", 0.1)
    monkeypatch.setattr("ryadom.live.relay.LEASE_TTL_S", 0.5)
    monkeypatch.setattr("ryadom.core.presence.LEASE_TTL_S", 0.5)
    monkeypatch.setattr("ryadom.core.presence.LINGER_S", 0.1)
    monkeypatch.setattr("ryadom.core.site_visitors.LEASE_TTL_S", 0.5)
    monkeypatch.setattr("ryadom.core.site_visitors.LINGER_S", 0.1)
    monkeypatch.setattr("ryadom.core.site_visitors.TELL_INTERVAL_S", 0.1)
