"""Visitors who are faster than their network."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.people import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

SLOW_FRAMES = """
  const Native = WebSocket;
  window.WebSocket = class extends Native {
    set onmessage(hear) { super.onmessage = (frame) => setTimeout(() => hear(frame), 800); }
  };
"""

SECOND_GENERATION = {"offline": False, "latency": 300, "downloadThroughput": 31_250, "uploadThroughput": 31_250}
"""As browsers' own tools have it: 250 kbit/s, 300 ms."""

USABLE_WITHIN_MS = 3_000
PRESS_UNTIL_FOCUSED = """
  (button) => new Promise((tell) => {
    const pressedAt = performance.now();
    button.getRootNode().addEventListener("focusin", ({ target }) => {
      if (target.matches("textarea")) tell(performance.now() - pressedAt);
    });
    button.click();
  })
"""
"""Presses; gives the ms until one may type."""


async def test_chat_opens_on_a_second_generation_network_in_time(town: Town) -> None:
    page = await town.page(await town.context())
    await page.goto(town.shop_url)
    visitor = Visitor(page)
    await expect(visitor.launcher).to_be_visible()
    network = await page.context.new_cdp_session(page)
    await network.send("Network.enable")
    await network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await network.send("Network.emulateNetworkConditions", SECOND_GENERATION)
    # By a press alone: with a pointer the script would be on its way before.
    assert await visitor.launcher.evaluate(PRESS_UNTIL_FOCUSED) < USABLE_WITHIN_MS
    await visitor.say("Еле-еле")
    await visitor.sees_sent()


async def test_chat_closed_before_the_welcome_still_hears_answers(town: Town) -> None:
    visitor = Visitor(await town.page(await town.context()))
    await visitor.page.add_init_script(SLOW_FRAMES)
    await visitor.page.goto(town.shop_url)
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    await visitor.page.reload()
    await expect(visitor.window).to_be_visible()
    await visitor.page.evaluate("ryadom.close()")
    operator = await town.operator()
    await operator.open("Вопрос")
    await operator.say("Ответ")
    await expect(visitor.host.locator(".badge")).to_have_text("1")


async def test_chat_written_in_before_the_welcome_is_open_on_the_next_page(town: Town) -> None:
    visitor = Visitor(await town.page(await town.context()))
    await visitor.page.add_init_script(SLOW_FRAMES)
    await visitor.page.goto(town.shop_url)
    await visitor.open_chat()
    await visitor.say("Пока не соединилось")
    await visitor.sees_sent()
    await visitor.page.reload()
    await expect(visitor.window).to_be_visible()
    await visitor.sees("Пока не соединилось")
