"""The way back to where the unread messages of a thread begin, for as long as that is marked."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_amendments import met
from tests.browser.test_quotes import go_on

pytestmark = pytest.mark.asyncio(loop_scope="session")

TO_END = "scroller => { scroller.scrollTop = scroller.scrollHeight }"


async def come_back(town: Town, operator: Operator, *, messages: int) -> None:
    """To the conversation, after the visitor has written so much more."""
    await operator.page.goto("about:blank")
    await go_on(town, messages=messages)
    await operator.page.goto(town.panel_url)
    await operator.folder("Мои").click()
    await operator.rows.first.click()
    await expect(operator.field).to_be_visible()


async def test_way_back_to_the_unread_by_button_and_key_also_where_it_is_to_be_loaded(town: Town) -> None:
    visitor, operator = await met(town, viewport={"width": 360, "height": 640})
    page = operator.page
    await operator.say("Сто рублей")
    await visitor.sees("Сколько стоит?", "Сто рублей")
    await come_back(town, operator, messages=30)

    scroller, mark = page.locator(".thread__scroller"), page.locator(".passage--unread")
    way = page.get_by_role("button", name="К непрочитанным")
    await expect(mark).to_be_in_viewport()
    await expect(way).to_have_count(0)
    await scroller.evaluate(TO_END)
    await expect(mark).not_to_be_in_viewport()
    await expect(way).to_be_visible()
    # It covers neither the newest words nor leaves the screen
    newest, box = await operator.bubbles.last.bounding_box(), await way.bounding_box()
    assert newest
    assert box
    assert box["y"] + box["height"] <= newest["y"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    await way.click()
    await expect(mark).to_be_in_viewport()
    await expect(way).to_have_count(0)
    await scroller.evaluate(TO_END)
    await expect(way).to_be_visible()
    await scroller.focus()
    await page.keyboard.press("u")
    await expect(mark).to_be_focused()
    await expect(mark).to_be_in_viewport()

    # More than is loaded at once have come since: it leads there all the same
    await come_back(town, operator, messages=150)
    await expect(way).to_be_visible()
    await way.press("Enter")
    await expect(mark).to_be_focused()
    await expect(mark).to_be_in_viewport()
