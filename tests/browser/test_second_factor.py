"""Signing in with a second factor, and looking after one's own access, in a real Chromium."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from playwright.async_api import Browser, Page, expect

from ryadom.core.operators import add_operator
from ryadom.core.second_factor import STEP_S
from ryadom.store.operators import Role
from tests.browser.conftest import Town, town_on
from tests.browser.people import Operator, accept
from tests.browser.test_accessibility import SCHEMES, complaints, complaints_in_schemes
from tests.web.client import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANNA = "anna@shop.test"


class Phone:
    """An authenticator application, with a clock that can be set: each code signs in only once.

    A code of the step before is refused where a step ends while it is on its way. So the present one sets it up,
    and the next one signs in.
    """

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)

    def code(self, *, steps: int = 0) -> str:
        return self._totp.at(datetime.now(UTC) + timedelta(seconds=steps * STEP_S))


async def _type_password(page: Page, email: str, password: str = PASSWORD) -> None:
    await page.get_by_label("Почта").fill(email)
    await page.get_by_label("Пароль", exact=True).fill(password)
    await page.keyboard.press("Enter")


async def _open_security(operator: Operator) -> None:
    await operator.page.get_by_role("button", name=re.compile("^Меню")).click()
    await operator.page.get_by_role("button", name="Безопасность").click()
    await expect(operator.page.get_by_role("dialog", name="Безопасность")).to_be_visible()


async def _scan_and_confirm(page: Page) -> tuple[Phone, list[str]]:
    """From the picture to the recovery codes; gives the phone and the codes."""
    await expect(page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    phone = Phone((await page.locator(".security__secret").inner_text()).replace(" ", ""))
    await page.get_by_label("Код подтверждения").fill(phone.code())
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Сохраните коды восстановления")).to_be_focused()
    codes = await page.locator(".security__codes li").all_inner_texts()
    await page.get_by_role("button", name="Коды сохранены").click()
    return phone, codes


async def _enrol(operator: Operator) -> tuple[Phone, list[str]]:
    page = operator.page
    await page.get_by_role("button", name="Включить").click()
    await page.get_by_role("region", name="Двухфакторная защита").get_by_label("Текущий пароль").fill(PASSWORD)
    await page.keyboard.press("Enter")
    return await _scan_and_confirm(page)


async def test_operator_sets_a_second_factor_up_and_signs_in_with_it_by_keyboard(town: Town) -> None:
    operator = await town.operator()
    await _open_security(operator)
    phone, recovery = await _enrol(operator)
    await expect(operator.page.get_by_text("Включена. Осталось кодов восстановления: 10.")).to_be_visible()
    assert len(set(recovery)) == 10

    page = await town.page(await town.context())
    await page.goto(town.panel_url)
    await _type_password(page, ANNA)
    field = page.get_by_label("Код подтверждения")
    await expect(field).to_be_focused()
    assert await field.get_attribute("autocomplete") == "one-time-code"
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_have_text("Впишите код.")
    await page.keyboard.type("000000")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("не подходит")
    await expect(field).to_have_attribute("aria-invalid", "true")
    await page.keyboard.type(phone.code(steps=1))
    await page.keyboard.press("Enter")
    await expect(Operator(page).folder("Очередь")).to_be_visible()


async def test_recovery_code_stands_in_for_the_phone_once(town: Town) -> None:
    operator = await town.operator()
    await _open_security(operator)
    _, (code, *_) = await _enrol(operator)
    page = await town.page(await town.context())
    await page.goto(town.panel_url)
    await _type_password(page, ANNA)
    await page.get_by_label("Код подтверждения").fill(code)
    await page.keyboard.press("Enter")
    await expect(Operator(page).folder("Очередь")).to_be_visible()


async def test_owner_without_a_second_factor_is_led_through_it_before_anything_else(town: Town) -> None:
    await add_operator(
        town.server.database,
        email="owner@shop.test",
        name="Ольга",
        password=PASSWORD,
        site_keys=["shop-key-1"],
        role=Role.OWNER,
    )
    page = await town.page(await town.context(viewport={"width": 360, "height": 740}))
    await page.goto(town.panel_url)
    await _type_password(page, "owner@shop.test")
    await expect(page.get_by_text("Ваша роль требует двухфакторной защиты")).to_be_visible()
    assert await complaints_in_schemes(page) == []
    await page.get_by_role("button", name="Включить").click()
    await expect(page.get_by_label("Текущий пароль")).to_be_focused()
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    assert await complaints_in_schemes(page) == []
    await _scan_and_confirm(page)
    await expect(Operator(page).folder("Очередь")).to_be_visible()


async def test_operator_sees_their_sessions_and_ends_the_other_one(town: Town) -> None:
    there, here = await town.operator(), await town.operator()
    await _open_security(here)
    sessions = here.page.get_by_role("region", name="Сеансы").get_by_role("listitem")
    await expect(sessions).to_have_count(2)
    await expect(sessions.filter(has_text="Этот сеанс")).to_have_count(1)
    asked = accept(here.page)
    await here.page.get_by_role("button", name=re.compile("^Завершить сеанс")).click()
    await expect(sessions).to_have_count(1)
    [question] = asked
    assert question.startswith("Завершить сеанс")
    await expect(there.page.get_by_text("Сеанс закончился")).to_be_visible()


async def test_operator_changes_their_password(town: Town) -> None:
    operator = await town.operator()
    await _open_security(operator)
    region = operator.page.get_by_role("region", name="Пароль")
    await region.get_by_label("Текущий пароль").fill(PASSWORD)
    await region.get_by_label("Новый пароль").fill("password123")
    await operator.page.keyboard.press("Enter")
    await expect(region.get_by_role("alert")).to_contain_text("слишком известный")
    await region.get_by_label("Новый пароль").fill("четыре разных слова вместе")
    await operator.page.keyboard.press("Enter")
    await expect(region.get_by_role("status")).to_contain_text("Пароль изменён")
    page = await town.page(await town.context())
    await page.goto(town.panel_url)
    await _type_password(page, ANNA, "четыре разных слова вместе")
    await expect(Operator(page).folder("Очередь")).to_be_visible()


async def test_auditor_reads_a_conversation_and_is_offered_nothing_to_change(town: Town) -> None:
    await add_operator(
        town.server.database,
        email="auditor@shop.test",
        name="Вера",
        password=PASSWORD,
        site_keys=["shop-key-1"],
        role=Role.AUDITOR,
    )
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    page = await town.page(await town.context(viewport={"width": 1440, "height": 900}))
    await page.goto(town.panel_url)
    await _type_password(page, "auditor@shop.test")
    await page.get_by_role("button", name="Включить").click()
    await page.get_by_label("Текущий пароль").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await _scan_and_confirm(page)
    auditor = Operator(page)
    await auditor.rows.filter(has_text="Вопрос").click()
    await auditor.sees("Вопрос")
    await expect(page.get_by_text("только читать")).to_be_visible()
    await expect(auditor.field).to_have_count(0)
    await expect(page.get_by_role("button", name="Закрыть диалог")).to_have_count(0)
    await expect(page.get_by_role("button", name="Взять в работу")).to_have_count(0)
    await expect(visitor.host.locator(".own .meta").last).to_contain_text("отправлено")


@SCHEMES
async def test_security_and_the_second_step_have_no_serious_complaint(town: Town, scheme: str) -> None:
    operator = await town.operator(color_scheme=scheme)
    await _open_security(operator)
    page = operator.page
    assert await complaints(page) == []
    await page.get_by_role("button", name="Включить").click()
    await page.get_by_role("region", name="Двухфакторная защита").get_by_label("Текущий пароль").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("img", name=re.compile("QR"))).to_be_visible()
    assert await complaints(page) == []
    await _scan_and_confirm(page)
    page = await town.page(await town.context(color_scheme=scheme))
    await page.goto(town.panel_url)
    await _type_password(page, ANNA)
    await expect(page.get_by_label("Код подтверждения")).to_be_visible()
    assert await complaints(page) == []


async def test_panel_that_is_left_alone_signs_out_and_keeps_the_draft(chromium: Browser, database_url: str) -> None:
    async with town_on(chromium, database_url, panel_lock_minutes=15) as town:
        visitor = await town.visitor()
        await visitor.open_chat()
        await visitor.say("Вопрос")
        operator = await town.operator()
        await operator.open("Вопрос")
        await operator.field.fill("Начатый ответ")
        # As if nobody had touched any tab for longer than that.
        await operator.page.evaluate("localStorage.setItem('ryadom.touched_at', String(Date.now() - 16 * 60_000))")
        await expect(operator.page.get_by_text("Панелью долго не пользовались")).to_be_visible()
        await operator.sign_in(town.panel_url, ANNA, PASSWORD)
        await operator.open("Вопрос")
        await expect(operator.field).to_have_value("Начатый ответ")
        assert town.page_errors == []
