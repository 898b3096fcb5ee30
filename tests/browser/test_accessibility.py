"""axe finds nothing serious in widget and panel, light and dark."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


async def complaints(page: Page, context: Any = None) -> list[str]:
    results = await Axe().run(page, context=context)
    return [
        f"{found['impact']}: {found['id']}: {node['html'][:160]}"
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


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
