"""«Отчёты» as a supervisor uses them: numbers, definitions, filters, order, files, keyboard, phone, print."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.rounds import keep_rounds
from tests.store.timelines import Telling, store_timeline

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "#privacy/reports"
DAYS = 6


async def talk(town: Town, count: int = 40) -> list[Telling]:
    """Conversations of the last days with Anna."""
    site_id = town.server.site.id
    random = Random(4)
    async with town.server.database.transaction() as connection:
        anna = await connection.fetchval("SELECT id FROM operators WHERE email = 'anna@shop.test'")
        department = UUID(int=random.getrandbits(128), version=4)
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Продажи', 0)", site_id, department
        )
        all_told = []
        for _ in range(count):
            begins = datetime.now(UTC) - timedelta(days=DAYS * random.random())
            told = Telling(random, site_id, begins, operators=[anna], departments=[department])
            told.go_on(random.randint(1, 9))
            await store_timeline(connection, told)
            all_told.append(told)
    await keep_rounds(town.server.database, old_too=True)
    return all_told


async def sees_report(page: Page) -> None:
    await expect(page.get_by_role("heading", name="Отчёты", level=1)).to_be_visible()
    await expect(page.locator(".tile").first).to_be_visible()


async def test_supervisor_goes_there_from_the_menu_and_reads_numbers_and_what_they_are(town: Town) -> None:
    await talk(town)
    page = (await town.officer(Role.SUPERVISOR)).page
    await page.get_by_role("button", name=re.compile("Вера")).click()
    await page.get_by_role("link", name="Отчёты").click()
    await sees_report(page)
    tile = page.locator(".tile").filter(has_text="Диалоги")
    shown = int(await tile.locator(".tile__value").inner_text())
    assert shown > 0
    # By the keyboard alone
    hint = tile.get_by_role("button", name="Что значит «Диалоги»")
    await hint.focus()
    await page.keyboard.press("Enter")
    await expect(tile.get_by_role("status")).to_contain_text("Сколько раз посетители обратились")
    await page.keyboard.press("Escape")
    await expect(tile.get_by_role("status")).to_be_empty()
    await expect(hint).to_be_focused()
    await page.get_by_role("button", name="Подробнее").click()
    await expect(page.locator(".tile")).to_have_count(17)
    # The heat map says in numbers what it says in shades
    cells = await page.get_by_role("table", name="Дни недели и часы").locator("td").all_inner_texts()
    assert sum(map(int, cells)) == shown
    await expect(page.get_by_role("img", name=re.compile("^По дням. Больше всего"))).to_be_visible()


async def test_choices_change_the_report_and_what_is_empty_says_so(town: Town) -> None:
    await talk(town)
    page = (await town.officer(Role.SUPERVISOR, path=PATH)).page
    await sees_report(page)
    whole = await page.locator(".tile__value").first.inner_text()
    await page.get_by_label("Сотрудник", exact=True).select_option("Вера")
    await expect(page.get_by_text("За это время никто не написал")).to_be_visible()
    await page.get_by_label("Сотрудник", exact=True).select_option("Все")
    await expect(page.locator(".tile__value").first).to_have_text(whole)
    await page.get_by_label("Часовой пояс", exact=True).select_option("Asia/Kamchatka")
    await expect(page.locator(".tile").first).to_be_visible()
    await page.get_by_label("Период", exact=True).select_option("Свой")
    await page.get_by_label("С", exact=True).fill("2026-11-20")
    await page.get_by_label("По", exact=True).fill("2026-11-10")
    await expect(page.get_by_text("Первый день должен быть не позже последнего")).to_be_visible()
    await page.get_by_label("С", exact=True).fill("2020-01-01")
    await page.get_by_label("По", exact=True).fill("2020-01-02")
    await expect(page.get_by_text("За это время никто не написал")).to_be_visible()


async def test_failure_can_be_tried_again(town: Town) -> None:
    await talk(town, 3)
    officer = await town.officer(Role.SUPERVISOR)
    page = officer.page
    await page.route("**/panel/api/reports?*", lambda route: route.abort())
    await page.goto(town.panel_url + PATH)
    await expect(page.get_by_text("Нет связи с сервером")).to_be_visible()
    await page.unroute("**/panel/api/reports?*")
    await page.get_by_role("button", name="Повторить").click()
    await sees_report(page)


async def test_tables_are_ordered_by_their_headings_and_taken_away(town: Town, tmp_path: Path) -> None:
    await talk(town)
    page = (await town.officer(Role.SUPERVISOR, path=PATH)).page
    await sees_report(page)
    sources = page.get_by_role("table", name="Источники")
    names = sources.locator("tbody th")
    heading = sources.get_by_role("columnheader").first
    await heading.get_by_role("button").first.click()
    await expect(heading).to_have_attribute("aria-sort", "ascending")
    ascending = await names.all_inner_texts()
    await heading.get_by_role("button").first.click()
    await expect(heading).to_have_attribute("aria-sort", "descending")
    assert await names.all_inner_texts() == ascending[::-1] != ascending
    for form in ("CSV", "XLSX"):
        async with page.expect_download() as downloading:
            await page.get_by_role("link", name=f"Выгрузить «Источники», {form}").click()
        file = tmp_path / form
        await (await downloading.value).save_as(file)
        assert file.stat().st_size > 500
    rows = (tmp_path / "CSV").read_text(encoding="utf-8-sig").splitlines()
    assert sorted(row.split(";")[0] for row in rows[1:]) == sorted(ascending)


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_nothing_is_cut_off_and_axe_finds_nothing(town: Town, scheme: str, width: int) -> None:
    await talk(town)
    size = {"width": width, "height": 900}
    page = (await town.officer(Role.SUPERVISOR, path=PATH, color_scheme=scheme, viewport=size)).page
    await sees_report(page)
    for table in await page.get_by_text("Таблицей").all():
        await table.click()
    await page.get_by_role("button", name="Подробнее").click()
    assert await complaints(page) == []
    main = page.get_by_role("main")
    assert await main.evaluate("node => node.scrollWidth <= node.clientWidth")
    # Nothing beside the heading takes room from the numbers below it
    tiles = page.locator(".tiles").first
    assert await tiles.evaluate("node => node.offsetWidth === node.parentElement.clientWidth")
    # On a phone tables are cards, whose figures are explained above
    hints = page.locator(".hint__button:visible")
    for index in (0, 1, await hints.count() - 1):
        await hints.nth(index).click()
        words = page.locator(".hint__words")
        await expect(words).to_be_visible()
        box = await words.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        await page.keyboard.press("Escape")


async def test_number_leads_to_the_conversations_that_it_counts(town: Town) -> None:
    await talk(town, 120)
    page = (await town.officer(Role.SUPERVISOR, path=PATH, viewport={"width": 1440, "height": 900})).page
    await sees_report(page)
    tile = page.locator(".tile").filter(has_text="Без ответа")
    count = int(await tile.locator(".tile__value").inner_text())
    assert 50 < count < 100
    await tile.get_by_role("button", name="показать диалоги").click()
    dialog = page.get_by_role("dialog", name="Без ответа")
    await expect(dialog.get_by_role("listitem")).to_have_count(50)
    await dialog.get_by_role("button", name="Показать ещё").click()
    await expect(dialog.get_by_role("listitem")).to_have_count(count)
    await expect(dialog.get_by_text("без ответа сотрудника")).to_have_count(count)
    await expect(dialog.get_by_role("button", name="Показать ещё")).to_have_count(0)
    assert await complaints(page) == []
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)

    # A figure of a row, by the keyboard, and one of its conversations.
    row = page.get_by_role("table", name="Направления").get_by_role("row").filter(has_text="Продажи")
    cell = row.get_by_role("button", name=re.compile("^Без ответа: Продажи"))
    of_sales = int(await cell.inner_text())
    assert 0 < of_sales < 50
    await cell.press("Enter")
    dialog = page.get_by_role("dialog", name="Без ответа: Продажи")
    await expect(dialog.get_by_role("listitem")).to_have_count(of_sales)
    link = dialog.get_by_role("link").first
    address = str(await link.get_attribute("href"))
    await link.click()
    await expect(page).to_have_url(re.compile(re.escape(address)))
    await expect(page.locator(".bubble").first).to_be_visible()


async def test_forced_colours_and_paper_keep_the_numbers(town: Town) -> None:
    await talk(town)
    page = (await town.officer(Role.SUPERVISOR, path=PATH)).page
    await sees_report(page)
    await page.emulate_media(forced_colors="active")
    bar = page.locator(".plot__bar").first
    assert await bar.evaluate("node => getComputedStyle(node).fill") != "none"
    await page.emulate_media(media="print", forced_colors="none")
    await expect(page.locator(".tile").first).to_be_visible()
    await expect(page.get_by_role("table", name="Дни недели и часы")).to_be_visible()
    for gone in (".privacy__nav", ".report__files", ".choices-of-report"):
        await expect(page.locator(gone).first).to_be_hidden()


async def test_operator_has_no_reports(town: Town) -> None:
    operator = await town.operator()
    await operator.page.get_by_role("button", name=re.compile("Анна")).click()
    await expect(operator.page.get_by_role("button", name="Выйти")).to_be_visible()
    await expect(operator.page.get_by_role("link", name="Отчёты")).to_have_count(0)
