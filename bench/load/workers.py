"""Two workers against one, on the same two cores, which they share with Postgres and the load generator."""

import asyncio
from collections.abc import Iterator
from statistics import median

from bench.figure import Figure
from bench.load.plan import Kind, Outcome
from bench.load.rounds import compared, in_rounds
from bench.load.stand import CORES, Target, load, ryadom, stand

CHATS = 200
WORKERS = 2
GOAL_RATIO = 1.0


def measure() -> Iterator[Figure]:
    """The same closed loop on both; the operator's socket is one worker's, the chats are dealt to all."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url, cores=CORES) as one, ryadom(url, workers=WORKERS, cores=CORES) as more:

        async def once(target: Target) -> Outcome:
            return await load(target, target.plan(Kind.CLOSED, chats=CHATS))

        ours, theirs = await in_rounds([more, one], once)
    share = median(outcome.client_share for outcome in ours)
    return [
        compared(
            f"stored messages, {CHATS} chats, closed loop, {WORKERS} workers",
            [outcome.per_s for outcome in ours],
            [outcome.per_s for outcome in theirs],
            unit="/s",
            outcomes=(*ours, *theirs),
            baseline=f"one worker (the generator: pinned, {share:.0%} of a core)",
            at_least=True,
            goal_ratio=GOAL_RATIO,
        )
    ]
