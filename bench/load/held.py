"""10,000 visitors at once: whether their sockets are still open when the server has pinged each."""

import asyncio
from collections.abc import Iterator

import httpx

from bench.figure import Figure
from bench.load.plan import Kind
from bench.load.rounds import compared
from bench.load.stand import Target, loading, report, ryadom, stand

SOCKETS = 10_000
# Addresses of loopback they come from: one has 28,000 ports, of which earlier runs hold some for a minute.
SOURCES = 4
# The server pings every 20 s, and cuts off whoever has not answered by 20 s later.
HOLD_S = 45.0
GAUGE = 'ryadom_sockets{side="visitor"}'


def measure() -> Iterator[Figure]:
    """Against as many as were asked for."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url) as product:
        plan = product.plan(Kind.CONNECT, chats=SOCKETS, sources=SOURCES)
        async with loading(plan) as outcome:
            report(product, plan, outcome)
            await asyncio.sleep(HOLD_S)
            held = await _open_sockets(product)
    return [
        compared(
            f"visitors' sockets held for {HOLD_S:g} s",
            [held],
            [SOCKETS],
            unit="sockets",
            baseline="asked for",
            at_least=True,
            goal=SOCKETS,
            outcomes=[outcome],
        )
    ]


async def _open_sockets(product: Target) -> float:
    async with httpx.AsyncClient(trust_env=False) as http:
        text = (await http.get(f"http://127.0.0.1:{product.port}/metrics")).raise_for_status().text
    [line] = [line for line in text.splitlines() if line.startswith(GAUGE)]
    return float(line.removeprefix(GAUGE))
