"""What a trial is about: servers on one Postgres, each behind a bad network, each started again whenever it ends."""

import asyncio
import glob
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from msgspec import Struct

from ryadom.store.database import open_database
from ryadom.store.migrate import migrate
from tests.chaos.commit_gate import CommitGate
from tests.chaos.people import MARK
from tests.chaos.postgres import CrashingPostgres, crashing_postgres
from tests.chaos.proxy import Proxy
from tests.chaos.server_process import ServerProcess, free_port

SECRET = "kR8v-chaos-secret-0123456789-abcdefgh"
RESTART_DELAY_S = 0.3
READY_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
FAKETIME = "/usr/lib/*/faketime/libfaketimeMT.so.1"


class Clock(Struct, frozen=True):
    """The wall clock of one server, where libfaketime is installed; its steady clock stays true."""

    offset: Path
    library: str | None

    def move(self, seconds: float) -> None:
        self.offset.write_text(f"{seconds:+.0f}\n")

    def environ(self) -> dict[str, str]:
        if self.library is None:
            return {}
        options = {"FAKETIME_TIMESTAMP_FILE": str(self.offset), "FAKETIME_NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1"}
        return {"LD_PRELOAD": self.library, **options}


class Node(Struct, frozen=True, kw_only=True):
    """One `ryadom serve`, the proxy before it, and its clock."""

    name: str
    process: ServerProcess
    proxy: Proxy
    clock: Clock
    log: Path

    def pids(self) -> list[int]:
        """The processes that serve clients, in the order of their birth."""
        return sorted(self.process.worker_pids()) or [self.process.pid]

    async def keep(self) -> None:
        """What systemd does: starts it again whenever it ends, until cancelled."""
        while True:
            await self.process.ended()
            await asyncio.sleep(RESTART_DELAY_S)
            await self.process.launch()

    async def until_ready(self) -> None:
        """Returns when it takes requests, however often it has to be started again for that."""
        deadline = asyncio.get_running_loop().time() + READY_TIMEOUT_S
        while True:
            try:
                await self.process.ready()
            except AssertionError:
                if asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(RESTART_DELAY_S)
            else:
                return

    async def stop(self) -> None:
        """Ends it, whatever state it is in."""
        for pid in (*self.process.worker_pids(), self.process.pid):
            send(pid, signal.SIGCONT)
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await self.process.stop()
        except TimeoutError:
            await self.process.kill()


class Cluster(Struct, frozen=True, kw_only=True):
    """Postgres, the gate before it, and the nodes: the first with two workers, the others with one process each."""

    postgres: CrashingPostgres
    gate: CommitGate
    nodes: list[Node]


def send(pid: int, order: signal.Signals) -> None:
    """Sends a signal, if the process is still there."""
    try:
        os.kill(pid, order)
    except ProcessLookupError:
        return


@asynccontextmanager
async def running_cluster(folder: Path, *, nodes: int) -> AsyncIterator[Cluster]:
    """A cluster with an empty, migrated database; `folder` has a short path, for the sockets in it."""
    async with crashing_postgres(folder / "data") as postgres, AsyncExitStack() as stack:
        async with open_database(postgres.url, pool_size=2) as database:
            await migrate(database)
        gate_folder = folder / "gate"
        gate_folder.mkdir()
        gate = CommitGate(gate_folder, postgres.socket, mark=MARK.encode())
        await stack.enter_async_context(gate.running())
        url = f"postgresql://ryadom@/ryadom?host={gate_folder}"
        environ = {"RYADOM_DATABASE_URL": url, "RYADOM_SECRET_KEY": SECRET, "RYADOM_LOG_FORMAT": "json"}
        made = [
            await stack.enter_async_context(_running_node(folder, number, environ, workers=1 if number else 2))
            for number in range(nodes)
        ]
        yield Cluster(postgres=postgres, gate=gate, nodes=made)


@asynccontextmanager
async def _running_node(folder: Path, number: int, environ: Mapping[str, str], *, workers: int) -> AsyncIterator[Node]:
    name = f"node-{number}"
    libraries = glob.glob(FAKETIME)  # noqa: PTH207 - an absolute pattern
    clock = Clock(folder / f"{name}.clock", libraries[0] if libraries else None)
    clock.move(0)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("RYADOM_")}
    log = folder / f"{name}.log"
    process = ServerProcess(port=free_port(), environ={**clean, **environ, **clock.environ()}, log=log, workers=workers)
    async with Proxy(process.port).running() as proxy:
        node = Node(name=name, process=process, proxy=proxy, clock=clock, log=log)
        await process.launch()
        keeper = asyncio.create_task(node.keep())
        try:
            await node.until_ready()
            yield node
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
            await node.stop()
