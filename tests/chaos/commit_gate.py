"""A proxy between the servers and Postgres that can withhold one answer: the commit has happened, and nobody knows.

That is the moment between commit and publication, hit exactly, without a hook in the product: the answer of the
statement that stores a message (or of the COMMIT after it) is kept back, and whoever waits for it is killed, or loses
the connection.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import Struct

SOCKET_NAME = ".s.PGSQL.5432"
CHUNK_BYTES = 65_536
# ReadyForQuery, outside of any transaction: https://www.postgresql.org/docs/current/protocol-message-formats.html
IDLE = b"Z\x00\x00\x00\x05I"


class Withheld(Struct, frozen=True):
    """An answer that did not go out: who waits for it, and the line on which."""

    pid: int
    writer: asyncio.StreamWriter

    def cut(self) -> None:
        """Breaks the connection: the answer never comes."""
        self.writer.transport.abort()


Take = Callable[[Withheld], bool]
"""Is given an answer that could be withheld, and says whether it is."""


class CommitGate:
    """Listens on a unix socket in `folder` and passes on to the one in `target`. Messages are known by `mark`."""

    def __init__(self, folder: Path, target: Path, *, mark: bytes) -> None:
        self._path = folder / SOCKET_NAME
        self._target = target / SOCKET_NAME
        self._mark = mark
        self._wanted: asyncio.Future[Withheld] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def withhold(self, *, timeout_s: float) -> Withheld:
        """Waits for the next commit of a message and keeps its answer back.

        Raises:
            TimeoutError: none came.
        """
        assert self._wanted is None, "one at a time"
        self._wanted = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout_s):
                return await self._wanted
        finally:
            self._wanted = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["CommitGate"]:
        server = await asyncio.start_unix_server(self._accept, self._path)
        try:
            yield self
        finally:
            server.close()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            database = await asyncio.open_unix_connection(self._target)
        except OSError:
            writer.transport.abort()
            return
        line = _Line((reader, writer), database, self._mark)
        try:
            await line.run(self._take)
        finally:
            line.cut()

    def _take(self, withheld: Withheld) -> bool:
        if self._wanted is None or self._wanted.done():
            return False
        self._wanted.set_result(withheld)
        return True


class _Line:
    """One connection of a server to Postgres."""

    def __init__(
        self,
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        database: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        mark: bytes,
    ) -> None:
        self._server = server
        self._database = database
        self._mark = mark
        self._carries_message = False
        self._is_withheld = False

    async def run(self, take: Take) -> None:
        pumps = [asyncio.create_task(self._pump_up()), asyncio.create_task(self._pump_down(take))]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    def cut(self) -> None:
        for _, writer in (self._server, self._database):
            writer.transport.abort()

    async def _pump_up(self) -> None:
        while data := await self._server[0].read(CHUNK_BYTES):
            if self._mark in data:
                self._carries_message = True
            self._database[1].write(data)
            await self._database[1].drain()

    async def _pump_down(self, take: Take) -> None:
        while data := await self._database[0].read(CHUNK_BYTES):
            if self._carries_message and data.endswith(IDLE):
                self._carries_message = False
                self._is_withheld = take(Withheld(_pid_of(self._server[1]), self._server[1]))
            if not self._is_withheld:
                self._server[1].write(data)
                await self._server[1].drain()


def _pid_of(writer: asyncio.StreamWriter) -> int:
    """Who is at the other end of a unix socket: the kernel knows."""
    credentials = writer.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int(struct.unpack("3i", credentials)[0])
