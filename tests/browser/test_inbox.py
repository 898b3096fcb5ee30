"""The inbox as an operator works with it: snoozes, tags, results, filters, views, and many at once."""

import asyncio
import re
from uuid import UUID

import pytest
from playwright.async_api import Locator, Route, expect

from ryadom.protocol.labels import Colour, Label, LabelKind
from ryadom.store.ids import new_id
from ryadom.store.labels import put_label
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

MORE = "Отложить, пометить, закрыть с итогом"


# Red, and not the colour of the words around it.
IS_RED = """part => {
  const own = getComputedStyle(part).color;
  part.parentElement.style.color = "var(--color-red)";
  return own === getComputedStyle(part.parentElement).color && own !== getComputedStyle(part.closest(".row")).color;
}"""


async def make_labels(town: Town) -> dict[str, UUID]:
    site = town.server.site
    labels = [
        Label(id=new_id(), kind=LabelKind.TAG, name="VIP", colour=Colour.VIOLET, is_archived=False),
        Label(id=new_id(), kind=LabelKind.TAG, name="Возврат", colour=Colour.AMBER, is_archived=False),
        Label(id=new_id(), kind=LabelKind.RESULT, name="Решено", colour=Colour.GREY, is_archived=False),
    ]
    async with town.server.database.connection() as connection:
        for place, label in enumerate(labels):
            await put_label(connection, site.controller_id, label, place=place)
    return {label.name: label.id for label in labels}


async def ask(town: Town, *questions: str) -> None:
    """Visitors with a question each, who stay."""
    for question in questions:
        async with town.server.visitor(origin=town.shop_url.rstrip("/")) as client:
            await client.say(question)


async def tick(form: Locator, field: str, *options: str) -> None:
    """Ticks (or takes back) these options of a field that takes several."""
    some = form.locator("details").filter(has=form.page.get_by_role("group", name=field, include_hidden=True))
    if await some.get_attribute("open") is None:
        await some.locator("summary").click()
    for option in options:
        await some.locator("fieldset").get_by_text(option, exact=True).click()


async def menu(operator: Operator) -> None:
    await operator.page.get_by_role("main").get_by_role("button", name=MORE).click()


