"""Files that fall beside the composer: they go to the open conversation, or nowhere, and the panel stays."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_amendments import met
from tests.browser.test_files import drag_over, transfer
from tests.waiting import until_true
from tests.web.files import png

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHOTO = FilePayload(name="Чайник.png", mimeType="image/png", buffer=png(320, 240))


@pytest.fixture
def town_settings(tmp_path: Path) -> dict[str, Any]:
    """With a folder for files."""
    return {"files_dir": tmp_path / "files"}


async def drag(target: Locator, event: str) -> bool:
    """Drags a photo over an element or drops it there; tells whether the browser is kept from opening it."""
    kept: bool = await target.evaluate(
        """(element, [event, name, type, content]) => {
          const dataTransfer = new DataTransfer();
          const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
          dataTransfer.items.add(new File([bytes], name, { type }));
          return !element.dispatchEvent(new DragEvent(event, { bubbles: true, cancelable: true, dataTransfer }));
        }""",
        [event, PHOTO["name"], PHOTO["mimeType"], base64.b64encode(PHOTO["buffer"]).decode()],
    )
    return kept


async def test_file_that_falls_anywhere_goes_to_the_open_conversation(town: Town) -> None:
    _, operator = await met(town, viewport={"width": 1440, "height": 900})
    page = operator.page
    await operator.field.fill("Вот он")
    chosen = page.get_by_label("Файлы к ответу").get_by_role("listitem")
    for count, place in enumerate((".panel__list", ".thread__scroller", ".thread-bar", "aside"), 1):
        target = page.locator(place).first
        await drag_over(target, PHOTO)
        assert await drag(target, "drop")
        await expect(chosen).to_contain_text(["загружен"] * count)
        await expect(page.get_by_text("Отпустите, чтобы прикрепить")).to_have_count(0)
        await expect(operator.field).to_have_value("Вот он")
        await expect(operator.field).to_be_focused()


async def test_file_that_falls_where_nobody_can_take_it_is_refused_and_the_page_stays(town: Town) -> None:
    owner = await town.officer(Role.OWNER)
    page = owner.page
    # Before anything is opened, and over a page of settings
    await until_true(lambda: drag(page.locator("body"), "drop"))
    await page.goto(f"{town.panel_url}#privacy/widget")
    await expect(page.get_by_label("Принимать файлы от посетителей")).to_be_visible()
    assert await drag(page.locator("body"), "dragover")
    assert await drag(page.locator("body"), "drop")
    await expect(page.get_by_label("Принимать файлы от посетителей")).to_be_visible()
    await expect(page.get_by_text("Отпустите, чтобы прикрепить")).to_have_count(0)


async def test_note_says_that_it_takes_no_files_and_keeps_its_words(town: Town) -> None:
    _, operator = await met(town)
    page = operator.page
    await page.get_by_role("button", name="Заметка", exact=True).click()
    note = page.get_by_label("Заметка для коллег", exact=True)
    await note.fill("Просит скидку")
    await drag_over(note, PHOTO, hint="Заметки пока без файлов")
    for event in ("paste", "drop"):
        await transfer(note, event, PHOTO)
        await expect(page.get_by_text("этот не приложен, написанное осталось")).to_be_visible()
        await expect(note).to_have_value("Просит скидку")
        await note.press("End")
        await page.keyboard.type("!")
        await expect(page.get_by_text("этот не приложен")).to_have_count(0)
        await note.fill("Просит скидку")
    await note.press("Enter")
    await expect(page.locator(".group--note")).to_contain_text("Просит скидку")
    # Nor has the answer got it
    await page.get_by_role("button", name="Ответ", exact=True).click()
    await expect(page.get_by_label("Файлы к ответу")).to_have_count(0)


@SCHEMES
async def test_hint_while_dragging_can_be_read(town: Town, scheme: str) -> None:
    _, operator = await met(town, color_scheme=scheme, viewport={"width": 360, "height": 640})
    await drag_over(operator.page.locator("body"), PHOTO)
    await expect(operator.page.get_by_text("Отпустите, чтобы прикрепить")).to_be_in_viewport(ratio=1)
    assert await complaints(operator.page) == []
