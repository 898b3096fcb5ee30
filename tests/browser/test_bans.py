"""An operator bans a nuisance from the card, everybody sees it, and a supervisor lets them write again."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor, accept
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
REASON = "Реклама слонов"


async def met(town: Town, **options: Any) -> tuple[Visitor, Operator]:
    """Somebody who writes nonsense, and Anna, who has it before her."""
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Купите слона")
    await visitor.sees_sent()
    operator = await town.operator(**options)
    await operator.open("Купите слона")
    return visitor, operator


async def ban(page: Page) -> None:
    # Until the card is whole, what stands below it moves away from under the pointer.
    await expect(page.get_by_role("heading", name="Прежние разговоры")).to_be_visible()
    await page.get_by_role("button", name="Заблокировать посетителя").click()
    dialog = page.get_by_role("dialog", name="Заблокировать посетителя")
    await dialog.get_by_role("button", name="Заблокировать").click()
    field = dialog.get_by_label("Причина")
    await expect(field).to_be_focused()
    await expect(dialog.get_by_text("Напишите причину")).to_be_visible()
    await field.fill(REASON)
    await dialog.get_by_label("На час").check()
    await dialog.get_by_role("button", name="Заблокировать").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_text("Посетитель в чёрном списке")).to_be_visible()


async def test_banned_visitor_is_told_calmly_and_writes_again_once_it_is_lifted(town: Town) -> None:
    visitor, operator = await met(town, **WIDE)
    await ban(operator.page)
    await expect(operator.page.get_by_text(REASON)).to_be_visible()
    await visitor.say("Ещё слон")
    await expect(visitor.host.get_by_text("Вы не можете писать в этот чат.")).to_be_visible()
    await operator.sees("Купите слона")
    supervisor = await town.officer(Role.SUPERVISOR, path="#privacy/bans", **WIDE)
    row = supervisor.page.get_by_role("row", name=REASON)
    asked = accept(supervisor.page)
    await expect(row).to_contain_text("Анна")
    await row.get_by_role("button", name="Разблокировать").click()
    await expect(supervisor.page.get_by_text("На этом сайте писать могут все")).to_be_visible()
    [question] = asked
    assert REASON in question
    await visitor.host.get_by_role("button", name="Повторить").click()
    await operator.sees("Купите слона", "Ещё слон")


async def test_operator_takes_a_ban_back_from_the_card(town: Town) -> None:
    _, operator = await met(town, **WIDE)
    await ban(operator.page)
    asked = accept(operator.page)
    await operator.page.get_by_role("button", name="Разблокировать").click()
    await expect(operator.page.get_by_text("Посетитель снова может писать.")).to_be_visible()
    await expect(operator.page.get_by_role("button", name="Заблокировать посетителя")).to_be_visible()
    [question] = asked
    assert REASON in question


@SCHEMES
async def test_dialog_mark_and_list_are_accessible_and_fit_a_phone(town: Town, scheme: str) -> None:
    _, operator = await met(town, color_scheme=scheme, **PHONE)
    page = operator.page
    await page.get_by_role("button", name="О посетителе").click()
    await page.get_by_role("button", name="Заблокировать посетителя").click()
    assert await complaints(page) == []
    await page.keyboard.press("Escape")
    await ban(page)
    assert await complaints(page) == []
    admin = await town.officer(Role.ADMIN, path="#privacy/bans", color_scheme=scheme, **PHONE)
    await expect(admin.page.get_by_text(REASON)).to_be_visible()
    assert await complaints(admin.page) == []
    assert await admin.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
