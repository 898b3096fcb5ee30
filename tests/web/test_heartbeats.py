"""A line that dies without a word: the server notices by its own pings. The clients' half is in connection.test.ts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ryadom.store.database import Database
from ryadom.web.bounds import Bounds
from ryadom.web.context import Context
from tests.waiting import until
from tests.web.client import ORIGIN
from tests.web.conftest import serving


class Line:
    """A proxy that can vanish: it forwards nothing any more, and closes nothing either."""

    def __init__(self) -> None:
        self.port = 0
        self.is_cut = False

    @asynccontextmanager
    async def to(self, port: int) -> AsyncIterator["Line"]:
        """Stands before this port of loopback."""
        pumps: set[asyncio.Task[None]] = set()
        writers: list[asyncio.StreamWriter] = []

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
            writers.extend((writer, far_writer))
            for source, sink in ((reader, far_writer), (far_reader, writer)):
                pumps.add(asyncio.create_task(self._pump(source, sink)))

        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            for writer in writers:
                writer.transport.abort()
            await asyncio.sleep(0)  # the loop lets go of what was aborted in its next turn

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65_536):
            if not self.is_cut:
                sink.write(data)
        if not self.is_cut:
            sink.close()


async def test_line_that_died_without_a_word_is_noticed_and_one_that_is_only_silent_lives(
    database_url: str, database: Database
) -> None:
    bounds = Bounds(ping_interval_s=0.2, ping_timeout_s=0.5)
    async with (
        serving(database_url, database, bounds) as server,
        Line().to(server.port) as line,
        server.visitor() as silent,
        server.socket("/ws/visitor", origin=ORIGIN, host="127.0.0.1", port=line.port) as visitor,
    ):
        await visitor.hello(site=server.site.key)
        context: Context = server.app.state.context
        line.is_cut = True
        await until(lambda: context.metrics.sample("ryadom_sockets", side="visitor") == 1)
        await silent.ping()
