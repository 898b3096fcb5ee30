"""An administrator makes a key for a program, gives it to the program, and takes it back."""

import httpx
import pytest
from playwright.async_api import Dialog, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def export(town: Town, secret: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=town.server.http_url, trust_env=False) as http:
        return await http.get("/api/v1/exports/messages", headers={"Authorization": f"Bearer {secret}"})


async def test_key_is_made_shown_once_used_and_revoked(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Почём пуэр?")
    await visitor.sees_sent()
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/keys")).page
    await expect(page.get_by_text("Ключей пока нет")).to_be_visible()
    await page.get_by_role("button", name="Новый ключ").click()
    name = page.get_by_label("Название")
    await expect(name).to_be_focused()
    await page.get_by_role("button", name="Создать ключ").click()
    await expect(page.get_by_role("alert").filter(has_text="Назовите ключ")).to_be_visible()
    await expect(name).to_be_focused()
    await name.fill("Отчёты в DataLens")
    for box in await page.get_by_role("group", name="Что можно").get_by_role("checkbox").all():
        await box.check()
    await page.get_by_role("button", name="Создать ключ").click()
    field = page.get_by_role("textbox", name="Ключ", exact=True)
    await expect(field).to_be_focused()
    secret = await field.input_value()
    assert "Почём пуэр?" in (await export(town, secret)).text
    await page.reload()
    row = page.get_by_role("row", name="Отчёты в DataLens")
    await expect(row).to_contain_text("Выгрузки")
    assert secret not in await page.content()
    asked: list[str] = []

    async def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.accept()

    page.once("dialog", agree)
    await row.get_by_role("button", name="Отозвать").click()
    await expect(page.get_by_text("Ключ «Отчёты в DataLens» отозван.")).to_be_visible()
    assert "Вернуть его нельзя" in asked[0]
    assert (await export(town, secret)).status_code == 401
    await page.get_by_text("1 ключ больше не действует").click()
    await expect(row).to_contain_text("отозван")


@SCHEMES
@pytest.mark.parametrize("width", [360, 1440])
async def test_page_is_accessible_and_fits(town: Town, scheme: str, width: int) -> None:
    page = (
        await town.officer(
            Role.ADMIN, path="#privacy/keys", color_scheme=scheme, viewport={"width": width, "height": 800}
        )
    ).page
    await page.get_by_role("button", name="Новый ключ").click()
    await page.get_by_label("Название").fill("Очень длинное название программы, которая забирает всё, что есть, " * 2)
    for box in await page.get_by_role("group", name="Что можно").get_by_role("checkbox").all():
        await box.check()
    assert await complaints(page) == []
    await page.get_by_role("button", name="Создать ключ").click()
    await expect(page.get_by_role("textbox", name="Ключ", exact=True)).to_be_visible()
    await expect(page.get_by_role("row", name="Очень длинное")).to_be_visible()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
