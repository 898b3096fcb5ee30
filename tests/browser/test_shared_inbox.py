"""The inbox beside colleagues: one's department, what is theirs, what is put off until a chosen time, and own views."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import complaints
from tests.browser.test_departments import SALES, SERVICE, offer
from tests.browser.test_inbox import ask, tick
from tests.browser.test_work import colleague

pytestmark = pytest.mark.asyncio(loop_scope="session")

# As a field of a local time takes it, so many minutes from now.
LOCAL = """minutes => {
  const at = new Date(Date.now() + minutes * 60_000);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}"""
DAY_MIN = 24 * 60


async def snoozed_until(town: Town) -> datetime | None:
    async with town.server.database.connection() as connection:
        until: datetime | None = await connection.fetchval("SELECT max(snoozed_until) FROM conversations")
    return until


async def test_operator_works_through_their_department_takes_over_and_puts_off(town: Town) -> None:
    await offer(town)
    for department, questions in ((SALES, ("Есть улун?", "А пуэр?", "А чай?")), (SERVICE, ("Сломался чайник",))):
        async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
            await visitor.say(questions[0], department=department)
            for question in questions[1:]:
                await visitor.say(question)
    await ask(town, "Куда вы привозите?")
    vera = await colleague(town, "Вера")
    anna = await town.operator(viewport={"width": 1440, "height": 900})
    page = anna.page

    # One's own department: what is for it and nothing else, also what a colleague leads by now.
    await expect(anna.folder("Все")).to_contain_text("3")
    await anna.folder("Моё направление").click()
    await expect(anna.rows).to_have_count(1)
    await expect(anna.rows).to_contain_text("А чай?")
    await expect(anna.rows.locator(".row__unread")).to_have_text("3")
    await expect(anna.rows.get_by_text("3 непрочитанных", exact=True)).to_be_attached()
    await vera.open("А чай?")
    await vera.say("Есть")
    await expect(anna.rows.locator(".row__unread")).to_have_count(0)
    await anna.open("Есть")

    # Taken from her, who sees that.
    bar, hers = page.locator(".thread-bar"), vera.page.locator(".thread-bar")
    await expect(bar).to_contain_text("ведёт Вера")
    await bar.get_by_role("button", name="Забрать себе").click()
    await expect(bar).to_contain_text("ведёте вы")
    await expect(hers).to_contain_text("ведёт Анна")
    await expect(hers.get_by_role("button", name="Забрать себе")).to_be_visible()
    await expect(anna.folder("Мои")).to_contain_text("1")

    # Until a chosen time: none, and one that is over, are refused with words.
    await anna.press(["Escape", "z"])
    sheet = page.get_by_role("region", name="Отложить, пометить, закрыть с итогом")
    field = sheet.get_by_label("До какого времени отложить")
    put_off = sheet.get_by_role("button", name="Отложить", exact=True)
    refused = sheet.get_by_text("Выберите время, которое ещё не наступило.")
    await put_off.click()
    await expect(refused).to_be_visible()
    await expect(field).to_be_focused()
    assert await complaints(page) == []
    await field.fill(await page.evaluate(LOCAL, DAY_MIN))
    await expect(refused).to_be_hidden()
    await field.fill(await page.evaluate(LOCAL, -60))
    await field.press("Enter")
    await expect(refused).to_be_visible()
    await expect(field).to_have_attribute("aria-invalid", "true")
    chosen = await page.evaluate(LOCAL, 2 * DAY_MIN)
    await field.fill(chosen)
    await field.press("Enter")
    await expect(page.get_by_text(re.compile(f"Вы отложили диалог до.*{chosen[-5:]}"))).to_be_visible()
    await expect(anna.rows).to_have_count(0)
    chosen_ms = await page.evaluate("chosen => new Date(chosen).getTime()", chosen)
    assert await snoozed_until(town) == datetime.fromtimestamp(chosen_ms / 1_000, UTC)
    await anna.folder("Отложенные").click()
    await expect(anna.rows.locator("time")).to_contain_text(chosen[-5:])

    # And back at once.
    await anna.press(["z"])
    await sheet.get_by_role("button", name="Вернуть сейчас").click()
    await expect(page.get_by_text("Вы вернули отложенный диалог")).to_be_visible()
    await expect(anna.rows).to_have_count(0)
    await anna.folder("Моё направление").click()
    await expect(anna.rows).to_have_count(1)


async def view_deed(operator: Operator, view: str, deed: str) -> None:
    views = operator.page.get_by_role("navigation", name="Подборки")
    await views.get_by_role("button", name=f"Действия с подборкой «{view}»").click()
    await views.get_by_role("button", name=deed).click()


async def test_own_views_are_put_in_order_and_remember_another_filter(town: Town) -> None:
    await ask(town, "Где мой заказ?")
    anna = await town.operator()
    page = anna.page
    form = page.get_by_role("region", name="Фильтр диалогов")
    links = page.get_by_role("navigation", name="Подборки").get_by_role("link")
    shown = links.locator(".folder__name")
    before: list[str] = []
    names = ["Закрытые", "Отложенные", "Открытые"]
    for count, (state, name) in enumerate(zip(names, ("Архив", "Потом", "Сейчас"), strict=True), start=1):
        await anna.press(["f"])
        await tick(form, "Состояние", *before, state)
        await form.get_by_label("Название подборки").fill(name)
        await form.get_by_role("button", name="Сохранить как подборку").click()
        await expect(links).to_have_count(count)
        before = [state]
    await view_deed(anna, "Сейчас", "Выше")
    await expect(shown).to_have_text(["Архив", "Сейчас", "Потом"])
    await view_deed(anna, "Архив", "Ниже")
    await expect(shown).to_have_text(["Сейчас", "Архив", "Потом"])
    # Whose filter is open now becomes that of another view.
    await links.filter(has_text="Сейчас").click()
    await expect(anna.rows).to_have_count(1)
    await view_deed(anna, "Архив", "Запомнить открытый фильтр")
    await expect(links.filter(has_text="Архив")).to_have_attribute("aria-current", "true")
    await page.reload()
    await expect(shown).to_have_text(["Сейчас", "Архив", "Потом"])
    await links.filter(has_text="Потом").click()
    await expect(anna.rows).to_have_count(0)
    await links.filter(has_text="Архив").click()
    await expect(anna.rows).to_have_count(1)
