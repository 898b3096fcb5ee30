"""Who has gone is out of memory at once: left to the garbage collector, crowds of them stop the server for a second."""

import gc
from collections import Counter
from collections.abc import Iterator

import pytest

from ryadom.core.operator_session import OperatorSession
from ryadom.core.visitor_session import VisitorSession
from ryadom.live.outbox import Outbox
from ryadom.web.http_protocol import PatientHttp
from ryadom.web.socket import Socket
from ryadom.web.websocket_protocol import BoundedWebSocket
from tests.waiting import until
from tests.web.client import ORIGIN, Server
from tests.web.raw import connected

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
async def test_nothing_is_left_of_who_goes_while_they_wait_for_their_turn(server: Server) -> None:
    before = _alive()
    for _ in range(3):
        async with connected(server.port) as raw:
            await raw.send(
                b"GET /ws/visitor HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: %b\r\n\r\n"
                % ORIGIN.encode()
            )
    await until(lambda: _alive() == before)
