"""What the widget takes of a visitor's time: from the click to a chat to write in, and with a long thread in it."""

import asyncio
import json
import os
import shutil
import statistics
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from msgspec import Struct
from playwright.async_api import Browser, Page, async_playwright
from websockets.asyncio.client import connect
from websockets.typing import Origin

from bench.demo_process import Demo, demo_folder, running_demo
from bench.figure import Figure
from bench.latency import CHROMIUM_ARGS

OPENINGS = 11
KEYS = 40
MESSAGES = 1_000
ANSWER_LINES = 3
ANSWER_PAUSE_S = 0.04
"""What an operator's socket is allowed."""
KEY_PAUSE_MS = 60
OPEN_GOAL_MS = 150
SLOWED_DOWN = 4
SLOW_OPEN_GOAL_MS = 600
LONG_OPEN_GOAL_MS = 200
KEY_GOAL_MS = 16
LOAD_DEADLINE_MS = 60_000

# From the click to the frame in which the field has the focus and `wanted` is drawn.
NOTE_OPENING = """wanted => { window.opened = new Promise(done => {
  addEventListener('click', ({ timeStamp }) => {
    const look = () => {
      const root = document.querySelector('ryadom-chat').shadowRoot;
      if (root.activeElement?.tagName !== 'TEXTAREA' || !root.querySelector(wanted)) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => done(performance.now() - timeStamp)));
    };
    look();
  }, { capture: true, once: true }) }) }"""
# What the main thread does for a key: what is called for it, and the frame that shows it; not the wait for the frame.
NOTE_KEYS = """() => { window.keys = [];
  let begun = 0;
  addEventListener('keydown', () => { begun = performance.now() }, true);
  addEventListener('input', () => setTimeout(() => {
    const called = performance.now() - begun;
    requestAnimationFrame(() => {
      const framed = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => keys.push(called + performance.now() - framed);
      port2.postMessage(0);
    });
  }), true) }"""


class Times(Struct, kw_only=True):
    """In ms, one for each opening or key."""

    opening: list[float]
    slow_opening: list[float]
    long_opening: list[float]
    key: list[float]
    long_key: list[float]


def measure() -> Iterator[Figure]:
    """Medians of one browser, in one run, of the demo's page with its files in the browser's cache."""
    with demo_folder() as folder, running_demo(folder) as demo:
        times = asyncio.run(_in_browser(demo))
    opening_ms, key_ms = statistics.median(times.opening), statistics.median(times.key)
    yield _figure("click to a chat to write in, warm", times.opening, OPEN_GOAL_MS, opening_ms, "itself")
    yield _figure(
        f"the same, processor {SLOWED_DOWN} times slower",
        times.slow_opening,
        SLOW_OPEN_GOAL_MS,
        opening_ms,
        "the unhurt processor",
    )
    yield _figure(
        f"click to {MESSAGES:,} messages shown", times.long_opening, LONG_OPEN_GOAL_MS, opening_ms, "an empty thread"
    )
    yield _figure(f"a key under {MESSAGES:,} messages", times.long_key, KEY_GOAL_MS, key_ms, "an empty thread")


def _figure(name: str, times_ms: list[float], goal_ms: float, base_ms: float, baseline: str) -> Figure:
    value = statistics.median(times_ms)
    return Figure(
        name=f"widget: {name}, median",
        value=round(value, 1),
        unit="ms",
        goal=goal_ms,
        baseline=f"{baseline}, {base_ms:.1f} ms",
        ratio=value / base_ms,
        remark=f"worst of {len(times_ms)}: {max(times_ms):.1f} ms",
    )


async def _in_browser(demo: Demo) -> Times:
    executable = os.environ.get("RYADOM_CHROMIUM") or shutil.which("chromium")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGS)
        page = await (await chromium.new_context(locale="ru-RU")).new_page()
        opening = await _openings(page, demo)
        throttle = await page.context.new_cdp_session(page)
        await throttle.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED_DOWN})
        slow_opening = await _openings(page, demo)
        await page.context.close()
        key, long_opening, long_key = await _with_long_thread(chromium, demo)
        await chromium.close()
    return Times(opening=opening, slow_opening=slow_opening, long_opening=long_opening, key=key, long_key=long_key)


