"""Who sends or reads slowly, or never: each is cut off in time, told why where that can be, and takes no place."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from websockets.exceptions import InvalidMessage

import ryadom.web.responses as responses_module
from ryadom.store.database import Database
from ryadom.web.bounds import Bounds
from ryadom.web.context import Context
from ryadom.web.http_protocol import BODY_STEP_BYTES, MAX_HEAD_BYTES
from tests.web.client import DEADLINE_S, Server
from tests.web.conftest import on_loopback, serving
from tests.web.raw import Raw, connected, handshake

HASTY = Bounds(request_timeout_s=0.3, max_unfinished=20, read_timeout_s=0.3)
SIGN_IN_HEAD = b"POST /panel/api/session HTTP/1.1\r\nHost: h\r\nOrigin: http://h\r\nContent-Length: 100\r\n\r\n"


@pytest.fixture
async def hasty(database_url: str, database: Database) -> AsyncIterator[Server]:
    """A server without patience."""
    async with serving(database_url, database, HASTY) as server:
        yield server


def _refusals(server: Server, limit: str) -> float:
    context: Context = server.app.state.context
    return context.metrics.sample("ryadom_refusals_total", limit=limit) or 0


def _answer(received: bytes) -> tuple[int, str]:
    """The status and the code of a typed error."""
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)["error"]["code"]


@pytest.mark.parametrize("sent", [b"GET / HTTP/1.1\r\nHost: h\r\n", handshake()[:-2]], ids=["request", "handshake"])
async def test_head_that_does_not_come_to_its_end_is_answered_408(hasty: Server, sent: bytes) -> None:
    async with connected(hasty.port) as slow:
        await slow.send(sent)
        assert _answer(await slow.rest()) == (408, "too_slow")
    assert _refusals(hasty, "unfinished_slow") == 1


async def test_connection_on_which_nothing_comes_is_closed(hasty: Server) -> None:
    async with connected(hasty.port) as silent:
        assert await silent.rest() == b""


async def test_connection_that_is_kept_alive_is_closed_when_nothing_more_comes(hasty: Server) -> None:
    async with connected(hasty.port) as idle:
        await idle.send(b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")
        assert (await idle.rest()).endswith(b"ok\n")


async def test_head_over_16_kib_is_answered_431_before_its_end(server: Server) -> None:
    async with connected(server.port) as endless:
        await endless.send(b"GET / HTTP/1.1\r\nHost: h\r\nCookie: ", b"x" * MAX_HEAD_BYTES)
        assert _answer(await endless.rest()) == (431, "too_large")


async def test_body_that_comes_slowly_is_answered_408(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(responses_module, "BODY_TIMEOUT_S", 0.1)
    async with connected(server.port) as slow:
        await slow.send(SIGN_IN_HEAD, b'{"email": ')
        head = await slow.head()
        body = await slow.reader.readexactly(int(head.lower().partition(b"content-length: ")[2].split()[0]))
        assert _answer(head + body) == (408, "too_slow")


async def test_body_that_never_ends_ends_with_its_connection(hasty: Server, capsys: pytest.CaptureFixture[str]) -> None:
    async with connected(hasty.port) as slow:
        await slow.send(SIGN_IN_HEAD, b'{"email": ')
        assert await slow.rest() == b""
    assert _refusals(hasty, "unfinished_slow") == 1
    assert "request failed" not in capsys.readouterr().out


async def test_requests_in_a_heap_are_refused(server: Server) -> None:
    async with connected(server.port) as hasty:
        await hasty.send(b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n" * 1_000)
        received = await hasty.rest()
    assert b" 400 " in received
    assert received.count(b"ok\n") <= 10


async def test_half_open_handshakes_make_room_for_whoever_is_honest(database_url: str, database: Database) -> None:
    bounds = Bounds(max_unfinished=20)
    async with serving(database_url, database, bounds) as server, AsyncExitStack() as stack:
        half_open: list[Raw] = []
        for _ in range(100):
            raw = await stack.enter_async_context(connected(server.port))
            await raw.send(handshake()[:-2])
            half_open.append(raw)
        async with server.visitor() as visitor:
            await visitor.ping()
        for raw in half_open[:80]:
            assert _answer(await raw.rest()) == (408, "too_slow")
        assert 80 <= _refusals(server, "unfinished_crowded") <= 81


async def test_server_that_is_full_takes_nobody_until_somebody_goes(database_url: str, database: Database) -> None:
    async with serving(database_url, database, Bounds(max_connections=3)) as server, AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(server.visitor()) for _ in range(2)]
        leaving = server.visitor()
        await leaving.__aenter__()
        with pytest.raises((InvalidMessage, ConnectionError)):
            await stack.enter_async_context(server.visitor())
        for visitor in visitors:
            await visitor.ping()
        await leaving.__aexit__(None, None, None)
        async with server.visitor() as back:
            await back.ping()


async def test_idle_connection_goes_where_room_is_needed(database_url: str, database: Database) -> None:
    async with (
        serving(database_url, database, Bounds(max_connections=2)) as server,
        server.visitor() as visitor,
        connected(server.port) as idle,
        server.visitor() as newcomer,
    ):
        assert await idle.rest() == b""
        for client in (visitor, newcomer):
            await client.ping()


async def test_answer_that_is_not_read_is_given_up() -> None:
    given_up = asyncio.Event()

    async def endless() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"x" * 65_536
                await asyncio.sleep(0)  # once nobody is there, uvicorn lets the others run no more
        finally:
            given_up.set()

    async def answer(_request: Request) -> Response:
        return StreamingResponse(endless())

    app = Starlette(routes=[Route("/", answer)])
    async with on_loopback(app, HASTY) as port, connected(port, receive_buffer=4_096) as slow:
        await slow.send(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        async with asyncio.timeout(DEADLINE_S):
            await given_up.wait()


async def test_body_that_goes_on_has_its_time_again_and_one_that_stops_has_not() -> None:
    async def count(request: Request) -> Response:
        return Response(str(len(await request.body())))

    bounds = Bounds(request_timeout_s=1.5)
    pieces, pause_s = 4, 0.6  # longer than the timeout together, much shorter alone
    head = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % (pieces * BODY_STEP_BYTES)
    async with on_loopback(Starlette(routes=[Route("/", count, methods=["POST"])]), bounds) as port:
        async with connected(port) as phone:
            await phone.send(head)
            for _ in range(pieces):
                await asyncio.sleep(pause_s)
                await phone.send(bytes(BODY_STEP_BYTES))
            assert b"200 OK" in await phone.head()
        async with connected(port) as stopped:
            await stopped.send(head, bytes(BODY_STEP_BYTES))
            assert await stopped.rest() == b""


async def test_rest_of_a_body_that_was_refused_is_no_part_of_the_next_head(server: Server) -> None:
    content = bytes(64 * 1_024)
    head = b"POST /panel/api/session HTTP/1.1\r\nHost: h\r\nOrigin: http://h\r\nContent-Length: %d\r\n\r\n" % len(
        content
    )
    async with connected(server.port) as client:
        for _ in range(3):
            await client.send(head)
            await client.send(content)
            assert b"HTTP/1.1 413" in await client.head()
