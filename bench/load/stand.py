"""What all runs stand on: an embedded Postgres, servers on one core, the generator on another."""

import asyncio
import os
import resource
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import msgspec
from msgspec import Struct

from bench.demo_process import demo_folder, free_ports
from bench.load.plan import Kind, Outcome, Plan
from bench.load.rounds import generator_remark
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.store.database import open_database
from ryadom.store.embedded import embedded_postgres
from ryadom.store.migrate import migrate

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = CORES[0], CORES[-1]
SITE_KEY = "bench-shop"
ORIGIN = "http://shop.test"
EMAIL, PASSWORD = "anna@shop.test", "correct horse battery"
BASELINE_TABLE = """CREATE TABLE baseline_messages (
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    author_kind text NOT NULL,
    author_id uuid NOT NULL,
    echo_id uuid NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (conversation_id, seq)
)"""
START_TIMEOUT_S = 20.0
STOP_TIMEOUT_S = 15.0
RUN_TIMEOUT_S = 120.0
# 10,000 sockets, and what a server has open beside.
FILES = 12_000
MAX_OUTCOME_BYTES = 4 * 1_024 * 1_024

NODE = Path(__file__).parent.parent / "baselines" / "insert.mjs"


class Target(Struct, frozen=True, kw_only=True):
    """A running server of one process or more; `cookie` signs an operator in, None where nobody asks for one."""

    name: str
    port: int
    pids: tuple[int, ...]
    cookie: str | None = None

    def plan(self, kind: Kind, **fields: Any) -> Plan:
        """A run against it."""
        return Plan(
            kind=kind,
            port=self.port,
            server_pids=self.pids,
            core=CLIENT_CORE,
            site_key=SITE_KEY,
            origin=ORIGIN,
            cookie=self.cookie,
            **fields,
        )


@asynccontextmanager
async def stand() -> AsyncIterator[str]:
    """The URL of a migrated database with a site, an operator, and the baselines' table."""
    allow_files(FILES)
    with demo_folder() as folder:
        async with embedded_postgres(folder) as url:
            async with open_database(url, pool_size=2) as database:
                await migrate(database)
                site = await add_site(database, name="Лавка", origins=[ORIGIN], key=SITE_KEY)
                await add_operator(database, email=EMAIL, name="Анна", password=PASSWORD, site_keys=[site.key])
                async with database.connection() as connection:
                    await connection.execute(BASELINE_TABLE)
            yield url


async def settle(database_url: str) -> None:
    """Lets Postgres write out what it owes the disk, so that the next run does not pay for the last one."""
    # Only the superuser may ask for it; the embedded server lets us in as that, too.
    connection = await asyncpg.connect(database_url.replace("ryadom@", "postgres@", 1))
    try:
        await connection.execute("CHECKPOINT", timeout=RUN_TIMEOUT_S)
    finally:
        await connection.close()


@asynccontextmanager
async def ryadom(
    database_url: str, *options: str, workers: int = 1, cores: Collection[int] = (SERVER_CORE,)
) -> AsyncIterator[Target]:
    """Ryadom itself, of as many processes as `serve --workers` would start."""
    command = [sys.executable, "-m", "bench.load.server", "--database-url", database_url, *options]
    if workers > 1:
        command.append("--shared")
    name = "ryadom" if workers == 1 else f"ryadom, {workers} workers"
    async with _running(name, [*command, "--port"], processes=workers, cores=cores) as target:
        yield msgspec.structs.replace(target, cookie=await _sign_in(target.port))


@asynccontextmanager
async def relay(database_url: str | None = None) -> AsyncIterator[Target]:
    """The Starlette relay; with a database it inserts message by message."""
    command = [sys.executable, "-m", "bench.baselines.relay"]
    if database_url is not None:
        command += ["--database-url", database_url]
    name = "relay, nothing stored" if database_url is None else "Starlette + asyncpg INSERT"
    async with _running(name, [*command, "--port"]) as target:
        yield target


@asynccontextmanager
async def node_insert(database_url: str) -> AsyncIterator[Target]:
    """Node's `ws` and `pg`, message by message."""
    async with _running("node ws + pg INSERT", ["node", str(NODE)], database_url) as target:
        yield target


