"""1,000 visitors lose their connection at the same moment and come back, while 50 others chat on."""

import asyncio
from collections.abc import Iterator, Sequence

from msgspec import Struct

from bench.figure import Figure
from bench.growth.chats import Size
from bench.growth.fill import fill
from bench.load.meter import quantile_ms
from bench.load.plan import Kind, Manner, Outcome, Visitor
from bench.load.rounds import ROUNDS, compared
from bench.load.stand import SITE_KEY, Target, generator, load, relay, report, ryadom, stand
from bench.load.visitors import pick_visitors

VISITORS = 1_000
MISSED = 5
OTHERS = 50
# Long enough for a p99 of what they know in quiet times.
QUIET_S = 5.0
BACK_GOAL_S = 5.0
P99_GOAL_MS = 250.0
CHATS = Size(conversations=2_500, messages=25_000)
SEED = 1


class Weather(Struct, frozen=True):
    """One storm, and how long messages of the others took before and during it, in seconds."""

    storm: Outcome
    calm_s: list[float]
    stormy_s: list[float]


def measure() -> Iterator[Figure]:
    """The return against 1,000 newcomers at a relay that reads nothing; the others against themselves before it."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url) as product, relay() as bare:
        await fill(url, CHATS, site_key=SITE_KEY, seed=SEED)
        visitors = await pick_visitors(url, VISITORS, status="closed", missed=MISSED)
        newcomers = [await load(bare, bare.plan(Kind.CONNECT, chats=VISITORS)) for _ in range(ROUNDS)]
        weathers = {manner: [await _weather(product, visitors, manner) for _ in range(ROUNDS)] for manner in Manner}
    return [
        figure for manner, observed in weathers.items() for figure in _figures(manner, observed, newcomers, bare.name)
    ]


async def _weather(product: Target, visitors: tuple[Visitor, ...], manner: Manner) -> Weather:
    stormy = product.plan(Kind.STORM, chats=len(visitors), visitors=visitors, manner=manner)
    steady = product.plan(Kind.PACED, chats=OTHERS, until_told=True)
    async with generator(stormy) as storm:
        await storm.ready()
        async with generator(steady) as others:
            await others.ready()
            await asyncio.sleep(QUIET_S)
            storm.tell()
            returned = await storm.outcome()
            report(product, stormy, returned)
            others.tell()
            each = (await others.outcome()).each
    begun_at, over_at = returned.begun_at, returned.begun_at + returned.elapsed_s
    return Weather(
        returned,
        calm_s=[sample.latency_s for sample in each if sample.sent_at + sample.latency_s < begun_at],
        stormy_s=[
            sample.latency_s
            for sample in each
            if sample.sent_at + sample.latency_s >= begun_at and sample.sent_at <= over_at
        ],
    )


def _figures(manner: Manner, weathers: Sequence[Weather], newcomers: Sequence[Outcome], bare: str) -> Iterator[Figure]:
    words = "at once" if manner is Manner.AT_ONCE else "as the widget does"
    storms = [weather.storm for weather in weathers]
    yield compared(
        f"{VISITORS:,} visitors cut off, coming back {words}: all caught up",
        [storm.elapsed_s for storm in storms],
        [outcome.elapsed_s for outcome in newcomers],
        unit="s",
        outcomes=storms,
        baseline=f"{bare}, as many newcomers",
        goal=BACK_GOAL_S,
    )
    # A storm is over too soon for a p99 of its own: those of all rounds together have one.
    stormy = sorted(latency for weather in weathers for latency in weather.stormy_s)
    calm = sorted(latency for weather in weathers for latency in weather.calm_s)
    yield compared(
        f"p99 of {OTHERS} other chats meanwhile ({len(stormy)} messages)",
        [quantile_ms(stormy, 0.99)],
        [quantile_ms(calm, 0.99)],
        unit="ms",
        outcomes=storms,
        baseline="the same chats before",
        goal=P99_GOAL_MS,
    )
