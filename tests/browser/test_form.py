"""What newcomers are asked before their first message: on the panel, in the chat, on the operator's side."""

import re

import msgspec
import pytest
from playwright.async_api import expect

from ryadom.core.widget_settings import Asked, Form, FormTime, WidgetSettings
from ryadom.store.operators import Role
from ryadom.store.widget_settings import put_settings
from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.consents import ask_for_consent

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALL = Form(when=FormTime.ALWAYS, name=Asked.OPTIONAL, phone=Asked.REQUIRED, email=Asked.OPTIONAL, call=Asked.OPTIONAL)
GOALS = "window.goals = []; window.ym = (counter, method, goal) => method === 'reachGoal' && goals.push(goal)"
HEARD = "() => { window.said = null; ryadom.on('formSubmit', (about) => { said = about }) }"


async def ask(town: Town, form: Form) -> None:
    settings = msgspec.json.encode(WidgetSettings(form=form, metrica=1)).decode()
    async with town.server.database.connection() as connection:
        await put_settings(connection, town.server.site.id, settings, over_version=0)
    town.server.app.state.context.widget_configs.forget(town.server.site.key)


async def test_owner_asks_for_a_phone_and_operators_have_it(town: Town) -> None:
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/widget")).page
    await page.get_by_label("Спрашивать, кто пишет").select_option("always")
    await page.get_by_label("Телефон").select_option("required")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено.")).to_be_visible()

    visitor = await town.visitor()
    await visitor.open_chat()
    await expect(visitor.page.get_by_label("Имя")).to_be_visible()
    await visitor.field.fill("Есть улун?")
    await visitor.field.press("Enter")
    # The browser points at what must be filled in; nothing has gone.
    phone = visitor.page.get_by_label("Телефон")
    await expect(phone).to_be_focused()
    await expect(visitor.bubbles).to_have_count(0)
    await phone.press_sequentially("89123")
    await expect(phone).to_have_value("+7 912 3")
    await phone.press("Enter")
    await expect(visitor.bubbles).to_have_count(0)
    await phone.press("End")
    await phone.press_sequentially("456789")
    await expect(phone).to_have_value("+7 912 345-67-89")
    await visitor.page.get_by_label("Имя").fill("Анна")
    await visitor.page.get_by_role("button", name="Отправить").click()
    await visitor.sees("Имя: Анна\nТелефон: +7 912 345-67-89\n\nЕсть улун?")
    await visitor.sees_sent()
    await expect(phone).to_have_count(0)
    await visitor.page.reload()
    await expect(visitor.bubbles).to_have_count(1)
    await expect(phone).to_have_count(0)

    operator: Operator = await town.operator()
    await expect(operator.rows.first).to_contain_text("Анна")
    await operator.open("Анна")
    contacts = operator.page.locator(".card")
    await contacts.get_by_role("button", name="Показать контакты").click()
    await expect(contacts.get_by_role("link", name="+7 912 345-67-89")).to_have_attribute("href", "tel:+79123456789")


async def test_form_goes_with_its_message_after_the_consent_and_the_page_hears_of_it(town: Town) -> None:
    await ask(town, ALL)
    await ask_for_consent(town.server.database, town.server.site)
    page = await town.page(await town.context())
    await page.add_init_script(GOALS)
    visitor = Visitor(page)
    await page.goto(town.shop_url)
    await visitor.open_chat()
    await page.evaluate(HEARD)
    await page.get_by_label("Телефон").fill("+375 29 123-45-67")
    await page.get_by_label("Почта").fill("anna@example.ru")
    await page.get_by_label("Когда позвонить").fill("после 18")
    await visitor.field.fill("Есть улун?")
    await visitor.field.press("Enter")
    await expect(visitor.bubbles).to_have_count(0)
    assert await visitor.stored_keys() == []
    await visitor.host.get_by_role("checkbox").check()
    await visitor.field.press("Enter")
    await visitor.sees(
        "Телефон: +375 29 123-45-67\nПочта: anna@example.ru\nПозвонить: после 18\n\nЕсть улун?",
    )
    await visitor.sees_sent()
    await page.wait_for_function("said && goals.length > 4")
    assert await page.evaluate("said") == {
        "phone": "+375 29 123-45-67",
        "email": "anna@example.ru",
        "call": "после 18",
    }
    assert await page.evaluate("goals") == [
        "chat_opened", "chat_started", "message_sent", "contacts_left", "offline_form_sent",
    ]  # fmt: skip


async def test_who_is_there_to_answer_asks_nothing_that_only_the_absent_ask(town: Town) -> None:
    await ask(town, Form(when=FormTime.AWAY, phone=Asked.REQUIRED))
    visitor = await town.visitor()
    await visitor.open_chat()
    await expect(visitor.page.get_by_label("Телефон")).to_be_visible()
    await town.operator()
    await expect(visitor.page.get_by_label("Телефон")).to_have_count(0)
    await visitor.say("Вы здесь")
    await visitor.sees("Вы здесь")


async def test_part_that_does_not_come_keeps_nobody_from_writing(town: Town) -> None:
    await ask(town, ALL)
    context = await town.context()
    await context.route(re.compile("/form-ru-"), lambda route: route.abort())
    visitor = await town.visitor(context=context)
    await visitor.open_chat()
    await visitor.say("Всё равно")
    await visitor.sees("Всё равно")


@SCHEMES
@pytest.mark.parametrize("width", [320, 1440])
async def test_form_is_for_everybody(town: Town, scheme: str, width: int) -> None:
    await ask(town, ALL)
    await ask_for_consent(town.server.database, town.server.site)
    context = await town.context(color_scheme=scheme, viewport={"width": width, "height": 640})
    visitor = await town.visitor(context=context)
    await visitor.launcher.click()
    await expect(visitor.page.get_by_label("Когда позвонить")).to_be_visible()
    assert await complaints(visitor.page) == []
    for label in ("Имя", "Телефон", "Почта", "Когда позвонить"):
        field = visitor.page.get_by_label(label)
        assert await field.evaluate("(input) => getComputedStyle(input).fontSize") == "16px"
        box = await field.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    await expect(visitor.field).to_be_in_viewport()
