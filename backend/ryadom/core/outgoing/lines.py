"""Connections to cleared addresses, and HTTP on them: one call at a time, and no more of an answer than is wanted.

`h11` reads and writes HTTP without a socket of its own, so nothing below it resolves, follows, unpacks or reads the
environment.
"""

import asyncio
import ipaddress
import ssl
from collections.abc import Iterable, Sequence
from typing import SupportsIndex

import h11

from ryadom.errors import AnswerTooLarge, CallBroken, HostUntrusted
from ryadom.privacy.countries import Address
from ryadom.privacy.egress import Clearance, connect

HEAD_BYTES = 64 * 1024
INTERIM_BYTES = 256 * 1024
"""What may stand before and between the body: heads of interim answers (1xx), sizes of chunks, trailers."""

READ_BYTES = 64 * 1024
TOO_LONG = 431
"""As h11 hints at a head over its bound. Source: RFC 6585 section 5."""


async def open_line(clearance: Clearance, *, trust: ssl.SSLContext | None, answer_bytes: int) -> "Line":
    """A connection to a cleared address, under TLS where there is `trust`; of an answer it brings `answer_bytes`.

    Raises:
        HostUnreachable: no cleared address takes it.
        HostUntrusted: whoever answers does not prove to be the host.
        CallBroken: they do not speak TLS, or hang up.
    """
    host, place = clearance.host, f"{clearance.host}:{clearance.port}"
    line = await connect(clearance)
    try:
        address = ipaddress.ip_address(line.getpeername()[0])
    except OSError as error:
        line.close()
        raise CallBroken(f"{place} hung up before anything was said.") from error
    loop = asyncio.get_running_loop()
    reader = _Reader(loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    try:
        # From here on the loop closes the socket, also where this fails.
        transport, _ = await loop.create_connection(
            lambda: protocol, sock=line, ssl=trust, server_hostname=host if trust else None
        )
    except ssl.SSLCertVerificationError as error:
        raise HostUntrusted(f"{host} does not prove to be {host}: {error.verify_message}.") from error
    except OSError as error:
        raise CallBroken(f"{place} hung up before anything was said, or does not speak TLS.") from error
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    return Line(reader, writer, host=host, address=address, answer_bytes=answer_bytes)


class Line:
    """One connection. After a call whose answer was taken to its end it `is_free` for the next."""

    def __init__(
        self,
        reader: "_Reader",
        writer: asyncio.StreamWriter,
        *,
        host: str,
        address: Address,
        answer_bytes: int,
    ) -> None:
        self.address = address
        self._reader = reader
        self._writer = writer
        self._host = host
        self._most_bytes = INTERIM_BYTES + answer_bytes
        self._taken_bytes = 0
        self._answer_begins = 0
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_BYTES)

    async def ask(self, method: str, path: str, headers: Sequence[tuple[str, str]], body: bytes) -> h11.Response:
        """The head of the answer to a call.

        Raises:
            CallBroken: they hung up, or what they said is no HTTP.
            AnswerTooLarge: the head goes on and on.
        """
        said = (
            self._http.send(h11.Request(method=method, target=path, headers=list(headers))),
            self._http.send(h11.Data(data=body)),
            self._http.send(h11.EndOfMessage()),
        )
        self._answer_begins = self._taken_bytes
        try:
            self._writer.write(b"".join(part for part in said if part))
            await self._writer.drain()
        except OSError:
            # Who refuses a call may have said so before hanging up.
            pass
        while not isinstance(event := await self._next(), h11.Response):
            if not isinstance(event, h11.InformationalResponse) or event.status_code == 101:
                raise CallBroken(f"{self._host} did not answer as HTTP has it.")
        return event

    async def piece(self) -> bytes | None:
        """What has come of the body; None at its end.

        Raises:
            CallBroken: they hung up in the middle.
            AnswerTooLarge: there is far more around it than in it.
        """
        if isinstance(event := await self._next(), h11.Data):
            return bytes(event.data)
        is_over = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        if is_over and not self._http.trailing_data[0]:
            self._http.start_next_cycle()
        return None

    @property
    def is_free(self) -> bool:
        """Whether the next call may be made on it: nothing is under way, and nothing was said unasked.

        What was, such as a 408 before hanging up, would be taken for the answer to the next call.
        """
        is_quiet = self._reader.come_bytes == self._taken_bytes and not self._reader.at_eof()
        return self._http.our_state is h11.IDLE and is_quiet and not self._writer.is_closing()

    @property
    def was_closed_idle(self) -> bool:
        """Whether it ended without a word to the call under way, and had carried another before."""
        return 0 < self._answer_begins == self._taken_bytes

    def close(self) -> None:
        """Hangs up, without waiting for the other side to agree."""
        self._writer.transport.abort()

    async def _next(self) -> h11.Event | type[h11.NEED_DATA] | type[h11.PAUSED]:
        try:
            while (event := self._http.next_event()) is h11.NEED_DATA:
                self._http.receive_data(await self._read())
        except h11.RemoteProtocolError as error:
            if error.error_status_hint == TOO_LONG:
                raise AnswerTooLarge(f"{self._host} answered with a head that does not end.") from error
            raise CallBroken(f"{self._host} hung up, or what it said is no HTTP.") from error
        return event

    async def _read(self) -> bytes:
        try:
            data = await self._reader.read(READ_BYTES)
        except OSError as error:
            raise CallBroken(f"{self._host} hung up.") from error
        self._taken_bytes += len(data)
        if self._taken_bytes - self._answer_begins > self._most_bytes:
            raise AnswerTooLarge(f"The answer of {self._host} goes on and on.")
        return data


class _Reader(asyncio.StreamReader):
    """Counts what has come, so that it is known whether anything was said unasked."""

    come_bytes = 0

    def feed_data(self, data: Iterable[SupportsIndex]) -> None:
        assert isinstance(data, bytes | bytearray)  # noqa: S101 - as the loop gives it
        self.come_bytes += len(data)
        super().feed_data(data)
