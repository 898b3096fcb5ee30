"""Web servers in this process: they serve bound sockets until an orderly stop."""

import asyncio
import gc
import resource
import socket
import sys
from collections.abc import Callable, Sequence

import structlog
from msgspec import Struct
from msgspec.structs import replace
from starlette.applications import Starlette

from ryadom.cli.stopping import Stop
from ryadom.errors import StartFailed
from ryadom.web.bounds import Bounds
from ryadom.web.http_server import HttpServer

DRAIN_TIMEOUT_S = 10.0
LINGER_S = 0.25
"""Who has just been accepted has a request on its way, and shall have an answer or a farewell."""

MAX_LINGER_S = 2.0
"""So long a request may be on its way; who connects and says nothing holds up no stop."""

OWN_DESCRIPTORS = 200
"""What the process itself has open, connections to Postgres included."""

GC_THRESHOLD = 10_000
"""Objects made, less those freed, between two looks of the garbage collector; Python's own 700 is for scripts. A look
at as many takes 10 ms, in which nobody is served."""

_log = structlog.get_logger("ryadom.serve")


class Served(Struct, frozen=True):
    """An application, the bound socket where it answers, and what clients may take of it."""

    app: Starlette
    listener: socket.socket
    bounds: Bounds = Bounds()


async def serve_until(stop: Stop, *all_served: Served, on_ready: Callable[[], None]) -> None:
    """Serves the applications until `stop` is asked; then accepts no more, lets each drain, and closes.

    An application drains by its `app.state.drain`.

    Raises:
        StartFailed: an application's start failed; the log has the reason.
    """
    room = _room_for_connections()
    servers = [HttpServer(served.app, _within(served.bounds, room)) for served in all_served]
    tasks = [
        asyncio.create_task(server.serve(sockets=[served.listener]))
        for server, served in zip(servers, all_served, strict=True)
    ]
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
        for server in servers:
            server.stop_accepting()
        await _linger(servers)
        await _drain(all_served)
    finally:
        asked.cancel()
        for server in servers:
            server.should_exit = True
        await asyncio.wait(tasks)
    for task in tasks:
        task.result()
    _log.info("stopped")


def _within(bounds: Bounds, room: int) -> Bounds:
    """The bounds of a process that has room for so many connections."""
    return replace(
        bounds,
        max_connections=min(bounds.max_connections, room),
        max_unfinished=min(bounds.max_unfinished, room // 2),
    )


def _room_for_connections() -> int:
    """Raises the limit of descriptors as far as it may be, and says how many connections fit below it.

    Past the limit the kernel's queue is full of clients whom nobody can accept; below it we choose whom to let go.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return sys.maxsize if hard == resource.RLIM_INFINITY else max(1, hard - OWN_DESCRIPTORS)


def _settle_garbage_collector() -> None:
    """What the start has made stays for good: looking at it over and over took a tenth of the CPU under load."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD, 5, 100)


async def _linger(servers: Sequence[HttpServer]) -> None:
    """Hears whom the kernel had let in: they can't know that they have come to a server that stops."""
    loop = asyncio.get_running_loop()
    begun_at = loop.time()
    await asyncio.sleep(LINGER_S)
    # Nobody tells when the last of them is heard.
    while any(server.newcomers for server in servers) and loop.time() - begun_at < MAX_LINGER_S:  # noqa: ASYNC110
        await asyncio.sleep(LINGER_S)


async def _drain(all_served: tuple[Served, ...]) -> None:
    drains = [served.app.state.drain() for served in all_served if hasattr(served.app.state, "drain")]
    try:
        async with asyncio.timeout(DRAIN_TIMEOUT_S):
            await asyncio.gather(*drains)
    except TimeoutError:
        _log.warning("drain_cut_off", after_s=DRAIN_TIMEOUT_S)
