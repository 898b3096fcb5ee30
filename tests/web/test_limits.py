"""What one visitor, operator or address may use, whatever it opens: typed refusals, and others are not affected."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
from msgspec.structs import replace
from websockets.exceptions import InvalidStatus

from ryadom.live.limits import OPERATOR_LIMITS, VISITOR_LIMITS
from ryadom.live.rate import Rate
from ryadom.settings import load_settings
from ryadom.store.database import Database
from ryadom.web.context import Context
from tests.web.client import ORIGIN, Client, Server
from tests.web.conftest import serving

HERE = load_settings({"RYADOM_TRUSTED_PROXIES": "127.0.0.1"}).trusted_proxies
FROM_OFFICE = {"X-Forwarded-For": "203.0.113.7"}
FROM_ELSEWHERE = {"X-Forwarded-For": "203.0.113.8"}


@pytest.fixture
async def behind_proxy(database_url: str, database: Database) -> AsyncIterator[Server]:
    """A server that believes X-Forwarded-For."""
    async with serving(database_url, database, trusted_proxies=HERE) as server:
        yield server


def _limit_addresses(server: Server, **limits: Any) -> None:
    """Makes a bound small enough, and slow enough to refill, for a test to meet it."""
    context: Context = server.app.state.context
    context.addresses.admission.limits = replace(context.addresses.admission.limits, **limits)


def _refusals(server: Server, limit: str) -> float:
    context: Context = server.app.state.context
    return context.metrics.sample("ryadom_refusals_total", limit=limit) or 0


async def _pings_until_refused(*clients: Client) -> int:
    """How many of these clients' commands are done before one is refused as too many."""
    for count in range(1_000):
        client = clients[count % len(clients)]
        await client.send("ping")
        if (await client.receive("pong", "error"))["type"] == "error":
            return count
    raise AssertionError("nothing was refused")


async def test_tabs_of_a_visitor_share_one_allowance_of_commands(server: Server) -> None:
    async with server.visitor() as first, server.visitor(token=first.welcome["token"]) as second:
        count = await _pings_until_refused(first, second)
        assert VISITOR_LIMITS.commands.burst <= count < 2 * VISITOR_LIMITS.commands.burst
        assert _refusals(server, "visitor_commands") == 1
        async with server.visitor() as other:
            await other.ping()


async def test_panels_of_an_operator_share_one_allowance_of_commands(server: Server) -> None:
    async with server.operator() as first, server.operator() as second:
        count = await _pings_until_refused(first, second)
        assert OPERATOR_LIMITS.commands.burst <= count < 2 * OPERATOR_LIMITS.commands.burst
        async with server.operator("boris@other.test") as other:
            await other.ping()


async def test_bytes_of_a_visitor_are_limited_and_the_message_goes_later(server: Server) -> None:
    async with server.visitor() as visitor:
        padding = "x" * 60_000
        for _ in range(9):
            await visitor.send("ping", padding=padding)
        frames = [await visitor.receive("pong", "error") for _ in range(9)]
        [refused] = [frame for frame in frames if frame["type"] == "error"]
        assert refused["code"] == "rate_limited"
        assert 0 < refused["retry_after_s"] < 2
        assert _refusals(server, "visitor_bytes") == 1
        assert (await visitor.say("короткое проходит"))["seq"] == 1


async def test_visitor_with_too_many_tabs_is_refused_one_more_with_4429(server: Server) -> None:
    async with AsyncExitStack() as tabs:
        first = await tabs.enter_async_context(server.visitor())
        token = first.welcome["token"]
        for _ in range(VISITOR_LIMITS.sockets - 1):
            await tabs.enter_async_context(server.visitor(token=token))
        async with server.visitor(hello=False) as refused:
            await refused.send("hello", protocol=1, site=server.site.key, token=token)
            code, [error] = await refused.closed()
        assert (code, error["code"], error["retry_after_s"]) == (4429, "too_many_sockets", 20)
        assert _refusals(server, "visitor_sockets") == 1
        await first.ping()
        async with server.visitor() as other:
            await other.ping()
    async with server.visitor(token=token) as back:
        await back.ping()


async def _denied(server: Server, **options: Any) -> tuple[int, str, dict[str, Any]]:
    """The status, Retry-After and error with which a socket is not opened."""
    with pytest.raises(InvalidStatus) as denied:
        async with server.socket("/ws/visitor", origin=ORIGIN, **options):
            pass
    response = denied.value.response
    return response.status_code, response.headers["Retry-After"], json.loads(response.body)["error"]


async def test_address_with_too_many_sockets_is_answered_429_and_another_is_not(behind_proxy: Server) -> None:
    server = behind_proxy
    _limit_addresses(server, sockets=3)
    async with AsyncExitStack() as sockets:
        for _ in range(3):
            await sockets.enter_async_context(
                server.socket("/ws/visitor", origin=ORIGIN, additional_headers=FROM_OFFICE)
            )
        status, retry_after, error = await _denied(server, additional_headers=FROM_OFFICE)
        assert (status, retry_after, error["code"]) == (429, "20", "too_many_sockets")
        assert _refusals(server, "address_sockets") == 1
        async with server.socket("/ws/visitor", origin=ORIGIN, additional_headers=FROM_ELSEWHERE) as other:
            await other.hello(site=server.site.key)


async def test_address_that_opens_sockets_too_fast_is_answered_429(behind_proxy: Server) -> None:
    server = behind_proxy
    _limit_addresses(server, arrivals=Rate(burst=3, per_second=0.01))
    for _ in range(3):
        async with server.socket("/ws/visitor", origin=ORIGIN, additional_headers=FROM_OFFICE):
            pass
    status, retry_after, error = await _denied(server, additional_headers=FROM_OFFICE)
    assert (status, error["code"]) == (429, "rate_limited")
    assert 90 <= int(retry_after) <= 101
    assert _refusals(server, "address_arrivals") == 1


async def test_visitors_of_one_address_share_its_allowance_of_commands(behind_proxy: Server) -> None:
    server = behind_proxy
    _limit_addresses(server, commands=Rate(burst=10, per_second=0.01))
    async with (
        server.socket("/ws/visitor", origin=ORIGIN, additional_headers=FROM_OFFICE) as first,
        server.socket("/ws/visitor", origin=ORIGIN, additional_headers=FROM_OFFICE) as second,
        server.socket("/ws/visitor", origin=ORIGIN, additional_headers=FROM_ELSEWHERE) as other,
    ):
        for client in (first, second, other):
            await client.hello(site=server.site.key)
        assert await _pings_until_refused(first, second) == 10
        assert _refusals(server, "address_commands") == 1
        await other.ping()


async def test_proxy_that_no_setting_names_locks_nobody_out_and_is_logged_once(
    database_url: str, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    async with serving(database_url, database, max_sockets_per_address=50) as server, AsyncExitStack() as sockets:
        for number in range(60):
            headers = {"X-Forwarded-For": f"203.0.113.{number}"}
            client = await sockets.enter_async_context(
                server.socket("/ws/visitor", origin=ORIGIN, additional_headers=headers)
            )
        await client.hello(site=server.site.key)
    logged = capsys.readouterr().out
    assert logged.count("proxy_not_trusted") == 1
    assert "203.0.113" not in logged
