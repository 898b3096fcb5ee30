"""An administrator has a table made, sees it grow, saves it, and finds the record; the page fits everywhere."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Dialog, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def town_settings(tmp_path: Path) -> dict[str, Any]:
    """It may keep files."""
    return {"data_dir": tmp_path}


async def test_table_is_made_saved_once_more_and_removed(town: Town, tmp_path: Path) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Почём пуэр?")
    await visitor.sees_sent()
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/exports")).page
    await expect(page.get_by_text("Выгрузок пока нет")).to_be_visible()
    await page.get_by_role("button", name="Новая выгрузка").click()
    await page.get_by_label("Таблица").select_option(label="Сообщения")
    await expect(page.get_by_label("Между столбцами")).to_have_count(0)
    await page.get_by_label("Формат").select_option(label="CSV: для таблиц")
    await page.get_by_label("Между столбцами").select_option(label="Запятая, без метки UTF-8: для программ")
    await page.get_by_text("Столбцы: все").click()
    columns = page.get_by_role("group", name="Столбцы").get_by_role("checkbox")
    for box in await columns.all():
        await box.uncheck()
    await page.get_by_role("button", name="Подготовить файл").click()
    await expect(page.get_by_role("alert").filter(has_text="Отметьте хотя бы один столбец")).to_be_visible()
    await page.get_by_role("checkbox", name="Текст").check()
    await page.get_by_role("checkbox", name="Номер записи").check()
    await expect(page.get_by_text("В файле будут контакты людей")).to_be_visible()
    await page.get_by_role("button", name="Подготовить файл").click()
    await expect(page.get_by_text("Выгрузка поставлена в очередь.")).to_be_visible()
    row = page.get_by_role("row", name="Сообщения, CSV")
    await expect(row).to_contain_text("2 столбца")
    # The page sees it by itself.
    await expect(row).to_contain_text("1 строка", timeout=20_000)
    for turn in ("first", "second"):
        async with page.expect_download() as saving:
            await row.get_by_role("button", name="Скачать").click()
        saved = tmp_path / turn
        await (await saving.value).save_as(saved)
        content = await asyncio.to_thread(saved.read_text, encoding="utf-8")
        assert content == "seq,body\n1,Почём пуэр?\n"
    await expect(page.get_by_text("браузер может докачать остальное")).to_be_visible()

    async def agree(dialog: Dialog) -> None:
        await dialog.accept()

    page.once("dialog", agree)
    await row.get_by_role("button", name="Удалить файл").click()
    await expect(row).to_contain_text("Файл удалён")
    await expect(row.get_by_role("button")).to_have_count(0)
    await page.goto(f"{page.url.partition('#')[0]}#privacy/journal")
    await expect(page.get_by_role("row").filter(has_text="Выгрузка скачана").first).to_be_visible()
    ended = page.get_by_role("row").filter(has_text="Передача выгрузки окончена").first
    for said in ("отправлено строк: 1", "чем кончилось: передана вся"):
        await expect(ended).to_contain_text(said)


async def test_table_of_some_conversations_is_made(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Почём пуэр?")
    await visitor.sees_sent()
    page = (await town.officer(Role.ADMIN, path="#privacy/exports")).page
    for state, rows in (("Открытые", "1 строка"), ("Закрытые", "0 строк")):
        await page.get_by_role("button", name="Новая выгрузка").click()
        await page.get_by_text("Отбор: без условий").click()
        await page.get_by_role("combobox", name="Состояние").select_option(label=state)
        await expect(page.get_by_text(f"Отбор: Состояние: {state}")).to_be_visible()
        await page.get_by_role("button", name="Подготовить файл").click()
        row = page.get_by_role("row", name="Диалоги, Excel").first
        await expect(row).to_contain_text(f"Состояние: {state}")
        await expect(row).to_contain_text(rows, timeout=20_000)
    await page.get_by_role("button", name="Новая выгрузка").click()
    await page.get_by_label("Таблица").select_option(label="Согласия")
    await expect(page.get_by_text("Отбор:")).to_have_count(0)


async def test_who_sees_no_contacts_is_told_so(town: Town) -> None:
    page = (await town.officer(Role.AUDITOR, path="#privacy/exports")).page
    await page.get_by_role("button", name="Новая выгрузка").click()
    await expect(page.get_by_text("Контакты в файле будут скрыты")).to_be_visible()
    await page.get_by_role("button", name="Подготовить файл").click()
    row = page.get_by_role("row", name="Диалоги, Excel")
    await expect(row).to_contain_text("Контакты скрыты")
    await expect(row.get_by_role("button", name="Скачать")).to_be_visible(timeout=20_000)


async def test_what_waits_is_stopped(town: Town) -> None:
    page = (await town.officer(Role.ADMIN, path="#privacy/exports")).page
    async with town.server.database.transaction() as connection:
        await connection.execute("LOCK TABLE entries IN ACCESS EXCLUSIVE MODE")
        await page.get_by_role("button", name="Новая выгрузка").click()
        await page.get_by_label("Таблица").select_option(label="Оценки")
        await page.get_by_role("button", name="Подготовить файл").click()
        row = page.get_by_role("row", name="Оценки, Excel")
        await expect(row.get_by_role("progressbar", name="Готовится: Оценки")).to_be_visible()
        await row.get_by_role("button", name="Остановить").click()
        await expect(row).to_contain_text("Отменена")
    await expect(page.get_by_text("Выгрузка отменена.")).to_be_visible()


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_page_is_accessible_and_fits(town: Town, scheme: str, width: int) -> None:
    page = (
        await town.officer(
            Role.ADMIN, path="#privacy/exports", color_scheme=scheme, viewport={"width": width, "height": 800}
        )
    ).page
    await page.get_by_role("button", name="Новая выгрузка").click()
    await page.get_by_label("Период").select_option(label="Выбрать дни")
    await page.get_by_text("Столбцы: все").click()
    assert await complaints(page) == []
    await page.get_by_role("button", name="Подготовить файл").click()
    await expect(page.get_by_role("button", name="Скачать: Диалоги")).to_be_visible(timeout=20_000)
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
