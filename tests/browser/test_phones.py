"""Small screens, enlarged pages, keyboards that take half of the screen, and the way back."""

from typing import Any

import pytest
from playwright.async_api import expect

from ryadom.protocol.visitor import Purpose
from tests.browser.conftest import Town
from tests.browser.people import Visitor
from tests.browser.test_host_pages import PHONE
from tests.consents import ask_for_consent, publish_consent

pytestmark = pytest.mark.asyncio(loop_scope="session")

# The browser's own has no keyboard to bring up here: one whose numbers a test may change.
VIEWPORT = """
  const viewport = Object.assign(new EventTarget(), { height: 740, offsetTop: 0, scale: 1 });
  Object.defineProperty(window, "visualViewport", { value: viewport });
"""
FITS = """host => {
  const small = [];
  for (const part of host.shadowRoot.querySelectorAll("button, textarea, summary, label, a, .window")) {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    if (!part.checkVisibility() || part.closest(".launcher")) continue;
    if (left < 0 || right > innerWidth || top < 0 || bottom > innerHeight) small.push(part.outerHTML.slice(0, 80));
  }
  return small;
}"""


async def _move(visitor: Visitor, kind: str, **numbers: float) -> None:
    await visitor.page.evaluate(
        "([kind, numbers]) => Object.assign(visualViewport, numbers).dispatchEvent(new Event(kind))",
        [kind, numbers],
    )


async def _top_and_height(visitor: Visitor) -> tuple[float, float]:
    box = await visitor.window.bounding_box()
    assert box is not None
    return box["y"], box["height"]


async def _has_long_thread(visitor: Visitor) -> None:
    await visitor.open_chat()
    for number in range(8):
        await visitor.say(f"{number} " + "длинное сообщение " * 12)
        await visitor.sees_sent()


# 320 x 568: the smallest phone; 320 x 256: a screen of 1280 x 1024 at 400 %; 640 x 360: of 1280 x 720 at 200 %.
@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (640, 360)])
async def test_everything_is_within_reach_on_a_screen_of(town: Town, width: int, height: int) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor("hostile/", viewport={"width": width, "height": height})
    await visitor.open_chat()
    box = visitor.page.get_by_role("checkbox")
    await expect(box).to_be_visible()
    assert await visitor.host.evaluate(FITS) == []
    await box.check()
    await visitor.say("Слово " + "беспробелов" * 40)
    await visitor.sees_sent()
    await expect(box).to_have_count(0)
    assert await visitor.host.evaluate(FITS) == []
    log = visitor.host.get_by_role("log")
    assert await log.evaluate("log => log.scrollWidth <= log.clientWidth && log.clientHeight >= 44")
    await visitor.host.locator("summary").click()
    last = visitor.host.locator(".items button").last
    await last.scroll_into_view_if_needed()
    place = await last.bounding_box()
    assert place is not None
    assert place["y"] + place["height"] <= height


async def test_long_consents_scroll_and_the_field_stays_within_reach(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    for purpose in Purpose:
        await publish_consent(town.server.database, town.server.site, purpose)
    visitor = await town.visitor("hostile/", viewport={"width": 320, "height": 256})
    await visitor.open_chat()
    await expect(visitor.page.get_by_role("checkbox").first).to_be_visible()
    assert await visitor.page.get_by_role("checkbox").count() > 1
    await visitor.field.scroll_into_view_if_needed()
    box = await visitor.field.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 256


async def test_chat_ends_where_the_keyboard_begins(town: Town) -> None:
    context = await town.context(**PHONE)
    await context.add_init_script(VIEWPORT)
    visitor = await town.visitor(context=context)
    await visitor.launcher.tap()
    await expect(visitor.window).to_be_visible()
    assert await _top_and_height(visitor) == (0, 740)
    # Safari moves the page up under the keyboard, Chrome does not.
    await _move(visitor, "resize", height=410)
    assert await _top_and_height(visitor) == (0, 410)
    await _move(visitor, "scroll", offsetTop=120)
    assert await _top_and_height(visitor) == (120, 410)
    await _move(visitor, "resize", height=740, offsetTop=0)
    assert await _top_and_height(visitor) == (0, 740)
    # Whoever pinches looks at a piece of it; it does not shrink to that piece.
    await _move(visitor, "resize", height=370, scale=2)
    assert await _top_and_height(visitor) == (0, 740)


async def test_reader_who_closes_and_opens_the_chat_is_where_they_were(town: Town) -> None:
    visitor = await town.visitor(**PHONE | {"has_touch": False})
    await _has_long_thread(visitor)
    log = visitor.host.get_by_role("log")
    # The chat knows where its reader is once the browser has told of the scrolling.
    await log.evaluate(
        "log => new Promise((done) => {"
        "  log.addEventListener('scroll', () => done(), { once: true }); log.scrollTop = 300 })"
    )
    await visitor.page.evaluate("ryadom.close()")
    await expect(visitor.window).to_be_hidden()
    await visitor.page.evaluate("ryadom.open()")
    await expect(visitor.window).to_be_visible()
    assert await log.evaluate("log => log.scrollTop") == 300


@pytest.mark.parametrize("path", ["spa/", "hostile/frozen.html"])
async def test_way_back_closes_the_chat_and_leaves_the_pages_history_alone(town: Town, path: str) -> None:
    visitor = await town.visitor(path, **PHONE)
    page = visitor.page
    length = await page.evaluate("history.length")
    for _ in range(2):
        await visitor.launcher.tap()
        await expect(visitor.window).to_be_visible()
        # A close request, as the gesture of a phone is one; no key of ours, since the focus is elsewhere.
        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.press("Escape")
        await expect(visitor.window).to_be_hidden()
        await expect(visitor.launcher).to_be_focused()
    assert await page.evaluate("history.length") == length
    assert page.url == town.shop_url + path


async def test_way_back_is_the_pages_own_where_the_chat_is_closed_or_a_window(town: Town) -> None:
    phone = await town.visitor(**PHONE)
    await phone.launcher.tap()
    await expect(phone.window).to_be_visible()
    await phone.host.get_by_role("button", name="Закрыть чат").tap()
    asked = "new Promise(done => { const watcher = new CloseWatcher(); watcher.onclose = () => done(true) })"
    closed: Any = phone.page.evaluate(f"window.closed_ = {asked}; 1")
    await closed
    await phone.page.keyboard.press("Escape")
    assert await phone.page.evaluate("window.closed_")
    computer = await town.visitor()
    await computer.open_chat()
    await computer.page.evaluate("document.querySelector('ryadom-chat').shadowRoot.activeElement.blur()")
    await computer.page.keyboard.press("Escape")
    await expect(computer.window).to_be_visible()


async def test_escape_in_the_menu_of_a_full_screen_closes_the_menu_alone(town: Town) -> None:
    visitor = await town.visitor(**PHONE | {"has_touch": False, "is_mobile": False})
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    menu = visitor.host.locator("details")
    await menu.locator("summary").click()
    await expect(menu).to_have_attribute("open", "")
    await visitor.page.keyboard.press("Escape")
    await expect(menu).not_to_have_attribute("open", "")
    await expect(visitor.window).to_be_visible()
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.window).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()
