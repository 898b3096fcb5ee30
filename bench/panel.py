"""What the panel takes of an operator's time: to open, to go from chat to chat, to type while 200 others write.

The browser goes before the server, Postgres and the load, as operators' browsers have computers of their own.
"""

import asyncio
import os
import shutil
import statistics
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from msgspec import Struct
from playwright.async_api import Browser, Page, async_playwright

from bench.bare_page import BARE_PAGE
from bench.figure import Figure
from bench.growth.chats import Size
from bench.growth.fill import fill
from bench.latency import CHROMIUM_ARGS
from bench.load.niceness import descendants, give_way
from bench.load.plan import Kind, Visitor
from bench.load.stand import CORES, EMAIL, PASSWORD, SITE_KEY, Target, generator, ryadom, stand
from bench.load.visitors import pick_visitors

# Seven of ten are open, so «Все» holds 10,000 and more.
FULL = Size(conversations=15_000, messages=150_000, recent=15_000)
LISTED = 10_000
SEED = 1
OPENINGS = 11
SWITCHES = 40
WRITERS = 200
KEYS = 120
KEY_PAUSE_MS = 60
# Nobody opens more than three chats a second for long: the panel itself asks for no more than four histories.
SWITCH_PAUSE_MS = 300
CLICKS = 15
HOVER_MS = 100
OPEN_GOAL_MS = 1_000
CACHED_GOAL_MS, UNCACHED_GOAL_MS = 50, 150
INTERACTION_GOAL_MS = 50
LOAD_DEADLINE_MS_PER_ROW = 12
ROW = "[data-conversation]"

# From the navigation to the frame that shows rows and a button that is heard.
OPENED = """() => new Promise(done => {
  const look = () => {
    if (!document.querySelector('[data-conversation]')) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  };
  look() })"""
# From the click on a row to the frame after the one that shows its messages: by then that one is on the screen.
NOTE_SWITCH = """() => { window.switched = new Promise(done => {
  addEventListener('click', ({ target, timeStamp }) => {
    const id = target.closest('[data-conversation]').dataset.conversation;
    const before = new Set(document.querySelectorAll('main .bubble'));
    const look = () => {
      const isThere = document.querySelector(`[data-conversation="${id}"][aria-current]`);
      const drawn = [...document.querySelectorAll('main .bubble')].some(bubble => !before.has(bubble));
      if (!isThere || !drawn) requestAnimationFrame(look);
      else requestAnimationFrame(() => done(performance.now() - timeStamp));
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true }) }) }"""
# What the browser itself calls the latency of an interaction; it rounds to 8 ms and tells of none below 16.
NOTE_INTERACTIONS = """() => { if (window.interactions) return;
  window.interactions = new Map();
  new PerformanceObserver(list => {
    for (const { interactionId: id, duration } of list.getEntries()) {
      if (id) interactions.set(id, Math.max(duration, interactions.get(id) ?? 0));
    }
  }).observe({ type: 'event', durationThreshold: 16 }) }"""


# One pixel that changes with every frame: as before a screen, none is left out.
BLINK = """() => {
  const dot = document.body.appendChild(document.createElement("div"));
  dot.style.cssText =
    "position: fixed; right: 0; bottom: 0; width: 1px; height: 1px; contain: strict; will-change: transform";
  let frame = 0;
  let next = 0;
  const blink = () => {
    dot.style.background = frame++ % 2 ? "#000" : "#fff";
    next = requestAnimationFrame(blink);
  };
  blink();
  window.blinking = { stop: () => { cancelAnimationFrame(next); dot.remove() } };
}"""
SCROLL_DOWN = """async ([wanted, deadlineMs]) => {
  const list = () => document.querySelector('.list__scroller');
  const row = list().querySelector('[data-conversation]').closest('.list__item').offsetHeight;
  const deadline = performance.now() + deadlineMs;
  while (list().scrollHeight < wanted * row) {
    if (performance.now() > deadline) throw new Error(`only ${list().scrollHeight / row} rows came`);
    list().scrollTop = list().scrollHeight;
    await new Promise(requestAnimationFrame);
  }
  list().scrollTop = 0;
}"""
# Where the rows are that are wholly in view, with the list scrolled down by so many of its heights.
ROWS_IN_VIEW = """async height => {
  const list = document.querySelector('.list__scroller');
  list.scrollTop = height * list.clientHeight;
  for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
  const { top, bottom, left, width } = list.getBoundingClientRect();
  return [...list.querySelectorAll('[data-conversation]')].map(row => row.getBoundingClientRect())
    .filter(row => row.top >= top && row.bottom <= bottom)
    .map(row => [left + width / 2, row.top + row.height / 2]);
}"""


