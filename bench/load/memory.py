"""Memory of a visitor's socket that is silent, and of an open chat, as PSS: shared pages count once."""

import asyncio
from collections.abc import Iterator

from bench.figure import Figure
from bench.load.meter import pss_kib
from bench.load.plan import Kind
from bench.load.rounds import compared
from bench.load.stand import Target, echo, loading, relay, report, ryadom, stand

SOCKETS = 5_000
CHATS = 1_000
# What the first sockets of a process make it load and allocate is no part of what one more costs.
FIRST_SOCKETS = 200
GOAL_RATIO = 1.5


def measure() -> Iterator[Figure]:
    """An idle socket against a bare Starlette echo's; a chat, which an operator watches, against a relay's."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    # Memory does not swing with the neighbours: one round, but a fresh process each.
    async with stand() as url:
        async with ryadom(url) as product, echo() as bare:
            idle, echoing = [await _kib_each(target, Kind.CONNECT, SOCKETS) for target in (product, bare)]
        async with ryadom(url) as product, relay() as passing:
            chatting, relayed = [await _kib_each(target, Kind.CHAT, CHATS) for target in (product, passing)]
    return [
        compared(
            f"memory of an idle visitor's socket, {SOCKETS:,} open",
            [idle],
            [echoing],
            unit="KiB",
            baseline=bare.name,
            goal_ratio=GOAL_RATIO,
        ),
        compared(
            f"memory of a chat that an operator watches, {CHATS:,} open",
            [chatting],
            [relayed],
            unit="KiB",
            baseline=passing.name,
        ),
    ]


async def _kib_each(target: Target, kind: Kind, count: int) -> float:
    [pid] = target.pids
    async with loading(target.plan(kind, chats=FIRST_SOCKETS)):
        before = pss_kib(pid)
        plan = target.plan(kind, chats=count)
        async with loading(plan) as outcome:
            report(target, plan, outcome)
            return (pss_kib(pid) - before) / count
