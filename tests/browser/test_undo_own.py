"""What is one's own and was thrown away by mistake comes back: messages, files, views; after a reconnect, too."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, WebSocketRoute, expect

from ryadom.store.files import delete_unsent
from tests.browser.conftest import Town
from tests.browser.people import Operator, accept
from tests.browser.test_files import NOTE, transfer
from tests.browser.test_inbox import ask, make_labels, tick
from tests.waiting import until
from tests.web.client import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def town_settings(tmp_path: Path) -> dict[str, Any]:
    """With a folder for files."""
    return {"files_dir": tmp_path / "files"}


def undo(page: Page) -> Locator:
    return page.locator(".toast").get_by_role("button", name="Отменить")


async def refused(town: Town, operator: Operator, words: str) -> Locator:
    """A message that the server has refused: its file was deleted as it lay there unsent for too long."""
    chosen = operator.page.get_by_label("Файлы к ответу").get_by_role("listitem")
    await transfer(operator.field, "paste", NOTE)
    await expect(chosen).to_contain_text("загружен")
    async with town.server.database.transaction() as connection:
        assert await delete_unsent(connection, older_than_hours=0, limit=10) == 1
    await operator.field.fill(words)
    await operator.field.press("Enter")
    failed = operator.page.locator(".unsent").filter(has_text=words)
    await expect(failed.get_by_role("alert")).to_be_visible()
    return failed


async def test_discarded_message_comes_back_to_its_place_across_a_reconnect(town: Town) -> None:
    await ask(town, "Есть список?")
    context = await town.context()
    anna = Operator(await town.page(context))
    sockets: list[WebSocketRoute] = []

    async def route(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    await context.route_web_socket(re.compile("/ws/operator"), route)
    await anna.sign_in(town.panel_url, "anna@shop.test", PASSWORD)
    await anna.open("Есть список?")
    first = await refused(town, anna, "Вот список")
    second = await refused(town, anna, "И ещё один")
    await first.get_by_role("button", name="Удалить").click()
    await expect(first).to_have_count(0)
    await expect(anna.page.locator(".toast")).to_contain_text("Удалено: Вот список")
    await sockets[-1].close(code=1011)
    await until(lambda: len(sockets) == 2)
    await undo(anna.page).click()
    await expect(anna.page.locator(".unsent")).to_contain_text(["Вот список", "И ещё один"])
    # It is kept as any that was never sent
    await expect(anna.page.locator(".toast")).to_have_count(0)
    await anna.page.reload()
    await expect(anna.page.locator(".unsent")).to_contain_text(["Вот список", "И ещё один"])

    await second.get_by_role("button", name="Удалить").click()
    await first.get_by_role("button", name="Удалить").click()
    await expect(anna.page.locator(".unsent")).to_have_count(0)
    await anna.press(["Escape", "Control+z"])
    await expect(anna.page.locator(".unsent")).to_contain_text(["Вот список"])
    await anna.press(["Control+z"])
    await expect(anna.page.locator(".unsent")).to_have_count(2)


async def test_file_that_was_taken_out_comes_back(town: Town) -> None:
    await ask(town, "Есть список?")
    anna = await town.operator()
    await anna.open("Есть список?")
    chosen = anna.page.get_by_label("Файлы к ответу").get_by_role("listitem")
    await transfer(anna.field, "paste", NOTE)
    await expect(chosen).to_contain_text("загружен")
    await chosen.get_by_role("button", name="Убрать: Список.txt").click()
    await expect(chosen).to_have_count(0)
    await undo(anna.page).click()
    await expect(chosen).to_contain_text("загружен")
    await anna.field.press("Enter")
    await expect(anna.bubbles.last).to_contain_text("Список.txt")


async def keep_view(page: Page, name: str, *, tag: str) -> None:
    await page.keyboard.press("f")
    form = page.get_by_role("region", name="Фильтр диалогов")
    await tick(form, "Метка", tag)
    await form.get_by_label("Название подборки").fill(name)
    await form.get_by_role("button", name="Сохранить как подборку").click()
    await expect(page.get_by_role("navigation", name="Подборки").get_by_role("link", name=name)).to_be_visible()


async def remove_view(page: Page, name: str) -> None:
    views = page.get_by_role("navigation", name="Подборки")
    await views.get_by_role("button", name=f"Действия с подборкой «{name}»").click()
    await views.get_by_role("button", name="Удалить").click()
    await expect(views.get_by_role("link", name=name)).to_have_count(0)


async def test_deleted_view_comes_back_over_what_another_window_has_made_of_them(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Раз")
    anna, other = await town.operator(), await town.operator()
    await keep_view(anna.page, "Возвраты", tag="Возврат")
    await other.page.reload()
    await expect(other.rows).to_have_count(1)
    names = anna.page.get_by_role("navigation", name="Подборки").locator(".folder__name")
    await remove_view(anna.page, "Возвраты")
    await expect(anna.page.locator(".toast")).to_contain_text("Удалено: Возвраты")
    await other.page.reload()
    await expect(other.rows).to_have_count(1)
    await keep_view(other.page, "Важные", tag="VIP")
    await undo(anna.page).click()
    await expect(names).to_have_text(["Возвраты", "Важные"])
    await other.page.reload()
    await expect(other.page.get_by_role("navigation", name="Подборки").locator(".folder__name")).to_have_text(
        ["Возвраты", "Важные"]
    )


async def test_view_that_can_not_be_put_back_for_now_is_offered_anew(town: Town) -> None:
    await make_labels(town)
    await ask(town, "Раз")
    anna = await town.operator()
    page = anna.page
    await keep_view(page, "Возвраты", tag="Возврат")
    await remove_view(page, "Возвраты")
    await page.context.set_offline(True)
    await undo(page).click()
    await expect(page.get_by_role("alert").get_by_text("Проверьте сеть и попробуйте ещё раз")).to_be_visible()
    await page.context.set_offline(False)
    await undo(page).click()
    await expect(page.get_by_role("navigation", name="Подборки").get_by_role("link")).to_have_text(["Возвраты"])
    town.page_errors[:] = [error for error in town.page_errors if "ERR_INTERNET_DISCONNECTED" not in error]


async def test_choices_that_were_put_away_are_there_when_they_are_opened_again(town: Town) -> None:
    await ask(town, "Когда?")
    anna = await town.operator()
    await anna.open("Когда?")
    choices = anna.page.get_by_role("button", name="Варианты ответа")
    await choices.click()
    first = anna.page.get_by_role("group", name="Варианты ответа").get_by_role("textbox").first
    await expect(first).to_be_focused()
    await anna.page.keyboard.type("Сегодня")
    await anna.page.get_by_role("button", name="Убрать варианты").click()
    await choices.click()
    await expect(anna.page.get_by_role("group", name="Варианты ответа").get_by_role("textbox").first).to_have_value(
        "Сегодня"
    )


async def test_who_signs_out_is_asked_about_a_draft(town: Town) -> None:
    await ask(town, "Когда?")
    anna = await town.operator()
    await anna.open("Когда?")
    await anna.field.fill("Сегодня")
    asked = accept(anna.page)
    await anna.page.get_by_role("button", name="Меню: Анна").click()
    await anna.page.get_by_text("Выйти").click()
    await expect(anna.page.get_by_label("Пароль", exact=True)).to_be_visible()
    [question] = asked
    assert "черновик" in question
