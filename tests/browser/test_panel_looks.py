"""Every screen of the panel in each of its looks: axe finds nothing serious; high contrast keeps what it promises."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOOKS = pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "light"},
        {"color_scheme": "dark"},
        {"color_scheme": "light", "contrast": "more"},
        {"color_scheme": "dark", "contrast": "more"},
    ],
    ids=["light", "dark", "light with contrast", "dark with contrast"],
)
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}


async def _is_fine(page: Page) -> None:
    where = page.url.partition("#")[2]
    found = await complaints(page)
    assert not found, "\n".join([where, *found])


@LOOKS
async def test_conversations_and_dialogs(town: Town, look: dict[str, Any]) -> None:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        await visitor.say("Вопрос")
    officer = await town.officer(Role.ADMIN, name="Вера", **look, **WIDE)
    page = officer.page
    await expect(page.get_by_text("Первые шаги")).to_be_visible()
    await _is_fine(page)
    await officer.open("Вопрос")
    await officer.say("Ответ")
    await expect(page.get_by_text("Отправлено")).to_be_visible()
    await _is_fine(page)
    for name in ("Уведомления и звуки", "Имя и фото", "Безопасность", "Клавиши", "Все команды"):
        await page.get_by_role("button", name="Меню: Вера").click()
        if name == "Уведомления и звуки":
            await _is_fine(page)
        await page.get_by_role("button", name=name).click()
        await expect(page.get_by_role("dialog")).to_be_visible()
        await _is_fine(page)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


@LOOKS
async def test_every_page_of_settings(town: Town, look: dict[str, Any]) -> None:
    officer = await town.officer(Role.OWNER, name="Вера", path="#privacy/requests", everywhere=True, **look, **WIDE)
    page = officer.page
    links = page.locator(".privacy__link")
    await expect(links.first).to_be_visible()
    for address in [await link.get_attribute("href") or "" for link in await links.all()]:
        await page.goto(town.panel_url + address)
        await expect(page.locator(f'.privacy__link[href="{address}"][aria-current]')).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await _is_fine(page)


# Contrast of text on ground and of a control's edge, as WCAG 2 counts it.
CONTRASTS = """() => {
  const style = getComputedStyle(document.documentElement);
  const light = (name) => {
    const hex = style.getPropertyValue(name).trim().slice(1);
    const parts = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
    const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const grounds = ["ground", "surface", "raised", "hover"].map((name) => `--color-${name}`);
  const least = (name) => Math.min(...grounds.map((ground) => ratio(`--color-${name}`, ground)));
  return {
    text: Math.min(...["text", "muted", "accent-text", "red", "amber", "green"].map(least)),
    line: least("line"),
    button: ratio("--color-accent", "--color-on-accent"),
  };
}"""


@pytest.mark.parametrize("scheme", ["Светлое", "Тёмное"])
async def test_high_contrast_is_chosen_at_once_and_kept(town: Town, scheme: str) -> None:
    operator = await town.operator()
    page = operator.page
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_label(scheme).check()
    await page.get_by_label("Высокая контрастность").check()
    figures = await page.evaluate(CONTRASTS)
    assert figures["text"] >= 7
    assert figures["button"] >= 7
    assert figures["line"] >= 4.5
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-contrast", "more")


async def test_forced_colours_show_where_one_is(town: Town) -> None:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        await visitor.say("Вопрос")
    operator = await town.operator(forced_colors="active", **WIDE)
    page = operator.page
    await operator.open("Вопрос")
    edge = "part => getComputedStyle(part).outlineStyle"
    for selector in (".row[aria-current]", ".folder[aria-current]"):
        assert await page.locator(selector).evaluate(edge) == "solid", selector
    await page.keyboard.press("Control+k")
    chosen = page.locator('[role=option][aria-selected="true"]')
    assert await chosen.evaluate(edge) == "solid"
    assert await complaints(page) == []