async def _openings(page: Page, demo: Demo) -> list[float]:
    """A newcomer's, of a page that was loaded before: until the server has said what is to be agreed to."""
    times = []
    for number in range(OPENINGS + 1):
        await page.goto(demo.shop_url)
        await page.locator("ryadom-chat button.launcher").wait_for()
        await page.wait_for_load_state("networkidle")
        time_ms = await _open(page, "input[type=checkbox]")
        if number:  # the first has filled the cache
            times.append(time_ms)
    return times


async def _open(page: Page, wanted: str) -> float:
    await page.evaluate(NOTE_OPENING, wanted)
    await page.locator("ryadom-chat button.launcher").click()
    time_ms: float = await page.evaluate("opened")
    return time_ms


async def _with_long_thread(chromium: Browser, demo: Demo) -> tuple[list[float], list[float], list[float]]:
    """Keys in an empty thread; then openings and keys with all messages fetched."""
    page = await (await chromium.new_context(locale="ru-RU")).new_page()
    await page.goto(demo.shop_url)
    await _open(page, "input[type=checkbox]")
    await page.get_by_role("checkbox").check()
    await page.evaluate(NOTE_KEYS)
    key = await _type(page)
    field = page.get_by_label("Сообщение", exact=True)
    await field.fill("Вопрос")
    await field.press("Enter")
    await page.locator(".own .meta", has_text="отправлено").wait_for()
    # Nobody reads a thousand answers as they come.
    await page.evaluate("ryadom.close()")
    await _answer(demo)
    log = page.locator(".log")
    await page.locator(".bubble").nth(MESSAGES).wait_for(state="attached", timeout=LOAD_DEADLINE_MS)
    await log.evaluate("log => { log.scrollTop = log.scrollHeight }")
    long_opening = []
    for _ in range(OPENINGS):
        await page.evaluate("ryadom.close()")
        await page.get_by_role("dialog").wait_for(state="hidden")
        await page.wait_for_timeout(KEY_PAUSE_MS)
        long_opening.append(await _open(page, ".bubble"))
    await page.evaluate("keys.length = 0")
    return key, long_opening, await _type(page)


async def _type(page: Page) -> list[float]:
    await page.get_by_label("Сообщение", exact=True).focus()
    for number in range(KEYS):
        await page.keyboard.press("a" if number % 6 else "Space")
        await page.wait_for_timeout(KEY_PAUSE_MS)
    keys: list[float] = await page.evaluate("keys")
    await page.get_by_label("Сообщение", exact=True).fill("")
    return keys


async def _answer(demo: Demo) -> None:
    """As an operator who writes a thousand answers."""
    server = urlsplit(demo.panel_url)
    origin = f"http://{server.netloc}"
    async with httpx.AsyncClient(trust_env=False) as http:
        credentials = {"email": demo.email, "password": demo.password}
        response = await http.post(f"{origin}/panel/api/session", json=credentials, headers={"Origin": origin})
    cookie = "; ".join(f"{name}={value}" for name, value in response.cookies.items())
    async with connect(
        f"ws://{server.netloc}/ws/operator",
        origin=Origin(origin),
        additional_headers={"Cookie": cookie},
        proxy=None,
    ) as operator:
        await operator.send(json.dumps({"type": "hello", "protocol": 1}))
        await operator.send(json.dumps({"type": "list_conversations", "request_id": str(uuid4()), "folder": "all"}))
        while (listed := json.loads(await operator.recv()))["type"] != "conversation_list":
            pass
        conversation_id = listed["conversations"][0]["id"]
        for number in range(MESSAGES):
            echo_id = str(uuid4())
            body = f"Ответ {number}: https://shop.test/{number} " + "несколько слов " * (number % 9 * ANSWER_LINES)
            frame = {"type": "send_message", "echo_id": echo_id, "conversation_id": conversation_id, "body": body}
            await operator.send(json.dumps(frame))
            while json.loads(await operator.recv()).get("echo_id") != echo_id:
                pass
            await asyncio.sleep(ANSWER_PAUSE_S)
