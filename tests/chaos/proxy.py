"""A TCP proxy on loopback as bad as a network can be: it cuts, delays, truncates, and stops in either direction."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from enum import StrEnum

CHUNK_BYTES = 65_536
DIAL_TIMEOUT_S = 5.0


class Way(StrEnum):
    """The direction of bytes, seen from the client."""

    UP = "up"
    DOWN = "down"


class Pipe:
    """One direction of a connection. What is troubled here is bytes, wherever a frame may begin or end."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._flows = asyncio.Event()
        self._flows.set()
        self._left: int | None = None
        self.delay_s = 0.0

    def stop(self) -> None:
        """From now on nothing is passed on, and neither end is told."""
        self._flows.clear()

    def flow(self) -> None:
        """Passes on what has waited, and what comes."""
        self._flows.set()

    def truncate(self, after_bytes: int) -> None:
        """Passes on so many bytes more, then ends."""
        self._left = after_bytes

    async def pump(self) -> None:
        """Passes bytes on until the source ends or the count is reached."""
        while data := await self._reader.read(CHUNK_BYTES):
            await self._flows.wait()
            if self.delay_s:
                await asyncio.sleep(self.delay_s)
            if self._left is not None:
                data = data[: self._left]
                self._left -= len(data)
            self._writer.write(data)
            await self._writer.drain()
            if self._left == 0:
                return


class Link:
    """One connection: a client's socket, the server's, and a pipe each way."""

    def __init__(
        self,
        client: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        server: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._writers = (client[1], server[1])
        self.pipes = {Way.UP: Pipe(client[0], server[1]), Way.DOWN: Pipe(server[0], client[1])}

    async def run(self) -> None:
        """Passes bytes on until either end is done, then cuts both."""
        pumps = [asyncio.create_task(pipe.pump()) for pipe in self.pipes.values()]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            # What the server said last, its close code, is in the other pipe or on its way out.
            for writer in self._writers:
                with suppress(OSError, TimeoutError):
                    async with asyncio.timeout(0.1):
                        await writer.drain()
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            for writer in self._writers:
                writer.close()

    def cut(self) -> None:
        """Ends it at once, without a farewell: what is on its way is lost."""
        for writer in self._writers:
            writer.transport.abort()


class Proxy:
    """Listens on a port of its own. `links` are the connections of now, oldest first."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._links: dict[Link, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._delay_s = 0.0
        self.port = 0

    @property
    def links(self) -> list[Link]:
        return list(self._links)

    def delay(self, delay_s: float) -> None:
        """Every chunk, of every connection of now and later, takes so much longer."""
        self._delay_s = delay_s
        for link in self._links:
            self._delay(link)

    def heal(self, links: Iterable[Link]) -> None:
        """Lets flow what has been stopped."""
        for link in links:
            for pipe in link.pipes.values():
                pipe.flow()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Proxy"]:
        server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for link in self.links:
                link.cut()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            async with asyncio.timeout(DIAL_TIMEOUT_S):
                server = await asyncio.open_connection("127.0.0.1", self._target_port)
        except (OSError, TimeoutError):
            writer.transport.abort()
            return
        link = Link((reader, writer), server)
        self._delay(link)
        self._links[link] = None
        try:
            await link.run()
        finally:
            del self._links[link]

    def _delay(self, link: Link) -> None:
        for pipe in link.pipes.values():
            pipe.delay_s = self._delay_s
