"""What stands between some people and the internet: HTTP passes, websockets don't, each of them in its own way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from enum import StrEnum

from tests.chaos.proxy import DIAL_TIMEOUT_S, Link

_END_OF_HEAD = b"\r\n\r\n"


class Manner(StrEnum):
    """How a handshake is treated."""

    PASS = "pass"
    BAD_GATEWAY = "502"
    LOGIN_PAGE = "login page"
    SILENCE = "silence"
    """It is never answered."""

    CUT = "cut"
    """It is passed on, and answered; then the connection is cut."""

    DEAF = "deaf"
    """It is passed on, and answered; after that nothing is carried."""


_ANSWERS = {
    Manner.BAD_GATEWAY: b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    Manner.LOGIN_PAGE: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<h1>Wi-Fi</h1",
}


class Portal:
    """A proxy on a port of its own. `handshakes` counts those that came, `links` are the connections of plain HTTP.

    `on_link` is told of each of these as it begins. `target_port` may become another server's.
    """

    def __init__(self, target_port: int, manner: Manner) -> None:
        self.manner = manner
        self.handshakes = 0
        self.port = 0
        self.links: set[Link] = set()
        self.on_link: Callable[[Link], None] = lambda link: None
        self.target_port = target_port
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where the server is to be found through it."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Cuts whatever is under way."""
        for link in self.links:
            link.cut()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Portal"]:
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.cut()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            with suppress(OSError, EOFError, TimeoutError):
                await self._serve(reader, writer)
        finally:
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(_END_OF_HEAD)
        is_handshake = b"upgrade: websocket" in head.lower()
        if is_handshake:
            self.handshakes += 1
            if answer := _ANSWERS.get(self.manner):
                writer.write(answer)
                await writer.drain()
                return
            if self.manner is Manner.SILENCE:
                await reader.read()
                return
        async with asyncio.timeout(DIAL_TIMEOUT_S):
            server = await asyncio.open_connection("127.0.0.1", self.target_port)
        try:
            server[1].write(head)
            if is_handshake and self.manner in (Manner.CUT, Manner.DEAF):
                await self._answer_and_stop(reader, writer, server[0])
            else:
                await self._carry(Link((reader, writer), server), is_handshake=is_handshake)
        finally:
            server[1].close()

    async def _answer_and_stop(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server: asyncio.StreamReader
    ) -> None:
        writer.write(await server.readuntil(_END_OF_HEAD))
        await writer.drain()
        if self.manner is Manner.DEAF:
            await reader.read()

    async def _carry(self, link: Link, *, is_handshake: bool) -> None:
        self.links.add(link)
        if not is_handshake:
            self.on_link(link)
        try:
            await link.run()
        finally:
            self.links.discard(link)
