"""How soon an operator sees what a visitor sends: from Enter in one browser to the words in the other."""

import asyncio
import json
import os
import re
import shutil
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from playwright.async_api import Page, async_playwright
from websockets.asyncio.client import connect
from websockets.typing import Origin

from bench.demo_process import Demo, demo_folder, running_demo
from bench.figure import Figure

MESSAGES = 40
PAUSE_S = 0.15
GOAL_MS = 50
CHROMIUM_ARGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")

NOTE_ENTER = """() => { window.entered = [];
  addEventListener('keydown', e => {
    if (e.key === 'Enter') entered.push(performance.timeOrigin + performance.now()) }, true) }"""
NOTE_SHOWN = """() => { window.shown = {};
  new MutationObserver(() => { const at = performance.timeOrigin + performance.now();
    for (const bubble of document.querySelectorAll('.bubble')) shown[bubble.textContent] ??= at })
  .observe(document.body, { childList: true, subtree: true, characterData: true }) }"""


def measure() -> Iterator[Figure]:
    """The median over browsers; the baseline is the same message between two bare sockets, stored as well."""
    with demo_folder() as folder, running_demo(folder) as demo:
        browsers_ms = asyncio.run(_between_browsers(demo))
        sockets_ms = asyncio.run(_between_sockets(demo))
    value = statistics.median(browsers_ms)
    yield Figure(
        name="message: send to shown by the other browser, median",
        value=round(value, 2),
        unit="ms",
        goal=GOAL_MS,
        baseline=f"bare sockets, {statistics.median(sockets_ms):.2f} ms",
        ratio=value / statistics.median(sockets_ms),
    )


async def _between_browsers(demo: Demo) -> list[float]:
    executable = os.environ.get("RYADOM_CHROMIUM") or shutil.which("chromium")
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGS)
        operator = await (await chromium.new_context(locale="ru-RU")).new_page()
        await operator.goto(demo.panel_url)
        await operator.get_by_label("Почта").fill(demo.email)
        await operator.get_by_label("Пароль", exact=True).fill(demo.password)
        await operator.get_by_role("button", name="Войти", exact=True).click()
        visitor = await (await chromium.new_context(locale="ru-RU")).new_page()
        await visitor.goto(demo.shop_url)
        await visitor.locator("ryadom-chat button.launcher").click()
        await visitor.get_by_role("checkbox").check()
        await _say(visitor, "Замер")
        await operator.locator(".row").filter(has_text="Замер").click()
        await operator.locator(".bubble").filter(has_text="Замер").wait_for()
        await visitor.evaluate(NOTE_ENTER)
        await operator.evaluate(NOTE_SHOWN)
        words = [f"замер номер {number}" for number in range(MESSAGES)]
        for word in words:
            await _say(visitor, word)
            await operator.locator(".bubble", has_text=re.compile(f"^{word}$")).wait_for()
            await asyncio.sleep(PAUSE_S)
        entered: list[float] = await visitor.evaluate("entered")
        shown: dict[str, float] = await operator.evaluate("shown")
        await chromium.close()
    return [shown[word] - at for word, at in zip(words, entered, strict=True)]


async def _say(visitor: Page, text: str) -> None:
    field = visitor.get_by_label("Сообщение", exact=True)
    await field.fill(text)
    await field.press("Enter")


async def _between_sockets(demo: Demo) -> list[float]:
    server = urlsplit(demo.panel_url)
    origin, base = f"http://{server.netloc}", f"ws://{server.netloc}"
    panel_origin, shop_origin = Origin(origin), Origin(demo.shop_url.rstrip("/"))
    async with httpx.AsyncClient(trust_env=False) as http:
        response = await http.post(
            f"{origin}/panel/api/session",
            json={"email": demo.email, "password": demo.password},
            headers={"Origin": origin},
        )
    cookie = "; ".join(f"{name}={value}" for name, value in response.cookies.items())
    times = []
    async with (
        connect(
            f"{base}/ws/operator", origin=panel_origin, additional_headers={"Cookie": cookie}, proxy=None
        ) as operator,
        connect(f"{base}/ws/visitor", origin=shop_origin, proxy=None) as visitor,
    ):
        await operator.send(json.dumps({"type": "hello", "protocol": 1}))
        await visitor.send(json.dumps({"type": "hello", "protocol": 1, "site": "demo-shop"}))
        consents = json.loads(await visitor.recv())["site"]["consents"]
        await visitor.send(
            json.dumps({"type": "agree", "echo_id": str(uuid4()), "document_ids": [one["id"] for one in consents]})
        )
        for _ in range(MESSAGES):
            echo_id = str(uuid4())
            begun = time.perf_counter()
            await visitor.send(json.dumps({"type": "send_message", "echo_id": echo_id, "body": "замер"}))
            while json.loads(await operator.recv()).get("echo_id") != echo_id:
                pass
            times.append((time.perf_counter() - begun) * 1_000)
            await asyncio.sleep(PAUSE_S)
    return times
