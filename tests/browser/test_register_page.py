"""«Получатели данных»: an owner lists a recipient, an auditor reads, and the journal knows of every change."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from ryadom.core.recipients import list_recipients
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import complaints
from tests.web.test_display_masking import records

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_owner_adds_changes_and_removes_a_recipient(town: Town, tmp_path: Path) -> None:
    owner = await town.officer(Role.OWNER, everywhere=True, path="#privacy/register")
    page = owner.page
    await expect(page.get_by_text("Получателей нет: данные никому не\u00a0уходят.")).to_be_visible()
    await page.get_by_role("button", name="Добавить получателя").click()
    await expect(page.get_by_role("heading", name="Новый получатель")).to_be_focused()
    assert await complaints(page) == []
    await page.get_by_label("Получатель", exact=True).fill("ООО «Учёт»")
    await page.get_by_label("Узел").fill("8.8.8.8")
    await page.get_by_label("Цель").fill("Учёт заявок")
    await page.get_by_label("Категории данных").fill("имя, телефон")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("alert").filter(has_text="в\u00a0другой стране")).to_be_visible()

    await page.get_by_label("Узел").fill("77.88.8.8")
    await page.get_by_role("button", name="Сохранить").click()
    row = page.get_by_role("row").filter(has_text="ООО «Учёт»")
    await expect(row).to_contain_text("заявлено владельцем")
    await row.get_by_role("button", name="Изменить: ООО «Учёт»").click()
    await page.get_by_label("Цель").fill("Другая цель")
    await page.get_by_label("Сколько данных можно вебхукам").select_option("contents")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(row).to_contain_text("Другая цель")
    await expect(row).to_contain_text("Вебхукам: ещё и\u00a0тексты")

    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Скачать CSV").click()
    file = tmp_path / "register.csv"
    await (await downloading.value).save_as(file)
    assert "Другая цель" in file.read_text()

    page.once("dialog", lambda dialog: dialog.accept())
    await row.get_by_role("button", name="Удалить: ООО «Учёт»").click()
    await expect(page.get_by_role("status").filter(has_text="Удалено: ООО «Учёт».")).to_be_visible()
    assert await list_recipients(town.server.database) == []
    whats = [record.details["what"] for record in await records(town.server, Action.SETTINGS_CHANGED)]
    assert whats[-3:] == ["recipient_added", "recipient_changed", "recipient_removed"]


async def test_places_are_told_and_the_switch_of_41_fz_is_kept(town: Town) -> None:
    owner = await town.officer(Role.OWNER, everywhere=True, path="#privacy/register")
    page = owner.page
    await expect(page.get_by_role("row").filter(has_text="Резервные копии")).to_contain_text(
        "Программа «Рядом» копий не\u00a0делает"
    )
    await expect(page.get_by_role("row").filter(has_text="База данных")).to_contain_text("Этот сервер")
    await page.get_by_label("Организация из\u00a0перечня 41-ФЗ").check()
    await expect(page.get_by_text("Записано: организация из\u00a0перечня 41-ФЗ.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Организация из\u00a0перечня 41-ФЗ")).to_be_checked()


async def test_auditor_reads_the_register_and_has_nothing_to_press(town: Town) -> None:
    auditor = await town.officer(Role.AUDITOR, path="#privacy/register")
    page = auditor.page
    await expect(page.get_by_role("heading", name="Где находятся данные")).to_be_visible()
    await expect(page.get_by_label("Организация из\u00a0перечня 41-ФЗ")).to_be_disabled()
    await expect(page.get_by_role("button", name="Добавить получателя")).to_have_count(0)
