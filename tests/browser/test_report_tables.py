"""Each table of a report, its plot by hours and its ratings: the figures are those of chats that were told here."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, expect

from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_reports import PATH, sees_report
from tests.rounds import keep_rounds
from tests.store.timelines import Expected, Telling, store_timeline

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOKYO = ZoneInfo("Asia/Tokyo")
BARS = "plot => [...plot.querySelectorAll('rect')].map((bar) => [bar.textContent, Number(bar.getAttribute('height'))])"
LEADERS = "SELECT site_id, min(operator_id::text)::uuid AS operator_id FROM operator_sites GROUP BY site_id"
NAMES = "SELECT id, name FROM operators UNION ALL SELECT id, name FROM sites UNION ALL SELECT id, name FROM departments"


async def tell(town: Town) -> tuple[list[Expected], Mapping[UUID | None, str]]:
    """Chats of two sites, each with a department and an operator; gives what should be counted, and all names."""
    random = Random(10)
    all_told: list[Expected] = []
    async with town.server.database.transaction() as connection:
        for row, department in zip(await connection.fetch(LEADERS), ("Продажи", "Сервис"), strict=True):
            site_id, operator_id = row["site_id"], row["operator_id"]
            department_id = new_id()
            await connection.execute(
                "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, $3, 0)",
                site_id,
                department_id,
                department,
            )
            for _ in range(16):
                begins = datetime.now(UTC) - timedelta(days=6 - random.random())
                told = Telling(random, site_id, begins, operators=[operator_id], departments=[department_id])
                told.go_on(4)
                if told.first_department and any(entry[9] for entry in told.entries):
                    # Of chats that are counted long afterwards nobody knows where they were before they were moved
                    continue
                await store_timeline(connection, told)
                all_told += told.rounds
        names = {row["id"]: row["name"] for row in await connection.fetch(NAMES)}
    assert all(one.asked_at < datetime.now(UTC) for one in all_told)
    await keep_rounds(town.server.database, old_too=True)
    return all_told, names


async def counted(page: Page, table: str, column: int = 0) -> dict[str, int]:
    """The figures of a table by row; rows of nothing are left out."""
    rows = page.get_by_role("table", name=table, exact=True, include_hidden=True).locator("tbody tr")
    await expect(rows.first).to_be_attached()
    said = {
        await row.locator("th").text_content() or "": int(await row.locator("td").nth(column).text_content() or "")
        for row in await rows.all()
    }
    return {name: figure for name, figure in said.items() if figure}


async def test_tables_plot_by_hours_and_ratings_say_what_was_told(town: Town) -> None:
    told, names = await tell(town)
    page = (await town.officer(Role.SUPERVISOR, path=PATH, everywhere=True, timezone_id="Asia/Tokyo")).page
    await sees_report(page)
    for table, ids, nobody in (
        ("Сотрудники", [one.operator_id or one.answered_by for one in told], "Никто"),
        ("Направления", [one.department_id for one in told], "Без направления"),
        ("Сайты", [one.site_id for one in told], ""),
    ):
        by_name = Counter(names[id] if id else nobody for id in ids)
        assert len(by_name) > 1
        assert await counted(page, table) == by_name, table

    by_hour = Counter(f"{one.asked_at.astimezone(TOKYO).hour:02}:00" for one in told)
    assert await counted(page, "По часам") == by_hour
    plot = page.get_by_role("img", name=re.compile(r"^По\sчасам\. Больше всего"))
    bars = {title[:5]: (title, height) for title, height in await plot.evaluate(BARS)}
    assert {hour: int(title[7:].split()[0]) for hour, (title, _) in bars.items() if title[7] != "0"} == by_hour
    busiest, most = by_hour.most_common(1)[0]
    for hour, count in by_hour.items():
        assert abs(bars[hour][1] / bars[busiest][1] - count / most) < 0.01

    scores = Counter(f"Оценка\u00a0{one.score}" for one in told if one.score)
    commented = Counter(f"Оценка\u00a0{one.score}" for one in told if one.has_comment)
    assert len(scores) > 1
    assert await counted(page, "Оценки") == scores
    assert await counted(page, "Оценки", 1) == commented
