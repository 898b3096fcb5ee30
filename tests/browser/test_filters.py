"""What narrows lists down: each field of the inbox's filter, several values of one, and the filters of the search."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import expect

from ryadom.core.search.vectors import slots_of
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import complaints
from tests.browser.test_departments import offer
from tests.browser.test_inbox import make_labels, tick
from tests.search import feed_all
from tests.web.client import SITE_KEYS

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}
SCHEMES = {"desktop": "light", "phone": "dark"}


async def chats(town: Town) -> dict[str, UUID]:
    """Four samovars: Anna's with a tag, one in a department, one closed and long ago, one on the other site."""
    labels = await make_labels(town)
    sales_id, _ = await offer(town)
    said: dict[str, UUID] = {}
    for text, key in (("первый", 0), ("второй", 0), ("третий", 0), ("чужой", 1)):
        origin = (town.shop_url.rstrip("/"), "http://other.test")[key]
        async with town.server.visitor(site=SITE_KEYS[key], origin=origin) as visitor:
            posted = await visitor.say(f"Самовар {text}")
        said[text] = UUID(posted["conversation_id"])
    await feed_all(town.server.database)
    past = datetime.now(UTC) - timedelta(days=40)
    async with town.server.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET queued_at = NULL, tag_ids = ARRAY[$2::uuid],"
            " assignee_id = (SELECT id FROM operators WHERE email = 'anna@shop.test') WHERE id = $1",
            said["первый"],
            labels["VIP"],
        )
        await connection.execute(
            "UPDATE conversations SET department_id = $2, waiting_since = now() - interval '1 hour' WHERE id = $1",
            said["второй"],
            sales_id,
        )
        await connection.execute(
            "UPDATE conversations SET status = 'closed', queued_at = NULL, waiting_since = NULL, active_at = $2"
            " WHERE id = $1",
            said["третий"],
            past,
        )
        await connection.execute(
            "UPDATE search_texts SET said_at = $2, slots = $3 WHERE conversation_id = $1",
            said["третий"],
            past,
            slots_of(town.server.site.id, past),
        )
    return said


async def vera_at(town: Town, size: str, path: str) -> Operator:
    """Who works on both sites."""
    vera = await town.officer(
        Role.SUPERVISOR, path=path, everywhere=True, viewport=SIZES[size], color_scheme=SCHEMES[size]
    )
    await expect(vera.folder("Очередь")).to_be_visible()
    return vera


async def shoot(operator: Operator, name: str) -> None:
    if folder := os.environ.get("RYADOM_SCREENSHOTS"):
        await operator.page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("size", list(SIZES))
async def test_each_field_of_the_filter_takes_several_and_is_taken_back(town: Town, size: str) -> None:
    await chats(town)
    vera = await vera_at(town, size, "#filtered")
    page = vera.page
    await expect(vera.rows).to_have_count(4)
    await vera.press(["f"])
    form = page.get_by_role("region", name="Фильтр диалогов")

    async def leaves(*texts: str) -> None:
        await expect(vera.rows).to_have_count(len(texts))
        for text in texts:
            await expect(vera.rows.filter(has_text=text)).to_have_count(1)

    # The keyboard alone: the first field has the focus.
    await expect(form.locator("summary").first).to_be_focused()
    await vera.press(["Enter", "Tab", "Space"])
    await expect(form.locator("summary").first).to_contain_text("Открытые")
    await leaves("первый", "второй", "чужой")
    await tick(form, "Состояние", "Закрытые")
    await leaves("первый", "второй", "третий", "чужой")
    await tick(form, "Состояние", "Открытые")
    await leaves("третий")
    await tick(form, "Состояние", "Закрытые")
    for field, options in {
        "Сайт": {"Лавка": ("первый", "второй", "третий"), "Другая": ("чужой",)},
        "Направление": {"Продажи": ("второй",), "Сервис": (), "Без направления": ("первый", "третий", "чужой")},
        "Сотрудник": {"Анна": ("первый",), "Вера": (), "Ничьи": ("второй", "третий", "чужой")},
        "Метка": {"VIP": ("первый",), "Возврат": ()},
    }.items():
        for option, texts in options.items():
            await tick(form, field, option)
            await leaves(*texts)
            await tick(form, field, option)
        await tick(form, field, *options)
        await leaves(*(text for texts in options.values() for text in texts))
        await tick(form, field, *options)
        # No filter any more: all that is open.
        await leaves("первый", "второй", "чужой")
    for end in ("С", "По"):
        await expect(form.get_by_label(end, exact=True)).to_have_accessible_description(
            re.compile(r"^По\sпоследней активности в\sдиалоге\.")
        )
    today = datetime.now(UTC).date()
    await form.get_by_label("С", exact=True).fill((today - timedelta(days=7)).isoformat())
    await leaves("первый", "второй", "чужой")
    await form.get_by_label("С", exact=True).fill("")
    await form.get_by_label("По", exact=True).fill((today - timedelta(days=7)).isoformat())
    await leaves("третий")
    await form.get_by_label("По", exact=True).fill("")
    waiting = form.get_by_label("Ждут ответа дольше, минут")
    await waiting.fill("30")
    await waiting.press("Tab")
    await leaves("второй")
    await waiting.fill("")
    await waiting.press("Tab")
    await leaves("первый", "второй", "чужой")
    await tick(form, "Метка", "VIP", "Возврат")
    await tick(form, "Сотрудник", "Анна", "Вера")
    assert await complaints(page) == []
    await shoot(vera, f"filter-{size}")
    assert await page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    # As a link to a colleague, and kept as a view, it has all of them.
    await form.get_by_label("Название подборки").fill("Оба")
    await form.get_by_role("button", name="Сохранить как подборку").click()
    await page.reload()
    await leaves("первый")
    await vera.folder("Все").click()
    await leaves("первый", "второй", "чужой")
    await page.get_by_role("navigation", name="Подборки").get_by_role("link", name="Оба").click()
    await vera.press(["f"])
    await expect(form.locator("summary", has_text="Метка")).to_contain_text("VIP, Возврат")
    await form.get_by_role("button", name="Сбросить").click()
    await leaves("первый", "второй", "чужой")


