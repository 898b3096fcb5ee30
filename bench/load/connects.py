"""How many visitors a second can come: from the handshake to the welcome."""

import asyncio
from collections.abc import Iterator

from bench.figure import Figure
from bench.load.plan import Kind, Outcome
from bench.load.rounds import compared, in_rounds
from bench.load.stand import Target, load, relay, ryadom, stand

SOCKETS = 1_000
# 1,000 visitors are to be back within 5 s (issue 3).
GOAL_PER_S = 200


def measure() -> Iterator[Figure]:
    """Against a relay that reads nothing before it says welcome."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url) as product, relay() as bare:

        async def once(target: Target) -> Outcome:
            return await load(target, target.plan(Kind.CONNECT, chats=SOCKETS))

        ours, theirs = await in_rounds([product, bare], once)
    return [
        compared(
            f"visitors welcomed, {SOCKETS:,} coming at once",
            [outcome.per_s for outcome in ours],
            [outcome.per_s for outcome in theirs],
            unit="/s",
            outcomes=(*ours, *theirs),
            baseline=bare.name,
            at_least=True,
            goal=GOAL_PER_S,
        )
    ]
