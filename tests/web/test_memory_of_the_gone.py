"""Who has gone is out of memory at once: left to the garbage collector, crowds of them stop the server for a second."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest

from ryadom.core.operator_session import OperatorSession
from ryadom.core.visitor_session import VisitorSession
from ryadom.live.outbox import Outbox
from ryadom.web import turnstile
from ryadom.web.http_protocol import PatientHttp
from ryadom.web.socket import Socket
from ryadom.web.websocket_protocol import BoundedWebSocket
from tests.waiting import until
from tests.web.client import Server
from tests.web.raw import connected, handshake

PER_SOCKET = (BoundedWebSocket, OperatorSession, Outbox, PatientHttp, Socket, VisitorSession)


def _alive() -> Counter[str]:
    return Counter(type(thing).__name__ for thing in gc.get_objects() if type(thing) in PER_SOCKET)


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Only what nothing refers to goes."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
async def test_nothing_is_left_of_who_has_hung_up(server: Server) -> None:
    before = _alive()
    for _ in range(3):
        async with server.visitor() as client:
            await client.say("Есть чай?")
            assert _alive()["Socket"] == before["Socket"] + 1
    await until(lambda: _alive() == before)


@pytest.mark.usefixtures("no_collector")
async def test_nothing_is_left_of_an_operator_who_has_hung_up(server: Server) -> None:
    before = _alive()
    async with server.operator() as client:
        await client.ping()
        assert _alive()["OperatorSession"] == before["OperatorSession"] + 1
    await until(lambda: _alive() == before)


@pytest.mark.usefixtures("no_collector")
async def test_nothing_is_left_of_who_was_hung_up_on(server: Server) -> None:
    before = _alive()
    async with server.visitor(hello=False) as client:
        await client.send("hello", protocol=1, site="no-such-site")
        assert (await client.closed())[0] >= 4000
    await until(lambda: _alive() == before)


@pytest.mark.usefixtures("no_collector")
async def test_nothing_is_left_of_who_goes_while_they_wait_for_their_turn(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _alive()
    async with AsyncExitStack() as stack:
        with monkeypatch.context() as nobody_is_let_in:
            nobody_is_let_in.setattr(turnstile, "AT_ONCE", 0)
            for _ in range(3):
                raw = await stack.enter_async_context(connected(server.port))
                await raw.send(handshake())
            await until(lambda: _alive()["PatientHttp"] == before["PatientHttp"] + 3)
            await stack.aclose()
    await until(lambda: _alive() == before)
