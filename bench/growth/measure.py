"""What a year of chats does to those that come after: 1,000,000 conversations of 10,000,000 messages."""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack

from msgspec import Struct

from bench.figure import Figure
from bench.growth.catching_up import catch_up
from bench.growth.chats import Size
from bench.growth.fill import fill
from bench.growth.pages import pages_of_each
from bench.growth.times import times_of_each
from bench.load.meter import quantile_ms
from bench.load.panel import FOLDERS
from bench.load.plan import Kind, Outcome, Visitor
from bench.load.rounds import ROUNDS, compared, in_rounds
from bench.load.stand import SITE_KEY, Target, load, ryadom, settle, stand
from bench.load.visitors import pick_visitors

FULL = Size(conversations=1_000_000, messages=10_000_000)
# Next to nothing, but a first page in each folder: a page of an empty folder would cost less for another reason.
LITTLE = Size(conversations=2_500, messages=25_000)
SEED = 1
WRITERS = 100
RETURNS = 200
MISSED = 5
GOAL_RATIO = 1.3
# A B-tree that is 400 times as large has a level more or two.
PAGES_GOAL_RATIO = 2.0
QUESTIONS = ("hello", *FOLDERS)
P99_GOALS_MS = {"first page of a folder": 60.0, "first page of a filter": 60.0, "newest page of a thread": 30.0}


class Subject(Struct, frozen=True):
    """A server on a database of some size, and visitors of it; those who return are others in each round."""

    target: Target
    database_url: str
    writers: tuple[Visitor, ...]
    returners: Iterator[tuple[Visitor, ...]]


class Observed(Struct, frozen=True):
    """One round on one database.

    `visit`: of people from any time of the year, whose pages Postgres has not held for long. `resume`: the same people
    once more, as after a cut connection.
    """

    send: Outcome
    visit: Outcome
    resume: Outcome
    inbox: Outcome


def measure(*, scale: float = 1.0) -> Iterator[Figure]:
    """Against the same on a database that holds 2,500 conversations; `scale` makes the large one smaller."""
    full = Size(conversations=round(FULL.conversations * scale), messages=round(FULL.messages * scale))
    yield from asyncio.run(_measure(full))


async def _measure(full: Size) -> list[Figure]:
    async with AsyncExitStack() as stack:
        subjects = [await _prepare(stack, size) for size in (full, LITTLE)]
        for subject in subjects:
            await settle(subject.database_url)
        large, little = await in_rounds(subjects, _observe)
        large_pages, little_pages = [await pages_of_each(subject.database_url) for subject in subjects]
        large_times, little_times = [await times_of_each(subject.database_url) for subject in subjects]
    baseline = f"{LITTLE.conversations:,} conversations"

    def figure(
        what: str, ours: Sequence[float], theirs: Sequence[float], goal_ratio: float | None = GOAL_RATIO
    ) -> Figure:
        return compared(
            f"{what}, median, {full.conversations:,} conversations",
            ours,
            theirs,
            unit="ms",
            baseline=baseline,
            goal_ratio=goal_ratio,
        )

    def p50s_ms(outcomes: Sequence[Outcome]) -> list[float]:
        return [outcome.p50_ms for outcome in outcomes]

    def medians_ms(rounds: Sequence[Observed], question: str) -> list[float]:
        return [observed.inbox.medians_ms[question] for observed in rounds]

    return [
        figure("send to operator", p50s_ms([each.send for each in large]), p50s_ms([each.send for each in little])),
        figure("resume", p50s_ms([each.resume for each in large]), p50s_ms([each.resume for each in little])),
        # A database of 5 GB is not in the 128 MB that Postgres keeps at hand, and one of 15 MB is: no goal, but told.
        figure(
            "return of somebody from any time of the year",
            p50s_ms([each.visit for each in large]),
            p50s_ms([each.visit for each in little]),
            goal_ratio=None,
        ),
        *(
            figure(_spelled(question), medians_ms(large, question), medians_ms(little, question))
            for question in QUESTIONS
        ),
        *(
            compared(
                f"pages of Postgres touched, {_spelled(what)}",
                [pages],
                [little_pages[what]],
                unit="pages",
                baseline=baseline,
                goal_ratio=PAGES_GOAL_RATIO,
            )
            for what, pages in large_pages.items()
        ),
        *(
            Figure(
                name=f"{what}, in the store, p99, {full.conversations:,} conversations",
                value=quantile_ms(sorted(times), 0.99),
                unit="ms",
                goal=P99_GOALS_MS[what],
                baseline=baseline,
                ratio=quantile_ms(sorted(times), 0.99) / quantile_ms(sorted(little_times[what]), 0.99),
                remark=f"median {quantile_ms(sorted(times), 0.5):.1f} ms, worst {max(times) * 1_000:.1f} ms",
            )
            for what, times in large_times.items()
        ),
    ]


async def _prepare(stack: AsyncExitStack, size: Size) -> Subject:
    url = await stack.enter_async_context(stand())
    begun = time.perf_counter()
    await fill(url, size, site_key=SITE_KEY, seed=SEED)
    print(f"{size.messages:,} messages filled in, {time.perf_counter() - begun:,.0f} s", file=sys.stderr, flush=True)
    await catch_up(url)
    returners = await pick_visitors(url, RETURNS * ROUNDS, status="closed", missed=MISSED)
    return Subject(
        target=await stack.enter_async_context(ryadom(url)),
        database_url=url,
        writers=await pick_visitors(url, WRITERS, status="open", missed=0),
        returners=iter([returners[first : first + RETURNS] for first in range(0, len(returners), RETURNS)]),
    )


async def _observe(subject: Subject) -> Observed:
    target = subject.target

    async def run(kind: Kind, visitors: tuple[Visitor, ...] = ()) -> Outcome:
        return await load(target, target.plan(kind, chats=len(visitors), visitors=visitors, measured_s=5.0))

    returners = next(subject.returners)
    return Observed(
        send=await run(Kind.PACED, subject.writers),
        visit=await run(Kind.RESUME, returners),
        resume=await run(Kind.RESUME, returners),
        inbox=await run(Kind.INBOX),
    )


def _spelled(what: str) -> str:
    return f"first page of {what}" if what in set(FOLDERS) else "hello of the panel" if what == "hello" else what
