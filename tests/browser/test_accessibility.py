"""axe finds nothing serious in widget and panel; the widget by the keyboard, by ear and in forced colours."""

import re
from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from msgspec import Struct
from playwright.async_api import Page, expect

from tests.browser.conftest import Town
from tests.browser.people import Visitor
from tests.browser.test_host_pages import PHONE
from tests.browser.test_widget_rules import rule
from tests.consents import ask_for_consent

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])

IS_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Look(Struct, frozen=True):
    """What somebody's system asks pages for."""

    scheme: Literal["light", "dark"]
    contrast: Literal["no-preference", "more"]


LOOKS = (Look("light", "no-preference"), Look("dark", "no-preference"), Look("light", "more"), Look("dark", "more"))


async def looks_of(page: Page) -> AsyncIterator[Look]:
    """The page in each look, one after the other."""
    for look in LOOKS:
        await page.emulate_media(color_scheme=look.scheme, contrast=look.contrast)
        yield look


async def complaints(page: Page, context: Any = None) -> list[str]:
    """What axe finds on the page, or in the element of this name once it is there."""
    if context is not None:
        await expect(page.locator(context)).to_be_attached()
    results = await Axe().run(page, context=context)
    return [
        f"{found['impact']}: {found['id']}: {node['html'][:160]}"
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


async def complaints_in_schemes(page: Page) -> list[str]:
    """What axe finds on the page, light and dark, and whether it is wider than its window."""
    found = ["wider than the window"] if await page.evaluate(IS_WIDE) else []
    for look in LOOKS[:2]:
        await page.emulate_media(color_scheme=look.scheme)
        found += [f"{look.scheme}: {one}" for one in await complaints(page)]
    return found


@SCHEMES
async def test_widget(town: Town, scheme: str) -> None:
    operator = await town.operator(color_scheme=scheme)
    visitor = await town.visitor(color_scheme=scheme)
    assert await complaints(visitor.page, "ryadom-chat") == []
    await visitor.open_chat()
    await expect(visitor.window).to_contain_text("Здравствуйте")
    assert await complaints(visitor.page, "ryadom-chat") == []
    await visitor.say("Вопрос")
    await operator.open("Вопрос")
    await operator.say("Ответ")
    await visitor.sees("Вопрос", "Ответ")
    assert await complaints(visitor.page, "ryadom-chat") == []


@SCHEMES
async def test_widget_that_asks_has_a_menu_or_is_cut_off(town: Town, scheme: str) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor("hostile/", color_scheme=scheme, **PHONE | {"has_touch": False})
    await visitor.open_chat()
    await expect(visitor.page.get_by_role("checkbox")).to_be_visible()
    assert await complaints(visitor.page, "ryadom-chat") == []
    await visitor.page.get_by_role("checkbox").check()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    await visitor.host.locator("summary").click()
    assert await complaints(visitor.page, "ryadom-chat") == []
    await visitor.field.fill("ы" * 4_010)
    await expect(visitor.host.locator(".count")).to_be_visible()
    assert await complaints(visitor.page, "ryadom-chat") == []


@SCHEMES
async def test_widget_that_is_not_wanted_or_has_not_loaded(town: Town, scheme: str) -> None:
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE sites SET origins = '{https://elsewhere.test}'")
    stranger = await town.visitor("hostile/", color_scheme=scheme)
    await stranger.launcher.click()
    await expect(stranger.host.get_by_role("alert")).to_be_visible()
    assert await complaints(stranger.page, "ryadom-chat") == []
    context = await town.context(color_scheme=scheme)
    await context.route(re.compile("/chat-"), lambda route: route.abort())
    unlucky = await town.visitor("hostile/", context=context)
    await unlucky.launcher.click()
    await expect(unlucky.host.get_by_text("Чат не загрузился")).to_be_visible()
    assert await complaints(unlucky.page, "ryadom-chat") == []


@SCHEMES
async def test_invitation(town: Town, scheme: str) -> None:
    await rule(town, {"deed": "invite", "ru": "Подсказать?", "en": "Can we help?"})
    visitor = await town.visitor("hostile/", color_scheme=scheme)
    await expect(visitor.host.get_by_role("button", name="Подсказать?")).to_be_visible()
    assert await complaints(visitor.page, "ryadom-chat") == []


async def _stops(visitor: Visitor, count: int) -> list[str]:
    """What the focus stands on, by name, as Tab takes it further."""
    names = []
    for _ in range(count):
        await visitor.page.keyboard.press("Tab")
        names.append(
            await visitor.host.evaluate(
                "host => { const at = host.shadowRoot.activeElement;"
                " return at?.ariaLabel ?? at?.labels?.[0]?.innerText ?? at?.innerText ?? '' }"
            )
        )
    return names


async def test_focus_goes_through_the_chat_in_the_order_of_the_eye_and_returns(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor("hostile/", **PHONE | {"has_touch": False})
    await visitor.launcher.focus()
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.field).to_be_focused()
    await visitor.page.get_by_role("checkbox").check()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    await expect(visitor.field).to_be_focused()
    # From the field round the whole window and back to it: a chat that fills the screen lets the focus go nowhere else.
    order = ["Отправить", "Отозвать согласие", "Ещё", "Закрыть чат", "Сообщения", "Прикрепить файл", "Сообщение"]
    assert await _stops(visitor, len(order)) == order
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.window).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()


