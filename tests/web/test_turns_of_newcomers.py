"""Whoever wants a websocket waits for their turn: nothing that they send meanwhile is lost, and nobody stays there."""

import json
from collections.abc import Callable

import pytest

from ryadom.web import turnstile
from ryadom.web.websocket_protocol import BoundedWebSocket
from tests.waiting import until
from tests.web.client import Server
from tests.web.raw import TEXT, connected, frame, handshake

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: chat.test\r\n\r\n"

Waiting = Callable[[], int]


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Waiting:
    """How many have come to the turnstile since the beginning."""
    came: list[Callable[[], None]] = []
    enter = turnstile.Turnstile.enter

    def note(self: turnstile.Turnstile, go_on: Callable[[], None]) -> None:
        came.append(go_on)
        enter(self, go_on)

    monkeypatch.setattr(turnstile.Turnstile, "enter", note)
    return lambda: len(came)


async def test_what_comes_while_one_waits_is_read_afterwards(
    server: Server, monkeypatch: pytest.MonkeyPatch, waiting: Waiting
) -> None:
    hello = json.dumps({"type": "hello", "protocol": 1, "site": server.site.key}).encode()
    async with connected(server.port) as raw:
        with monkeypatch.context() as nobody_is_let_in:
            nobody_is_let_in.setattr(turnstile, "AT_ONCE", 0)
            await raw.send(handshake())
            await until(lambda: waiting() == 1)
            await raw.send(frame(TEXT, hello))
        assert b" 101 " in await raw.head()
        received = b""
        while b'"type":"welcome"' not in received:
            received += await raw.reader.read(4_096)


async def test_who_asks_for_one_behind_other_requests_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, waiting: Waiting
) -> None:
    async with connected(server.port) as raw:
        with monkeypatch.context() as nobody_is_let_in:
            nobody_is_let_in.setattr(turnstile, "AT_ONCE", 0)
            await raw.send(REQUEST, REQUEST, handshake())
            await raw.send(handshake())
            answers = await raw.rest()
    assert (b" 101 " in answers, b" 400 " in answers, waiting()) == (False, True, 0)


async def test_who_has_been_answered_may_go_on_by_a_websocket(server: Server) -> None:
    async with connected(server.port) as raw:
        await raw.send(REQUEST)
        assert b" 200 " in await raw.head()
        await raw.reader.readexactly(len(b"ok"))
        await raw.send(handshake())
        assert b" 101 " in await raw.head()


async def test_who_can_not_be_let_in_is_hung_up_on(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: BoundedWebSocket, data: bytes) -> None:
        raise ValueError("a head that nobody can read")

    monkeypatch.setattr(BoundedWebSocket, "data_received", fail)
    async with connected(server.port) as raw:
        await raw.send(handshake())
        assert await raw.rest() == b""
