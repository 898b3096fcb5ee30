"""«Адреса и код»: an administrator adds a site, and its page has a chat."""

import re

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

PUT_IN = """(key) => {
  const { src } = document.querySelector("script[data-site]");
  ryadom.destroy();
  document.body.append(Object.assign(document.createElement("script"), { src }));
  document.querySelector("body > script:last-child").dataset.site = key;
}"""
"""The snippet of another site in the place of the page's."""


async def test_administrator_adds_a_site_and_answers_its_first_visitor(town: Town) -> None:
    operator = await town.officer(Role.ADMIN, name="Ольга", path="#privacy/own_sites")
    page = operator.page
    shop = town.shop_url.rstrip("/")
    await page.get_by_role("button", name="Добавить сайт").click()
    await page.get_by_label("Название").fill("Чай оптом")
    await page.get_by_label("Адреса", exact=True).fill("opt.shop.ru")
    await page.get_by_role("button", name="Добавить", exact=True).click()
    await expect(page.get_by_text("Адреса: каждый с новой строки")).to_be_visible()
    await page.get_by_label("Адреса", exact=True).fill(f"https://opt.shop.ru\n{shop}")
    await page.get_by_role("button", name="Добавить", exact=True).click()

    snippet = await page.locator("pre code").inner_text()
    key = re.search(r'data-site="([\w-]+)"', snippet)
    assert key is not None
    guest = await town.visitor()
    await guest.page.evaluate(PUT_IN, key[1])
    await guest.open_chat()
    await guest.say("Почём мешок?")
    await guest.sees_sent()
    await page.get_by_role("link", name="К чатам").click()
    await operator.open("Почём мешок?")


async def test_name_and_addresses_are_changed_and_two_do_not_overwrite_each_other(town: Town) -> None:
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/own_sites")).page
    other = (await town.officer(Role.OWNER, name="Пётр", path="#privacy/own_sites")).page
    for one in (page, other):
        await one.get_by_role("table").get_by_role("link").first.click()
        await expect(one.get_by_label("Название")).to_have_value("Лавка")
    kept = await page.get_by_label("Адреса", exact=True).input_value()
    await page.get_by_label("Адреса", exact=True).fill("https://m.shop.ru")
    await expect(page.get_by_text("После сохранения чат перестанет открываться на")).to_be_visible()
    await page.get_by_label("Адреса", exact=True).fill(f"{kept}\nhttps://m.shop.ru")
    await page.get_by_label("Название").fill("Чайная")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено.")).to_be_visible()

    await other.get_by_label("Название").fill("Кофейня")
    await other.get_by_role("button", name="Сохранить").click()
    clash = other.get_by_role("alert").filter(has_text="здесь сохранили другое (Ольга, ")
    await expect(clash).to_contain_text("Сейчас: Чайная")
    await expect(clash).to_contain_text("У вас: Кофейня")
    await expect(other.get_by_label("Название")).to_have_value("Кофейня")
    await other.get_by_role("button", name="Показать новое").click()
    await expect(other.get_by_label("Название")).to_have_value("Чайная")
    await page.get_by_role("button", name="Все сайты").click()
    await expect(page.get_by_role("row").filter(has_text="Чайная")).to_contain_text("https://m.shop.ru")


@SCHEMES
async def test_page_fits_any_screen_and_complains_of_nothing(town: Town, scheme: str) -> None:
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/own_sites", color_scheme=scheme)).page
    for width in (360, 1440):
        await page.set_viewport_size({"width": width, "height": 800})
        await expect(page.get_by_role("table")).to_be_visible()
        assert await complaints(page) == []
        await page.get_by_role("table").get_by_role("link").first.click()
        await expect(page.locator("pre code")).to_be_visible()
        assert await complaints(page) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.get_by_role("button", name="Все сайты").click()
        await page.get_by_role("button", name="Добавить сайт").click()
        await expect(page.get_by_label("Название")).to_be_visible()
        assert await complaints(page) == []
        await page.get_by_role("button", name="Все сайты").click()
