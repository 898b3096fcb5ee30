"""Who works on what, as people do it: stepping away, being given a chat, handing over with a comment, distribution."""

import re
from uuid import UUID

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role, set_active
from ryadom.store.work_rules import Mode
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.waiting import until_true
from tests.web.client import PASSWORD
from tests.web.programs import anna_of
from tests.web.test_returning import dispatcher_of
from tests.web.work import add_colleague, forget_presence, limit_to, set_rule

pytestmark = pytest.mark.asyncio(loop_scope="session")

AWAY = "Меня нет на месте"


async def colleague(town: Town, name: str, *, limit: int | None = None) -> Operator:
    """Somebody who answers on the same site, signed in."""
    email = await add_colleague(town.server, name, limit=limit)
    operator = Operator(await town.page(await town.context()))
    await operator.sign_in(f"{town.server.http_url}/panel/", email, PASSWORD)
    return operator


async def open_menu(operator: Operator) -> None:
    await operator.page.get_by_role("button", name=re.compile("^Меню: ")).click()


async def test_operator_steps_away_in_the_menu_and_comes_back_by_the_palette(town: Town) -> None:
    anna = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await open_menu(anna)
    await anna.page.get_by_label(AWAY).click()
    menu = anna.page.get_by_role("button", name=f"Меню: Анна, {AWAY}")
    await expect(menu).to_be_visible()
    await anna.page.reload()
    await expect(menu).to_be_visible()
    await anna.press(["Control+k"])
    # Letters that no key of an American keyboard has are put in as a text: there must be a field to put them into.
    await expect(anna.page.get_by_role("combobox", name="Команды, диалоги и страницы")).to_be_focused()
    await anna.page.keyboard.type("Я на месте")
    await expect(anna.page.get_by_role("option", name="Я на месте", selected=True)).to_be_visible()
    await anna.page.keyboard.press("Enter")
    await expect(anna.page.get_by_role("button", name="Меню: Анна", exact=True)).to_be_visible()


async def test_who_comes_online_is_given_what_waits_and_the_thread_says_so(town: Town) -> None:
    await set_rule(town.server, Mode.EVENLY)
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Есть кто-нибудь?")
    await visitor.sees_sent()
    anna = await town.operator()
    await anna.folder("Мои").click()
    await anna.open("Есть кто-нибудь?")
    await expect(anna.page.get_by_text("Диалог в работе: Анна, автоматически")).to_be_visible()
    await anna.say("Здравствуйте")
    await visitor.sees("Есть кто-нибудь?", "Здравствуйте")


