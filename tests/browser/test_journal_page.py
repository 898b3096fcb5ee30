"""«Журнал действий» as an officer uses it: rows in words, filters, links to a person's records, CSV, verification."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.conftest import PostgresServer
from tests.store.journals import opening, tamper, write

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "#privacy/journal"


def row(officer: Operator, *texts: str) -> Locator:
    """The newest record whose row has these texts."""
    rows = officer.page.get_by_role("row")
    for text in texts:
        rows = rows.filter(has_text=text)
    return rows.first


async def anna_reads(town: Town, *names: str) -> None:
    """Visitors with these names have written, and Anna has opened their threads."""
    operator = await town.operator()
    for name in names:
        visitor = await town.visitor()
        await visitor.open_chat()
        await visitor.say(f"Вопрос: {name}")
        await visitor.sees_sent()
        async with town.server.database.connection() as connection:
            await connection.execute("UPDATE visitors SET name = $1 WHERE name IS NULL OR name = ''", name)
        await operator.open(f"Вопрос: {name}")
        await operator.sees(f"Вопрос: {name}")


async def test_officer_sees_who_opened_whose_thread_and_all_records_about_that_person(town: Town) -> None:
    await anna_reads(town, "Марина", "Олег")
    officer = await town.officer(Role.AUDITOR, path=PATH)
    page = officer.page
    marina = row(officer, "Просмотр диалога", "Марина")
    await expect(marina).to_contain_text("Анна")
    await expect(marina).to_contain_text("127.0.0.1")
    await expect(marina).to_contain_text("выполнено")

    await marina.get_by_role("link", name="посетитель").click()
    await expect(row(officer, "Олег")).to_have_count(0)
    await expect(row(officer, "Вход")).to_have_count(0)
    await expect(row(officer, "Марина")).to_be_visible()
    await expect(page.get_by_label("Номер посетителя или диалога")).to_have_value(re.compile("^[0-9a-f-]{36}$"))
    await page.go_back()
    await expect(row(officer, "Олег")).to_be_visible()

    await page.get_by_label("Действие").select_option(label="Вход")
    await page.get_by_label("Сотрудник").select_option(label="Анна")
    await page.get_by_role("button", name="Показать", exact=True).click()
    await expect(row(officer, "Марина")).to_have_count(0)
    await expect(page.locator("tbody").get_by_role("row")).to_have_count(1)
    await page.get_by_role("button", name="Сбросить").click()
    await expect(row(officer, "Марина")).to_be_visible()
    # The officer's own looks are there as well
    await expect(row(officer, "Просмотр журнала", "Вера")).to_be_visible()


async def test_what_was_destroyed_is_told_to_be_destroyed(town: Town) -> None:
    await anna_reads(town, "Марина")
    async with town.server.database.connection() as connection:
        await connection.execute("DELETE FROM person_keys")
    officer = await town.officer(Role.AUDITOR, path=PATH)
    await expect(row(officer, "Просмотр диалога")).to_contain_text("уничтожено")
    await expect(officer.page.get_by_role("main").get_by_text("Марина")).to_have_count(0)


async def test_name_that_is_html_stays_text(town: Town) -> None:
    await anna_reads(town, "<img src=x onerror=document.title='взломано'>")
    officer = await town.officer(Role.AUDITOR, path=PATH)
    await expect(row(officer, "Просмотр диалога")).to_contain_text("<img src=x")
    await expect(officer.page.locator("tbody img")).to_have_count(0)


async def test_older_records_come_on_demand_and_all_of_them_as_csv(town: Town, tmp_path: Path) -> None:
    site = town.server.site
    await write(town.server.database, *(opening(site.controller_id, site_id=site.id) for _ in range(70)))
    officer = await town.officer(Role.AUDITOR, path=PATH)
    page = officer.page
    rows = page.locator("tbody").get_by_role("row")
    await expect(rows).to_have_count(50)
    await page.get_by_role("button", name="Показать ещё").click()
    await expect(page.get_by_text("№\u00a01", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Показать ещё")).to_have_count(0)
    await page.get_by_label("Действие").select_option(label="Просмотр диалога")
    await page.get_by_role("button", name="Показать", exact=True).click()
    await expect(row(officer, "Вход")).to_have_count(0)
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Выгрузить в CSV").click()
    await (await downloading.value).save_as(tmp_path / "journal.csv")
    lines = (tmp_path / "journal.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 71
    assert all(";conversation_opened;" in line for line in lines[1:])


async def test_number_that_is_none_is_told_at_its_field(town: Town) -> None:
    officer = await town.officer(Role.AUDITOR, path=PATH)
    await officer.page.get_by_label("Номер посетителя или диалога").fill("123")
    await officer.page.get_by_role("button", name="Показать", exact=True).click()
    await expect(officer.page.get_by_text("Это не номер")).to_be_visible()


async def test_officer_verifies_the_journal_and_is_told_the_record_that_was_changed(
    town: Town, postgres: PostgresServer, database_url: str
) -> None:
    site = town.server.site
    await write(town.server.database, *(opening(site.controller_id, site_id=site.id) for _ in range(5)))
    officer = await town.officer(Role.AUDITOR, path=PATH)
    page = officer.page
    await page.get_by_role("button", name="Проверить целостность").click()
    await expect(page.get_by_role("status").filter(has_text="Цепь цела: проверено")).to_be_visible()
    await tamper(postgres, database_url, "UPDATE journal SET actor_name = 'Анка' WHERE number = 4")
    await page.get_by_role("button", name="Проверить целостность").click()
    await expect(page.get_by_role("status").filter(has_text="Цепь нарушена на записи № 4.")).to_be_visible()
