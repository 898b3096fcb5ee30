"""The generator's ends of the two sockets. They read no JSON but by eye: the generator must not be the limit."""

import asyncio
import time
from array import array
from collections.abc import Callable
from typing import TypeVar, cast
from uuid import uuid4

import msgspec
from msgspec.structs import replace
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from bench.load.plan import Plan, Visitor

BODY = "Здравствуйте! Подскажите, пожалуйста, есть ли доставка в Казань?"
WELCOME = b'{"type":"welcome"'
POSTED = b'{"type":"message_posted"'
ERROR = b'{"type":"error"'
ECHO = b'"echo_id":"'
CONNECT_TIMEOUT_S = 20.0

P = TypeVar("P", bound="Peer")


class Traffic:
    """Messages under way: when each was sent, and how long it took to the operator."""

    def __init__(self) -> None:
        # The first half of every echo_id of this run; the rest is the message's number.
        self._prefix = str(uuid4())[:24].encode()
        self._suffix = b'","body":"' + BODY.encode() + b'"}'
        self._number = 0
        self.sent_at: dict[int, float] = {}
        self.latencies_s = array("d")
        self.arrived_at = array("d")
        self.unacknowledged: set[bytes] = set()
        self.trouble: str | None = None

    def next_frame(self) -> bytes:
        """A fresh message as it goes over the wire; from now on it is under way."""
        self._number = number = self._number + 1
        echo_id = b"%b%012x" % (self._prefix, number)
        self.unacknowledged.add(echo_id)
        self.sent_at[number] = time.perf_counter()
        return b'{"type":"send_message","echo_id":"' + echo_id + self._suffix

    def begin(self) -> None:
        """Forgets what has been measured so far."""
        self.latencies_s, self.arrived_at = array("d"), array("d")

    def arrived(self, payload: bytes) -> None:
        """Notes that the operator has it."""
        at = payload.find(ECHO) + len(ECHO)
        sent_at = self.sent_at.pop(int(payload[at + 24 : at + 36], 16), None)
        # An event may come twice: clients ignore a seq that they know.
        if sent_at is not None:
            now = time.perf_counter()
            self.latencies_s.append(now - sent_at)
            self.arrived_at.append(now)


class FannedOut(Traffic):
    """Messages that go to many operators: each has arrived when all have it, and then `on_arrived` is called."""

    def __init__(self, operators: int) -> None:
        super().__init__()
        self.on_arrived: Callable[[], None] = lambda: None
        self._operators = operators
        self._missing: dict[bytes, int] = {}

    def arrived(self, payload: bytes) -> None:
        at = payload.find(ECHO) + len(ECHO)
        echo_id = payload[at : at + 36]
        missing = self._missing.pop(echo_id, self._operators) - 1
        if missing:
            self._missing[echo_id] = missing
        else:
            super().arrived(payload)
            self.on_arrived()


class Peer(WSListener):
    """A socket that says hello and waits for its welcome."""

    def __init__(self, hello: bytes, traffic: Traffic) -> None:
        super().__init__()
        self.traffic = traffic
        self.welcomed: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._hello = hello
        self._transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        transport.send(WSMsgType.TEXT, self._hello)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            self.traffic.trouble = f"closed with {frame.get_close_code()}"
            return
        payload = frame.get_payload_as_bytes()
        if payload.startswith(POSTED):
            self.on_posted(payload)
        elif not self.welcomed.done():
            self.welcomed.set_result(payload)
        elif payload.startswith(ERROR):
            self.on_error(payload)
        else:
            self.on_other(payload)

    def on_posted(self, payload: bytes) -> None:
        """A message has come."""

    def on_other(self, payload: bytes) -> None:
        """Another event has come."""

    def on_error(self, payload: bytes) -> None:
        """A command was refused: nothing that a bench expects."""
        self.traffic.trouble = payload.decode()

    def send(self, frame: bytes) -> None:
        """Sends a text frame."""
        assert self._transport is not None
        self._transport.send(WSMsgType.TEXT, frame)

    def close(self) -> None:
        """Hangs up."""
        if self._transport is not None:
            self._transport.disconnect(graceful=False)


class Chat(Peer):
    """A visitor; `on_acknowledged` is called for each message that has come back."""

    def __init__(self, hello: bytes, traffic: Traffic) -> None:
        super().__init__(hello, traffic)
        self.on_acknowledged: Callable[[], None] = lambda: None

    def say(self) -> None:
        """Sends the next message."""
        self.send(self.traffic.next_frame())

    def agree(self, document_id: str) -> None:
        """Agrees to a document; the answer is not waited for, since commands are done in their order."""
        self.send(msgspec.json.encode({"type": "agree", "echo_id": str(uuid4()), "document_ids": [document_id]}))

    def on_posted(self, payload: bytes) -> None:
        at = payload.find(ECHO) + len(ECHO)
        self.traffic.unacknowledged.remove(payload[at : at + 36])
        self.on_acknowledged()


class Operator(Peer):
    """An operator, who sees every message of every chat."""

    def on_posted(self, payload: bytes) -> None:
        self.traffic.arrived(payload)


def hello_of(plan: Plan, visitor: Visitor | None = None) -> bytes:
    """What a visitor says first: one who is new, or one who comes back."""
    hello: dict[str, object] = {"type": "hello", "protocol": 1, "site": plan.site_key}
    return msgspec.json.encode(hello if visitor is None else hello | msgspec.structs.asdict(visitor))


async def open_chat(plan: Plan, traffic: Traffic, number: int) -> Chat:
    """A visitor who has been welcomed: the plan's visitor of this number, or somebody new."""
    hello = hello_of(plan, plan.visitors[number] if plan.visitors else None)
    return await welcomed(lambda: Chat(hello, traffic), plan, "visitor", {"Origin": plan.origin}, number=number)


async def open_operator(plan: Plan, traffic: Traffic) -> Operator:
    """An operator who has been welcomed."""
    plan = replace(plan, port=plan.operator_port or plan.port)
    return await welcomed(
        lambda: Operator(b'{"type":"hello","protocol":1}', traffic), plan, "operator", operator_headers(plan)
    )


def operator_headers(plan: Plan) -> dict[str, str]:
    """What lets an operator in."""
    return {"Origin": f"http://127.0.0.1:{plan.port}"} | ({"Cookie": plan.cookie} if plan.cookie else {})


async def welcomed(make: Callable[[], P], plan: Plan, side: str, headers: dict[str, str], *, number: int = 0) -> P:
    """A peer after its hello was answered. Its `number` says from which of the plan's addresses it comes."""
    source = (f"127.0.0.{1 + number % plan.sources}", 0) if plan.sources > 1 else None
    async with asyncio.timeout(CONNECT_TIMEOUT_S):
        _, peer = await ws_connect(
            make, f"ws://127.0.0.1:{plan.port}/ws/{side}", extra_headers=headers, local_addr=source
        )
        said = await cast(P, peer).welcomed
    if ERROR in said[: len(ERROR)]:
        raise RuntimeError(f"no welcome: {said.decode()}")
    return cast(P, peer)
