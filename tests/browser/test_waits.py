"""Who waits, as the panel shows it: by the hours of the site, longest first, and whose turn it is."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from playwright.async_api import Locator, expect

from ryadom.core.hours import Day
from ryadom.core.widget_settings import WidgetSettings
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import complaints
from tests.browser.test_departments import offer

pytestmark = pytest.mark.asyncio(loop_scope="session")

GOAL_MIN = 8
WAITED_MIN = {"сейчас": 0, "полчаса": 30, "вечер": 120, "час": 60}


async def crowd(town: Town) -> dict[str, UUID]:
    """Four who wait, for two hours at most, and a goal for answers."""
    said: dict[str, UUID] = {}
    for text in WAITED_MIN:
        async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
            said[text] = UUID((await visitor.say(f"Самовар {text}"))["conversation_id"])
    async with town.server.database.connection() as connection:
        for text, minutes in WAITED_MIN.items():
            await connection.execute(
                "UPDATE conversations SET waiting_since = waiting_since - $2::interval,"
                " queued_at = queued_at - $2::interval WHERE id = $1",
                said[text],
                timedelta(minutes=minutes),
            )
        await connection.execute(
            "INSERT INTO answer_goals (site_id, version, minutes) VALUES ($1, 1, $2)", town.server.site.id, GOAL_MIN
        )
    return said


async def open_since(town: Town, minutes: int) -> None:
    """Lets the site open so many minutes ago, or in so many where they are negative, in a zone in which it is noon."""
    now = datetime.now(UTC)
    ahead_h = 12 - now.hour
    opens = 12 * 60 + now.minute - minutes
    settings = WidgetSettings(
        hours=[Day(opens=opens, closes=opens + 240)] * 7,
        time_zone=f"Etc/GMT{-ahead_h:+}" if ahead_h else "Etc/GMT",
    )
    async with town.server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO widget_settings (site_id, version, settings) VALUES ($1, 1, $2)"
            " ON CONFLICT (site_id) DO UPDATE SET version = widget_settings.version + 1, settings = excluded.settings",
            town.server.site.id,
            msgspec.json.encode(settings).decode(),
        )
    news = town.server.app.state.context.operator_desk.site_news
    await news.look()
    await news.tell()


def words(operator: Operator) -> Locator:
    return operator.rows.locator(".row__words")


async def shoot(operator: Operator, name: str) -> None:
    if folder := os.environ.get("RYADOM_SCREENSHOTS"):
        await operator.page.screenshot(path=Path(folder) / f"waits-{name}.png")


@pytest.mark.parametrize(
    ("width", "height", "scheme"), [(1440, 900, "light"), (360, 740, "dark")], ids=["desktop", "phone"]
)
async def test_nights_pass_no_goal_and_those_who_wait_longest_come_first(
    town: Town, width: int, height: int, scheme: Any
) -> None:
    said = await crowd(town)
    sales_id, service_id = await offer(town)
    await open_since(town, -180)
    anna = await town.operator(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = anna.page
    evening = anna.rows.filter(has_text="вечер").locator(".waiting")
    await expect(evening).to_contain_text("ждёт 2\u00a0ч")
    await expect(page.locator(".waiting--soon, .waiting--late")).to_have_count(0)
    await expect(page).to_have_title("(4) Рядом")

    # The hours are changed while she looks: it has been open for six minutes of the eight that one may wait
    await open_since(town, GOAL_MIN - 2)
    await expect(page.locator(".list .waiting--soon")).to_have_count(3)
    await expect(evening).to_have_attribute("title", "ждёт\u00a02\u00a0ч, скоро дольше нормы")
    assert await complaints(page) == []
    await shoot(anna, f"soon-{scheme}")
    await open_since(town, GOAL_MIN + 1)
    await expect(page.locator(".list .waiting--late")).to_have_count(3)
    await expect(evening.locator(".unseen")).to_have_text("ждёт\u00a02\u00a0ч, дольше нормы")

    # Of the queue the title counts what is hers: sales, and what is of no department
    async with town.server.database.connection() as connection:
        for text, department_id in (("вечер", sales_id), ("час", service_id), ("полчаса", service_id)):
            await connection.execute(
                "UPDATE conversations SET department_id = $2 WHERE id = $1", said[text], department_id
            )
    await page.goto(f"{town.panel_url}#filtered?wait=20")
    await page.reload()
    await expect(words(anna)).to_have_text(["Самовар вечер", "Самовар час", "Самовар полчаса"])
    await expect(page).to_have_title("(2) Рядом")
    await shoot(anna, f"filter-{scheme}")

    # The newest word moves nobody, an answer takes its conversation away, above which the wait stands too
    await anna.rows.first.click()
    wait = page.locator(".thread-bar .waiting--late")
    await expect(wait).to_contain_text("ждёт 2\u00a0ч")
    assert await complaints(page) == []
    await shoot(anna, f"thread-{scheme}")
    await anna.say("Слушаю вас")
    await expect(page.locator(".thread-bar .waiting")).to_have_count(0)
    await page.goto(f"{town.panel_url}#filtered?wait=20")
    await expect(words(anna)).to_have_text(["Самовар час", "Самовар полчаса"])
    await expect(page).to_have_title("(1) Рядом")
    await page.goto(f"{town.panel_url}#filtered?wait=600")
    await expect(page.get_by_text("Под\u00a0этот фильтр ничего не\u00a0подходит.")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
