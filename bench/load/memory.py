"""Memory of a visitor's socket that is open and silent, as PSS: shared pages count once."""

import asyncio
from collections.abc import Iterator

from bench.figure import Figure
from bench.load.meter import pss_kib
from bench.load.plan import Kind
from bench.load.rounds import compared
from bench.load.stand import Target, echo, loading, report, ryadom, stand

SOCKETS = 2_000
# What the first sockets of a process make it load and allocate is no part of what one more costs.
FIRST_SOCKETS = 200
GOAL_RATIO = 1.5


def measure() -> Iterator[Figure]:
    """Against a bare Starlette echo."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    # Memory does not swing with the neighbours: one round, but a fresh process each.
    async with stand() as url, ryadom(url) as product, echo() as bare:
        ours, theirs = [await _per_socket_kib(target) for target in (product, bare)]
    return [
        compared(
            f"memory of an idle visitor's socket, {SOCKETS:,} open",
            [ours],
            [theirs],
            unit="KiB",
            baseline=bare.name,
            goal_ratio=GOAL_RATIO,
        )
    ]


async def _per_socket_kib(target: Target) -> float:
    async with loading(target.plan(Kind.CONNECT, chats=FIRST_SOCKETS)):
        before = pss_kib(target.pid)
        plan = target.plan(Kind.CONNECT, chats=SOCKETS)
        async with loading(plan) as outcome:
            report(target, plan, outcome)
            return (pss_kib(target.pid) - before) / SOCKETS
