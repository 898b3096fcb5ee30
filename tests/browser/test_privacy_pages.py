"""The pages about personal data: who sees them, and what becomes of the conversations under them."""

import re

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_conversations_go_on_under_a_page_and_nothing_counts_as_read(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вопрос")
    operator = await town.officer(Role.ADMIN, name="Ольга")
    page = operator.page
    await operator.open("Вопрос")
    await operator.field.fill("Начатый ответ")
    await expect(visitor.host.locator(".own .meta").last).to_contain_text("прочитано")
    await page.get_by_role("button", name="Меню: Ольга").click()
    await page.get_by_role("link", name="Персональные данные").click()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await expect(operator.folder("Очередь")).to_be_hidden()

    await visitor.say("Ещё вопрос")
    await expect(page).to_have_title(re.compile(r"^\(1\)"))
    # A key of the conversations does nothing here
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(visitor.host.locator(".own .meta").last).to_contain_text("отправлено")

    await page.get_by_role("link", name="К чатам").click()
    await operator.open("Ещё вопрос")
    await operator.sees("Вопрос", "Ещё вопрос")
    await expect(operator.field).to_have_value("Начатый ответ")
    await expect(visitor.host.locator(".own .meta").last).to_contain_text("прочитано")


async def test_operator_is_offered_ready_replies_and_no_page_about_personal_data(town: Town) -> None:
    operator = await town.operator()
    await operator.page.get_by_role("button", name="Меню: Анна").click()
    await expect(operator.page.get_by_role("button", name="Безопасность")).to_be_visible()
    await expect(operator.page.get_by_role("link", name="Персональные данные")).to_have_count(0)
    await operator.page.goto(f"{town.panel_url}#privacy/colleagues")
    await expect(operator.page.get_by_text("Вашей роли эти страницы не открыты")).to_be_visible()
    await expect(operator.page.locator(".privacy__link")).to_have_text(["Сейчас на сайте", "Быстрые ответы"])
    await operator.page.get_by_role("link", name="Быстрые ответы").click()
    await expect(operator.page.get_by_role("heading", name="Быстрые ответы", level=1)).to_be_visible()


async def test_admin_signs_a_colleague_out_everywhere(town: Town) -> None:
    anna = await town.operator()
    admin = await town.officer(Role.ADMIN, name="Ольга", path="#privacy/colleagues")
    row = admin.page.get_by_role("row").filter(has_text="anna@shop.test")
    await expect(row).to_contain_text("Оператор чата")
    own = admin.page.get_by_role("row").filter(has_text="Ольга")
    await expect(own).to_contain_text("Включена")
    await expect(own.get_by_role("button")).to_have_count(0)
    admin.page.once("dialog", lambda dialog: dialog.accept())
    await row.get_by_role("button", name="Завершить все сеансы: Анна").click()
    await expect(admin.page.get_by_role("status").filter(has_text="Анна: завершён 1 сеанс.")).to_be_visible()
    await expect(anna.page.get_by_text("Сеанс закончился")).to_be_visible()


async def test_page_that_can_not_be_loaded_says_so_and_can_be_tried_again(town: Town) -> None:
    officer = await town.officer(Role.AUDITOR)
    await officer.page.route("**/panel/api/operators", lambda route: route.abort())
    await officer.page.goto(f"{town.panel_url}#privacy/colleagues")
    await expect(officer.page.get_by_text("Нет связи с сервером")).to_be_visible()
    await officer.page.unroute("**/panel/api/operators")
    await officer.page.get_by_role("button", name="Повторить").click()
    await expect(officer.page.get_by_role("row").filter(has_text="Вера")).to_be_visible()
    await expect(officer.page.get_by_role("button", name="Завершить")).to_have_count(0)


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_pages_have_no_serious_complaint_and_fit(town: Town, scheme: str, width: int) -> None:
    officer = await town.officer(
        Role.OWNER, color_scheme=scheme, viewport={"width": width, "height": 800}, path="#privacy/colleagues"
    )
    pages = officer.page.get_by_role("navigation", name="Персональные данные").get_by_role("link")
    await expect(pages.first).to_be_visible()
    for page in await pages.all():
        await page.click()
        await expect(page).to_have_attribute("aria-current", "page")
        await expect(officer.page.get_by_text("Загружаем…")).to_have_count(0)
        assert await complaints(officer.page) == []
        overflow = await officer.page.evaluate(
            "document.scrollingElement.scrollWidth - innerWidth + document.querySelector('.privacy__page').scrollWidth"
            " - document.querySelector('.privacy__page').clientWidth"
        )
        assert overflow == 0, await page.inner_text()
