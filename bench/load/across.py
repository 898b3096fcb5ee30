"""From a visitor on one server to an operator on another, beside an operator on the same one; by each bus."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from bench.figure import Figure
from bench.load.plan import Kind, Outcome
from bench.load.rounds import compared, in_rounds
from bench.load.stand import Target, load, ryadom, stand
from ryadom.settings.bus_url import BusKind
from tests.bus_server import bus_server

BUSES: tuple[BusKind | None, ...] = (None, *BusKind)
CHATS = 200
MEASURED_S = 5.0
P99_GOAL_RATIO = 2.0


def measure() -> Iterator[Figure]:
    """Two servers on one database; each bus against the way that needs none, in the same rounds."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    figures: list[Figure] = []
    for bus in BUSES:
        async with (
            stand() as url,
            _options(bus) as options,
            ryadom(url, *options) as near,
            ryadom(url, *options) as far,
        ):

            async def once(operators: Target, near: Target = near) -> Outcome:
                plan = near.plan(
                    Kind.PACED, operator_port=operators.port, chats=CHATS, warm_up_s=1.0, measured_s=MEASURED_S
                )
                return await load(operators, plan)

            same, across = await in_rounds([near, far], once)
        figures += _figures(bus, same, across)
    return figures


@asynccontextmanager
async def _options(bus: BusKind | None) -> AsyncIterator[tuple[str, ...]]:
    if bus is None:
        yield ()
        return
    async with bus_server(bus) as server:
        yield "--bus-url", server.url_of()


def _figures(bus: BusKind | None, same: list[Outcome], across: list[Outcome]) -> Iterator[Figure]:
    for words, field in (("p50", "p50_ms"), ("p99", "p99_ms")):
        far, near = ([getattr(outcome, field) for outcome in outcomes] for outcomes in (across, same))
        name = f"send to an operator on another server by {bus or 'Postgres'}, {CHATS} chats, {words}"
        yield compared(name, far, near, unit="ms", baseline="on the same server")
        # Round by round: a neighbour on this machine who comes in the middle would make one of two medians his own.
        yield compared(
            f"{name}, to the same round's on the same server",
            [theirs / ours for theirs, ours in zip(far, near, strict=True)],
            [1.0] * len(near),
            unit="x",
            baseline="on the same server",
            goal=P99_GOAL_RATIO if bus is not None and field == "p99_ms" else None,
        )
