"""A conversation that an operator wants to come back to: marked unread for themselves, until they open it again."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_amendments import met
from tests.web.client import PASSWORD
from tests.web.work import add_colleague

pytestmark = pytest.mark.asyncio(loop_scope="session")

MARKED = "Отмечен непрочитанным"


async def test_conversation_is_marked_by_a_key_for_oneself_and_until_it_is_opened_again(town: Town) -> None:
    _, operator = await met(town)
    page = operator.page
    await operator.say("Сто рублей")
    await operator.folder("Мои").click()
    row = operator.rows.first
    await expect(row).to_contain_text("Сто рублей")
    await expect(operator.field).to_be_visible()
    await operator.press(["b"])
    await expect(row).to_contain_text(MARKED)
    # It is left, and the keyboard goes on from its row
    await expect(operator.field).to_have_count(0)
    await expect(row).to_be_focused()
    await page.reload()
    await expect(row).to_contain_text(MARKED)
    # On another computer too, and there it stays as long as nobody opens it
    elsewhere = await town.operator()
    await elsewhere.folder("Все").click()
    await expect(elsewhere.rows.first).to_contain_text(MARKED)

    vera = Operator(await town.page(await town.context()))
    await vera.sign_in(town.panel_url, await add_colleague(town.server, "Вера"), PASSWORD)
    await vera.folder("Все").click()
    await expect(vera.rows.first).to_contain_text("Сто рублей")
    await expect(vera.rows.first).not_to_contain_text(MARKED)

    await operator.folder("Все").click()
    await row.click()
    await expect(operator.field).to_be_visible()
    await expect(row).not_to_contain_text(MARKED)
    await expect(elsewhere.rows.first).not_to_contain_text(MARKED)
    await page.reload()
    await expect(operator.field).to_be_visible()
    await expect(row).not_to_contain_text(MARKED)


@SCHEMES
async def test_conversation_is_marked_from_its_menu_and_the_mark_can_be_read(town: Town, scheme: str) -> None:
    _, operator = await met(town, color_scheme=scheme, viewport={"width": 360, "height": 740})
    page = operator.page
    await page.get_by_role("button", name="Отложить, пометить, закрыть с итогом").click()
    await page.get_by_role("button", name="Отметить непрочитанным", exact=True).click()
    await expect(operator.rows.first).to_contain_text(MARKED)
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