@asynccontextmanager
async def echo() -> AsyncIterator[Target]:
    """A bare Starlette echo."""
    async with _running("bare Starlette echo", [sys.executable, "-m", "bench.baselines.echo", "--port"]) as target:
        yield target


async def load(target: Target, plan: Plan) -> Outcome:
    """One run of the generator; says on stderr what came of it, and whether the generator was the limit."""
    async with loading(plan) as outcome:
        pass
    report(target, plan, outcome)
    return outcome


@asynccontextmanager
async def loading(plan: Plan) -> AsyncIterator[Outcome]:
    """The same; the generator's sockets stay open while the block runs."""
    async with generator(plan) as running:
        yield await running.outcome()


class Generator:
    """A generator at work."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Of its process."""
        return self._process.pid

    async def ready(self) -> None:
        """Waits until it waits for `tell`: of kind `storm`, and where the plan says `until_told`."""
        await self._line()

    def tell(self) -> None:
        """Lets it begin, or end, what it is ready for."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")

    async def outcome(self) -> Outcome:
        """Waits for what was measured."""
        return msgspec.json.decode(await self._line(), type=Outcome)

    async def _line(self) -> bytes:
        assert self._process.stdout is not None
        async with asyncio.timeout(RUN_TIMEOUT_S):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the generator failed; it says why above")
        return line


@asynccontextmanager
async def generator(plan: Plan) -> AsyncIterator[Generator]:
    """A generator that carries out the plan, and holds its sockets while the block runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.load.generator", stdin=PIPE, stdout=PIPE, limit=MAX_OUTCOME_BYTES
    )
    assert process.stdin is not None
    try:
        process.stdin.write(msgspec.json.encode(plan) + b"\n")
        yield Generator(process)
        process.stdin.close()
        async with asyncio.timeout(STOP_TIMEOUT_S):
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def report(target: Target, plan: Plan, outcome: Outcome) -> None:
    """One line of progress."""
    size = f"{plan.operators} operators" if plan.kind is Kind.FAN_OUT else f"{plan.chats} sockets"
    line = (
        f"{plan.kind:>8} {size:>14}  {target.name:<27} {outcome.per_s:>9,.0f}/s  "
        f"p50 {outcome.p50_ms:6.2f}  p99 {outcome.p99_ms:6.2f}  p99.9 {outcome.p999_ms:6.2f} ms  "
        f"server {outcome.server_share:4.0%} ({outcome.server_us:,.0f} µs each), client {outcome.client_share:4.0%}"
    )
    if remark := generator_remark([outcome]):
        line += f"  {remark}"
    print(line, file=sys.stderr, flush=True)


@asynccontextmanager
async def _running(
    name: str, command: list[str], *more: str, processes: int = 1, cores: Collection[int] = (SERVER_CORE,)
) -> AsyncIterator[Target]:
    [port] = free_ports(1)
    async with AsyncExitStack() as stack:
        serving = [
            await stack.enter_async_context(_process([*command, str(port), *more], cores)) for _ in range(processes)
        ]
        yield Target(name=name, port=port, pids=tuple(process.pid for process in serving))


@asynccontextmanager
async def _process(command: list[str], cores: Collection[int]) -> AsyncIterator[Process]:
    """A server that has said that it is ready."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE, preexec_fn=lambda: os.sched_setaffinity(0, cores)
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START_TIMEOUT_S):
            if not await process.stdout.readline():
                raise RuntimeError("the server did not start; it says why above")
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(STOP_TIMEOUT_S):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


def allow_files(count: int) -> None:
    """Lets this process and those that it starts hold so many files and sockets.

    Raises:
        RuntimeError: the system does not allow it.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(most, count), max(most, count)))
    except (ValueError, OSError) as error:
        raise RuntimeError(f"{count:,} files must be allowed, and {most:,} are: see `ulimit -Hn`") from error


async def _sign_in(port: int) -> str:
    origin = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(trust_env=False) as http:
        response = await http.post(
            f"{origin}/panel/api/session", json={"email": EMAIL, "password": PASSWORD}, headers={"Origin": origin}
        )
    response.raise_for_status()
    return "; ".join(f"{name}={value}" for name, value in response.cookies.items())
