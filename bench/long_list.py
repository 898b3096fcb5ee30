"""The panel's list with 100,000 rows held, beside itself with 1,000: frames while somebody scrolls, keys and clicks.

Under 200 updates a second both, in the same browser on the same database. To hold so many rows takes minutes: the panel
asks for no more than four pages of 50 in a second.
"""

import asyncio
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack

from msgspec import Struct
from playwright.async_api import Page

from bench.figure import Figure
from bench.growth.chats import Size
from bench.load.plan import Kind, Visitor
from bench.load.stand import Target, generator
from bench.panel import INTERACTION_GOAL_MS, WRITERS, at_share, browsing, hold_rows, interact, opened_panel

# Seven of ten are open.
FULL = Size(conversations=150_000, messages=450_000, recent=150_000)
FEW, MANY = 1_000, 100_000
FRAMES = 600
STEP_ROWS = 3
FRAME_GOAL_MS = 34.0
"""Of 60 frames a second, one may be left out."""

# Down the list, so many rows with each frame, and on from its top before its end, where more would come; the time of
# each frame.
SCROLL = """async ([frames, rows]) => {
  const list = document.querySelector('.list__scroller');
  const step = rows * list.querySelector('.list__item').offsetHeight;
  const times = [];
  let last = await new Promise(requestAnimationFrame);
  while (times.length < frames) {
    const end = list.scrollHeight - 10 * list.clientHeight;
    list.scrollTop = list.scrollTop + step > end ? 0 : list.scrollTop + step;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  list.scrollTop = 0;
  return times;
}"""


class Times(Struct, frozen=True):
    """In ms: of frames while the list is scrolled, and of interactions."""

    frames: list[float]
    interactions: list[float]


def measure() -> Iterator[Figure]:
    """Of one browser, whose list grows from 1,000 to 100,000 rows in between."""
    few, many = asyncio.run(_measure())
    median, worst = statistics.median(many.frames), max(many.frames)
    for share in (0.95, 0.99):
        ours, theirs = at_share(many.frames, share), at_share(few.frames, share)
        yield Figure(
            name=f"panel: frame of a scrolled list, {MANY:,} rows, {WRITERS} updates/s, p{share * 100:.0f}",
            value=round(ours, 1),
            unit="ms",
            goal=FRAME_GOAL_MS if share == 0.95 else None,
            baseline=f"{FEW:,} rows, {theirs:.1f} ms",
            ratio=ours / theirs,
            remark=f"of {len(many.frames)}: median {median:.1f} ms, worst {worst:.0f} ms",
        )
    ours, theirs = at_share(many.interactions, 0.98), at_share(few.interactions, 0.98)
    yield Figure(
        name=f"panel: key or click to its frame (INP), {WRITERS} updates/s, {MANY:,} rows",
        value=ours,
        unit="ms",
        goal=INTERACTION_GOAL_MS,
        baseline=f"{FEW:,} rows, {theirs:g} ms",
        ratio=ours / theirs,
        remark=f"of {len(many.interactions)}: median {statistics.median(many.interactions):g} ms",
    )


async def _measure() -> tuple[Times, Times]:
    async with AsyncExitStack() as stack:
        chromium, target, writers = await stack.enter_async_context(browsing(FULL))
        page = await opened_panel(chromium, target)
        await page.goto(f"{page.url.partition('#')[0]}#all")
        few = await _with_rows(page, FEW, target, writers)
        return few, await _with_rows(page, MANY, target, writers)


async def _with_rows(page: Page, rows: int, target: Target, writers: Sequence[Visitor]) -> Times:
    await hold_rows(page, rows)
    print(f"{rows:,} rows held", file=sys.stderr, flush=True)
    plan = target.plan(Kind.PACED, chats=WRITERS, visitors=tuple(writers), warm_up_s=2.0, until_told=True)
    async with generator(plan) as writing:
        await writing.ready()
        frames: list[float] = await page.evaluate(SCROLL, [FRAMES, STEP_ROWS])
        interactions = await interact(page)
        writing.tell()
        outcome = await writing.outcome()
    print(f"{outcome.per_s:,.0f} messages/s meanwhile", file=sys.stderr, flush=True)
    return Times(frames, interactions)
