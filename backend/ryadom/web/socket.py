"""A websocket of ours, the same for both sides: hello in time, typed errors, bounded patience, one way to end.

A task of its own receives. It handles one command after the other, so the order of a sender's messages is kept and
whoever floods is slowed by their own socket. A second one sends what the outbox holds.
"""

import asyncio
import time
from contextlib import suppress
from typing import Generic, NoReturn, Protocol, TypeVar

import structlog
from msgspec import Struct
from starlette.types import Message, Scope
from starlette.websockets import WebSocketDisconnect, WebSocketState

from ryadom.errors import (
    BadInput,
    BinaryFrame,
    HelloExpected,
    HelloOutdated,
    Internal,
    OverLimit,
    ProtocolUnsupported,
    RyadomError,
)
from ryadom.live.admission import Place
from ryadom.live.metrics import Metrics
from ryadom.live.outbox import Encoded, Outbox, encode
from ryadom.live.rate import TokenBucket
from ryadom.protocol import OLDEST_VERSION, VERSION
from ryadom.protocol.shared import Error, Goodbye
from ryadom.web.direct_websocket import wire_of
from ryadom.web.frames import CommandIds, FrameDecoder, ids_of

HELLO_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 2.0
MAX_BAD_FRAMES = 20
BAD_FRAMES_FORGIVEN_PER_S = 1 / 60
MAX_RATE_REFUSALS = 100
RATE_REFUSALS_FORGIVEN_PER_S = 1.0
MAX_UNREAD_BYTES = 65_536
"""With more than this waiting to be sent, no further command is handled."""

CLOSE_INTERNAL = 1011
CLOSE_TRY_AGAIN = 1013
CLOSE_BAD_FRAMES = 4400

log = structlog.get_logger(__name__)


class Hello(Protocol):
    """Either side's first frame."""

    @property
    def protocol(self) -> int:
        """The version that the client speaks."""


H = TypeVar("H", bound=Hello)
C = TypeVar("C")
H_contra = TypeVar("H_contra", contravariant=True)
C_contra = TypeVar("C_contra", contravariant=True)


class Session(Protocol[H_contra, C_contra]):
    """Who is behind a socket: `core.visitor_session`, `core.operator_session`."""

    def spend(self, size_bytes: int, /) -> None:
        """Notes a command against what all sockets of the same visitor or operator may use."""

    async def begin(self, hello: H_contra, /) -> None:
        """Answers the hello."""

    async def handle(self, command: C_contra, /) -> None:
        """Does what a command asks."""

    def finish(self) -> None:
        """Leaves."""


class Channel(Protocol):
    """What a socket goes over: a websocket, as Starlette has it, or an exchange that stands for one."""

    scope: Scope
    application_state: WebSocketState

    async def accept(self) -> None:
        """Lets it begin."""

    async def receive(self) -> Message:
        """The next event of ASGI's."""

    async def send_text(self, data: str, /) -> None:
        """Sends a frame."""

    async def close(self, code: int, reason: str, /) -> None:
        """Ends it."""


class Side(Struct, Generic[H, C], frozen=True, kw_only=True):
    """What differs between the kinds of socket."""

    name: str
    hello: type[H]
    decoder: FrameDecoder[C]


