"""The panel on the smallest usual phone: every screen fits, and what is pressed is large enough for a finger."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDTH = 360
PHONE: dict[str, Any] = {"viewport": {"width": WIDTH, "height": 740}, "has_touch": True, "is_mobile": True}

# What stands out of the screen and can't be scrolled to.
CUT_OFF = """() => {
  const scrolls = (part) => {
    for (let at = part.parentElement; at; at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((part) => part.checkVisibility() && !part.closest(".unseen, svg, option, thead"))
    .filter((part) => {
      const { left, right, width, height } = part.getBoundingClientRect();
      return width > 1 && height > 1 && (right > innerWidth + 1 || left < -1) && !scrolls(part);
    })
    .map((part) => part.outerHTML.slice(0, 160));
}"""
# What is pressed, but for links within a text. The label of a box is pressed with it.
SMALL = """() => {
  const pressed = "button, select, summary, textarea, a.button, a.folder, a.row, .privacy__link, [role=option]," +
    " label:has(> input[type=checkbox], > input[type=radio])," +
    " input:not([type=checkbox], [type=radio], [type=file])";
  return [...document.querySelectorAll(pressed)]
    .filter((part) => part.checkVisibility() && !part.closest(".unseen, .composer__field"))
    .filter((part) => {
      const { width, height } = part.getBoundingClientRect();
      return height > 0 && (height < 43.5 || width < 43.5);
    })
    .map((part) => part.outerHTML.slice(0, 160));
}"""
SMALL_LETTERS = """() => [...document.querySelectorAll("input, textarea, select")]
  .filter((part) => part.checkVisibility() && !part.closest(".unseen"))
  .filter((part) => !["checkbox", "radio", "range", "file"].includes(part.type))
  .filter((part) => parseFloat(getComputedStyle(part).fontSize) < 16)
  .map((part) => part.outerHTML.slice(0, 160))"""


async def _fits(page: Page) -> None:
    where = page.url.partition("#")[2]
    for what in (CUT_OFF, SMALL, SMALL_LETTERS):
        found = await page.evaluate(what)
        assert not found, "\n".join([where, *found])


async def _write(town: Town, *bodies: str) -> None:
    async with town.server.visitor(
        origin=town.shop_url.rstrip("/"), page={"url": f"{town.shop_url}{'длинный-адрес-' * 12}"}
    ) as visitor:
        for body in bodies:
            await visitor.say(body)


async def test_signing_in_fits(town: Town) -> None:
    page = await town.page(await town.context(**PHONE))
    await page.goto(town.panel_url)
    await expect(page.get_by_label("Почта")).to_be_visible()
    await _fits(page)


async def test_list_thread_card_and_dialogs_fit(town: Town) -> None:
    await _write(town, "Здравствуйте", "Слово " + "безпробелов" * 30, "https://shop.test/" + "a" * 300)
    operator = await town.officer(Role.ADMIN, name="Ольга-Мария Константинопольская-Задунайская", **PHONE)
    page = operator.page
    await expect(operator.rows).to_have_count(1)
    await _fits(page)
    await operator.rows.first.tap()
    await expect(operator.field).to_be_visible()
    await operator.say("Ответ " + "безпробелов" * 20)
    await _fits(page)
    card = page.get_by_role("complementary", name="Сведения о посетителе")
    await page.get_by_role("button", name="О посетителе").tap()
    await expect(card).to_be_visible()
    await _fits(page)
    # The way back of the phone: from the card to the thread, from there to the list, however the card was closed before
    await page.go_back()
    await expect(card).to_have_count(0)
    await expect(operator.field).to_be_visible()
    for close in (page.keyboard.press("Escape"), card.get_by_role("button", name="Скрыть сведения").tap()):
        await page.get_by_role("button", name="О посетителе").tap()
        await expect(card).to_be_visible()
        await page.reload()
        await expect(card).to_be_visible()
        await close
        await expect(card).to_have_count(0)
    await page.go_back()
    await expect(operator.folder("Мои")).to_contain_text("1")
    menu = page.get_by_role("button", name="Меню:")
    await menu.tap()
    await expect(page.get_by_role("button", name="Выйти")).to_be_visible()
    await _fits(page)
    await page.keyboard.press("Escape")
    for name in ("Уведомления и звуки", "Имя и фото", "Безопасность", "Клавиши", "Все команды"):
        await menu.tap()
        await page.get_by_role("button", name=name).tap()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await _fits(page)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_every_page_of_settings_fits(town: Town) -> None:
    officer = await town.officer(Role.OWNER, name="Вера", path="#privacy/requests", everywhere=True, **PHONE)
    page = officer.page
    links = page.locator(".privacy__link")
    await expect(links.first).to_be_visible()
    addresses = [await link.get_attribute("href") or "" for link in await links.all()]
    assert len(addresses) >= 11
    for address in addresses:
        await page.goto(town.panel_url + address)
        await expect(page.locator(f'.privacy__link[href="{address}"][aria-current]')).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await _fits(page)