class Times(Struct, kw_only=True):
    """In ms. `calm`, `busy`: of interactions, alone and under 200 updates a second. `bare_…`: the same on a page that
    does the least, while the panel hears as much in a tab that nobody sees."""

    opening: list[float]
    uncached: list[float]
    cached: list[float]
    calm: list[float]
    busy: list[float]
    bare_cached: list[float]
    bare_calm: list[float]
    bare_busy: list[float]


def measure() -> Iterator[Figure]:
    """Of one browser, a list of 10,000 conversations held by the panel; compared with a page that does the least."""
    times = asyncio.run(_measure())
    yield Figure(
        name="panel: navigation to rows, nothing cached, median",
        value=round(statistics.median(times.opening)),
        unit="ms",
        goal=OPEN_GOAL_MS,
        baseline="itself",
        ratio=1,
        remark=f"worst of {len(times.opening)}: {max(times.opening):.0f} ms",
    )
    cached, uncached, bare = (at_share(of, 0.95) for of in (times.cached, times.uncached, times.bare_cached))
    for what, value, goal in (("fetched", uncached, UNCACHED_GOAL_MS), ("held", cached, CACHED_GOAL_MS)):
        yield Figure(
            name=f"panel: to another chat, its history {what}, p95",
            value=round(value, 1),
            unit="ms",
            goal=goal,
            baseline=f"a bare page, {bare:.1f} ms",
            ratio=value / bare,
        )
    for when, own, others in (
        ("no updates", times.calm, times.bare_calm),
        (f"{WRITERS} updates/s", times.busy, times.bare_busy),
    ):
        yield Figure(
            name=f"panel: key or click to its frame (INP), {when}, {LISTED:,} rows",
            value=at_share(own, 0.98),
            unit="ms",
            goal=INTERACTION_GOAL_MS,
            baseline=f"a bare page, {at_share(others, 0.98):g} ms",
            ratio=at_share(own, 0.98) / at_share(others, 0.98),
            remark=f"of {len(own)}: median {statistics.median(own):g} ms (bare {statistics.median(others):g} ms)",
        )


def at_share(times_ms: Sequence[float], share: float) -> float:
    """The time within which such a share of them is."""
    return sorted(times_ms)[min(len(times_ms) - 1, int(len(times_ms) * share))]


async def _measure() -> Times:
    async with browsing(FULL) as (chromium, target, writers):
        return await _in_browser(chromium, target, writers)


@asynccontextmanager
async def browsing(size: Size) -> AsyncIterator[tuple[Browser, Target, tuple[Visitor, ...]]]:
    """A browser beside a server with so many chats, and those who are to write in them."""
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(stand())
        await fill(url, size, site_key=SITE_KEY, seed=SEED)
        writers = await pick_visitors(url, WRITERS, status="open", missed=0)
        target = await stack.enter_async_context(ryadom(url, cores=CORES))
        give_way(descendants(os.getpid()))
        playwright = await stack.enter_async_context(async_playwright())
        executable = os.environ.get("RYADOM_CHROMIUM") or shutil.which("chromium")
        chromium = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGS)
        stack.push_async_callback(chromium.close)
        yield chromium, target, writers


async def opened_panel(chromium: Browser, target: Target) -> Page:
    """The panel after the sign-in, in a context of its own."""
    page = await (await chromium.new_context(locale="ru-RU")).new_page()
    await page.goto(f"http://127.0.0.1:{target.port}/panel/")
    await page.get_by_label("Почта").fill(EMAIL)
    await page.get_by_label("Пароль").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.locator(ROW).first.wait_for()
    return page


