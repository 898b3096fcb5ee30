"""How a server of this process ends."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from ryadom.web import http_server
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
