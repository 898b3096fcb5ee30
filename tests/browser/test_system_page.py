"""«Система», as an administrator uses it."""

import re
from typing import Any

import pytest
from playwright.async_api import Route, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = "#privacy/system"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}


async def test_page_says_what_is_wrong_with_its_remedy_and_renews_itself(town: Town) -> None:
    troubled: list[bool] = [True]

    async def answer(route: Route) -> None:
        response = await route.fetch()
        report = await response.json()
        for check in report["checks"]:
            is_mail = check["part"] == "search" and troubled[0]
            check.update({"state": "warn", "why": "late"} if is_mail else {"state": "ok", "why": ""})
        await route.fulfill(response=response, json=report)

    admin = await town.officer(Role.ADMIN)
    page = admin.page
    await page.clock.install()
    await page.route("**/panel/api/system", answer)
    await page.goto(town.panel_url + PAGE)
    await expect(page.get_by_text("Поиск отстаёт от переписки")).to_be_visible()
    troubled[0] = False
    await page.clock.run_for(6_000)
    await expect(page.get_by_text("Всё в порядке.")).to_be_visible()
    await expect(page.get_by_text("Поиск отстаёт от переписки")).to_have_count(0)


async def test_page_has_the_version_the_state_of_every_part_the_queues_and_the_disk(town: Town) -> None:
    admin = await town.officer(Role.ADMIN, path=PAGE)
    page = admin.page
    report = await town.server.app.state.context.system.report()
    checks = page.locator(".system__check")
    await expect(checks).to_have_count(len(report.checks))
    for state in await checks.all():
        await expect(state).to_contain_text(re.compile("в.порядке|внимание|сбой"))
    figures = page.locator(".system__figures > div")
    for term, value in (
        ("Версия", report.version),
        ("Ждут записи: сообщения", "0"),
        ("Ждут записи: журнал", "0"),
        ("Свободно для данных", re.compile("[0-9].*[МГ]Б из.[0-9]")),
    ):
        figure = figures.filter(has=page.get_by_role("term").filter(has_text=re.compile(f"^{term}$")))
        await expect(figure.get_by_role("definition")).to_have_text(value)


async def test_text_for_support_has_figures_and_nothing_of_anybody(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("тайна")
    admin = await town.officer(Role.ADMIN, permissions=["clipboard-read", "clipboard-write"], path=PAGE)
    page = admin.page
    await page.get_by_role("button", name="Скопировать для поддержки").click()
    await expect(page.get_by_text("Скопировано.")).to_be_visible()
    text = await page.evaluate("navigator.clipboard.readText()")
    assert "Размер базы" in text
    assert "search" in text
    for personal in ("тайна", "Лавка", "shop.test", "Вера", "Анна"):
        assert personal not in text


async def test_server_that_is_away_leaves_the_figures_and_says_so(town: Town) -> None:
    admin = await town.officer(Role.ADMIN)
    page = admin.page
    await page.clock.install()
    await page.goto(town.panel_url + PAGE)
    await expect(page.get_by_text("Размер базы")).to_be_visible()
    await page.route("**/panel/api/system", lambda route: route.abort())
    await page.clock.run_for(6_000)
    await expect(page.get_by_text("Сервер не ответил, показаны прежние цифры.")).to_be_visible()
    await expect(page.get_by_text("Размер базы")).to_be_visible()


@SCHEMES
async def test_page_is_accessible_and_fits_a_phone(town: Town, scheme: str) -> None:
    admin = await town.officer(Role.OWNER, path=PAGE, color_scheme=scheme, **PHONE)
    await expect(admin.page.get_by_text("Самые большие таблицы")).to_be_visible()
    assert await complaints(admin.page) == []
    assert await admin.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
