"""The parent of several workers: starts each on a socket of its own, replaces who dies or all, stops in good order."""

import asyncio
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress

import msgspec
import structlog

from ryadom.cli.orders import READY, Orders
from ryadom.errors import StartFailed

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 30.0
RESTART_DELAYS_S = (0.1, 0.5, 1.0, 2.0, 5.0)
STABLE_AFTER_S = 60.0

_log = structlog.get_logger("ryadom.workers")


@asynccontextmanager
async def running_workers(
    listeners: Sequence[socket.socket], orders: Orders, *, environ: Mapping[str, str]
) -> "AsyncIterator[Workers]":
    """A worker for each listener, while the block runs; it begins when all are ready.

    The parent holds the sockets open and never accepts: who is dealt to a worker that has died waits for the next one.

    Raises:
        StartFailed: one of them did not start; the log has the reason.
    """
    workers = [_Worker(number, listener, orders, environ) for number, listener in enumerate(listeners, start=1)]
    try:
        await _all_started(workers)
        yield Workers(workers)
    finally:
        await asyncio.gather(*(worker.stop() for worker in workers))


class Workers:
    """All workers of a server."""

    def __init__(self, workers: "Sequence[_Worker]") -> None:
        self._workers = workers

    async def replace_all(self) -> None:
        """Starts a new process in every place, one after the other: the old one stops when the new one serves.

        Where a new one does not start, the old one and those after it stay: what is wrong would stop them all.
        """
        for worker in self._workers:
            if not await worker.replace():
                return
        _log.info("workers_replaced")


@contextmanager
def hangups() -> Iterator[asyncio.Event]:
    """Set at each SIGHUP, while the block runs. Who has not asked for it is ended by one: ask before the start."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, asked.set)
    try:
        yield asked
    finally:
        loop.remove_signal_handler(signal.SIGHUP)


@asynccontextmanager
async def replacing_on(asked: asyncio.Event, workers: Workers) -> AsyncIterator[None]:
    """Replaces all workers when it is asked for, while the block runs; asked meanwhile, once more after it."""

    async def replace() -> None:
        while True:
            await asked.wait()
            asked.clear()
            try:
                await workers.replace_all()
            except OSError:
                _log.exception("workers_not_replaced")

    replacing = asyncio.create_task(replace())
    try:
        yield
    finally:
        replacing.cancel()
        with suppress(asyncio.CancelledError):
            await replacing


async def _all_started(workers: "list[_Worker]") -> None:
    for worker in workers:
        worker.begin()
    try:
        async with asyncio.timeout(START_TIMEOUT_S):
            await asyncio.gather(*(worker.started for worker in workers))
    except TimeoutError:
        raise StartFailed(
            f"Not every worker was ready within {START_TIMEOUT_S:g} s; the log above may say why."
        ) from None


class _Worker:
    """One place, and the processes that fill it one after the other."""

    def __init__(self, number: int, listener: socket.socket, orders: Orders, environ: Mapping[str, str]) -> None:
        self._number = number
        self._descriptor = listener.fileno()
        self._orders = msgspec.json.encode(orders) + b"\n"
        self._environ = environ
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self.started: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def begin(self) -> None:
        """Starts it; `started` tells how that ended."""
        self._keeper = asyncio.create_task(self._keep(), name=f"worker-{self._number}")

    async def stop(self) -> None:
        """Lets it drain and stop; past the deadline it is killed."""
        if self._keeper is None:
            return
        self._keeper.cancel()
        with suppress(asyncio.CancelledError):
            await self._keeper
        self.started.cancel()
        if self._process is not None:
            await self._stop(self._process)

    async def replace(self) -> bool:
        """Puts a new process in the place of the one that runs; False: the new one did not start, all is as before."""
        process = await self._spawn()
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                is_ready = await self._is_ready(process)
        except BaseException as error:
            await self._stop(process)
            if not isinstance(error, TimeoutError):
                raise
            is_ready = False
        if not is_ready:
            _log.error("worker_not_replaced", worker=self._number)
            return False
        old, self._process = self._process, process
        if old is not None:
            await self._stop(old)
        return True

    async def _stop(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            _log.warning("worker_killed", worker=self._number, pid=process.pid, waited_s=STOP_TIMEOUT_S)
            process.kill()
            await process.wait()

    async def _keep(self) -> None:
        failures = 0
        while True:
            begun = time.monotonic()
            status = await self._run()
            # Whoever was killed has not refused to start.
            if not self.started.done() and status >= 0:
                self.started.set_exception(StartFailed("A worker did not start; the log above says why."))
                return
            if time.monotonic() - begun >= STABLE_AFTER_S:
                failures = 0
            delay_s = RESTART_DELAYS_S[min(failures, len(RESTART_DELAYS_S) - 1)]
            failures += 1
            _log.error("worker_died", worker=self._number, exit_status=status, restarts_in_s=delay_s)
            await asyncio.sleep(delay_s)

    async def _run(self) -> int:
        """One process from start to end, and those that were put in its place; gives the last one's exit status.

        It is negative for a signal.
        """
        process = self._process = await self._spawn()
        if await self._is_ready(process) and not self.started.done():
            self.started.set_result(None)
        while True:
            status = await process.wait()
            if process is self._process:
                return status
            process = self._process

    async def _spawn(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "ryadom.cli.worker", str(self._number), str(self._descriptor)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            pass_fds=(self._descriptor,),
            env=dict(self._environ),
            start_new_session=True,  # Ctrl-C in a terminal is for the parent, who stops all in order
        )

    async def _is_ready(self, process: asyncio.subprocess.Process) -> bool:
        """Gives it its orders; whether it serves, once that is known."""
        if process.stdin is None or process.stdout is None:
            raise OSError("a worker has no pipes")
        # Never closed by us: its end is how the worker notices that we have died.
        process.stdin.write(self._orders)
        if await process.stdout.readline() != READY:
            return False
        _log.info("worker_started", worker=self._number, pid=process.pid)
        return True