async def _in_browser(chromium: Browser, target: Target, writers: tuple[Visitor, ...]) -> Times:
    panel_url = f"http://127.0.0.1:{target.port}/panel/"
    first = await opened_panel(chromium, target)
    cookies = await first.context.storage_state()
    await first.context.close()
    opening: list[float] = []
    for _ in range(OPENINGS):
        page = await (await chromium.new_context(locale="ru-RU", storage_state=cookies)).new_page()
        await page.goto(panel_url, wait_until="commit")
        opening.append(await page.evaluate(OPENED))
        if len(opening) < OPENINGS:
            await page.context.close()
    await page.goto(f"{panel_url}#all")
    await hold_rows(page, LISTED)
    uncached = await _switches(page)
    cached = await _switches(page)
    calm = await interact(page)
    bare = await page.context.new_page()
    await bare.set_content(BARE_PAGE)
    bare_cached, bare_calm = await _switches(bare), await interact(bare)
    plan = target.plan(Kind.PACED, chats=WRITERS, visitors=writers, warm_up_s=2.0, until_told=True)
    async with generator(plan) as writing:
        give_way([writing.pid])
        await writing.ready()
        bare_busy = await interact(bare)
        await page.bring_to_front()
        busy = await interact(page)
        writing.tell()
        outcome = await writing.outcome()
    print(f"{outcome.per_s:,.0f} messages/s meanwhile", file=sys.stderr, flush=True)
    return Times(
        opening=opening,
        uncached=uncached,
        cached=cached,
        calm=calm,
        busy=busy,
        bare_cached=bare_cached,
        bare_calm=bare_calm,
        bare_busy=bare_busy,
    )


async def hold_rows(page: Page, rows: int) -> None:
    """Scrolls down the list until the panel holds so many, and back to the top."""
    await page.locator(".list__scroller").wait_for()
    await page.evaluate(SCROLL_DOWN, [rows, rows * LOAD_DEADLINE_MS_PER_ROW])
    await page.locator(ROW).first.wait_for()


async def _switches(page: Page) -> list[float]:
    """The same chats every time, down the list."""
    times: list[float] = []
    height = 0
    while len(times) < SWITCHES:
        for x, y in await page.evaluate(ROWS_IN_VIEW, height):
            await page.evaluate(NOTE_SWITCH)
            await _press(page, x, y)
            times.append(await page.evaluate("switched"))
            await page.wait_for_timeout(SWITCH_PAUSE_MS)
        height += 1
    return times


async def interact(page: Page) -> list[float]:
    """Keys in the field, and clicks on rows between them; the latency of each, those below 16 ms as 16.

    A dot blinks meanwhile: without a screen Chromium puts the frame of a key off until something else is drawn as well,
    and tells that as the key's latency.
    """
    await page.evaluate(NOTE_INTERACTIONS)
    await page.evaluate(BLINK)
    rows = await page.evaluate(ROWS_IN_VIEW, 0)
    await page.wait_for_timeout(500)
    await page.evaluate("interactions.clear()")
    field = page.locator("main textarea")
    count = 0
    for number in range(KEYS):
        if number % (KEYS // CLICKS) == 0:
            # Whichever row is there by now: under 200 updates a second none stays.
            await _press(page, *rows[number % CLICKS % len(rows)])
            await field.focus()
            count += 1
        await page.keyboard.press("a" if number % 6 else "Space")
        count += 1
        await page.wait_for_timeout(KEY_PAUSE_MS)
    await page.wait_for_timeout(500)
    told: list[float] = await page.evaluate("[...interactions.values()]")
    await page.evaluate("blinking.stop()")
    return told + [16.0] * max(0, count - len(told))


async def _press(page: Page, x: float, y: float) -> None:
    """A click of a hand: the pointer is there before it presses, and what it hovers over has been drawn."""
    await page.mouse.move(x, y)
    await page.wait_for_timeout(HOVER_MS)
    await page.mouse.click(x, y)
