"""Which key sends an answer: chosen in the list of keys, kept by the browser; with a finger it is the button."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_amendments import choose, met

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def choose_ctrl_enter(page: Page) -> None:
    """By the keyboard, in the list of keys, while nobody writes."""
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Клавиши")
    await dialog.get_by_role("radio", name="Enter отправляет", exact=True).focus()
    await page.keyboard.press("ArrowDown")
    await expect(dialog.get_by_role("radio", name="Ctrl + Enter отправляет")).to_be_checked()
    sending = dialog.locator(".keys__row").filter(has_text=re.compile(r"^Отправить"))
    await expect(sending).to_contain_text(re.compile(r"Ctrl\s*\+\s*Enter"))
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_who_has_chosen_ctrl_enter_writes_lines_by_enter_also_after_a_reload(town: Town) -> None:
    visitor, operator = await met(town)
    page = operator.page
    await operator.field.press("Escape")
    await choose_ctrl_enter(page)
    await page.reload()
    await expect(operator.field).to_be_visible()
    await operator.field.fill("Сто")
    await operator.field.press("End")
    await operator.field.press("Enter")
    await page.keyboard.type("рублей")
    await expect(operator.field).to_have_value("Сто\nрублей")
    await operator.field.press("Control+Enter")
    await visitor.sees("Сколько стоит?", "Сто рублей")
    await expect(page.get_by_text("Ctrl + Enter — отправить, Enter — новая строка")).to_be_visible()

    await choose(operator, "рублей", "Изменить")
    editor = page.get_by_label("Новый текст сообщения")
    await expect(editor).to_be_focused()
    await expect(page.get_by_text("Ctrl + Enter — сохранить")).to_be_visible()
    await editor.press("Enter")
    await page.keyboard.type("ровно")
    await expect(editor).to_have_value("Сто\nрублей\nровно")
    await editor.press("Control+Enter")
    await expect(visitor.bubbles.last).to_contain_text("ровно")


async def test_with_a_finger_enter_begins_a_line_and_the_button_sends(town: Town) -> None:
    visitor, _ = await met(town)
    operator = await town.operator(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await operator.rows.first.tap()
    await expect(operator.field).to_have_attribute("enterkeyhint", "enter")
    await operator.field.fill("Сто")
    await operator.field.press("End")
    await operator.field.press("Enter")
    await operator.page.keyboard.type("рублей")
    await expect(operator.field).to_have_value("Сто\nрублей")
    await operator.page.get_by_role("button", name="Ответить", exact=True).tap()
    await expect(operator.field).to_have_value("")
    await visitor.sees("Сколько стоит?", "Сто рублей")


@SCHEMES
async def test_list_of_keys_with_the_choice_is_accessible_and_fits(town: Town, scheme: str) -> None:
    operator = await town.operator(color_scheme=scheme, viewport={"width": 360, "height": 740})
    await operator.page.keyboard.press("?")
    dialog = operator.page.get_by_role("dialog", name="Клавиши")
    await expect(dialog.get_by_role("radio", name="Enter отправляет", exact=True)).to_be_checked()
    assert await complaints(operator.page) == []
    assert await dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