@pytest.mark.parametrize("size", list(SIZES))
async def test_filters_of_the_search_stand_in_the_address_and_go_one_by_one(town: Town, size: str) -> None:
    said = await chats(town)
    vera = await vera_at(town, size, "#all")
    page = vera.page
    await page.get_by_role("searchbox").fill("самовар")
    results = page.get_by_role("list", name="Найденные диалоги").get_by_role("listitem")
    in_force = page.get_by_role("list", name="Выбранные фильтры")

    async def finds(*texts: str) -> None:
        await expect(results).to_have_count(len(texts))
        for text in texts:
            await expect(results.filter(has_text=text)).to_have_count(1)

    await finds("первый", "второй", "третий", "чужой")
    await page.get_by_text("Фильтры", exact=True).click()
    for field, option, texts in (
        ("Сайт", "Другая", ("чужой",)),
        ("Направление", "Продажи", ("второй",)),
        ("Сотрудник", "Анна", ("первый",)),
        ("Метка", "VIP", ("первый",)),
        ("Состояние", "Закрытые", ("третий",)),
        ("Когда", "Сегодня", ("первый", "второй", "чужой")),
        ("Когда", "За\u00a030\u00a0дней", ("первый", "второй", "чужой")),
    ):
        await page.locator(".search-filters").get_by_label(field).select_option(label=option)
        await finds(*texts)
        await in_force.get_by_role("button", name=f"Убрать фильтр: {option}").click()
        await finds("первый", "второй", "третий", "чужой")
        await expect(in_force).to_have_count(0)
    long_ago = datetime.now(UTC).date() - timedelta(days=40)
    await page.get_by_label("Когда").select_option(label="Выбранные дни")
    await page.get_by_label("С\u00a0дня").fill((long_ago - timedelta(days=1)).isoformat())
    await page.get_by_label("По\u00a0день").fill((long_ago + timedelta(days=1)).isoformat())
    await finds("третий")
    await page.get_by_label("Состояние").select_option(label="Закрытые")
    await expect(in_force.get_by_role("button", name=re.compile("^Убрать фильтр:"))).to_have_count(2)
    await finds("третий")
    # While it looks anew, what was found before is pale.
    await expect(page.locator(".results[data-stale]")).to_have_count(0)
    assert await complaints(page) == []
    await shoot(vera, f"search-filters-{size}")
    assert await page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    # The address has the filters, and not a word of what is looked for.
    assert "search=" in page.url
    assert "самовар" not in page.url
    assert "%D1%81" not in page.url
    await page.go_back()
    await expect(in_force.get_by_role("button", name=re.compile("^Убрать фильтр:"))).to_have_count(1)
    await page.go_forward()
    await expect(in_force.get_by_role("button", name=re.compile("^Убрать фильтр:"))).to_have_count(2)
    await results.first.get_by_role("link").first.click()
    await expect(vera.bubbles).to_have_count(1)
    assert str(said["третий"]) in page.url

    # A colleague opens the link, and looks for words of their own.
    other = await town.operator(viewport=SIZES["desktop"])
    await other.page.goto("about:blank")
    await other.page.goto(page.url)
    await expect(other.page.get_by_role("list", name="Выбранные фильтры").get_by_role("button")).to_have_count(3)
    await other.page.get_by_role("searchbox").fill("самовар")
    await expect(other.page.locator(".result")).to_have_count(1)
    await other.press(["Escape"])
    await expect(other.page.locator(".search-pane")).to_be_visible()
    await expect(other.page.get_by_role("list", name="Выбранные фильтры")).to_have_count(0)
    assert "search=" not in other.page.url
