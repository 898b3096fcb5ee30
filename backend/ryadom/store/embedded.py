"""The embedded Postgres: a real server that lives and dies with this process, behind a unix socket only we can open.

Why a supervisor of our own: `pg_ctl` forgets its child, and an unreaped or orphaned server makes the next start fail.
The parts: `embedded_account` (whose process it is), `embedded_folder` (where things lie, and the lock),
`embedded_binaries` (the programs), `embedded_cluster` (initdb, and who may connect), `embedded_process` (one process).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import structlog

from ryadom.errors import StartFailed
from ryadom.store.embedded_account import server_account
from ryadom.store.embedded_binaries import install_binaries
from ryadom.store.embedded_cluster import explain, initialise, write_access_rules
from ryadom.store.embedded_folder import MAJOR, ServerFolder, held_lock, is_locked, make_socket_folder, open_folder
from ryadom.store.embedded_process import STOP_ORDERS, ServerProcess, launch, stop_orphan

START_TIMEOUT_S = 300.0  # after kill -9 the server replays up to `max_wal_size` (1 GB) of its log first
READY_POLL_S = 0.02
LAUNCH_ATTEMPTS = 10
LAUNCH_PAUSE_S = 0.5
RESTART_DELAYS_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
LOG_CHECK_S = 60.0
# What a server says that met another's remains: its dying children, or a pid file written after we had looked.
PASSING_TROUBLES = ("postmaster.pid", "pre-existing shared memory block")

_T = TypeVar("_T")

_log = structlog.get_logger("ryadom.embedded")


@asynccontextmanager
async def embedded_postgres(data_dir: Path, *, max_connections: int = 100) -> AsyncIterator[str]:
    """A running Postgres with its files below `data_dir`; gives the URL of the database `ryadom`.

    The URL names a role without special rights that owns the database, and a unix socket in a 0700 folder. The first
    start makes everything. A server that dies is started again, with growing pauses. At the end it is stopped, which
    usually takes 0.1 s and at most 30.

    Raises:
        StartFailed: another process holds `data_dir`, a folder can't be used, the disk is full, or Postgres refuses to
            start; the message has the remedy and the end of the server's log.
    """
    account = await asyncio.to_thread(server_account)
    folder = await asyncio.to_thread(open_folder, data_dir, account)
    with held_lock(folder):
        supervisor = _Supervisor(folder, max_connections)
        await supervisor.start()
        watch = asyncio.create_task(supervisor.watch(), name="embedded-postgres")
        try:
            yield folder.url
        finally:
            watch.cancel()
            try:
                with suppress(asyncio.CancelledError):
                    await watch
            finally:
                await supervisor.stop()


@asynccontextmanager
async def shared_postgres(data_dir: Path) -> AsyncIterator[str]:
    """The URL of the server that another process runs on `data_dir`, or else of one that runs while the block does.

    So `ryadom operator add` works beside `ryadom serve`.

    Raises:
        StartFailed: as `embedded_postgres`.
    """
    folder = await asyncio.to_thread(open_folder, data_dir, await asyncio.to_thread(server_account))
    if is_locked(folder):
        yield folder.url
        return
    async with embedded_postgres(data_dir) as url:
        yield url


def is_made(data_dir: Path) -> bool:
    """Whether an earlier start has made a database in this folder, or whoever made it does not let us see."""
    try:
        return (data_dir / "postgres" / f"data-{MAJOR}").exists()
    except PermissionError:
        return True


class _Supervisor:
    """Keeps one server running for one folder, whose lock we hold."""

    def __init__(self, folder: ServerFolder, max_connections: int) -> None:
        self._folder = folder
        self._max_connections = max_connections
        self._process: ServerProcess | None = None

    async def start(self) -> None:
        """Stops what an earlier process left behind, makes what is missing, and starts the server.

        Raises:
            StartFailed: it does not come up.
        """
        try:
            await stop_orphan(self._folder)
            binaries = await _finished(install_binaries, self._folder)
            await _finished(initialise, self._folder, binaries)
            await _finished(write_access_rules, self._folder)
            await _finished(make_socket_folder, self._folder)
            await self._launch(binaries)
        except OSError as error:
            await self.stop()
            raise StartFailed(explain(f"{error.filename or self._folder.root}: {error.strerror}.", "")) from error
        except BaseException:
            await self.stop()
            raise

    async def _launch(self, binaries: Path) -> None:
        for attempt in range(1, LAUNCH_ATTEMPTS + 1):
            log_start = self._folder.log_size()
            self._process = launch(self._folder, binaries, max_connections=self._max_connections)
            if await self._becomes_ready(self._process):
                return
            await self.stop()
            said = self._folder.log_since(log_start)
            if attempt == LAUNCH_ATTEMPTS or not any(trouble in said for trouble in PASSING_TROUBLES):
                raise StartFailed(explain("Postgres did not start.", said))
            await asyncio.sleep(LAUNCH_PAUSE_S)
            await stop_orphan(self._folder)

    async def _becomes_ready(self, process: ServerProcess) -> bool:
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                while not self._folder.is_ready(process.pid):
                    if await process.ends_within(READY_POLL_S):
                        return False
        except TimeoutError:
            return False
        return True

    async def watch(self) -> None:
        """Starts the server again whenever it ends by itself; runs until cancelled."""
        failures = 0
        while True:
            process = self._process
            if process is not None and not await process.ends_within(LOG_CHECK_S):
                failures = 0
                await asyncio.to_thread(self._folder.trim_log)
                continue
            if process is not None:
                _log.error("postgres_died", exit_status=process.close())
                self._process = None
            await asyncio.sleep(RESTART_DELAYS_S[min(failures, len(RESTART_DELAYS_S) - 1)])
            failures += 1
            try:
                await self.start()
                _log.warning("postgres_restarted")
            except StartFailed as error:
                _log.error("postgres_restart_failed", reason=error.message)

    async def stop(self) -> None:
        """Stops the server: fast, then at once, then by force. Does nothing where none runs."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            for order, patience_s in STOP_ORDERS:
                process.send(order)
                if await process.ends_within(patience_s):
                    break
                _log.warning("postgres_stops_slowly", order=order.name, waited_s=patience_s)
        finally:
            process.close()


async def _finished(work: Callable[..., _T], *arguments: object) -> _T:
    """Runs the work in a thread, and when cancelled waits for it: nobody works in a folder whose lock is gone."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *arguments))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise
