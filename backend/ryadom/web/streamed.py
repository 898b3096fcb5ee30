"""What is given piece by piece: for as long as whoever asked is there, takes it, and may have it."""

import asyncio
import functools
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from types import MappingProxyType
from typing import TypeVar

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from ryadom.core.export_endings import End, Ending
from ryadom.core.export_jobs.taken import Taken
from ryadom.errors import ExportUnready, RyadomError, TooSlow
from ryadom.web.downloads import download_headers

CHECK_EVERY_S = 5.0
"""Whether what is being given may be given still."""

_FROM = re.compile(r"bytes=([0-9]{1,15})-")

T = TypeVar("T")

log = structlog.get_logger(__name__)


async def first_of(request: Request, pieces: AsyncGenerator[bytes]) -> bytes:
    """The first piece, which may take a while; whoever leaves meanwhile ends it.

    Raises:
        ClientDisconnect: they have left.
    """
    try:
        return await while_here(request, anext(pieces, b""))
    except BaseException:
        await pieces.aclose()
        raise


async def while_here(request: Request, work: Awaitable[T]) -> T:
    """What the work gives; it is cancelled where whoever asked leaves before.

    Raises:
        ClientDisconnect: they have left.
    """
    working, left = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, left}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientDisconnect
    finally:
        for one in (working, left):
            one.cancel()
        await asyncio.gather(working, left, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class Streamed(StreamingResponse):
    """Pieces of which the first is here. However the client leaves, nothing goes on being made for it.

    Whoever takes longer than `piece_within_s` for one is cut off, as is what can't be given to its end, or may not: the
    client sees an answer that is not whole. `ending` is told how it went.
    """

    def __init__(
        self,
        first: bytes,
        others: AsyncGenerator[bytes],
        *,
        ending: Ending,
        piece_within_s: float,
        headers: dict[str, str],
        media_type: str,
        status_code: int = 200,
    ) -> None:
        async def pieces() -> AsyncGenerator[bytes]:
            yield first
            async for piece in others:
                yield piece

        super().__init__(pieces(), status_code, headers=headers, media_type=media_type)
        self._others = others
        self._ending = ending
        self._piece_within_s = piece_within_s
        self._sent = ending.nothing_yet()
        self._is_whole = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends all of it, or what can be."""
        how: str = End.BROKEN
        why = ""
        try:
            await super().__call__(scope, receive, functools.partial(self._send, send))
            how = End.WHOLE if self._is_whole else End.LEFT
        except RyadomError as error:
            # To nobody's surprise: there is nothing to find in where it came from.
            how, why = error.code, error.reason if isinstance(error, ExportUnready) else ""
            log.warning("export broken off", why=how, bytes=self._sent.size_bytes)
        finally:
            await self._others.aclose()
            await self._ending.tell(how, self._sent, why=why)

    async def _send(self, send: Send, message: Message) -> None:
        piece = message.get("body", b"")
        # Beside the event loop, and before it is sent: from then on nothing is awaited until it is noted.
        more = await asyncio.to_thread(self._sent.with_piece, piece) if piece else self._sent
        try:
            async with asyncio.timeout(self._piece_within_s):
                await send(message)
        except TimeoutError:
            raise TooSlow("The answer is not taken.") from None
        if message["type"] == "http.response.body":
            self._sent = more
            self._is_whole = not message["more_body"]


async def checked(pieces: AsyncGenerator[bytes], check: Callable[[], Awaitable[None]]) -> AsyncGenerator[bytes]:
    """The pieces, as long as `check` does not raise; it is asked every few seconds."""
    checked_at = time.monotonic()
    async with aclosing(pieces):
        async for piece in pieces:
            if time.monotonic() - checked_at > CHECK_EVERY_S:
                await check()
                checked_at = time.monotonic()
            yield piece


def begin_of(request: Request) -> int:
    """From which byte on a file is asked for. Any other range is passed over.

    Source: RFC 9110, 13.1.5 and 14.2: a server may do so.
    """
    found = _FROM.fullmatch(request.headers.get("range", ""))
    return int(found[1]) if found else 0


def streamed_file(
    taken: Taken,
    first: bytes,
    others: AsyncGenerator[bytes],
    *,
    piece_within_s: float,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Streamed:
    """The file of an export, or what of it comes from a byte on."""
    size, begin = taken.size_bytes, taken.begin
    of_file = {"Content-Length": str(size - begin), "Accept-Ranges": "bytes", "ETag": taken.tag}
    if begin:
        of_file["Content-Range"] = f"bytes {begin}-{size - 1}/{size}"
    return Streamed(
        first,
        others,
        ending=taken.ending,
        piece_within_s=piece_within_s,
        headers={**download_headers(taken.served.name), **of_file, **headers},
        media_type=taken.served.media_type,
        status_code=206 if begin else 200,
    )
