"""One conversation that 200 operators watch: how many of its messages a second reach all of them."""

import asyncio
from collections.abc import Iterator

from bench.figure import Figure
from bench.load.plan import Kind, Outcome
from bench.load.rounds import compared, in_rounds
from bench.load.stand import Target, load, relay, ryadom, stand

OPERATORS = 200


def measure() -> Iterator[Figure]:
    """Against a relay that stores nothing."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url) as product, relay() as bare:

        async def once(target: Target) -> Outcome:
            return await load(target, target.plan(Kind.FAN_OUT, operators=OPERATORS))

        ours, theirs = await in_rounds([product, bare], once)
    return [
        compared(
            f"messages that reach {OPERATORS} operators",
            [outcome.per_s for outcome in ours],
            [outcome.per_s for outcome in theirs],
            unit="/s",
            outcomes=(*ours, *theirs),
            baseline=bare.name,
            at_least=True,
        )
    ]
