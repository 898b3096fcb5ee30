"""What an operator has done is taken back: by the toast, by Ctrl+Z and by the palette, the last deed first."""

import re

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_inbox import MORE, ask, make_labels

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_deeds_are_undone_by_the_key_the_last_one_first(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Где мой заказ?")
    await town.officer(Role.SUPERVISOR, name="Вера")
    anna = await town.operator()
    page = anna.page
    await anna.open("Где мой заказ?")
    label, toast = page.locator(".thread-bar .label"), page.locator(".toast")
    take = page.get_by_role("button", name="Взять в работу")

    # A tag, by the key of the menu
    await anna.press(["z"])
    await page.get_by_role("button", name="VIP").press("Enter")
    await expect(label).to_have_text("VIP")
    await expect(toast).to_contain_text("Метки изменены")
    await anna.press(["Control+z"])
    await expect(label).to_have_count(0)
    await expect(toast).to_contain_text("Отменено. Метки изменены")

    # Taken: while one writes the key belongs to the words
    await expect(take).to_have_attribute("aria-disabled", "false")
    await anna.press(["a"])
    await expect(anna.field).to_be_focused()
    await expect(page.get_by_text("Вы взяли диалог в работу")).to_be_visible()
    await anna.press(["Control+z", "Escape"])
    await expect(page.get_by_role("button", name="Вернуть в очередь")).to_have_attribute("aria-disabled", "false")
    await anna.press(["Control+z"])
    await expect(page.get_by_text("Вы вернули диалог в очередь")).to_be_visible()

    # Handed over with a comment, by its key
    await expect(take).to_have_attribute("aria-disabled", "false")
    await anna.press(["h"])
    await expect(page.get_by_label("Комментарий для коллег")).to_be_focused()
    await page.keyboard.type("Посмотри, пожалуйста")
    await page.get_by_role("region", name="Передать").get_by_role("button", name="Вера").press("Enter")
    await expect(page.get_by_text("Посмотри, пожалуйста")).to_be_visible()
    await expect(toast).to_contain_text("Передано")
    await anna.press(["Control+z"])
    await expect(page.get_by_text("Вы вернули диалог в очередь")).to_have_count(2)

    # Closed and opened again: both are taken back, the opening first
    close = page.get_by_role("button", name="Закрыть диалог")
    reopen = page.get_by_role("button", name="Открыть снова")
    await expect(close).to_have_attribute("aria-disabled", "false")
    await anna.press(["e"])
    await expect(reopen).to_have_attribute("aria-disabled", "false")
    await anna.press(["e"])
    await expect(close).to_have_attribute("aria-disabled", "false")
    await expect(toast).to_contain_text("Открыто снова")
    await anna.press(["Control+z"])
    await expect(reopen).to_have_attribute("aria-disabled", "false")
    await anna.press(["Control+z"])
    await expect(close).to_have_attribute("aria-disabled", "false")


async def test_deeds_on_many_are_undone_by_the_key(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Раз", "Два", "Три")
    anna = await town.operator()
    page = anna.page
    await expect(anna.rows).to_have_count(3)
    await anna.press(["j", "Control+a"])
    bar = page.get_by_role("region", name="Действия с отмеченными")
    await bar.get_by_role("button", name=MORE).click()
    await bar.get_by_role("button", name="VIP").click()
    await expect(anna.rows.locator(".label")).to_have_count(3)
    await anna.press(["Control+z"])
    await expect(anna.rows.locator(".label")).to_have_count(0)
    await expect(page.locator(".toast")).to_contain_text(re.compile("Отменено. Метки изменены: 3"))
