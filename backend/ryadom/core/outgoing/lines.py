"""The network under the calls: connections go to cleared addresses only, and bring no more than is wanted.

`httpcore` speaks HTTP and keeps idle connections; it is given sockets by us and asks no resolver, no proxy and no
environment. (`httpx` above it would bring all three, with redirects and decompression, to be switched off again.)
"""

import asyncio
import ipaddress
import ssl
from collections.abc import Iterable
from typing import Any, SupportsIndex

import httpcore

from ryadom.errors import AnswerTooLarge, CallBroken, HostUntrusted
from ryadom.privacy.countries import Address
from ryadom.privacy.egress import Clearance, connect

HEAD_BYTES = 256 * 1024
"""What may stand before a body, with all interim answers. `httpcore` itself refuses one head of over 100 kB."""


class Lines(httpcore.AsyncNetworkBackend):
    """Opens connections for one clearance. A newer one (`renew`) ends those idle at addresses that it does not name."""

    def __init__(self, clearance: Clearance, *, trust: ssl.SSLContext | None, answer_bytes: int) -> None:
        self._clearance = clearance
        self._trust = trust
        self._answer_bytes = answer_bytes

    def renew(self, clearance: Clearance) -> None:
        """From now on these addresses, and no others."""
        self._clearance = clearance

    def allows(self, address: Address) -> bool:
        """Whether the newest clearance names an address."""
        return address in self._clearance.addresses

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature; the call as a whole has a deadline
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to a cleared address, ready to talk over; `host` is what httpcore thinks it asks for.

        Raises:
            HostUnreachable: no cleared address takes it.
            HostUntrusted: whoever answers does not prove to be the host.
            CallBroken: they do not speak TLS, or hang up.
        """
        clearance = self._clearance
        if (host, port) != (clearance.host, clearance.port):
            raise CallBroken(f"{host}:{port} was not cleared.")
        line = await connect(clearance)
        try:
            address = ipaddress.ip_address(line.getpeername()[0])
        except OSError as error:
            line.close()
            raise _hung_up(clearance, error) from error
        loop = asyncio.get_running_loop()
        reader = _Reader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        try:
            # From here on the loop closes the socket, also where this fails.
            transport, _ = await loop.create_connection(
                lambda: protocol, sock=line, ssl=self._trust, server_hostname=host if self._trust else None
            )
        except ssl.SSLCertVerificationError as error:
            raise HostUntrusted(f"{host} does not prove to be {host}: {error.verify_message}.") from error
        except OSError as error:
            raise _hung_up(clearance, error) from error
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        return Line(self, reader, writer, address=address, answer_bytes=self._answer_bytes)


class _Reader(asyncio.StreamReader):
    """Counts what has come, so that it is known whether anything was said unasked."""

    come_bytes = 0

    def feed_data(self, data: Iterable[SupportsIndex]) -> None:
        assert isinstance(data, bytes | bytearray)  # noqa: S101 - as the loop gives it
        self.come_bytes += len(data)
        super().feed_data(data)


class Line(httpcore.AsyncNetworkStream):
    """One connection."""

    def __init__(
        self,
        lines: Lines,
        reader: _Reader,
        writer: asyncio.StreamWriter,
        *,
        address: Address,
        answer_bytes: int,
    ) -> None:
        self._lines = lines
        self._reader = reader
        self._writer = writer
        self._address = address
        self._answer_bytes = answer_bytes
        self._taken_bytes = 0
        self._answer_begins = 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - as above
        """What has come; nothing at the end.

        Raises:
            AnswerTooLarge: it goes on and on, e.g. with interim answers (1xx).
        """
        try:
            data = await self._reader.read(max_bytes)
        except OSError as error:
            raise httpcore.ReadError(_reason(error)) from error
        self._taken_bytes += len(data)
        if self._taken_bytes - self._answer_begins > HEAD_BYTES + self._answer_bytes:
            raise AnswerTooLarge("The answer goes on and on.")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as above
        """Sends; a new call begins with it, so its answer is counted from here."""
        self._answer_begins = self._taken_bytes
        try:
            self._writer.write(buffer)
            await self._writer.drain()
        except OSError as error:
            raise httpcore.WriteError(_reason(error)) from error

    async def aclose(self) -> None:
        """Hangs up, without waiting for the other side to agree."""
        self._writer.transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - as above
    ) -> httpcore.AsyncNetworkStream:
        """The same: TLS was made with the connection."""
        return self

    def get_extra_info(self, info: str) -> Any:
        """Tells httpcore before it uses an idle connection again whether it has gone bad meanwhile."""
        if info != "is_readable":
            return None
        # What was said unasked, such as a 408 before hanging up, would be taken for the answer to the next call.
        is_quiet = self._reader.come_bytes == self._taken_bytes and not self._reader.at_eof()
        return not is_quiet or self._writer.is_closing() or not self._lines.allows(self._address)


def _hung_up(clearance: Clearance, error: OSError) -> CallBroken:
    return CallBroken(f"{clearance.host}:{clearance.port} hung up before anything was said: {_reason(error)}.")


def _reason(error: OSError) -> str:
    return " ".join(str(error).split()) or type(error).__name__
