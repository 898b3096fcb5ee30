"""Pictures of a conversation, large over the panel: by the keyboard alone, by clicks, on a phone, journalled."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_files import attach, chips
from tests.web.client import Server
from tests.web.files import png

pytestmark = pytest.mark.asyncio(loop_scope="session")

KETTLE = FilePayload(name="Чайник.png", mimeType="image/png", buffer=png(2400, 1800))
CUP = FilePayload(name="Чашка.png", mimeType="image/png", buffer=png(320, 240, "navy"))


@pytest.fixture
def town_settings(tmp_path: Path) -> dict[str, Any]:
    """With a folder for files."""
    return {"files_dir": tmp_path / "files"}


async def shown_two(town: Town, **options: Any) -> Operator:
    """An operator before the conversation of somebody who has sent two pictures."""
    visitor = await town.visitor()
    await visitor.open_chat()
    await attach(visitor, KETTLE, CUP)
    await expect(chips(visitor)).to_contain_text(["загружен", "загружен"])
    await visitor.say("Вот оба")
    await visitor.sees_sent()
    operator = await town.operator(**options)
    await operator.open("Вот оба")
    return operator


async def views(server: Server) -> int:
    async with server.database.connection() as connection:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM journal WHERE action = 'file_opened' AND details->>'as' = 'view'"
        )
    return count


async def drawn_width(page: Page) -> float:
    """Of the large picture, once it is there, in pixels."""
    image = page.get_by_role("dialog").get_by_role("img")
    await image.evaluate("image => image.decode()")
    box = await image.bounding_box()
    assert box is not None
    return box["width"]


async def test_picture_is_opened_walked_and_left_by_the_keyboard(town: Town) -> None:
    operator = await shown_two(town, viewport={"width": 1440, "height": 900})
    page = operator.page
    small = operator.bubbles.first.get_by_role("button", name="Изображение: Чайник.png")
    await small.focus()
    await operator.press(["Enter"])
    dialog = page.get_by_role("dialog", name="Чайник.png")
    await expect(dialog.get_by_role("img", name="Изображение: Чайник.png")).to_be_visible()
    await expect(dialog.get_by_text("1 из 2")).to_be_visible()
    assert await drawn_width(page) > 900
    await operator.press(["ArrowRight"])
    await expect(page.get_by_role("dialog", name="Чашка.png").get_by_text("2 из 2")).to_be_visible()
    # Smaller than the window: in its own size
    assert await drawn_width(page) == 320
    await operator.press(["ArrowLeft"])
    await expect(dialog).to_be_visible()
    assert await drawn_width(page) > 900
    await operator.press(["Escape"])
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(small).to_be_focused()
    # The conversation is still open: Escape was the dialog's
    await expect(operator.field).to_be_visible()
    await operator.press(["Space"])
    assert await drawn_width(page) > 900
    await operator.press(["Escape"])
    await expect(small).to_be_focused()
    assert await views(town.server) == 4


async def test_picture_comes_closer_by_a_click_and_by_keys_and_can_be_seen_to_its_edges(town: Town) -> None:
    operator = await shown_two(town, viewport={"width": 1440, "height": 900})
    page = operator.page
    await operator.bubbles.first.get_by_role("button", name="Изображение: Чайник.png").click()
    dialog = page.get_by_role("dialog", name="Чайник.png")
    whole = await drawn_width(page)
    image = dialog.get_by_role("img")
    await image.click(position={"x": 5, "y": 5})
    await expect(dialog.locator(".picture__toggle")).to_have_attribute("aria-pressed", "true")
    assert await drawn_width(page) >= 2 * whole - 2
    stage = dialog.locator(".picture__stage")
    assert await stage.evaluate("stage => [stage.scrollLeft, stage.scrollTop].every((at) => at < 20)")
    before = await stage.evaluate("stage => stage.scrollLeft")
    await operator.press(["ArrowRight"])
    await page.wait_for_function("before => document.querySelector('.picture__stage').scrollLeft > before", arg=before)
    await expect(dialog).to_be_visible()
    await operator.press(["0"])
    assert await drawn_width(page) == whole
    await operator.press(["+"])
    assert await drawn_width(page) > whole
    await operator.press(["-"])
    assert await drawn_width(page) == whole


async def test_picture_is_downloaded_from_there(town: Town) -> None:
    operator = await shown_two(town)
    await operator.bubbles.first.get_by_role("button", name="Изображение: Чашка.png").click()
    dialog = operator.page.get_by_role("dialog", name="Чашка.png")
    async with operator.page.expect_download() as downloading:
        await dialog.get_by_role("link", name="Скачать").click()
    download = await downloading.value
    assert download.suggested_filename == "Чашка.png"
    assert (await download.path()).read_bytes() == CUP["buffer"]


@SCHEMES
async def test_large_picture_is_accessible_and_fits_also_once_the_window_is_another(town: Town, scheme: str) -> None:
    operator = await shown_two(town, color_scheme=scheme, viewport={"width": 1440, "height": 740})
    page = operator.page
    await operator.bubbles.first.get_by_role("button", name="Изображение: Чайник.png").click()
    dialog = page.get_by_role("dialog", name="Чайник.png")
    for width in (1440, 360):
        await page.set_viewport_size({"width": width, "height": 740})
        await expect(dialog.get_by_role("img")).to_be_in_viewport(ratio=1)
        assert await complaints(page) == []
        for name in ("Предыдущее изображение", "Следующее изображение", "Уменьшить", "Увеличить", "Закрыть"):
            await expect(dialog.get_by_role("button", name=name, exact=True)).to_be_in_viewport(ratio=1)
        await expect(dialog.get_by_role("link", name="Скачать")).to_be_in_viewport(ratio=1)
        assert await dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
