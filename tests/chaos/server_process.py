"""`ryadom serve` as a process of its own, which a test may kill."""

import asyncio
import os
import resource
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from websockets.exceptions import ConnectionClosed, InvalidMessage

START_DEADLINE_S = 30.0
SERVER_WENT_AWAY = (OSError, EOFError, ConnectionClosed, InvalidMessage, TimeoutError)
"""What a client meets whose server dies: before it accepts, between that and its answer, or after."""


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class ServerProcess:
    """The server on one port; it can be killed and started again."""

    def __init__(self, *, port: int, environ: dict[str, str], log: Path, workers: int = 1) -> None:
        self.port = port
        self._workers = workers
        self._environ = environ
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts it and waits until it is ready."""
        await self.launch()
        await self.ready()

    async def launch(self) -> None:
        """Starts it, and waits for nothing."""
        with self._log.open("ab") as log:
            options = ("--port", str(self.port), "--workers", str(self._workers))
            command = (sys.executable, "-m", "ryadom", "serve", *options)
            self._process = await asyncio.create_subprocess_exec(*command, env=self._environ, stderr=log, stdout=log)

    async def ready(self) -> None:
        """Returns when it takes requests; fails as soon as it has ended."""
        assert self._process is not None
        async with (
            asyncio.timeout(START_DEADLINE_S),
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", trust_env=False) as http,
        ):
            while True:
                assert self._process.returncode is None, self._log.read_text()
                if await _says_ready(http):
                    return
                await asyncio.sleep(0.02)

    async def ended(self) -> int:
        """Waits for its end; gives the exit status, negative for a signal."""
        assert self._process is not None
        return await self._process.wait()

    async def kill(self) -> None:
        """kill -9: no farewell, no flush."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def worker_pids(self) -> list[int]:
        """The workers that live now, in no order."""
        try:
            children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        except (FileNotFoundError, ProcessLookupError):
            return []
        return [int(pid) for pid in children if b"ryadom.cli.worker" in _command_of(int(pid))]

    def memory_bytes(self) -> int:
        """The most memory that the process has had since the last call, workers not counted."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        peak_kib = int(status.partition("VmHWM:")[2].split()[0])
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")
        return peak_kib * 1_024

    def processor_s(self) -> float:
        """The processor's time that it has taken until now."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def leave_descriptors(self, count: int) -> None:
        """From now on it may open no more than so many more."""
        limit = len(list(Path(f"/proc/{self.pid}/fd").iterdir())) + count
        resource.prlimit(
            self.pid, resource.RLIMIT_NOFILE, (limit, resource.prlimit(self.pid, resource.RLIMIT_NOFILE)[1])
        )

    def log_text(self) -> str:
        return self._log.read_text()

    async def stop(self) -> int:
        """SIGTERM; gives the exit status."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        return await self._process.wait()


async def _says_ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False


def _command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


@asynccontextmanager
async def server_process(folder: Path, *, workers: int = 1, **environ: str) -> AsyncIterator[ServerProcess]:
    """A started server; whatever happens, it is gone afterwards."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RYADOM_")}
    process = ServerProcess(port=free_port(), environ=clean | environ, log=folder / "server.log", workers=workers)
    await process.start()
    try:
        yield process
    finally:
        await process.stop()
