"""What the tests of the embedded Postgres look at: its files, its process, its answers."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from ryadom.store.embedded_folder import MAJOR

DEADLINE_S = 30.0
HOLDER = Path(__file__).with_name("embedded_holder.py")


def cluster_of(data_dir: Path) -> Path:
    return data_dir / "postgres" / f"data-{MAJOR}"


def server_pid(data_dir: Path) -> int:
    return int((cluster_of(data_dir) / "postmaster.pid").read_text().splitlines()[0])


def process_of(data_dir: Path) -> Path:
    """The server's folder in /proc."""
    return Path("/proc") / str(server_pid(data_dir))


def network_sockets() -> set[str]:
    """The TCP sockets of this machine, named as the links in /proc/PID/fd."""
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    lines = [line for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    return {f"socket:[{line.split()[9]}]" for line in lines}


def is_running(pid: int) -> bool:
    """Whether a process has this id, and is not just waiting to be reaped."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        # The latter where it ends between the opening of the file and the reading of it.
        return False


async def ask(url: str, statement: str, *values: object) -> object:
    """The first value of the answer, through a connection of its own."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return await connection.fetchval(statement, *values)
    finally:
        await connection.close()


async def run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@asynccontextmanager
async def holder(data_dir: Path, environ: Mapping[str, str] | None = None) -> AsyncIterator[tuple[str, int]]:
    """Another process that runs a server on the folder: the line it said, and its pid."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        HOLDER,
        data_dir,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **(environ or {})},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(DEADLINE_S):
            said = (await process.stdout.readline()).decode().strip()
        yield said, process.pid
    finally:
        process.stdin.close()
        async with asyncio.timeout(DEADLINE_S):
            await process.wait()
