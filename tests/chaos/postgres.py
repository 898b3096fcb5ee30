"""A Postgres of the suite's own, which can be stopped as a power cut would and started again on the same socket."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from ryadom.store.embedded_account import server_account
from ryadom.store.embedded_binaries import install_binaries
from ryadom.store.embedded_cluster import initialise, write_access_rules
from ryadom.store.embedded_folder import ServerFolder, make_socket_folder, open_folder
from ryadom.store.embedded_process import ServerProcess, launch

READY_TIMEOUT_S = 60.0
READY_POLL_S = 0.02
STOP_TIMEOUT_S = 20.0
MAX_CONNECTIONS = 100


class CrashingPostgres:
    """The embedded server without its supervisor: it stays down until `start`.

    `url` is the application's role on its database, `socket` the folder of its unix socket.
    """

    def __init__(self, folder: ServerFolder, binaries: Path) -> None:
        self._folder = folder
        self._binaries = binaries
        self._process: ServerProcess | None = None
        self.url = folder.url
        self.socket = folder.socket

    @property
    def cluster(self) -> Path:
        """The folder of its data."""
        return self._folder.cluster

    @property
    def admin_url(self) -> str:
        """The superuser, who may end other connections."""
        return self.url.replace("ryadom@", "postgres@", 1)

    async def start(self) -> None:
        """Starts the server and waits until it takes connections: it repairs itself from its log first."""
        process = self._process = launch(self._folder, self._binaries, max_connections=MAX_CONNECTIONS)
        async with asyncio.timeout(READY_TIMEOUT_S):
            while not self._folder.is_ready(process.pid):
                assert not await process.ends_within(READY_POLL_S), self._folder.log_since(0)

    async def crash(self) -> None:
        """`pg_ctl stop -m immediate`: no checkpoint, no farewell; what was not flushed is lost."""
        await self._end(signal.SIGQUIT)

    async def stop(self) -> None:
        """Stops the server, if it runs."""
        if self._process is not None:
            await self._end(signal.SIGINT)

    async def _end(self, order: signal.Signals) -> None:
        process, self._process = self._process, None
        assert process is not None
        process.send(order)
        if not await process.ends_within(STOP_TIMEOUT_S):
            process.send(signal.SIGKILL)
            await process.ends_within(STOP_TIMEOUT_S)
        process.close()


@asynccontextmanager
async def crashing_postgres(data_dir: Path) -> AsyncIterator[CrashingPostgres]:
    """A started server with an empty database; at the end it is gone."""
    folder = open_folder(data_dir, server_account())
    binaries = install_binaries(folder)
    await asyncio.to_thread(initialise, folder, binaries)
    write_access_rules(folder)
    make_socket_folder(folder)
    postgres = CrashingPostgres(folder, binaries)
    await postgres.start()
    try:
        yield postgres
    finally:
        await postgres.stop()