@pytest.mark.parametrize(
    ("language", "launcher", "dialog", "log"),
    [("ru", "Открыть чат", "Чат: Лавка", "Сообщения"), ("en", "Open chat", "Chat: Лавка", "Messages")],
)
async def test_screen_reader_is_given_names_in_the_language_of_the_page(
    town: Town, language: str, launcher: str, dialog: str, log: str
) -> None:
    context = await town.context()
    await context.add_init_script(
        "new MutationObserver(() => { if (document.documentElement) "
        f"document.documentElement.lang = '{language}' }}).observe(document, {{ childList: true }})"
    )
    page = await town.page(context)
    await page.goto(town.shop_url + "hostile/")
    await page.get_by_role("button", name=launcher, exact=True).click()
    window = page.get_by_role("dialog", name=dialog, exact=True)
    await expect(window).to_be_visible()
    await page.keyboard.type("?")
    await page.keyboard.press("Enter")
    await expect(window.get_by_role("log", name=log, exact=True)).to_be_visible()
    for part in await window.locator("button, summary, textarea").all():
        assert await part.get_attribute("aria-label") or await part.text_content()


async def test_forced_colours_leave_every_part_to_be_seen(town: Town) -> None:
    visitor = await town.visitor("hostile/", forced_colors="active")
    seen = "part => { const s = getComputedStyle(part); return [s.borderTopStyle, s.borderTopWidth, s.borderTopColor] }"
    assert await visitor.launcher.evaluate(seen) == ["solid", "1px", "rgb(0, 0, 0)"]
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    for selector in (".window", ".bubble", ".send", ".close"):
        style, width, colour = await visitor.host.locator(selector).first.evaluate(seen)
        assert (style, width, colour) != ("none", "0px", "rgb(255, 255, 255)"), selector
        assert style == "solid"
    assert await visitor.field.evaluate("field => getComputedStyle(field).outlineStyle") == "solid"
    assert await complaints(visitor.page, "ryadom-chat") == []


async def test_nothing_moves_for_whoever_asks_for_less_motion(town: Town) -> None:
    visitor = await town.visitor("hostile/")
    await visitor.launcher.click()
    await expect(visitor.window).to_be_visible()
    moving = await visitor.host.evaluate(
        "host => host.shadowRoot.getAnimations().filter(({ effect }) => effect.getTiming().duration > 0).length"
    )
    assert moving == 0
    lively = await town.visitor("hostile/", reduced_motion="no-preference")
    await lively.open_chat()
    assert await lively.window.evaluate("part => getComputedStyle(part).transitionDuration") == "0.15s"


@SCHEMES
async def test_sign_in_page(town: Town, scheme: str) -> None:
    page = await town.page(await town.context(color_scheme=scheme))
    await page.goto(town.panel_url)
    await expect(page.get_by_label("Почта")).to_be_visible()
    assert await complaints(page) == []


@SCHEMES
async def test_panel(town: Town, scheme: str) -> None:
    operator = await town.operator(color_scheme=scheme, viewport={"width": 1440, "height": 900})
    assert await complaints(operator.page) == []
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await operator.open("Вопрос")
    await operator.say("Ответ")
    await operator.sees("Вопрос", "Ответ")
    assert await complaints(operator.page) == []
    await operator.page.keyboard.press("Escape")
    await operator.page.keyboard.press("?")
    await expect(operator.page.get_by_role("dialog")).to_be_visible()
    assert await complaints(operator.page) == []
