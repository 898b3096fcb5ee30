"""«Правила»: made by the keyboard, seen to act on what a visitor writes, and readable wherever they are looked at."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.web.conversation_rules import RETURNS, furnish, of
from tests.web.test_departments import SERVICE

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "#privacy/rules"
LONG = "Очень длинное название правила, которое не помещается в строку: Рентгенэлектрокардиографического"


async def admin(town: Town, path: str = PATH, **options: Any) -> Operator:
    return await town.officer(Role.ADMIN, name="Ольга", path=path, **options)


async def tab_to(page: Page, target: Locator) -> None:
    """Goes on by Tab until the target has the focus."""
    for _ in range(60):
        if await target.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    await expect(target).to_be_focused()


async def type_into(page: Page, target: Locator, text: str) -> None:
    await tab_to(page, target)
    await page.keyboard.type(text)
    await expect(target).to_have_value(text)


async def test_rule_that_is_made_by_the_keyboard_acts_on_a_visitors_message(town: Town) -> None:
    await furnish(town.server)
    page = (await admin(town)).page
    await expect(page.get_by_text("Правил пока нет")).to_be_visible()
    add = page.get_by_role("button", name="Добавить правило")
    await add.focus()
    await page.keyboard.press("Enter")
    rule = page.locator(".departments__one")
    await expect(rule.get_by_label("Название")).to_be_focused()
    await type_into(page, rule.get_by_label("Название"), "Возвраты")
    await type_into(page, rule.get_by_label("В сообщении есть любое из слов"), "возврат, обмен")
    await type_into(page, rule.get_by_label("Страница"), "*")
    department = rule.get_by_label("Передать направлению")
    await tab_to(page, department)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await tab_to(page, rule.get_by_label(RETURNS, exact=True))
    await page.keyboard.press("Space")
    sentence = re.compile(f"«возврат» или.«обмен».— направление «{SERVICE}», метка «{RETURNS}»")
    await expect(rule.locator(".rules__summary")).to_have_text(sentence)
    save = page.get_by_role("button", name="Сохранить")
    await tab_to(page, save)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Сохранено: правила действуют")).to_be_visible()
    await expect(save).to_be_focused()
    # What is saved is folded to its sentence.
    await expect(rule.get_by_label("Название")).to_have_count(0)

    anna = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Как оформить ВОЗВРАТ?")
    await visitor.sees_sent()
    await expect(anna.rows.first.locator(".row__department")).to_have_text(SERVICE)
    await anna.open("Как оформить ВОЗВРАТ?")
    await expect(anna.page.get_by_text(re.compile(f"Правило «Возвраты»: диалог передан в.«{SERVICE}»"))).to_be_visible()
    await expect(anna.page.get_by_text(f"Правило «Возвраты»: поставлено: {RETURNS}")).to_be_visible()
    await expect(visitor.page.get_by_text("Правило")).to_have_count(0)


async def test_rules_are_moved_turned_off_deleted_and_put_back(town: Town) -> None:
    first = of("Первое", "message", tags=["returns"])
    await furnish(town.server, first, of("Второе", "begun", department="sales"))
    page = (await admin(town)).page
    titles = page.locator(".departments__title")
    await expect(titles).to_have_text(["Первое", "Второе"])
    up = page.get_by_role("button", name="Выше: Второе")
    await up.focus()
    await page.keyboard.press("Enter")
    await expect(titles).to_have_text(["Второе", "Первое"])
    await expect(up).to_be_focused()
    await page.get_by_label("Включено: Первое").uncheck()
    await page.get_by_role("button", name="Удалить: Второе").click()
    await expect(titles).to_have_text(["Первое"])
    back = page.get_by_role("button", name="Вернуть: Второе")
    await expect(back).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(titles).to_have_text(["Второе", "Первое"])
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено: правила действуют")).to_be_visible()
    await page.reload()
    await expect(titles).to_have_text(["Второе", "Первое"])
    await expect(page.get_by_label("Включено: Первое")).not_to_be_checked()


async def test_what_is_wrong_is_said_and_what_is_archived_is_named(town: Town) -> None:
    shop = await furnish(town.server, of("Возвраты", "message", department="service", tags=["returns"], hours="away"))
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE departments SET archived_at = now() WHERE id = $1", shop.service)
    page = (await admin(town)).page
    await expect(page.get_by_text(re.compile(f"В.архиве и.не.сработает: {SERVICE}"))).to_be_visible()
    await expect(page.get_by_text(re.compile("не.заданы часы работы"))).to_be_visible()
    await page.get_by_role("button", name="Изменить: Возвраты").click()
    await page.get_by_label("Страница").fill("cart")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("alert").filter(has_text="Возвраты. Адрес страницы")).to_be_visible()
    await expect(page.get_by_label("Страница")).to_have_value("cart")


async def test_rules_of_two_administrators_do_not_overwrite_each_other(town: Town) -> None:
    await furnish(town.server, of("Возвраты", "message", tags=["returns"]))
    page = (await admin(town)).page
    await page.get_by_role("button", name="Изменить: Возвраты").click()
    await page.get_by_label("В сообщении есть любое из слов").fill("обмен")
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE conversation_rules SET version = version + 1")
    await page.get_by_role("button", name="Сохранить").click()
    conflict = page.get_by_role("alert").filter(has_text="здесь сохранили другое")
    await expect(conflict).to_contain_text("сообщение содержит «обмен»")
    await expect(page.get_by_label("В сообщении есть любое из слов")).to_have_value("обмен")
    await conflict.get_by_role("button").first.click()
    await expect(page.get_by_text("Сохранено: правила действуют")).to_be_visible()


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("locale", ["ru-RU", "en-GB"])
async def test_page_fits_and_is_accessible(town: Town, scheme: str, width: int, locale: str) -> None:
    await furnish(
        town.server,
        of(LONG[:80], "reopened", department="service", tags=["returns", "urgent"], pages="*/cart*", hours="away"),
        of("<b>تجربة</b>", "message", tags=["returns"], words=["возврат" * 8], is_on=False),
    )
    page = (await admin(town, color_scheme=scheme, viewport={"width": width, "height": 800}, locale=locale)).page
    await expect(page.locator(".departments__one")).to_have_count(2)
    await expect(page.locator(".departments__title").last).to_have_text("<b>تجربة</b>")
    await page.locator(".rules__tools button").first.click()
    await expect(page.locator(".rules__fields")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await complaints(page) == []
