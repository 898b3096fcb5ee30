"""Bytes on a connection, for what no well-behaved client sends."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.web.client import DEADLINE_S, ORIGIN

TEXT, CONTINUATION, CLOSE, PING = 0x1, 0x0, 0x8, 0x9


class Raw:
    """One TCP connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, *pieces: bytes) -> None:
        """Writes and waits until the other side takes it; a connection that has ended is no error."""
        with suppress(ConnectionError):
            self.writer.write(b"".join(pieces))
            async with asyncio.timeout(DEADLINE_S):
                await self.writer.drain()

    async def head(self) -> bytes:
        """Up to the empty line."""
        async with asyncio.timeout(DEADLINE_S):
            return await self.reader.readuntil(b"\r\n\r\n")

    async def rest(self) -> bytes:
        """All that comes until the other side ends the connection."""
        received = b""
        with suppress(ConnectionError):
            async with asyncio.timeout(DEADLINE_S):
                while chunk := await self.reader.read(65_536):
                    received += chunk
        return received

    async def close_code(self) -> int:
        """The code of the close frame that ends what comes; 1006 where there is none. The last frame must be it."""
        received = await self.rest()
        # No frame of ours before it is of this kind and length by chance: they are JSON.
        at = received.rfind(b"\x88")
        return 1006 if at < 0 else int.from_bytes(received[at + 2 : at + 4], "big")


@asynccontextmanager
async def connected(port: int, *, receive_buffer: int | None = None) -> AsyncIterator[Raw]:
    """A TCP connection to loopback, torn off at the end."""
    sock = socket.socket()
    sock.setblocking(False)
    if receive_buffer is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=sock, limit=4_096)
    try:
        yield Raw(reader, writer)
    finally:
        writer.transport.abort()


def handshake(*headers: str, path: str = "/ws/visitor") -> bytes:
    """The head of a request for a socket."""
    lines = (
        f"GET {path} HTTP/1.1",
        "Host: chat.test",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Origin: {ORIGIN}",
        *headers,
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


@asynccontextmanager
async def raw_socket(port: int) -> AsyncIterator[Raw]:
    """A websocket whose handshake is done."""
    async with connected(port) as raw:
        await raw.send(handshake())
        assert b" 101 " in await raw.head()
        yield raw


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    is_last: bool = True,
    is_compressed: bool = False,
    announced: int | None = None,
) -> bytes:
    """A client's frame, masked with zeros. `announced` is the length that its head claims."""
    first = opcode | (0x80 if is_last else 0) | (0x40 if is_compressed else 0)
    size = len(payload) if announced is None else announced
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 65_536:
        head = bytes((first, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + bytes(4) + payload
