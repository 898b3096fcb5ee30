"""TLS before what speaks plain HTTP on loopback, as nginx stands before a CRM."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

CERTIFICATE = Path(__file__).parent / "certificates" / "localhost.pem"
HOST = "localhost"
"""Whose name the certificate proves."""


@asynccontextmanager
async def tls_front(port: int) -> AsyncIterator[int]:
    """Gives the port at which what is on `port` is reached by TLS; whoever calls trusts `CERTIFICATE`."""
    lines: set[asyncio.Task[None]] = set()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        lines.add(task)
        task.add_done_callback(lines.discard)
        async with AsyncExitStack() as stack:
            stack.callback(writer.close)
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
            stack.callback(inner_writer.close)
            # Where one side has hung up, the other has nobody left to talk to.
            ways = [asyncio.create_task(_pass(reader, inner_writer)), asyncio.create_task(_pass(inner_reader, writer))]
            stack.push_async_callback(_end, ways)
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    server = await asyncio.start_server(take, "127.0.0.1", 0, ssl=context)
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        await _end(list(lines))
        await server.wait_closed()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
