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
