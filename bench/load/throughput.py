"""Durable messages a second: every chat sends its next message when its own has come back from the disk."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack

from bench.figure import Figure
from bench.load.plan import Kind, Outcome
from bench.load.rounds import compared, in_rounds
from bench.load.stand import Target, load, node_insert, relay, ryadom, stand

CHATS = (50, 200, 1_000)
CHATS_OF_THE_GOALS = 200
GOALS = (0.5, 3.0, 2.5)


def measure() -> Iterator[Figure]:
    """Against a relay that stores nothing, and two servers that insert message by message."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    figures: list[Figure] = []
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(stand())
        targets = [
            await stack.enter_async_context(starting)
            for starting in (ryadom(url), relay(), relay(url), node_insert(url))
        ]
        for chats in CHATS:

            async def once(target: Target, chats: int = chats) -> Outcome:
                return await load(target, target.plan(Kind.CLOSED, chats=chats))

            ours, *baselines = await in_rounds(targets, once)
            for target, theirs, goal in zip(targets[1:], baselines, GOALS, strict=True):
                figures += _figures(chats, ours, theirs, target.name, goal)
    return figures


def _figures(chats: int, ours: list[Outcome], theirs: list[Outcome], baseline: str, goal: float) -> Iterator[Figure]:
    yield compared(
        f"stored messages, {chats} chats, closed loop",
        [outcome.per_s for outcome in ours],
        [outcome.per_s for outcome in theirs],
        unit="/s",
        outcomes=(*ours, *theirs),
        baseline=baseline,
        at_least=True,
        goal_ratio=goal if chats == CHATS_OF_THE_GOALS else None,
    )
    if chats != CHATS_OF_THE_GOALS:
        return
    # A neighbour on the same machine takes time away from all of it, but makes nothing cost more.
    yield compared(
        f"CPU time of the server for a message, {chats} chats",
        [outcome.server_us for outcome in ours],
        [outcome.server_us for outcome in theirs],
        unit="µs",
        outcomes=(*ours, *theirs),
        baseline=baseline,
    )
    for name in ("p50_ms", "p99_ms", "p999_ms"):
        yield compared(
            f"send to operator, {chats} chats, closed loop, {_spelled(name)}",
            [getattr(outcome, name) for outcome in ours],
            [getattr(outcome, name) for outcome in theirs],
            unit="ms",
            outcomes=(*ours, *theirs),
            baseline=baseline,
        )


def _spelled(name: str) -> str:
    return name.removesuffix("_ms").replace("p999", "p99.9")
