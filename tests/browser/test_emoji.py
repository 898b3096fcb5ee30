"""Emoji in an answer: found by a word and chosen by the keyboard alone; the last ones come first."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_amendments import met

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_emoji_is_found_and_put_in_by_the_keyboard(town: Town) -> None:
    visitor, operator = await met(town)
    page = operator.page
    button = page.get_by_role("button", name="Эмодзи", exact=True)
    await operator.field.fill("Конечно ")
    await button.press("Enter")
    search = page.get_by_role("combobox", name="Найти эмодзи")
    await expect(search).to_be_focused()
    await page.keyboard.type("спасиб")
    await operator.press(["Enter"])
    await expect(operator.field).to_be_focused()
    await expect(operator.field).to_have_value("Конечно 🙏")
    await operator.press(["Control+z"])
    await expect(operator.field).to_have_value("Конечно ")
    await button.press("Enter")
    await expect(page.get_by_role("option").first).to_have_text("🙏")
    await operator.press(["ArrowRight", "ArrowLeft", "Enter"])
    await expect(operator.field).to_be_focused()
    await expect(operator.field).to_have_value("Конечно 🙏")
    await operator.press(["Enter"])
    await visitor.sees("Сколько стоит?", "Конечно 🙏")
    await button.press("Enter")
    await expect(search).to_be_focused()
    await operator.press(["Escape"])
    await expect(button).to_be_focused()
    await expect(search).to_have_count(0)


@SCHEMES
async def test_emoji_have_no_complaints(town: Town, scheme: str) -> None:
    _, operator = await met(town, color_scheme=scheme, viewport={"width": 360, "height": 640})
    page = operator.page
    await page.get_by_role("button", name="Эмодзи", exact=True).click()
    await expect(page.get_by_role("option").first).to_be_visible()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
