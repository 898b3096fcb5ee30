"""How a server of this process ends."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect

from ryadom.web import http_server
from ryadom.web.direct_websocket import DirectWebSocket
from tests.web.conftest import on_loopback


async def test_end_that_is_asked_for_is_heard_before_the_next_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "TICK_S", 1_000.0)
    async with asyncio.timeout(20), on_loopback(Starlette()) as port, httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(f"http://127.0.0.1:{port}/")).status_code == 404


async def test_date_that_answers_carry_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_server, "TICK_S", 0.05)
    url = "http://127.0.0.1:{}/"
    async with on_loopback(Starlette()) as port, httpx.AsyncClient(trust_env=False) as http, asyncio.timeout(20):
        first = (await http.get(url.format(port))).headers["date"]
        while (await http.get(url.format(port))).headers["date"] == first:
            pass


async def test_socket_that_is_closing_as_the_server_ends_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    sockets: list[DirectWebSocket] = []
    made = DirectWebSocket.__init__

    def note(self: DirectWebSocket, *arguments: object, **options: object) -> None:
        made(self, *arguments, **options)
        sockets.append(self)

    async def stay(socket: WebSocket) -> None:
        await socket.accept()
        await socket.receive()

    monkeypatch.setattr(DirectWebSocket, "__init__", note)
    app = Starlette(routes=[WebSocketRoute("/", stay)])
    async with asyncio.timeout(20), AsyncExitStack() as clients, on_loopback(app) as port:
        await clients.enter_async_context(connect(f"ws://127.0.0.1:{port}/", proxy=None, close_timeout=1))
        [socket] = sockets
        # As if the other side's close had been answered a moment ago
        socket.conn.send_close(1000)
