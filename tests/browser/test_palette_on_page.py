"""What a thread and a card have as buttons and links, pressed through the palette: nothing but keys is used."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_files import NOTE, attach, chips
from tests.browser.test_inbox import ask
from tests.browser.test_pictures import CUP, KETTLE, drawn_width
from tests.browser.test_shift import command
from tests.search import feed_all

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = "\n".join(f"{number}-я строка списка" for number in range(1, 60))


@pytest.fixture
def town_settings(tmp_path: Path) -> dict[str, Any]:
    """With a folder for files."""
    return {"files_dir": tmp_path / "files"}


async def test_palette_opens_what_a_thread_holds(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await attach(visitor, KETTLE, CUP, NOTE)
    await expect(chips(visitor)).to_contain_text(["загружен", "загружен", "загружен"])
    await visitor.say(f"Смотрите {town.shop_url}delivery.html")
    await visitor.sees_sent()
    await visitor.say(LONG)
    await visitor.sees_sent()
    anna = await town.operator(viewport={"width": 1440, "height": 900})
    page = anna.page
    await anna.open("1-я строка")

    await command(page, "изображение чашка")
    await expect(page.get_by_role("dialog", name="Чашка.png").get_by_text("2 из 2")).to_be_visible()
    assert await drawn_width(page) == 320
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Изображение: Чашка.png")).to_be_focused()

    async with page.expect_download() as download:
        await command(page, "скачать файл список")
    assert (await download.value).suggested_filename == "Список.txt"
    async with page.context.expect_page() as opened:
        await command(page, "открыть ссылку delivery")
    await expect(await opened.value).to_have_url(f"{town.shop_url}delivery.html")
    await page.bring_to_front()
    await command(page, "развернуть 1-я строка")
    await expect(page.get_by_role("log").get_by_text("59-я строка списка")).to_be_in_viewport()


async def test_palette_takes_two_visitors_for_one_and_parts_them(town: Town) -> None:
    await ask(town, "Это Пётр, +7 916 123-45-67")
    await ask(town, "Снова Пётр: 8 916 123 45 67")
    await feed_all(town.server.database)
    vera = await town.officer(Role.SUPERVISOR, viewport={"width": 1440, "height": 900})
    page = vera.page
    card = page.locator(".panel__card")
    await vera.open("Снова Пётр")
    await expect(card.get_by_role("heading", name="Похоже, это тот же человек")).to_be_visible()

    await command(page, "объединить с посетитель")
    await expect(card.get_by_role("heading", name="Похоже, это тот же человек")).to_have_count(0)
    await expect(card.locator(".card__person")).to_have_count(1)
    await command(page, "разъединить с")
    await expect(card.get_by_role("heading", name="Похоже, это тот же человек")).to_be_visible()
    await command(page, "открыть из карточки посетитель")
    await vera.sees("Это Пётр, +7 916 123-45-67")