async def test_operator_snoozes_tags_and_closes_with_a_result(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Где мой заказ?")
    anna = await town.operator()
    page = anna.page
    await anna.open("Где мой заказ?")
    await menu(anna)
    await page.get_by_role("button", name="VIP").click()
    await expect(page.locator(".thread-bar .label")).to_have_text("VIP")
    await expect(anna.rows.locator(".label")).to_have_text("VIP")
    await expect(page.get_by_text("Вы: поставлено: VIP")).to_be_visible()
    await anna.press(["z"])
    await page.get_by_role("button", name=re.compile("^На.час")).click()
    await expect(anna.rows).to_have_count(0)
    await anna.folder("Отложенные").click()
    await expect(anna.rows).to_have_count(1)
    await expect(page.get_by_text(re.compile("Вы отложили диалог до"))).to_be_visible()
    await page.get_by_role("button", name="Отменить").click()
    await expect(anna.rows).to_have_count(0)
    await anna.folder("Очередь").click()
    await expect(anna.rows).to_have_count(1)
    await menu(anna)
    await page.get_by_role("button", name="Решено").click()
    await expect(page.get_by_text(re.compile("Вы закрыли диалог. Итог: Решено"))).to_be_visible()
    await expect(anna.folder("Закрытые")).to_contain_text("1")


async def test_operator_leads_many_at_once_and_takes_it_back(town: Town) -> None:
    await make_labels(town)
    await ask(town, *(f"Вопрос {number}" for number in range(4)))
    anna = await town.operator()
    page = anna.page
    boxes = page.get_by_role("checkbox")
    await expect(boxes).to_have_count(4)
    # One by the key, the rest by a range.
    await anna.press(["j", "x"])
    await expect(page.get_by_text("Отмечено: 1")).to_be_visible()
    await boxes.nth(2).click(modifiers=["Shift"])
    await expect(page.get_by_text("Отмечено: 3")).to_be_visible()
    await anna.press(["Escape", "j", "Control+a"])
    await expect(page.get_by_text("Отмечено: 4")).to_be_visible()
    bar = page.get_by_role("region", name="Действия с отмеченными")
    await bar.get_by_role("button", name=MORE).click()
    await bar.get_by_role("button", name="Возврат").click()
    await expect(page.get_by_text(re.compile("Метки изменены: 4"))).to_be_visible()
    await expect(anna.rows.locator(".label")).to_have_count(4)
    await bar.get_by_role("button", name="Закрыть", exact=True).click()
    await expect(anna.rows).to_have_count(0)
    await expect(page.get_by_text(re.compile("Закрыто: 4"))).to_be_visible()
    await expect(bar).to_have_count(0)
    toast = page.locator(".toast", has_text="Закрыто")
    await toast.get_by_role("button", name="Отменить").click()
    await expect(anna.rows).to_have_count(4)
    await expect(anna.folder("Очередь")).to_contain_text("4")


async def test_filter_is_in_the_address_and_is_kept_as_a_view(town: Town) -> None:
    labels = await make_labels(town)
    await ask(town, "Про возврат", "Про доставку")
    anna = await town.operator()
    page = anna.page
    await anna.open("Про возврат")
    await menu(anna)
    await page.get_by_role("button", name="Возврат").click()
    await expect(anna.rows.locator(".label")).to_have_text("Возврат")
    await anna.press(["Escape", "f"])
    form = page.get_by_role("region", name="Фильтр диалогов")
    await tick(form, "Метка", "Возврат")
    await expect(anna.rows).to_have_count(1)
    assert f"tag={labels['Возврат']}" in page.url
    await form.get_by_label("Название подборки").fill("Возвраты")
    await form.get_by_role("button", name="Сохранить как подборку").click()
    views = page.get_by_role("navigation", name="Подборки")
    await expect(views.get_by_role("link", name="Возвраты")).to_have_attribute("aria-current", "true")
    await page.reload()
    await expect(anna.rows).to_have_count(1)
    await expect(anna.rows).to_contain_text("Про возврат")
    await views.get_by_role("button", name=re.compile("Действия")).click()
    await views.get_by_label("Название подборки").fill("Все возвраты")
    await views.get_by_role("button", name="Переименовать").click()
    await expect(views.get_by_role("link", name="Все возвраты")).to_be_visible()
    await views.get_by_role("button", name=re.compile("Действия")).click()
    await views.get_by_role("button", name="Удалить").click()
    await expect(views).to_have_count(0)
    await anna.folder("Очередь").click()
    await expect(anna.rows).to_have_count(2)


async def test_view_is_opened_by_its_address_and_two_tabs_do_not_overwrite_each_others_views(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Про возврат", "Про доставку")
    anna = await town.operator()
    page = anna.page
    await anna.press(["f"])
    form = page.get_by_role("region", name="Фильтр диалогов")
    await tick(form, "Состояние", "Закрытые")
    await expect(anna.rows).to_have_count(0)
    await form.get_by_label("Название подборки").fill("Архив")
    await form.get_by_role("button", name="Сохранить как подборку").click()
    views = page.get_by_role("navigation", name="Подборки")
    await expect(views.get_by_role("link", name="Архив")).to_be_visible()

    # By its address, in another tab: what it filters, and as that view
    other = Operator(await town.page(page.context))
    await other.page.goto(page.url)
    theirs = other.page.get_by_role("navigation", name="Подборки")
    await expect(theirs.get_by_role("link", name="Архив")).to_have_attribute("aria-current", "true")
    await expect(other.rows).to_have_count(0)
    await other.folder("Очередь").click()
    await expect(other.rows).to_have_count(2)

    # Renamed there; the first tab does not know of it, and may not undo it
    await theirs.get_by_role("button", name=re.compile("Действия")).press("Enter")
    await theirs.get_by_label("Название подборки").fill("Закрытое")
    await theirs.get_by_label("Название подборки").press("Enter")
    await expect(theirs.get_by_role("link", name="Закрытое")).to_be_visible()
    await views.get_by_role("button", name=re.compile("Действия")).press("Enter")
    await views.get_by_label("Название подборки").fill("Прошлое")
    await views.get_by_label("Название подборки").press("Enter")
    await expect(page.get_by_text("Не сохранилось: подборки тем временем изменил")).to_be_visible()
    await expect(views.locator(".folder__name")).to_have_text(["Закрытое"])
    # It has seen it by now: what it does next is over that
    await views.get_by_role("button", name=re.compile("Действия")).press("Enter")
    await views.get_by_role("button", name="Удалить").press("Enter")
    await expect(views).to_have_count(0)
    await expect(page.get_by_text("Не сохранилось: подборки тем временем изменил")).to_have_count(0)
    await other.page.reload()
    await expect(other.rows).to_have_count(2)
    await expect(theirs).to_have_count(0)


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_inbox_has_no_complaints_and_fits(town: Town, scheme: str, width: int) -> None:
    await make_labels(town)
    await ask(town, "Раз", "Два")
    anna = await town.operator(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = anna.page
    await page.get_by_role("checkbox").first.check()
    bar = page.get_by_role("region", name="Действия с отмеченными")
    assert await complaints(page) == []
    await bar.get_by_role("button", name=MORE).click()
    await expect(bar.get_by_role("button", name="VIP")).to_be_visible()
    assert await complaints(page) == []
    await anna.press(["Escape", "Escape", "f"])
    await expect(page.get_by_role("region", name="Фильтр диалогов")).to_be_visible()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_reader_who_leads_nothing_has_no_such_buttons(town: Town) -> None:
    await ask(town, "Вопрос")
    vera = await town.officer(Role.AUDITOR)
    await vera.rows.first.click()
    await expect(vera.page.get_by_role("button", name=MORE)).to_have_count(0)


async def test_administrator_chooses_tags_results_and_the_goal_for_answers(town: Town) -> None:
    await ask(town, "Вопрос")
    olga = await town.officer(Role.ADMIN, name="Ольга", path="#privacy/labels", viewport={"width": 360, "height": 800})
    page = olga.page
    await expect(page.get_by_text("Меток пока нет")).to_be_visible()
    await page.get_by_role("button", name="Добавить метку").click()
    await page.keyboard.type("Опт")
    await page.get_by_label("Цвет").select_option("Бирюзовый")
    await page.get_by_role("button", name="Добавить итог").click()
    await page.keyboard.type("Продажа")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено")).to_be_visible()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_role("button", name="В архив: Продажа").click()
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("button", name="Вернуть из архива: Продажа")).to_be_visible()
    await page.goto(town.panel_url + "#privacy/goals")
    await page.get_by_label("Минут до ответа").fill("много")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("целое число минут")).to_be_visible()
    await page.get_by_label("Минут до ответа").fill("1")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено")).to_be_visible()
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET waiting_since = now() - interval '2 minutes'")
    anna = await town.operator()
    late = anna.rows.locator(".waiting--late")
    await expect(late).to_contain_text("дольше нормы")
    assert await late.evaluate(IS_RED)
    await anna.open("Вопрос")
    await menu(anna)
    await anna.page.get_by_role("button", name="Опт").click()
    await expect(anna.rows.locator(".label--teal")).to_have_text("Опт")


async def test_new_tag_lands_on_the_conversation_that_it_was_written_for(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Первый", "Второй")
    vera = await town.officer(Role.ADMIN, everywhere=True, viewport={"width": 1440, "height": 900})
    goes_on = asyncio.Event()

    async def hold(route: Route) -> None:
        await goes_on.wait()
        await route.continue_()

    await vera.page.route(re.compile("/panel/api/controllers/[^/]+/labels$"), hold)
    await vera.open("Первый")
    await menu(vera)
    field = vera.page.get_by_label("Новая метка")
    await field.fill("Срочно")
    async with vera.page.expect_request(re.compile("/labels$")):
        await field.press("Enter")
    await vera.open("Второй")
    goes_on.set()
    await expect(vera.rows.filter(has_text="Первый")).to_contain_text("Срочно")
    await expect(vera.rows.filter(has_text="Второй")).not_to_contain_text("Срочно")
