"""A client of the suite: comes back whatever happens, sends again what is not acknowledged, asks for what it missed.

It does what widget and panel do, by the same rules with shorter waits. What it sends and sees goes into the history.
"""

import asyncio
import json
import random
from abc import ABC, abstractmethod
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.chaos.history import Acknowledged, History, Refused, Seen, Sent, content_of
from tests.chaos.outbox import Letter, Outbox
from tests.chaos.timeline import Timeline
from tests.web.client import JsonObject

QUIET_S = 2.0
PONG_DEADLINE_S = 3.0
WELCOME_DEADLINE_S = 5.0
MIN_BACKOFF_S = 0.1
MAX_BACKOFF_S = 2.0
PAGE_ENTRIES = 200
ENTRIES = ("message_posted", "conversation_assigned", "status_changed")
PASSING = ("busy", "database_unavailable", "hello_expected", "rate_limited", "slow_consumer")
"""Errors that a client meets in bad weather; with any other it was refused for good, unless there is a retry."""


class Surroundings(Struct, frozen=True, kw_only=True):
    """Where clients live: the ports at which servers can be reached, each as good as the others, and the history."""

    ports: Sequence[int]
    history: History


class Client(ABC):
    """One tab or panel. `random` is for the network only: backoff, and which server it comes to."""

    path: str

    def __init__(self, name: str, around: Surroundings, rng: random.Random) -> None:
        self.name = name
        self.author = ""
        self.is_online = False
        self.timelines: defaultdict[str, Timeline] = defaultdict(Timeline)
        self.history = around.history
        self._ports = around.ports
        self._random = rng
        self._outbox = Outbox()
        self._commands: deque[JsonObject] = deque()
        self._asked: dict[str, JsonObject] = {}
        self._seen: set[tuple[str, int, str | None]] = set()
        self._wake = asyncio.Event()
        self._failures = 0
        self._requests = 0

    @property
    def owes_nothing(self) -> bool:
        """Whether all that was written is acknowledged."""
        return not len(self._outbox)

    def write(self, echo_id: str, command: JsonObject, *, content: str) -> None:
        """Puts a command into the outbox; it goes when there is somebody to take it."""
        self._outbox.put(Letter(echo_id=echo_id, command=command | {"echo_id": echo_id}, content=content))
        self._wake.set()

    async def run(self) -> None:
        """Holds a connection until cancelled."""
        while True:
            with suppress(OSError, EOFError, WebSocketException, TimeoutError):
                await self._connect_once()
            self.is_online = False
            ceiling_s = min(MAX_BACKOFF_S, MIN_BACKOFF_S * 2**self._failures)
            self._failures += 1
            await asyncio.sleep(self._random.random() * ceiling_s)

    @abstractmethod
    def options(self, port: int) -> dict[str, Any]:
        """What `websockets.connect` is told besides the address."""

    @abstractmethod
    def hello(self) -> JsonObject:
        """The first frame, with what is held by now."""

    @abstractmethod
    def take_welcome(self, welcome: JsonObject) -> bool:
        """The answer to hello; whether what is in the outbox may go at once, before any history."""

    @abstractmethod
    def take_other(self, frame: JsonObject) -> None:
        """A frame that only this kind of client knows."""

    def ask(self, command: JsonObject) -> None:
        """Sends a question, which is answered by its `request_id`; one that is put off is asked again."""
        self._requests += 1
        request_id = f"r{self._requests}"
        self._asked[request_id] = command | {"request_id": request_id}
        self._ask_again(request_id)

    def catch_up(self, conversation_id: str) -> None:
        """Asks for what is missing, unless that is being asked."""
        timeline = self.timelines[conversation_id]
        asked = any(command.get("conversation_id") == conversation_id for command in self._asked.values())
        if timeline.is_behind and not asked:
            command = {"type": "fetch_history", "conversation_id": conversation_id, "limit": PAGE_ENTRIES}
            self.ask(command | {"after_seq": timeline.last_seq})

    def _ask_again(self, request_id: str) -> None:
        # Another connection may have begun meanwhile, with questions of its own.
        if command := self._asked.get(request_id):
            self._commands.append(command)
            self._wake.set()

    async def _connect_once(self) -> None:
        port = self._random.choice(self._ports)
        common: dict[str, Any] = {"proxy": None, "compression": None, "ping_interval": None, "max_size": None}
        common |= {"open_timeout": WELCOME_DEADLINE_S, "close_timeout": 0.2}
        async with connect(f"ws://127.0.0.1:{port}{self.path}", **common, **self.options(port)) as connection:
            self._commands.clear()
            self._asked.clear()
            self._outbox.begin_again()
            await connection.send(json.dumps(self.hello()))
            sender = asyncio.create_task(self._send(connection))
            try:
                while True:
                    self._take(json.loads(await self._receive(connection)))
            finally:
                sender.cancel()
                await asyncio.gather(sender, return_exceptions=True)

    async def _receive(self, connection: ClientConnection) -> str | bytes:
        """The next frame; who is silent is asked whether they are there, and left when they are not."""
        if not self.is_online:
            async with asyncio.timeout(WELCOME_DEADLINE_S):
                return await connection.recv()
        try:
            async with asyncio.timeout(QUIET_S):
                return await connection.recv()
        except TimeoutError:
            self._commands.append({"type": "ping"})
            self._wake.set()
        async with asyncio.timeout(PONG_DEADLINE_S):
            return await connection.recv()

    async def _send(self, connection: ClientConnection) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self.is_online and (command := self._next_command()) is not None:
                try:
                    await connection.send(json.dumps(command))
                except ConnectionClosed:
                    return

    def _next_command(self) -> JsonObject | None:
        if self._commands:
            return self._commands.popleft()
        letter = self._outbox.next_letter(asyncio.get_running_loop().time())
        if letter is None:
            return None
        self._note(Sent, author=self.author, echo_id=letter.echo_id, content=letter.content)
        return letter.command

    def _take(self, frame: JsonObject) -> None:
        if frame["type"] != "error":
            self._asked.pop(frame.get("request_id") or "", None)
        match frame["type"]:
            case "welcome":
                if self.take_welcome(frame):
                    self._go_online()
            case "history":
                self._take_history(frame)
                self._go_online()
            case entry if entry in ENTRIES:
                self.see(frame)
                self.timelines[frame["conversation_id"]].take_event(frame)
                self.catch_up(frame["conversation_id"])
            case "error":
                self._take_error(frame)
            case _:
                self.take_other(frame)

    def _go_online(self) -> None:
        if not self.is_online:
            self.is_online = True
            self._failures = 0
        self._wake.set()

    def _take_history(self, frame: JsonObject) -> None:
        conversation_id = frame["conversation_id"]
        for entry in frame["entries"]:
            self.see(entry)
        timeline = self.timelines[conversation_id]
        before = timeline.last_seq
        timeline.take_page(frame["entries"], frame["last_seq"])
        if timeline.last_seq > before:
            self.catch_up(conversation_id)

    def see(self, entry: JsonObject) -> None:
        """An entry has come, live or in a history: it acknowledges, and goes into the record."""
        conversation_id, seq, echo_id = entry["conversation_id"], entry["seq"], entry["echo_id"]
        author, content = entry["author"]["id"], content_of(entry)
        if self._outbox.acknowledge(echo_id):
            self._note(Acknowledged, echo_id=echo_id, conversation_id=conversation_id, seq=seq)
            self._wake.set()
        if (conversation_id, seq, echo_id) not in self._seen:
            self._seen.add((conversation_id, seq, echo_id))
            self._note(Seen, conversation_id=conversation_id, seq=seq, author=author, echo_id=echo_id, content=content)

    def _take_error(self, error: JsonObject) -> None:
        retry_after_s, echo_id, request_id = error["retry_after_s"], error["echo_id"], error["request_id"]
        if retry_after_s is None and error["code"] not in PASSING:
            self._note(Refused, code=error["code"], echo_id=echo_id)
            self._outbox.acknowledge(echo_id)  # it failed for good: the next one may go
            self._wake.set()
            return
        loop = asyncio.get_running_loop()
        if echo_id is not None:
            self._outbox.put_off(loop.time() + (retry_after_s or 0))
            loop.call_later((retry_after_s or 0) + 0.01, self._wake.set)
        elif request_id is not None:
            loop.call_later(retry_after_s or 0, self._ask_again, request_id)

    def _note(self, kind: Callable[..., Any], **fields: object) -> None:
        self.history.note(kind(at=self.history.clock(), client=self.name, **fields))
