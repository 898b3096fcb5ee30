"""Every screen of the panel in each of its looks: axe finds nothing serious; high contrast keeps what it promises."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from ryadom.core.webhooks.events import Event
from ryadom.store.egress import DataLevel
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.operators import Role
from tests.bots import endpoints
from tests.browser.conftest import Town, town_on
from tests.browser.test_accessibility import complaints, looks_of
from tests.receiver import receiver, says
from tests.web.conftest import SECRET_KEY
from tests.web.site_visitors import show_visitors
from tests.web.test_connectors_page import choose_basis
from tests.web.test_webhooks_page import allow

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


async def _is_fine_in_each_look(page: Page) -> None:
    """What stands there is looked at in each look: the panel changes at once."""
    async for look in looks_of(page):
        await expect(page.locator("html")).to_have_attribute("data-theme", look.scheme)
        found = await complaints(page)
        assert not found, "\n".join([f"{look} {page.url.partition('#')[2]}", *found])


async def test_sheets_menus_and_toasts(town: Town) -> None:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        await visitor.say("Вопрос")
    anna = await town.operator(**WIDE)
    page = anna.page
    await anna.open("Вопрос")
    await anna.say("Ответ")
    await page.locator(".message").filter(has_text="Ответ").get_by_label("Действия с сообщением").press("Enter")
    await expect(page.get_by_role("button", name="Изменить", exact=True)).to_be_visible()
    await _is_fine_in_each_look(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Фильтр", exact=True).click()
    sheet = page.get_by_role("region", name="Фильтр диалогов")
    await expect(sheet).to_be_visible()
    await _is_fine_in_each_look(page)
    await sheet.locator("summary", has_text="Состояние").click()
    await sheet.get_by_role("checkbox").first.check()
    await _is_fine_in_each_look(page)
    await sheet.get_by_label("Название подборки").fill("Мои новые")
    await sheet.get_by_role("button", name="Сохранить как подборку").click()
    views = page.get_by_role("navigation", name="Подборки")
    await views.get_by_role("button", name=re.compile("Действия")).click()
    await expect(views.get_by_label("Название подборки")).to_be_visible()
    await _is_fine_in_each_look(page)
    await page.keyboard.press("Escape")
    await anna.folder("Все").click()
    await anna.open("Ответ")
    await page.get_by_role("button", name="Закрыть диалог", exact=True).click()
    await expect(page.get_by_role("button", name="Отменить", exact=True)).to_be_visible()
    await _is_fine_in_each_look(page)


@pytest_asyncio.fixture(loop_scope="session")
async def filing_town(chromium: Browser, database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """A town that keeps files."""
    async with town_on(chromium, database_url, data_dir=tmp_path) as town:
        yield town
        assert town.page_errors == []


async def test_lists_that_are_filled(filing_town: Town) -> None:
    town, server = filing_town, filing_town.server
    await show_visitors(server.database, server.site)
    await choose_basis(server)
    officer = await town.officer(Role.OWNER, name="Вера", path="#privacy/exports", everywhere=True, **WIDE)
    page = officer.page
    await page.get_by_role("button", name="Новая выгрузка").click()
    await page.get_by_role("button", name="Подготовить файл").click()
    async with receiver(says("500 Oops", b"broken")) as program, endpoints(server.database, SECRET_KEY) as webhooks:
        hook = await webhooks.add(
            await allow(server, program.port),
            [server.site],
            events=[Event.MESSAGE_CREATED],
            data=DataLevel.IDS,
            is_for_all=False,
            by=COMMAND_LINE,
        )
        async with server.visitor(
            origin=town.shop_url.rstrip("/"), page={"url": town.shop_url, "title": "Чай"}
        ) as visitor:
            await visitor.say("Звоните +7 912 345-67-89")
            await program.next()
            await expect(page.get_by_role("button", name=re.compile("^Скачать"))).to_be_visible(timeout=20_000)
            await _is_fine_in_each_look(page)
            for path, filled in (
                ("journal", page.locator("tbody tr").first),
                ("visitors", page.locator("tbody tr").filter(has_text="Чай")),
                (f"webhooks/{hook.id}", page.get_by_role("row").filter(has_text="500")),
            ):
                await page.goto(f"{town.panel_url}#privacy/{path}")
                await expect(filled).to_be_visible()
                await _is_fine_in_each_look(page)


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
    # Shown with the next drawing
    await expect(page.locator("html")).to_have_attribute("data-contrast", "more")
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
