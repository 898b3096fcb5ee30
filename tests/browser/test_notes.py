"""Notes for colleagues in the panel: written by the keyboard alone, seen by those they call, never by the visitor."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIELD = "Заметка для коллег"


async def met(town: Town, **options: Any) -> tuple[Visitor, Operator]:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Сколько стоит?")
    await visitor.sees_sent()
    operator = await town.operator(**options)
    await operator.open("Сколько стоит?")
    return visitor, operator


async def kept(page: Page, words: str) -> None:
    """Until the draft would survive the browser's end."""
    await page.wait_for_function("(words) => JSON.stringify(localStorage).includes(words)", arg=words)


async def test_note_is_written_by_the_keyboard_and_seen_by_the_colleague_it_calls(town: Town) -> None:
    boss = await town.officer(Role.SUPERVISOR, name="Вера Ким")
    await boss.folder("Все").click()
    visitor, operator = await met(town)
    await operator.say("Сейчас узнаю")
    page = operator.page
    await operator.press(["Escape", "m"])
    note = page.get_by_label(FIELD, exact=True)
    await expect(note).to_be_focused()
    await page.keyboard.type("@ки")
    await expect(page.get_by_role("option", name="Вера Ким")).to_have_attribute("aria-selected", "true")
    await operator.press(["Enter"])
    await expect(note).to_have_value("@Вера Ким ")
    await operator.press(["Control+z"])
    await expect(note).not_to_have_value("@Вера Ким ")
    await note.fill("@Вера Ким просит скидку")
    await operator.press(["Enter"])
    await expect(page.locator(".group--note")).to_contain_text("@Вера Ким просит скидку")
    await expect(note).to_have_value("")

    await expect(boss.page.locator(".toast")).to_contain_text("Анна упоминает вас")
    call = boss.page.locator(".row__call")
    await expect(call).to_be_visible()
    await boss.page.get_by_role("button", name="Открыть", exact=True).press("Enter")
    await expect(boss.page.locator(".group--note")).to_contain_text("просит скидку")
    await expect(call).to_have_count(0)
    await boss.page.reload()
    await expect(boss.rows.first).to_be_visible()
    await expect(call).to_have_count(0)
    await visitor.sees("Сколько стоит?", "Сейчас узнаю")
    await visitor.page.reload()
    await visitor.sees("Сколько стоит?", "Сейчас узнаю")


async def test_answer_and_note_are_two_drafts_that_keep_their_kind(town: Town) -> None:
    visitor, operator = await met(town)
    page = operator.page
    await operator.field.fill("ответ")
    await operator.press(["Alt+n"])
    note = page.get_by_label(FIELD, exact=True)
    await expect(note).to_have_value("")
    await note.fill("заметка")
    await kept(page, "заметка")
    await page.reload()
    await expect(note).to_have_value("заметка")
    await expect(page.get_by_role("button", name="Записать", exact=True)).to_be_visible()
    await note.press("Alt+n")
    await expect(operator.field).to_have_value("ответ")
    await operator.field.press("Enter")
    await visitor.sees("Сколько стоит?", "ответ")
    await operator.press(["Alt+n"])
    await expect(note).to_have_value("заметка")


@SCHEMES
async def test_notes_have_no_complaints(town: Town, scheme: str) -> None:
    await town.officer(Role.SUPERVISOR, name="Вера Ким")
    _, operator = await met(town, color_scheme=scheme, viewport={"width": 360, "height": 640})
    page = operator.page
    await page.get_by_role("button", name="Заметка", exact=True).click()
    note = page.get_by_label(FIELD, exact=True)
    await note.fill("слово" * 60)
    await note.press("Enter")
    await expect(page.locator(".group--note .bubble")).to_be_visible()
    await page.keyboard.type("@")
    await expect(page.get_by_role("listbox")).to_be_visible()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