class Socket:
    """One accepted channel: a `Subscriber` of the hub."""

    def __init__(self, channel: Channel, metrics: Metrics, *, address: Place[str] | None = None) -> None:
        self.outbox = Outbox(self.end)
        self._channel = channel
        self._metrics = metrics
        self._address = address
        self._wire = wire_of(channel.scope)
        if self._wire is not None:
            self.outbox.attach(self._wire.write_now)
        self._receive = self._wire.receive if self._wire is not None else channel.receive
        # Not awaited where ASGI calls us: each event would have to pass all the frames of Starlette's middleware.
        self._conversation: asyncio.Task[None] | None = None
        self._hangup: _Hangup | None = None
        self._is_over = False
        # How much more rubbish, and how much more haste, is answered before the socket is closed.
        self._rubbish = TokenBucket(burst=MAX_BAD_FRAMES, per_second=BAD_FRAMES_FORGIVEN_PER_S, clock=time.monotonic)
        self._haste = TokenBucket(
            burst=MAX_RATE_REFUSALS, per_second=RATE_REFUSALS_FORGIVEN_PER_S, clock=time.monotonic
        )

    def end(self, error: RyadomError) -> None:
        """Stops the conversation from outside: the client is told the error and the socket closes with its code."""
        if self._hangup is None and not self._is_over:
            self._hangup = _Hangup(error, error.close_code or CLOSE_TRY_AGAIN)
            if self._conversation is not None:
                self._conversation.cancel()

    async def run(self, side: Side[H, C], session: Session[H, C]) -> None:
        """Holds the conversation."""
        sender = asyncio.create_task(self._send())
        self._conversation = asyncio.create_task(self._converse(side, session, sender))
        try:
            await self._conversation
        except asyncio.CancelledError:
            if self._hangup is None or _is_being_cancelled():
                raise
        except _Hangup as hangup:
            self._hangup = hangup
        except WebSocketDisconnect:
            log.debug("socket gone", side=side.name)
        finally:
            self._is_over = True
            # It holds its exception, which holds the frames, which hold this.
            self._conversation = None
            session.finish()
            sender.cancel()
        if self._hangup is not None:
            await self._close(self._hangup)
            # As above: it holds the frames.
            self._hangup = None
        self.outbox.close()

    async def hang_up(self, error: RyadomError) -> None:
        """Says the error and closes, before any conversation."""
        self._is_over = True
        await self._close(_Hangup(error, error.close_code or CLOSE_TRY_AGAIN))
        self.outbox.close()

    async def _converse(self, side: Side[H, C], session: Session[H, C], sender: asyncio.Task[None]) -> None:
        await self._greet(side, session)
        while True:
            if self._hangup is not None:
                # The cancellation was lost on its way: something on that way raised an error of its own.
                raise asyncio.CancelledError
            if self.outbox.size_bytes > MAX_UNREAD_BYTES:
                await self._answers_read(sender)
            text = await self._next_text()
            if text is None:
                continue
            command: C | None = None
            try:
                self._spend(session, len(text.encode()))
                command = side.decoder.decode(text)
                await session.handle(command)
            except OverLimit as error:
                self._refuse(error, text)
            except RyadomError as error:
                self._tell(error, ids_of(text))
            except Exception:
                log.exception("command failed", side=side.name, command=type(command).__name__)
                self._tell(Internal("Something went wrong here. Try again.", retry_after_s=5.0), ids_of(text))

    async def _answers_read(self, sender: asyncio.Task[None]) -> None:
        """Waits for the client to read, or to be gone: a page of history may be a thousand times the command for it."""
        flushed = asyncio.create_task(self.outbox.flushed())
        try:
            await asyncio.wait((flushed, sender), return_when=asyncio.FIRST_COMPLETED)
        finally:
            flushed.cancel()

    async def _greet(self, side: Side[H, C], session: Session[H, C]) -> None:
        """Waits for a hello that can be read, and lets the session answer it."""
        try:
            async with asyncio.timeout(HELLO_TIMEOUT_S):
                hello = await self._hello(side)
        except TimeoutError:
            _hang_up(HelloExpected(f"No hello came within {HELLO_TIMEOUT_S:g} s. Say hello first."))
        if not OLDEST_VERSION <= hello.protocol <= VERSION:
            _hang_up(
                ProtocolUnsupported(
                    f"Protocol {hello.protocol} is not spoken here, only {OLDEST_VERSION} to {VERSION}. Reload.",
                    field="protocol",
                )
            )
        try:
            await session.begin(hello)
        except RyadomError as error:
            _hang_up(error)
        except Exception:
            log.exception("hello failed", side=side.name)
            raise _Hangup(Internal("Something went wrong here. Try again."), CLOSE_INTERNAL) from None

    async def _hello(self, side: Side[H, C]) -> H:
        while True:
            text = await self._next_text()
            if text is None:
                continue
            try:
                command = side.decoder.decode(text)
            except RyadomError as error:
                self._tell(error, ids_of(text))
                continue
            if isinstance(command, side.hello):
                return command
            _hang_up(HelloExpected(f"{type(command).__name__} came before hello. Say hello first."))

    async def _next_text(self) -> str | None:
        """The next text frame; None in place of a binary one, which has been refused."""
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1006))
        text: str | None = message.get("text")
        if text is None:
            self._tell(BinaryFrame("A binary frame came; frames are JSON text."), CommandIds())
        return text

    def _spend(self, session: Session[H, C], size_bytes: int) -> None:
        session.spend(size_bytes)
        if self._address is not None:
            self._address.spend(size_bytes)

    def _refuse(self, error: OverLimit, text: str) -> None:
        if self._haste.take():
            _hang_up(error)
        self._metrics.refusals.labels(error.limit).inc()
        self._tell(error, ids_of(text))

    def _tell(self, error: RyadomError, ids: CommandIds) -> None:
        """Answers a command with an error; who sends nothing but rubbish is hung up on."""
        if isinstance(error, BadInput) and error.http_status == 400 and self._rubbish.take():
            raise _Hangup(error, CLOSE_BAD_FRAMES)
        self._metrics.errors.labels(error.code).inc()
        self.outbox.reply(Error.of(error, echo_id=ids.echo_id, request_id=ids.request_id))

    async def _send(self) -> None:
        # A client that has gone is noticed by the receiving side.
        wire = self._wire
        with suppress(WebSocketDisconnect, RuntimeError, OSError):
            while True:
                batch = await self.outbox.next_batch()
                if wire is not None:
                    await wire.write(b"".join([encoded.wire for encoded in batch]))
                    continue
                for encoded in batch:
                    await self._channel.send_text(encoded.data.decode())

    async def _close(self, hangup: "_Hangup") -> None:
        """Says why and closes. A client that does not read is given up after 2 s."""
        if isinstance(hangup.error, OverLimit):
            self._metrics.refusals.labels(hangup.error.limit).inc()
        self._metrics.errors.labels(hangup.error.code).inc()
        self._metrics.closes.labels(str(hangup.code)).inc()
        if self._channel.application_state is not WebSocketState.CONNECTED:
            return
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                for encoded in (*self.outbox.take_all(), *_farewell(hangup.error)):
                    await self._channel.send_text(encoded.data.decode())
                await self._channel.close(hangup.code, hangup.error.code)


def _farewell(error: RyadomError) -> list[Encoded]:
    """Why it closes; before that when to come back, where that is neither at once nor the client's to choose."""
    said = [encode(Error.of(error))]
    if isinstance(error, HelloOutdated) and error.retry_after_s is not None:
        said.insert(0, encode(Goodbye(reconnect_in_s=error.retry_after_s)))
    return said


class _Hangup(Exception):
    def __init__(self, error: RyadomError, code: int) -> None:
        super().__init__(error.code)
        self.error = error
        self.code = code


def _is_being_cancelled() -> bool:
    """Whether the server stops, rather than this conversation alone."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _hang_up(error: RyadomError) -> NoReturn:
    raise _Hangup(error, error.close_code or CLOSE_TRY_AGAIN) from None
