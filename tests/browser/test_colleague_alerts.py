"""«Письма об ожидании» on «Сотрудники»: who is mailed, who would not hear, and whose word counts."""

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "#privacy/colleagues"
CHOICE = "Письмо, если посетитель ждёт"


async def test_administrator_sees_who_is_mailed_and_chooses_for_them(town: Town) -> None:
    admin, owner = [
        await town.officer(role, name=name, path=PATH) for role, name in ((Role.ADMIN, "Вера"), (Role.OWNER, "Ольга"))
    ]
    page, late = admin.page, owner.page
    async with town.server.database.connection() as connection:
        await connection.execute("DELETE FROM waiting_alerts")
    await page.reload()
    anna = page.get_by_role("row").filter(has_text="anna@shop.test")
    letters = anna.locator('td[data-label="Письма об\u00a0ожидании"]')
    await expect(letters).to_have_text("Нет")
    # That nothing would come, and why, stands above all else.
    await expect(page.get_by_text("на сервере не заданы RYADOM_SMTP_URL")).to_be_visible()
    nobody = page.get_by_text("Лавка: если в панели никого нет, о посетителе не узнает никто.")
    await expect(nobody).to_be_visible()
    assert await complaints(page) == []

    for one in (page, late):
        await one.get_by_role("link", name="Анна").click()
        await expect(one.get_by_label(CHOICE)).to_be_visible()
    await page.get_by_label(CHOICE).select_option(label="через 10 мин")
    await page.get_by_role("button", name="Сохранить выбор").click()
    await expect(page.get_by_text("Сохранено.", exact=True)).to_be_visible()

    await late.get_by_label(CHOICE).select_option(label="через 30 мин")
    await late.get_by_role("button", name="Сохранить выбор").click()
    clash = late.get_by_role("alert").filter(has_text="здесь сохранили другое (Вера,")
    await expect(clash).to_contain_text("Сейчас: через 10 минУ вас: через 30 мин")
    await clash.get_by_role("button", name="Всё равно сохранить моё").click()
    await expect(late.get_by_text("Сохранено.", exact=True)).to_be_visible()

    await page.get_by_role("link", name="К списку сотрудников").click()
    # The address is written a frame after the page is drawn: a reload at once would be of the one before
    await expect(page).to_have_url(town.panel_url + PATH)
    await page.reload()
    await expect(letters).to_have_text("через 30 мин")
    await expect(nobody).to_have_count(0)

    # What whoever comes from now on begins with.
    new = page.get_by_label("Новым сотрудникам", exact=True)
    await expect(new).to_have_value("5")
    await new.select_option(label="Не писать")
    await page.get_by_role("button", name="Сохранить выбор").click()
    await expect(page.get_by_text("Сохранено.", exact=True)).to_be_visible()
    await late.get_by_role("link", name="К списку сотрудников").click()
    await late.get_by_label("Новым сотрудникам", exact=True).select_option(label="через 1 мин")
    await late.get_by_role("button", name="Сохранить выбор").click()
    await expect(late.get_by_role("alert").filter(has_text="(Вера,")).to_contain_text("Сейчас: Не писать")
    await late.get_by_role("button", name="Показать новое").click()
    await expect(late.get_by_label("Новым сотрудникам", exact=True)).to_have_value("")
