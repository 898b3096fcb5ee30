"""A thread with more than is loaded at once: read upwards, what one looks at stays where it is."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_amendments import choose, met
from tests.browser.test_notes import kept
from tests.browser.test_quotes import go_on

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Scrolls near the top, and gives which message from the end is read there, where it stands, and how many there are.
LOOK_UP = """scroller => {
  const bubbles = [...scroller.querySelectorAll(".bubble")];
  scroller.scrollTop = 200;
  const edge = scroller.getBoundingClientRect().top;
  const read = bubbles.findIndex((bubble) => bubble.getBoundingClientRect().top >= edge + 60);
  return { fromEnd: bubbles.length - read, top: bubbles[read].getBoundingClientRect().top, count: bubbles.length };
}"""
TOP_OF = """(scroller, fromEnd) => {
  const bubbles = [...scroller.querySelectorAll(".bubble")];
  return bubbles[bubbles.length - fromEnd].getBoundingClientRect().top;
}"""


async def test_older_messages_come_as_one_scrolls_up_and_nothing_jumps(town: Town) -> None:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        await visitor.say("Самое первое")
    await go_on(town, messages=150)
    anna: Operator = await town.operator()
    await anna.rows.first.click()
    scroller = anna.page.locator(".thread__scroller")
    await expect(anna.bubbles.last).to_be_in_viewport()
    first = anna.bubbles.filter(has_text="Самое первое")
    await expect(first).to_have_count(0)
    # Until then only its end is drawn, whose top is not the thread's
    await expect(scroller).to_have_attribute("aria-live", "polite")

    while await first.count() == 0:
        read = await scroller.evaluate(LOOK_UP)
        await expect(anna.bubbles).not_to_have_count(read["count"])
        assert abs(await scroller.evaluate(TOP_OF, read["fromEnd"]) - read["top"]) < 1
        assert await anna.bubbles.count() > read["count"]
    await expect(anna.bubbles).to_have_count(151)
    await expect(anna.page.get_by_text("Начало диалога")).to_be_attached()

    # News at the other end does not move whoever reads up there either, and is told of
    read = await scroller.evaluate(LOOK_UP)
    async with town.server.operator() as colleague:
        await colleague.say("Ответ", conversation_id=await anna.rows.first.get_attribute("data-conversation"))
    await expect(anna.bubbles).to_have_count(152)
    assert abs(await scroller.evaluate(TOP_OF, read["fromEnd"] + 1) - read["top"]) < 1
    await anna.page.get_by_role("button", name="К последним").click()
    await expect(anna.bubbles.last).to_be_in_viewport()


async def test_any_message_is_reached_and_the_thread_is_read_on_from_there(town: Town) -> None:
    _, operator = await met(town)
    page = operator.page
    await choose(operator, "Сколько стоит?", "Процитировать")
    await kept(page, "replyTo")
    await go_on(town, messages=600)
    await page.reload()
    await expect(page.locator(".quote-bar")).to_contain_text("Более раннее сообщение")
    await operator.say("На самый первый: сто")
    newest = operator.bubbles.filter(has_text="На самый первый")
    await newest.locator("button.quote").press("Enter")

    first = operator.bubbles.filter(has_text="Сколько стоит?").first
    await expect(first).to_be_focused()
    await expect(first).to_be_in_viewport()
    await expect(page.get_by_text("Начало диалога")).to_be_attached()
    # What lies between is not loaded, and what comes behind it is not the newest
    await expect(newest).to_have_count(0)
    assert await operator.bubbles.count() < 500
    count = await operator.bubbles.count()
    await page.locator(".thread__scroller").evaluate(
        "scroller => { scroller.scrollTop = scroller.scrollHeight - scroller.clientHeight - 10 }"
    )
    await expect(operator.bubbles).not_to_have_count(count)
    await expect(newest).to_have_count(0)
    await page.get_by_role("button", name="К последним").click()
    await expect(newest).to_be_in_viewport()
    await expect(first).to_have_count(0)

    # Whoever comes back begins at the end, wherever they were led before
    await newest.locator("button.quote").press("Enter")
    await expect(first).to_be_focused()
    await operator.press(["Escape"])
    await expect(operator.field).to_have_count(0)
    await operator.folder("Мои").click()
    await operator.rows.first.click()
    await expect(newest).to_be_in_viewport()
    await expect(first).to_have_count(0)

    # What one says is looked at, however far up one has read
    await newest.locator("button.quote").press("Enter")
    await expect(first).to_be_focused()
    await operator.say("И ещё")
    await expect(operator.bubbles.filter(has_text="И ещё")).to_be_in_viewport()
