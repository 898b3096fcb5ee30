"""How long a message takes where nobody hurries: one a second in each of 200 chats."""

import asyncio
from collections.abc import Iterator

from bench.figure import Figure
from bench.load.plan import Kind, Outcome
from bench.load.rounds import compared, in_rounds
from bench.load.stand import Target, load, relay, ryadom, stand

CHATS = 200
MEASURED_S = 6.0
P99_GOAL_MS = 10.0
P99_GOAL_RATIO = 2.0


def measure() -> Iterator[Figure]:
    """Against a server that inserts message by message."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url) as product, relay(url) as inserting:

        async def once(target: Target) -> Outcome:
            return await load(target, target.plan(Kind.PACED, chats=CHATS, warm_up_s=1.0, measured_s=MEASURED_S))

        ours, theirs = await in_rounds([product, inserting], once)

    def figure(words: str, field: str, goal: float | None = None, goal_ratio: float | None = None) -> Figure:
        return compared(
            f"send to operator, {CHATS} chats, 1 message/s each, {words}",
            [getattr(outcome, field) for outcome in ours],
            [getattr(outcome, field) for outcome in theirs],
            unit="ms",
            outcomes=(*ours, *theirs),
            baseline=inserting.name,
            goal=goal,
            goal_ratio=goal_ratio,
        )

    return [
        figure("p50", "p50_ms"),
        figure("p99", "p99_ms", goal=P99_GOAL_MS),
        figure("p99 against the baseline's", "p99_ms", goal_ratio=P99_GOAL_RATIO),
        figure("p99.9", "p999_ms"),
    ]
