"""Web servers in this process: sockets bound first, orderly stop on Ctrl-C and SIGTERM."""

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager

import structlog
import uvicorn
from msgspec import Struct
from starlette.applications import Starlette

from ryadom.errors import StartFailed
from ryadom.web.websocket_protocol import BoundedWebSocket

DRAIN_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 5
BACKLOG = 2048
GC_THRESHOLD = 50_000
"""Objects made, less those freed, between two looks of the garbage collector; Python's own 700 is for scripts."""

_log = structlog.get_logger("ryadom.serve")


class Served(Struct, frozen=True):
    """An application and the bound socket where it answers."""

    app: Starlette
    listener: socket.socket


class Stop:
    """What Ctrl-C and SIGTERM mean: give the start up, or once all is served, end in good order."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._starting: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Asks for the end; may be called again."""
        self.asked.set()
        starting, self._starting = self._starting, None
        if starting is not None:
            starting.cancel()  # only once: a second time would cut off the cleaning up

    def cancels(self, task: asyncio.Task[None]) -> None:
        """From now on asking cancels this task."""
        self._starting = task

    def waits(self) -> None:
        """From now on asking only sets `asked`, for whoever waits."""
        self._starting = None


async def run_until_stopped(work: Callable[[Stop], Awaitable[None]]) -> None:
    """Runs a server's life from start to stop; a signal ends it without an error."""
    stop = Stop()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.ask)
    task: asyncio.Task[None] = asyncio.ensure_future(_awaited(work(stop)))
    stop.cancels(task)
    try:
        await task
    except asyncio.CancelledError:
        if not stop.asked.is_set():
            raise


async def _awaited(work: Awaitable[None]) -> None:
    await work


@contextmanager
def bound_socket(host: str, port: int, *, option: str = "--port", shared: bool = False) -> Iterator[socket.socket]:
    """A socket bound to the address, before anything else has started; it listens only once it is served.

    Raises:
        StartFailed: the port is taken, or the address is not of this machine; `option` is what changes the port.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise StartFailed(f"{host!r} can't be listened on: {error.strerror}.") from error
    listener = socket.socket(family, socket.SOCK_STREAM)
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            listener.bind(address)
            # With SO_REUSEADDR only listening claims the port. Who connects now waits until we serve.
            listener.listen(BACKLOG)
        except OSError as error:
            raise StartFailed(
                f"Port {port} of {host} can't be used ({error.strerror}): choose another with {option}."
            ) from error
        yield listener


@contextmanager
def bound_sockets(host: str, port: int, count: int) -> Iterator[list[socket.socket]]:
    """Sockets of one address, among which the kernel deals out who connects.

    One socket that all share would not do: whichever worker wakes first accepts a whole burst of connections.

    Raises:
        StartFailed: as `bound_socket`; also where another server would share the port with us.
    """
    if count == 1:
        with bound_socket(host, port) as listener:
            yield [listener]
        return
    with bound_socket(host, port):
        pass  # refused unless nobody else is there, which SO_REUSEPORT alone would not notice
    with ExitStack() as stack:
        yield [stack.enter_context(bound_socket(host, port, shared=True)) for _ in range(count)]


async def serve_until(stop: Stop, *all_served: Served, on_ready: Callable[[], None]) -> None:
    """Serves the applications until `stop` is asked; then lets each drain (`app.state.drain`), and closes.

    Raises:
        StartFailed: an application's start failed; the log has the reason.
    """
    servers = [_Server(served) for served in all_served]
    tasks = [asyncio.create_task(server.serve(sockets=[server.listener])) for server in servers]
    asked = asyncio.create_task(stop.asked.wait())
    stop.waits()
    try:
        for server in servers:
            await server.start_ended.wait()
            if not server.started:
                raise StartFailed("The server did not start; the log above says why.")
        _settle_garbage_collector()
        on_ready()
        await asyncio.wait([asked, *tasks], return_when=asyncio.FIRST_COMPLETED)
        _log.info("stopping")
        await _drain(all_served)
    finally:
        asked.cancel()
        for server in servers:
            server.should_exit = True
        await asyncio.wait(tasks)
    for task in tasks:
        task.result()
    _log.info("stopped")


def _settle_garbage_collector() -> None:
    """What the start has made stays for good: looking at it over and over took a tenth of the CPU under load."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 20, 50)


async def _drain(all_served: tuple[Served, ...]) -> None:
    drains = [served.app.state.drain() for served in all_served if hasattr(served.app.state, "drain")]
    try:
        async with asyncio.timeout(DRAIN_TIMEOUT_S):
            await asyncio.gather(*drains)
    except TimeoutError:
        _log.warning("drain_cut_off", after_s=DRAIN_TIMEOUT_S)


class _Server(uvicorn.Server):
    """uvicorn's server, which tells when it has started, and leaves signals to us (it would raise them again)."""

    def __init__(self, served: Served) -> None:
        super().__init__(
            uvicorn.Config(
                served.app,
                loop="uvloop",
                http="httptools",
                ws=BoundedWebSocket,
                ws_per_message_deflate=False,  # on, it triples the memory of every open chat
                ws_max_size=65_536,
                ws_ping_interval=20,
                ws_ping_timeout=20,
                proxy_headers=False,  # X-Forwarded-For is read by `web`, and only from RYADOM_TRUSTED_PROXIES
                server_header=False,
                access_log=False,
                log_config=None,
                lifespan="on",
                backlog=BACKLOG,
                timeout_graceful_shutdown=CLOSE_TIMEOUT_S,
            )
        )
        self.listener = served.listener
        self.start_ended = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and tells so, be it well or badly."""
        try:
            await super().startup(sockets)
        except SystemExit:  # how uvicorn says that the application's start failed; it would end the loop at once
            self.should_exit = True
        finally:
            self.start_ended.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield
