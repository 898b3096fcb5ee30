"""«Виджет»: an owner changes how the chat looks and what it says, sees it at once, and pages show it."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor, accept
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.consents import publish_consent
from tests.waiting import until_true

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVENTS = """() => {
  window.heard = [];
  for (const name of ["ready", "open", "close", "message", "unread", "chatStarted", "chatEnded", "consent"])
    ryadom.on(name, (detail) => heard.push([name, detail ?? null]));
}"""


async def owner(town: Town, **options: Any) -> Operator:
    return await town.officer(Role.ADMIN, name="Ольга", path="#privacy/widget", **options)


async def save(page: Page) -> None:
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено.")).to_be_visible()


async def looks(visitor: Visitor, *properties: str) -> list[str]:
    """Computed styles of the launcher."""
    found: list[str] = await visitor.launcher.evaluate(
        "(launcher, names) => names.map((name) => getComputedStyle(launcher)[name])", list(properties)
    )
    return found


async def test_owner_changes_the_chat_and_the_next_page_shows_it(town: Town) -> None:
    before = await town.visitor()
    await expect(before.launcher).to_have_accessible_name("Открыть чат")
    assert await looks(before, "backgroundColor", "width") == ["rgb(47, 90, 160)", "56px"]

    page = (await owner(town)).page
    preview = page.locator(".widget__page")
    await expect(preview.get_by_text("Напишите, что вас интересует")).to_be_visible()
    await page.get_by_label("Цвет").fill("#ffcc00")
    await page.get_by_label("Где кнопка").select_option("left")
    await page.get_by_label("На кнопке").fill("Спросить")
    await page.get_by_label("Приветствие").fill("Подберём чай")
    await page.get_by_label("Когда никого нет").fill("Мы пьём чай")
    await expect(preview.get_by_text("Подберём чай")).to_be_visible()
    await expect(page.get_by_text("Есть несохранённые изменения.")).to_be_visible()
    await save(page)

    visitor = await town.visitor()
    await expect(visitor.launcher).to_have_accessible_name("Спросить")
    # Yellow under white can't be read: it is darkened until it can.
    assert (await looks(visitor, "backgroundColor"))[0] != "rgb(255, 204, 0)"
    box = await visitor.launcher.bounding_box()
    assert box is not None
    assert box["x"] < 40
    await visitor.open_chat()
    window = await visitor.window.bounding_box()
    assert window is not None
    assert window["x"] == 12
    await expect(visitor.host.get_by_text("Подберём чай")).to_be_visible()


async def test_two_owners_do_not_overwrite_each_other(town: Town) -> None:
    olga = (await owner(town)).page
    second = (await town.officer(Role.OWNER, name="Пётр", path="#privacy/widget")).page
    await expect(second.get_by_label("Заголовок окна")).to_be_visible()
    await olga.get_by_label("Заголовок окна").fill("Чай")
    await save(olga)
    await second.get_by_label("Заголовок окна").fill("Кофе")
    await second.get_by_role("button", name="Сохранить").click()
    await expect(second.get_by_role("alert").filter(has_text="здесь сохранили другое")).to_be_visible()
    conflict = second.locator(".conflict")
    await expect(conflict.get_by_role("term")).to_have_text(["Заголовок окна (Русский)"])
    await expect(conflict.get_by_role("definition")).to_have_text(["Сейчас: Чай", "У вас: Кофе"])
    await expect(second.get_by_label("Заголовок окна")).to_have_value("Кофе")
    await second.get_by_role("button", name="Показать новое").click()
    await expect(second.get_by_label("Заголовок окна")).to_have_value("Чай")
    await second.get_by_label("Заголовок окна").fill("Чай и кофе")
    await save(second)


async def test_owner_of_two_sites_keeps_them_apart(town: Town) -> None:
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/widget", everywhere=True)).page
    asked = accept(page)
    await page.locator(".page__site select").select_option("Лавка")
    await page.get_by_label("Заголовок окна").fill("Чай")
    await save(page)
    await page.locator(".page__site select").select_option("Другая")
    await expect(page.get_by_label("Заголовок окна")).to_have_value("")
    await page.locator(".page__site select").select_option("Лавка")
    await expect(page.get_by_label("Заголовок окна")).to_have_value("Чай")
    await page.get_by_label("Заголовок окна").fill("Чай и кофе")
    await save(page)
    assert asked == []
    await page.get_by_label("Заголовок окна").fill("Потеряно")
    await page.locator(".page__site select").select_option("Другая")
    await expect(page.get_by_label("Заголовок окна")).to_have_value("")
    assert asked == ["Изменения виджета сайта «Лавка» не\u00a0сохранены. Перейти без\u00a0них?"]


async def test_hours_tell_visitors_when_they_will_be_answered(town: Town) -> None:
    page = (await owner(town)).page
    await page.get_by_label("Говорить посетителям, когда ответят").check()
    for day in ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье"):
        if not await page.get_by_label(day, exact=True).is_checked():
            await page.get_by_label(day, exact=True).check()
        # A minute of the night, so that whenever the test runs it is over or yet to come.
        await page.get_by_label(f"{day}, с").fill("03:00")
        await page.get_by_label(f"{day}, до").fill("03:01")
    await save(page)
    await page.close()
    visitor = await town.visitor()
    await visitor.open_chat()
    await expect(visitor.host.locator(".presence")).to_contain_text("Будем на связи: ")


async def test_page_hears_what_happens_in_the_chat(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.page.evaluate(EVENTS)
    assert await visitor.page.evaluate("[ryadom.isOpen(), typeof ryadom.close()]") == [False, "undefined"]
    await visitor.page.evaluate("ryadom.prefill('Есть улун?')")
    await expect(visitor.field).to_have_value("Есть улун?")
    assert await visitor.page.evaluate("ryadom.isOpen()") is True
    await visitor.field.press("Enter")
    await visitor.sees_sent()
    operator = await town.operator()
    await operator.open("Есть улун?")
    await visitor.page.evaluate("ryadom.close()")
    await operator.say("Есть")
    await expect(visitor.host.locator(".badge")).to_have_text("1")
    await operator.page.get_by_role("button", name="Закрыть диалог").click()
    await visitor.page.wait_for_function("heard.some(([name]) => name === 'chatEnded')")
    heard = await visitor.page.evaluate("heard")
    assert [name for name, _ in heard] == [
        "ready",
        "open",
        "chatStarted",
        "message",
        "close",
        "message",
        "unread",
        "chatEnded",
    ]
    messages = [detail for name, detail in heard if name == "message"]
    assert messages == [
        {"author": "visitor", "name": "", "body": "Есть улун?"},
        {"author": "operator", "name": "Анна", "body": "Есть"},
    ]
    await visitor.page.evaluate("ryadom.hide()")
    await expect(visitor.host).to_have_count(0)
    await visitor.page.evaluate("ryadom.show()")
    await expect(visitor.launcher).to_be_visible()


async def test_handler_that_throws_stops_nothing(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.page.evaluate("ryadom.on('open', () => { throw new Error('the page made this') })")
    await visitor.open_chat()
    await visitor.say("Слышно?")
    await visitor.sees_sent()
    assert town.page_errors == ["the page made this"]
    town.page_errors.clear()


COUNTER = """() => {
  window.goals = [];
  window.ym = (counter, method, last) =>
    typeof last === "function" ? setTimeout(last, 50, "1700000000123456789") : goals.push([counter, method, last]);
}"""


async def test_counter_is_told_of_goals_only_after_consent(town: Town) -> None:
    page = (await owner(town)).page
    await page.get_by_label("Номер счётчика").fill("12345")
    await save(page)
    await publish_consent(town.server.database, town.server.site)
    visitor = await town.visitor()
    await visitor.page.evaluate(COUNTER)
    await visitor.open_chat()
    await expect(visitor.host.locator(".consent input")).to_be_visible()
    assert await visitor.page.evaluate("goals") == []
    await visitor.host.locator(".consent input").check()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    await visitor.page.wait_for_function("goals.length > 2")
    assert await visitor.page.evaluate("goals") == [
        [12345, "reachGoal", "chat_opened"],
        [12345, "reachGoal", "chat_started"],
        [12345, "reachGoal", "message_sent"],
    ]
    async with town.server.database.connection() as connection:
        query = "SELECT coalesce(metrica_client_id = '1700000000123456789', false) FROM conversations"
        await until_true(lambda: connection.fetchval(query))


async def test_calls_before_the_script_has_come_are_done_after(town: Town) -> None:
    visitor = Visitor(await town.page(await town.context()))
    await visitor.page.add_init_script(
        "window.ryadom = function () { (ryadom.q = ryadom.q || []).push(arguments) };"
        "ryadom('on', 'open', () => { window.wasOpened = true }); ryadom('hide');"
    )
    await visitor.page.goto(town.shop_url)
    await visitor.page.wait_for_load_state("networkidle")
    await expect(visitor.host).to_have_count(0)
    await visitor.page.evaluate("ryadom('show'); ryadom('open')")
    await expect(visitor.field).to_be_focused()
    await visitor.page.wait_for_function("window.wasOpened")


@SCHEMES
async def test_page_fits_any_screen_and_complains_of_nothing(town: Town, scheme: str) -> None:
    page = (await owner(town, color_scheme=scheme)).page
    await page.get_by_label("Говорить посетителям, когда ответят").check()
    for width in (360, 768, 1440):
        await page.set_viewport_size({"width": width, "height": 900})
        await expect(page.locator(".widget__page").get_by_text("Напишите, что вас интересует")).to_be_visible()
        assert await complaints(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_page_changes_the_language_of_a_chat_that_is_under_way(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Здравствуйте")
    await visitor.sees_sent()
    await visitor.page.evaluate("ryadom.setLocale('en-US')")
    field = visitor.page.get_by_label("Message", exact=True)
    await expect(field).to_be_visible()
    await expect(visitor.launcher).to_have_attribute("aria-label", "Open chat")
    await field.fill("Hello")
    await field.press("Enter")
    await expect(visitor.own_bubbles).to_have_text(["Здравствуйте", "Hello"])
    await expect(visitor.host.locator(".own .meta").last).to_contain_text("sent")
    # There is no such language: Russian is what the server has for it.
    await visitor.page.evaluate("ryadom.setLocale('xx')")
    await expect(visitor.field).to_be_visible()
