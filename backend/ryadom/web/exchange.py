"""One request and its answer, standing for a visitor's socket: the fallback where websockets do not pass.

`web.socket` holds the conversation as on any socket: what was asked comes out of `receive`, what is answered is
gathered by `send_text`. Nothing is kept from one exchange to the next, so any process may serve any of them: each says
hello, resumes by `after_seq`, and ends.
"""

import asyncio
import hashlib
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct
from msgspec.structs import replace
from starlette.types import Message, Scope
from starlette.websockets import WebSocketState

from ryadom.errors import SlowConsumer
from ryadom.live.outbox import MAX_BYTES, Outbox
from ryadom.protocol.visitor import Welcome

PATIENCE_S = 17.0
"""How long an exchange waits for something to happen: shorter than the 20 s after which a client that has heard nothing
asks whether anybody is there, and than what proxies wait for an answer (30 s and more)."""

MAX_COMMANDS = 8

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_PASSING = frozenset(("typing", "pong", "goodbye"))
"""Events that change nothing of what `welcome` tells."""


class Asked(Struct, frozen=True, kw_only=True):
    """What a client asks, as JSON.

    With `commands` they are done and their answers given. With a `mark`, that of the last answer, the exchange waits
    for events. Else it greets: `welcome`, and what was missed. Who asks for the first time has no mark (null).
    """

    hello: Raw
    commands: Annotated[list[Raw], Meta(max_length=MAX_COMMANDS)] = []
    mark: Annotated[str, Meta(max_length=64)] | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """What it gets: frames as on a socket, in order.

    `mark` stands for what `welcome` told: with it one may wait for what comes next; an empty one means that this may
    have changed, so that one has to be greeted again. `close` is the code with which a socket would have closed.
    """

    frames: list[Raw]
    mark: str = ""
    close: int | None = None


class _Seen(Struct, frozen=True):
    """As much of a frame as is looked at here."""

    type: str
    entries: list[Raw] = []


class Exchange:
    """A `Channel` of `web.socket`. `outbox` is to be set before the conversation begins: it is the socket's own."""

    outbox: Outbox

    def __init__(self, asked: Asked, *, patience_s: float = PATIENCE_S) -> None:
        self.scope: Scope = {}
        self.application_state = WebSocketState.CONNECTED
        self._asked = asked
        self._texts = deque(bytes(frame) for frame in (asked.hello, *asked.commands))
        self._patience_s = patience_s
        self._frames: list[bytes] = []
        self._size_bytes = 0
        self._close_code: int | None = None
        self._is_over = False
        self._has_waited = False
        self._stirred = asyncio.Event()

    @property
    def is_admitted(self) -> bool:
        """Whether the page that asked is one of the site's, as the answer to its hello says."""
        return self._welcome_at is not None

    async def accept(self) -> None:
        """Begins; there is nothing to agree on."""

    async def receive(self) -> Message:
        """The hello, the commands, and, when there is something to answer with, the end."""
        if self._texts and not self._is_over:
            return {"type": "websocket.receive", "text": self._texts.popleft().decode()}
        if not self._is_over:
            await self._wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send_text(self, data: str, /) -> None:
        """Gathers a frame; of more than a socket may have waiting (4 MiB) the client is to come and fetch the rest."""
        frame = data.encode()
        self._size_bytes += len(frame)
        if self._size_bytes <= MAX_BYTES:
            self._frames.append(frame)
        else:
            self._end(SlowConsumer.close_code)
        self._stirred.set()

    async def close(self, code: int, _reason: str, /) -> None:
        """Notes why it ends."""
        self.application_state = WebSocketState.DISCONNECTED
        self._end(code)

    def leave(self) -> None:
        """The client has gone: nobody waits for the answer."""
        self._end(None)

    def answer(self) -> Answer:
        """What is to be told, once the conversation is over."""
        greeting, events = self._told()
        if self._asked.commands:
            mark, frames = "", events
        elif self._asked.mark:
            # What comes after news that a greeting is to tell would come before it, so the greeting tells that too.
            frames = events if self._has_waited or self._close_code is not None else []
            # Without any event nothing has been heard for long.
            mark = self._asked.mark if frames and _all_pass(frames) else ""
        else:
            mark, frames = (self._mark() if _all_pass(events) else ""), [*greeting, *events]
        if self._welcome_at is None:
            frames = self._frames
        return Answer(frames=[Raw(frame) for frame in frames], mark=mark, close=self._close_code)

    def _end(self, code: int | None) -> None:
        if self._close_code is None:
            self._close_code = code
        self._is_over = True
        self._stirred.set()

    async def _wait(self) -> None:
        """Returns when the answers to all that was asked are there; where asked to, when anything new is."""
        await self.outbox.flushed()
        if self._asked.commands or not self._asked.mark or self._asked.mark != self._mark():
            return
        self._has_waited = True
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience_s):
                while not self._is_over and not self._told()[1]:
                    self._stirred.clear()
                    await self._stirred.wait()
        await self.outbox.flushed()

    @property
    def _welcome_at(self) -> int | None:
        kinds = (_kind(frame).type for frame in self._frames)
        return next((place for place, kind in enumerate(kinds) if kind == "welcome"), None)

    def _told(self) -> tuple[list[bytes], list[bytes]]:
        """What the hello was answered with, and the rest."""
        at = self._welcome_at
        if at is None:
            return [], self._frames
        end = at + (2 if _welcome(self._frames[at]).conversation else 1)
        return self._frames[at:end], self._frames[:at] + self._frames[end:]

    def _mark(self) -> str:
        """Of the state that the greeting tells; "" where entries were missed, for then there is news."""
        greeting, _ = self._told()
        if not greeting:
            return ""
        welcome, *missed = greeting
        if self._asked.mark and any(_is_news(frame) for frame in missed):
            return ""
        told = _welcome(welcome)
        conversation = told.conversation and replace(told.conversation, last_seq=0)
        steady = replace(told, server_time=_NO_TIME, token="", conversation=conversation)
        return hashlib.sha256(msgspec.json.encode(steady)).hexdigest()[:20]


def _welcome(frame: bytes) -> Welcome:
    return msgspec.json.decode(frame, type=Welcome)


def _kind(frame: bytes) -> _Seen:
    return msgspec.json.decode(frame, type=_Seen)


def _is_news(frame: bytes) -> bool:
    seen = _kind(frame)
    return seen.type != "history" or bool(seen.entries)


def _all_pass(events: list[bytes]) -> bool:
    return all(_kind(event).type in _PASSING for event in events)
