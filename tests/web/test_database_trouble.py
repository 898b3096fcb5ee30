"""What a stalled or cut connection leaves behind: nothing may stay broken once Postgres is well again."""

import asyncio
import os
import signal
import time

import httpx
import pytest

import ryadom.store.database as database_module
from ryadom.errors import DatabaseUnavailable
from ryadom.store import inbox
from ryadom.store.database import Database, open_database
from ryadom.store.sql import Connection
from tests.conftest import PostgresServer
from tests.web.client import Server


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Timeouts that a test can wait for."""
    monkeypatch.setattr(database_module, "STATEMENT_TIMEOUT_S", 1.0)
    monkeypatch.setattr(database_module, "ACQUIRE_TIMEOUT_S", 3.0)


async def _transaction_over_a_frozen_backend(database: Database, where: str) -> None:
    pid = 0
    try:
        if where == "begin":
            async with database.connection() as connection:
                pid = await connection.fetchval("SELECT pg_backend_pid()")
            os.kill(pid, signal.SIGSTOP)
            async with database.transaction():
                pass
        else:
            async with database.transaction() as connection:
                pid = await connection.fetchval("SELECT pg_backend_pid()")
                os.kill(pid, signal.SIGSTOP)
    except DatabaseUnavailable:
        pass
    else:
        pytest.fail("a frozen Postgres answered")
    finally:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("where", ["begin", "commit"])
async def test_transactions_that_time_out_give_their_connections_back(database_url: str, where: str) -> None:
    async with open_database(database_url, pool_size=2) as database:
        for _ in range(2):
            await asyncio.create_task(_transaction_over_a_frozen_backend(database, where))
        async with database.connection() as connection:
            assert await connection.fetchval("SELECT 1") == 1


async def test_task_whose_connection_was_cut_on_its_way_back_can_use_the_database_again(
    database_url: str, postgres: PostgresServer
) -> None:
    async with open_database(database_url, pool_size=2) as database:
        async with database.connection() as connection:
            pid = await connection.fetchval("SELECT pg_backend_pid()")
            postgres.execute(f"SELECT pg_terminate_backend({pid})")
            time.sleep(0.3)  # noqa: ASYNC251 - the loop must not notice the cut before the connection goes back
        async with database.connection() as connection:
            assert await connection.fetchval("SELECT 1") == 1


async def test_socket_ends_although_its_command_fails_while_it_is_being_ended(
    server: Server, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing out cancels the socket's task; an error raised on the way out must not bring it back to life."""
    at_work = asyncio.Event()

    async def cut_when_cancelled(connection: Connection, *_: object) -> None:
        pid = await connection.fetchval("SELECT pg_backend_pid()")
        at_work.set()
        try:
            await asyncio.Event().wait()
        finally:
            postgres.execute(f"SELECT pg_terminate_backend({pid})")
            time.sleep(0.3)  # noqa: ASYNC251 - as above

    cookies = (await server.sign_in()).cookies
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    async with server.socket("/ws/operator", origin=server.http_url, additional_headers=headers) as panel:
        await panel.hello()
        monkeypatch.setattr(inbox, "count_folders", cut_when_cancelled)
        await panel.send("fetch_counts", request_id="1")
        await at_work.wait()
        async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
            await http.delete("/panel/api/session", headers=headers | {"Origin": server.http_url})
        await server.check_sessions()
        async with asyncio.timeout(3):
            code, _ = await panel.closed()
        assert code == 4440
