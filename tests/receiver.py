"""A server of somebody else's, on a free port of loopback, that answers as it is told to, byte by byte."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from msgspec import Struct

CERTIFICATE = Path(__file__).parent / "certificates" / "localhost.pem"
DEADLINE_S = 20.0

Answers = Callable[["Heard", asyncio.StreamWriter], Awaitable[None]]


class Heard(Struct, frozen=True, kw_only=True):
    """One request. Names of `headers` are lower case; `line` is the number of its connection, from 1 on."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    line: int


class Receiver:
    """What was asked, in order; `answer` is called for each request, and hangs up by `writer.close()`."""

    def __init__(self, answer: Answers) -> None:
        self.port = 0
        self.lines = 0
        self.heard: list[Heard] = []
        self.answer = answer
        self._next: asyncio.Queue[Heard] = asyncio.Queue()
        self._talks: set[asyncio.Task[None]] = set()

    async def next(self) -> Heard:
        """The next request that nobody has waited for yet."""
        async with asyncio.timeout(DEADLINE_S):
            return await self._next.get()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as long as it lasts."""
        task = asyncio.current_task()
        assert task is not None
        self._talks.add(task)
        self.lines += 1
        line = self.lines
        try:
            # The loop's own callback takes a cancelled talk for a mistake.
            with suppress(asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError, ssl.SSLError):
                while not writer.is_closing():
                    heard = await _read(reader, line)
                    self.heard.append(heard)
                    self._next.put_nowait(heard)
                    await self.answer(heard, writer)
        finally:
            writer.transport.abort()
            self._talks.discard(task)

    async def end(self) -> None:
        """Cuts what is under way."""
        talks = list(self._talks)
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


@asynccontextmanager
async def receiver(answer: Answers, *, tls: bool = False) -> AsyncIterator[Receiver]:
    """Runs one; with `tls` under the certificate of localhost."""
    server = Receiver(answer)
    context = None
    if tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    listener = await asyncio.start_server(server.take, "127.0.0.1", 0, ssl=context)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        await server.end()
        await listener.wait_closed()


def says(status: str = "200 OK", body: bytes = b"", **headers: str) -> Answers:
    """The same whole answer to all; `content_type` becomes Content-Type."""

    async def answer(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        named = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{named}\r\n".encode() + body)
        await writer.drain()

    return answer


def sends(*pieces: bytes) -> Answers:
    """These bytes, whatever they are, and hangs up."""

    async def answer(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        writer.close()

    return answer


def floods(head: bytes, piece: bytes) -> Answers:
    """A head, and the piece again and again, as fast as it is taken."""

    async def answer(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    return answer


def stalls(head: bytes = b"") -> Answers:
    """These bytes, and nothing more, without hanging up."""

    async def answer(_heard: Heard, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await asyncio.Event().wait()

    return answer


async def _read(reader: asyncio.StreamReader, line: int) -> Heard:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ")
    headers = {}
    for one in head[1:]:
        name, _, value = one.partition(":")
        if name:
            headers[name.lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Heard(method=method, path=path, headers=headers, body=body, line=line)