async def test_conversation_is_handed_to_a_colleague_with_a_comment_that_the_visitor_does_not_get(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Нужна скидка")
    await visitor.sees_sent()
    vera = await colleague(town, "Вера", limit=5)
    anna = await town.operator()
    await anna.open("Нужна скидка")
    button = anna.page.get_by_role("button", name="Передать", exact=True)
    await button.click()
    await anna.page.get_by_label("Комментарий для коллег").fill("Обещали 10 %")
    await anna.page.get_by_role("button", name=re.compile("Вера.*в.сети · 0 из.5")).click()
    await expect(button).to_be_focused()
    for operator in (anna, vera):
        await operator.folder("Все").click()
        await operator.open("Нужна скидка")
        await expect(operator.page.get_by_text("Обещали 10 %")).to_be_visible()
    await expect(anna.page.locator(".thread-bar__state")).to_contain_text("Вера")
    await vera.say("Дадим")
    await visitor.sees("Нужна скидка", "Дадим")
    await expect(visitor.page.get_by_text("Обещали 10 %")).to_have_count(0)


async def test_answer_that_a_colleague_has_overtaken_is_sent_by_a_second_press_only(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Сколько стоит пуэр?")
    await visitor.sees_sent()
    vera = await colleague(town, "Вера")
    anna = await town.operator()
    for operator in (anna, vera):
        await operator.open("Сколько стоит пуэр?")
    await anna.field.fill("Пуэр стоит 900")
    await vera.field.press_sequentially("900")
    await expect(anna.page.get_by_text("Вера сейчас тоже пишет ответ.")).to_be_visible()
    await vera.field.press("Enter")
    await anna.sees("Сколько стоит пуэр?", "900")
    await anna.field.press("Enter")
    await expect(anna.page.get_by_text("Пока вы писали, ответил коллега: Вера.")).to_be_visible()
    await expect(anna.field).to_have_value("Пуэр стоит 900")
    await visitor.sees("Сколько стоит пуэр?", "900")
    await anna.field.press("Enter")
    await visitor.sees("Сколько стоит пуэр?", "900", "Пуэр стоит 900")


async def test_administrator_chooses_the_distribution_and_a_limit(town: Town) -> None:
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/work")).page
    await page.get_by_role("radio", name=re.compile("^Поровну")).check()
    await page.get_by_label("Возвращать в очередь через, минут").fill("61")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("alert").filter(has_text="целое число минут")).to_be_visible()
    await page.get_by_label("Возвращать в очередь через, минут").fill("5")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено и уже действует.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("radio", name=re.compile("^Поровну"))).to_be_checked()
    await page.goto(page.url.replace("privacy/work", "privacy/colleagues"))
    anna = page.get_by_role("row").filter(has_text="anna@shop.test")
    await expect(anna.get_by_role("cell", name="не в сети 0 диалогов")).to_be_visible()
    await anna.get_by_role("link").click()
    await page.get_by_label("Диалогов сразу").fill("3")
    await page.get_by_role("button", name="Сохранить предел").click()
    await expect(page.get_by_text("Предел сохранён.")).to_be_visible()
    await expect(page.get_by_text("0 из 3 диалогов")).to_be_visible()
    # Somebody else sets another while one is at it.
    await limit_to(town.server.database, "anna@shop.test", 5)
    await page.get_by_label("Диалогов сразу").fill("4")
    await page.get_by_role("button", name="Сохранить предел").click()
    conflict = page.get_by_role("alert").filter(has_text="здесь сохранили другое")
    await expect(conflict).to_contain_text("Сейчас: 5")
    assert await complaints(page) == []
    await conflict.get_by_role("button", name="Показать новое").press("Enter")
    await expect(page.get_by_label("Диалогов сразу")).to_have_value("5")
    await page.get_by_label("Диалогов сразу").fill("3")
    await page.get_by_label("Диалогов сразу").press("Enter")
    await expect(page.get_by_text("0 из 3 диалогов")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Диалогов сразу")).to_have_value("3")


@SCHEMES
async def test_sheet_and_page_are_accessible(town: Town, scheme: str) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    await colleague(town, "Вера", limit=5)
    operator = await town.officer(Role.ADMIN, name="Ольга", color_scheme=scheme)
    await operator.open("Вопрос")
    await operator.page.get_by_role("button", name="Передать", exact=True).click()
    await expect(operator.page.get_by_role("button", name=re.compile("Вера.*0 из.5"))).to_be_visible()
    assert await complaints(operator.page) == []
    await operator.page.goto(re.sub("#.*", "", operator.page.url) + "#privacy/work")
    await expect(operator.page.get_by_role("radio", name=re.compile("^Поровну"))).to_be_visible()
    assert await complaints(operator.page) == []


async def test_what_a_colleague_who_is_gone_has_left_is_in_the_queue_and_in_their_name(town: Town) -> None:
    await set_rule(town.server, Mode.OFF, return_min=1)
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Где мой заказ?")
    anna = await town.operator()
    await anna.open("Где мой заказ?")
    await anna.say("Сейчас посмотрю")
    await visitor.sees("Где мой заказ?", "Сейчас посмотрю")
    await visitor.say("Вы тут?")
    gleb = await colleague(town, "Глеб")
    await expect(gleb.rows).to_have_count(0)

    # Their computer went off, and never came back; then they were dismissed.
    await anna.page.context.close()
    anna_id = await anna_of(town.server)

    async def is_taken_back() -> bool:
        # Until the server has seen the line break, it sees Anna there.
        await forget_presence(town.server.database, anna_id, gone_s=61)
        return await dispatcher_of(town.server).take_back() == 1

    await until_true(is_taken_back)
    await expect(gleb.folder("Очередь")).to_contain_text("1")
    await gleb.open("Вы тут?")
    await expect(gleb.page.get_by_text("Анна: не\u00a0в\u00a0сети. Диалог возвращён")).to_be_visible()
    async with town.server.database.transaction() as connection:
        await set_active(connection, UUID(anna_id), is_active=False)
    await gleb.page.reload()
    await gleb.sees("Где мой заказ?", "Сейчас посмотрю", "Вы тут?")
    await expect(gleb.page.locator(".thread__scroller").get_by_text("Анна").first).to_be_visible()
    await gleb.say("Заказ в пути")
    await visitor.sees("Где мой заказ?", "Сейчас посмотрю", "Вы тут?", "Заказ в пути")
    await expect(gleb.page.get_by_text("ведёте вы")).to_be_visible()
    # Nothing can be handed to who can't sign in.
    await gleb.page.get_by_role("button", name="Передать").click()
    sheet = gleb.page.get_by_role("region", name="Передать")
    await expect(sheet.get_by_role("button", name="В\u00a0очередь")).to_be_visible()
    await expect(sheet.get_by_role("button", name="Анна")).to_have_count(0)
