"""A walk over the panel by the keyboard: every page of settings is reached, every sheet and dialog entered and left."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_inbox import ask, make_labels

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
# Whatever opens something over the panel: what it opens stands beside it, or is a dialog.
OPENERS = "button[aria-expanded][aria-controls], button[aria-haspopup=dialog], .message-menu summary"
SHEETS = "section:visible, .emoji:visible, .message-menu__sheet:visible"
IS_FOCUS_INSIDE = """opener => {
  const over = document.querySelector("dialog[open]") ?? opener.parentElement;
  return over.contains(document.activeElement) && document.activeElement !== opener;
}"""


async def test_every_page_of_settings_is_reached_in_the_order_of_the_eye(town: Town) -> None:
    owner = await town.officer(Role.OWNER, name="Вера", path="#privacy/requests", everywhere=True, **WIDE)
    page = owner.page
    links = page.locator(".privacy__link")
    await expect(links.first).to_be_visible()
    addresses = [await link.get_attribute("href") for link in await links.all()]
    assert len(addresses) >= 15
    await links.first.focus()
    reached = []
    for _ in addresses:
        reached.append(await page.evaluate("document.activeElement.getAttribute('href')"))
        await page.keyboard.press("Tab")
    assert reached == addresses
    # The first one is open already
    for address in (*addresses[1:], addresses[0]):
        link = page.locator(f'.privacy__link[href="{address}"]')
        await link.focus()
        await page.keyboard.press("Enter")
        await expect(link).to_have_attribute("aria-current", "page")
        # Read from its heading on, which says what the link has said
        await expect(page.locator(".privacy__page h1")).to_be_focused()
    await page.get_by_role("link", name="К\u00a0чатам").press("Enter")
    await expect(owner.folder("Очередь")).to_be_visible()


async def enter_and_leave(page: Page, opener: Locator) -> None:
    """By Enter, and a Tab where need be, into what has opened; Escape closes that alone and gives the focus back."""
    name = await opener.get_attribute("aria-label") or await opener.inner_text()
    await opener.focus()
    await page.keyboard.press("Enter")
    sheet = opener.locator("xpath=..").locator(SHEETS)
    over = sheet.or_(page.locator("dialog[open]"))
    await expect(over.first, name).to_be_visible()
    if not await opener.evaluate(IS_FOCUS_INSIDE):
        await page.keyboard.press("Tab")
    assert await opener.evaluate(IS_FOCUS_INSIDE), name
    await page.keyboard.press("Escape")
    await expect(over, name).to_have_count(0)
    await expect(opener, name).to_be_focused()


async def test_every_sheet_and_dialog_is_entered_and_escape_gives_the_focus_back(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Вопрос", "Другой")
    vera = await town.officer(Role.ADMIN, name="Вера", **WIDE)
    page = vera.page
    await expect(vera.rows).to_have_count(2)
    await vera.press(["f"])
    sheet = page.get_by_role("region", name="Фильтр диалогов")
    await sheet.locator("summary").first.press("Enter")
    await sheet.get_by_role("checkbox").first.press("Space")
    await sheet.get_by_label("Название подборки").fill("Моя")
    await sheet.get_by_role("button", name="Сохранить как подборку").press("Enter")
    await expect(page.get_by_role("button", name=re.compile("^Действия с.подборкой"))).to_be_visible()
    await page.keyboard.press("Escape")
    await vera.folder("Очередь").click()
    await vera.open("Вопрос")
    await expect(page.get_by_role("button", name="Заблокировать")).to_be_visible()
    openers = page.locator(OPENERS)
    names = {await one.get_attribute("aria-label") or await one.inner_text() for one in await openers.all()}
    assert len(names) >= 8, names
    for opener in await openers.all():
        await enter_and_leave(page, opener)
    # The thread is still open: Escape was heard by what was over it alone
    await expect(vera.field).to_be_visible()
    # That of many, which is there while any is ticked
    await page.get_by_role("checkbox").first.press("Space")
    bar = page.get_by_role("region", name="Действия с отмеченными")
    await enter_and_leave(page, bar.locator(OPENERS))
    await expect(bar).to_be_visible()


async def test_every_dialog_of_the_menu_gives_the_focus_back_to_its_button(town: Town) -> None:
    anna = await town.operator(**WIDE)
    page = anna.page
    button = page.get_by_role("button", name="Меню: Анна")
    for name in ("Уведомления и звуки", "Имя и фото", "Безопасность", "Клавиши", "Все команды"):
        await button.press("Enter")
        await page.get_by_role("button", name=name).press("Enter")
        dialog = page.locator("dialog[open]")
        await expect(dialog, name).to_be_visible()
        assert await dialog.evaluate("dialog => dialog.contains(document.activeElement)"), name
        await page.keyboard.press("Escape")
        await expect(dialog, name).to_have_count(0)
        await expect(button, name).to_be_focused()
