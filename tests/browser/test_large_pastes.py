"""Far more words than a message may have are pasted by mistake: the field says so, and goes on being written in."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Town
from tests.browser.test_notes import met

pytestmark = pytest.mark.asyncio(loop_scope="session")

COUNT = 100_000
MAX_BODY_CHARS = 4_000
WORDS = {
    "letters": "я" * COUNT,
    "words": ("слово " * COUNT)[:COUNT],
    # To break words of Thai, Chromium looks them up; of one without an end it does so for each line anew.
    "thai": "ก" * COUNT,
    "hebrew": "ש" * COUNT,
}
TOO_LONG = re.compile(rf"Длиннее предела на\s{COUNT - MAX_BODY_CHARS}\sзнаков")
WIDE = {"viewport": {"width": 1440, "height": 900}}


async def paste(page: Page, field: Locator, words: str) -> None:
    """As the browser does it: one input of all of them."""
    await field.focus()
    await expect(field).to_be_focused()
    await page.keyboard.insert_text(words)


async def takes_more(page: Page, field: Locator, words: str) -> None:
    """What is typed after it arrives, and goes again."""
    await page.keyboard.type("вот")
    await expect(field).to_have_value(f"{words}вот")
    for _ in "вот":
        await page.keyboard.press("Backspace")
    await expect(field).to_have_value(words)


async def goes(page: Page, field: Locator) -> None:
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    await expect(field).to_have_value("")


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
async def test_fields_go_on_after_a_large_paste(town: Town, words: str) -> None:
    _, operator = await met(town, **WIDE)
    page = operator.page
    await paste(page, operator.field, words)
    await expect(page.locator(".composer__foot")).to_contain_text(TOO_LONG)
    await takes_more(page, operator.field, words)
    # Nothing of it can be sent by mistake.
    await page.keyboard.press("Enter")
    await expect(operator.field).to_have_value(words)
    await operator.sees("Сколько стоит?")
    await goes(page, operator.field)

    await page.keyboard.press("Alt+n")
    note = page.get_by_label("Заметка для коллег", exact=True)
    await paste(page, note, words)
    await expect(page.locator(".composer__foot")).to_contain_text(TOO_LONG)
    await takes_more(page, note, words)
    await goes(page, note)

    of_card = page.locator("[data-part=notes] textarea")
    await paste(page, of_card, words)
    await expect(page.locator("[data-part=notes]")).to_contain_text(TOO_LONG)
    await takes_more(page, of_card, words)
    await goes(page, of_card)

    search = page.get_by_role("searchbox")
    await paste(page, search, words)
    await expect(search).to_have_value(words[:1_000])
    await page.keyboard.press("Backspace")
    await expect(search).to_have_value(words[:999])


async def test_longest_message_without_a_space_is_sent_and_read(town: Town) -> None:
    visitor, operator = await met(town, **WIDE)
    words = "ж" * MAX_BODY_CHARS
    await paste(operator.page, operator.field, words)
    await expect(operator.field).to_have_css("word-break", "break-all")
    await operator.press(["Enter"])
    await expect(operator.field).to_have_value("")
    await expect(operator.field).to_have_css("word-break", "normal")
    await operator.page.get_by_role("button", name="Показать целиком").click()
    await operator.sees("Сколько стоит?", words)
    await visitor.sees("Сколько стоит?", words)
    # The thread is no wider than its pane for it.
    scroller = operator.page.locator(".thread__scroller")
    assert await scroller.evaluate("(pane) => pane.scrollWidth <= pane.clientWidth")


async def test_words_turn_as_they_begin(town: Town) -> None:
    _, operator = await met(town)
    for words, direction in (("שלום Анна", "rtl"), ("Анна, שלום", "ltr")):
        await operator.field.fill(words)
        await expect(operator.field).to_have_css("direction", direction)
