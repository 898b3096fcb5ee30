"""Several workers, and any of them killed: clients go to another, and nothing acknowledged is lost."""

import asyncio
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import httpx
import msgspec
import pytest

from ryadom.cli.orders import Orders
from ryadom.store.database import Database
from tests.chaos.server_process import ServerProcess, server_process
from tests.chaos.test_kill import (
    DEADLINE_S,
    MESSAGES,
    VISITORS,
    PersistentVisitor,
    check_histories,
    until_acknowledged,
)
from tests.store.embedded_probe import is_running
from tests.waiting import until
from tests.web.client import Server, furnish

SECRET = "kR8v-chaos-secret-0123456789-abcdefgh"
KILLS = 4


@pytest.fixture
async def process(database_url: str, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """Two workers."""
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": SECRET}
    async with server_process(tmp_path, workers=2, **settings) as process:
        yield process


@pytest.fixture
async def server(database: Database, process: ServerProcess) -> Server:
    return Server(port=process.port, database=database, site=await furnish(database))


def _is_gone(pid: int) -> bool:
    return not is_running(pid)


async def _kill_workers(process: ServerProcess, visitors: list[PersistentVisitor]) -> None:
    for kill in range(1, KILLS + 1):
        await until_acknowledged(visitors, VISITORS * MESSAGES * kill // (KILLS + 1))
        await until(lambda: len(process.worker_pids()) == 2)
        victim = random.choice(process.worker_pids())
        os.kill(victim, signal.SIGKILL)
        await until(partial(_is_gone, victim))


async def test_acknowledged_messages_survive_kill_9_of_workers_once_and_in_order(
    process: ServerProcess, server: Server
) -> None:
    progress = asyncio.Event()
    visitors = [PersistentVisitor(server, number, progress) for number in range(VISITORS)]
    async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as tasks:
        tasks.create_task(_kill_workers(process, visitors))
        for visitor in visitors:
            tasks.create_task(visitor.run())

    await check_histories(server, visitors)
    await until(lambda: process.log_text().count("worker_died") == KILLS)


async def test_worker_that_died_is_replaced_and_both_serve(process: ServerProcess, server: Server) -> None:
    [first, second] = process.worker_pids()
    os.kill(first, signal.SIGKILL)
    await until(partial(_is_gone, first))
    async with server.visitor() as visitor:
        await visitor.say("другой на месте")
    await until(lambda: len(process.worker_pids()) == 2 and first not in process.worker_pids())
    assert second in process.worker_pids()
    assert await process.stop() == 0


async def test_sigterm_drains_every_worker_and_ends_with_status_0(process: ServerProcess, server: Server) -> None:
    pids = process.worker_pids()
    async with server.visitor() as visitor, server.operator() as operator:
        await visitor.say("личное, не для журнала")
        stopping = asyncio.create_task(process.stop())
        for client in (visitor, operator):
            assert (await client.receive("goodbye"))["reconnect_in_s"] > 0
            assert (await client.closed())[0] == 1012
        assert await stopping == 0
    assert not any(map(is_running, pids))
    for secret_thing in ("личное", visitor.welcome["token"], "127.0.0.1:", SECRET):
        assert secret_thing not in process.log_text()


async def test_sighup_replaces_the_workers_one_after_the_other_and_nobody_is_refused(
    process: ServerProcess, server: Server
) -> None:
    old = process.worker_pids()
    progress = asyncio.Event()
    visitors = [PersistentVisitor(server, number, progress) for number in range(VISITORS)]
    async with (
        asyncio.timeout(DEADLINE_S),
        asyncio.TaskGroup() as tasks,
        httpx.AsyncClient(base_url=server.http_url, trust_env=False, timeout=10) as http,
    ):
        os.kill(process.pid, signal.SIGHUP)
        for visitor in visitors:
            tasks.create_task(visitor.run())
        while "workers_replaced" not in process.log_text():
            # Each time a connection of its own, as every new visitor makes.
            assert (await http.get("/healthz", headers={"Connection": "close"})).status_code == 200

    assert len(process.worker_pids()) == 2
    assert not set(old) & set(process.worker_pids())
    assert "worker_died" not in process.log_text()
    await check_histories(server, visitors)
    assert await process.stop() == 0


async def test_sighup_in_the_middle_of_the_start_is_heard_when_it_has_ended(process: ServerProcess) -> None:
    assert await process.stop() == 0
    await process.launch()
    await until(lambda: bool(process.worker_pids()))
    os.kill(process.pid, signal.SIGHUP)
    await process.ready()
    await until(lambda: "workers_replaced" in process.log_text())
    assert await process.stop() == 0


async def test_workers_stop_when_their_parent_is_killed_and_the_next_start_works(
    process: ServerProcess, server: Server
) -> None:
    pids = process.worker_pids()
    async with server.visitor() as visitor:
        await visitor.say("до")
        await process.kill()
        assert (await visitor.closed())[0] == 1012
        await until(lambda: not any(map(is_running, pids)))
        await process.start()
        async with server.visitor(token=visitor.welcome["token"]) as back:
            assert (await back.say("после"))["seq"] == 2


async def test_worker_whose_parent_is_gone_before_it_is_ready_stops_quietly(database_url: str) -> None:
    orders = msgspec.json.encode(Orders(database_url, (SECRET,))) + b"\n"
    read_end, write_end = os.pipe()
    os.close(read_end)  # as the parent's end of the worker's output is, once it has died
    with socket.create_server(("127.0.0.1", 0)) as listener:
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "ryadom.cli.worker", "1", str(listener.fileno())),
            stdin=asyncio.subprocess.PIPE,
            stdout=write_end,
            stderr=asyncio.subprocess.PIPE,
            pass_fds=(listener.fileno(),),
        )
    os.close(write_end)
    async with asyncio.timeout(30):
        _, said = await worker.communicate(orders)
    assert (worker.returncode, b"Traceback" in said) == (0, False), said


async def test_who_comes_while_no_worker_lives_waits_for_the_next_one(process: ServerProcess) -> None:
    pids = process.worker_pids()
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    await until(lambda: not any(map(is_running, pids)))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{process.port}", trust_env=False) as http:
        assert (await http.get("/readyz", timeout=20)).status_code == 200
