"""What the widget leaves in a browser: before it is opened, before and after consent, and after `destroy`."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import CDPSession, Page, expect

from tests.browser.conftest import Town
from tests.browser.people import Visitor
from tests.consents import ask_for_consent

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECORDER = Path(__file__).with_name("recorder.js")
COUNT_STORED = """async () => [document.cookie.length, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
WARMING_ROUNDS = 10
ROUNDS = 20
SPARE_BYTES_PER_ROUND = 5_000
"""What V8 itself keeps of a script that runs again; a chat that was kept would be twenty times as much."""


async def _recorded(town: Town) -> tuple[Visitor, list[str], set[str]]:
    """A visitor whose browser notes everything, what it has asked for, and the globals of a page without a chat."""
    context = await town.context()
    await context.add_init_script(path=RECORDER)
    page = await town.page(context)
    await page.goto(f"{town.shop_url}leaf.svg")
    globals_before = set(await page.evaluate("trace.globals()"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    await page.goto(f"{town.shop_url}hostile/")
    await page.wait_for_load_state("networkidle")
    return Visitor(page), asked, globals_before


async def _trace(page: Page) -> set[str]:
    return set(await page.evaluate("trace.seen()"))


def _of_server(town: Town, asked: list[str]) -> list[str]:
    """The paths that the server was asked for, without what names a build."""
    authority = town.server.http_url.removeprefix("http://")
    paths = [url.split(authority)[1] for url in asked if authority in url]
    return [re.sub(r"-[0-9a-f]{10}\.js.*", ".js", path) for path in paths]


async def test_browser_is_left_no_trace_before_consent(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    visitor, asked, globals_before = await _recorded(town)
    page = visitor.page
    key = town.server.site.key
    launcher_paths = ["/widget.js", f"/widget/{key}/ru"]

    # Shown.
    assert _of_server(town, asked) == launcher_paths
    assert await _trace(page) == {"listen window storage"}
    assert set(await page.evaluate("trace.globals()")) - globals_before == {"ryadom"}
    assert await page.evaluate("trace.timers.size") == 0

    # Opened, and written in without a tick.
    await visitor.open_chat()
    await visitor.field.fill("Есть габа?")
    await visitor.field.press("Enter")
    await expect(visitor.page.get_by_role("checkbox")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    # Static files of the server's own, and nothing that tells it of anybody.
    assert _of_server(town, asked) == [*launcher_paths, "/chat-ru.js", "/files-ru.js"]
    assert {line for line in await _trace(page) if not line.startswith("listen")} == {f"lock ryadom:{key}:first"}
    assert await page.evaluate(COUNT_STORED) == [0, 0, 0, 0, 0]
    assert await page.context.cookies() == []

    # Agreed.
    await page.get_by_role("checkbox").check()
    await visitor.field.press("Enter")
    await visitor.sees_sent()
    await expect(visitor.host.locator("summary")).to_be_visible()
    assert _of_server(town, asked) == [*launcher_paths, "/chat-ru.js", "/files-ru.js", "/ws/visitor", "/menu-ru.js"]
    assert await visitor.stored_keys() == [f"ryadom:{key}"]
    assert await page.context.cookies() == []
    listened = {line.removeprefix("listen ") for line in await _trace(page) if line.startswith("listen")}
    assert listened == {
        "window storage",
        "window online",
        "window pagehide",
        "window pageshow",
        "document visibilitychange",
        "navigation currententrychange",
        "visualViewport resize",
        "visualViewport scroll",
    }
    assert set(await page.evaluate("trace.globals()")) - globals_before == {"ryadom"}
    assert [url for url in asked if not url.startswith((town.shop_url, town.server.http_url, "ws://127.0.0.1"))] == []


async def _listeners(cdp: CDPSession, expression: str) -> list[str]:
    found = await cdp.send("Runtime.evaluate", {"expression": expression})
    listeners = await cdp.send("DOMDebugger.getEventListeners", {"objectId": found["result"]["objectId"]})
    return [listener["type"] for listener in listeners["listeners"]]


async def test_destroy_leaves_nothing_behind(town: Town) -> None:
    visitor, _, globals_before = await _recorded(town)
    page = visitor.page
    nodes = await page.evaluate("document.querySelectorAll('*').length")
    await visitor.open_chat()
    await visitor.say("Первое")
    await visitor.sees_sent()
    await page.evaluate("ryadom.destroy()")
    await expect(visitor.host).to_have_count(0)
    assert await page.evaluate("document.querySelectorAll('*').length") == nodes - 1
    assert set(await page.evaluate("trace.globals()")) <= globals_before
    assert await page.evaluate("trace.timers.size") == 0
    assert await page.evaluate("async () => (await navigator.locks.query()).held.length") == 0
    cdp = await page.context.new_cdp_session(page)
    for thing in ("window", "document", "document.documentElement", "document.body", "visualViewport", "navigation"):
        assert await _listeners(cdp, thing) == [], thing


async def _counts(cdp: CDPSession) -> dict[str, int]:
    for _ in range(3):
        await cdp.send("HeapProfiler.collectGarbage")
    metrics: list[dict[str, Any]] = (await cdp.send("Performance.getMetrics"))["metrics"]
    return {each["name"]: int(each["value"]) for each in metrics}


async def _start_and_destroy(visitor: Visitor, source: tuple[str, str]) -> None:
    await visitor.page.evaluate(
        """([src, site]) => {
          const script = Object.assign(document.createElement("script"), { src, id: "again" });
          script.dataset.site = site;
          document.head.append(script);
        }""",
        source,
    )
    await visitor.open_chat()
    await expect(visitor.window).to_contain_text("Здравствуйте")
    await visitor.page.evaluate("ryadom.destroy(); document.querySelector('#again').remove()")
    await expect(visitor.host).to_have_count(0)


async def test_twenty_rounds_of_start_and_destroy_keep_no_node_and_no_listener(town: Town) -> None:
    visitor = await town.visitor("hostile/")
    await expect(visitor.launcher).to_be_visible()
    await visitor.page.evaluate("ryadom.destroy()")
    source = (f"{town.server.http_url}/widget.js", town.server.site.key)
    cdp = await visitor.page.context.new_cdp_session(visitor.page)
    await cdp.send("Performance.enable")
    # What is made once for all, the modules and what the browser keeps of them, is made in the first rounds.
    for _ in range(WARMING_ROUNDS):
        await _start_and_destroy(visitor, source)
    before = await _counts(cdp)
    for _ in range(ROUNDS):
        await _start_and_destroy(visitor, source)
    after = await _counts(cdp)
    for name in ("Nodes", "JSEventListeners"):
        assert after[name] <= before[name], name
    assert after["JSHeapUsedSize"] - before["JSHeapUsedSize"] < ROUNDS * SPARE_BYTES_PER_ROUND
