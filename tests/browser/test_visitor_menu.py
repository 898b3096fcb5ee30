"""What a visitor does beside writing: the sound, a copy of the conversation, its end; and what calls them back."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Instead of a sound card: how many tones were begun.
COUNTED_TONES = """
  window.tones = 0;
  window.AudioContext = class { get currentTime() { return 0 } get destination() { return null } close() {} };
  window.GainNode = class { connect() {} };
  window.OscillatorNode = class { connect() {} start(at) { if (at === 0) window.tones += 1 } stop() {} };
"""


async def met(town: Town, page: Page | None = None) -> tuple[Visitor, Operator]:
    """Somebody who has written, and Anna, who has the conversation before her."""
    visitor = Visitor(page or await town.page(await town.context()))
    await visitor.page.clock.install()
    await visitor.page.add_init_script(COUNTED_TONES)
    await visitor.page.goto(town.shop_url)
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    operator = await town.operator()
    await operator.open("Вопрос")
    return visitor, operator


async def choose(visitor: Visitor, label: str) -> None:
    await visitor.host.get_by_label("Ещё").click()
    await visitor.host.get_by_role("button", name=label).click()


async def heard(page: Page, tones: int) -> None:
    """So many tones since the page was loaded, and no more within the time that another tab has to say it is read."""
    await page.clock.run_for(1_000)
    assert await page.evaluate("tones") == tones


async def test_message_that_nobody_sees_come_sounds_once_and_counts_in_the_title(town: Town) -> None:
    visitor, operator = await met(town)
    plain = await visitor.page.title()
    await operator.say("Это видно")
    await visitor.sees("Вопрос", "Это видно")
    await heard(visitor.page, 0)
    await visitor.page.evaluate("ryadom.close()")
    await operator.say("Первое")
    await expect(visitor.page).to_have_title(f"(1) {plain}")
    await operator.say("Второе")
    await expect(visitor.page).to_have_title(f"(2) {plain}")
    await heard(visitor.page, 2)
    await visitor.page.evaluate("ryadom.open()")
    await expect(visitor.page).to_have_title(plain)


async def test_of_two_tabs_one_sounds_and_the_other_takes_over(town: Town) -> None:
    context = await town.context()
    visitor, operator = await met(town, await town.page(context))
    await visitor.page.evaluate("ryadom.close()")
    second = await town.page(context)
    await second.add_init_script(COUNTED_TONES)
    await second.goto(town.shop_url)
    # Browsers play nothing to who has not touched the page.
    await second.mouse.click(5, 5)
    plain = await second.title()
    await expect(second.locator("ryadom-chat .launcher")).to_have_accessible_name("Открыть чат")
    await operator.say("Первое")
    await expect(second.locator("ryadom-chat .badge")).to_have_text("1")
    await expect(visitor.page).to_have_title(f"(1) {plain}")
    await heard(visitor.page, 1)
    await heard(second, 0)
    await expect(second).to_have_title(plain)
    await visitor.page.close()
    await operator.say("Второе")
    await expect(second).to_have_title(f"(2) {plain}")
    await heard(second, 1)


async def test_sound_that_was_turned_off_stays_off(town: Town) -> None:
    visitor, operator = await met(town)
    await choose(visitor, "Выключить звук")
    await visitor.page.reload()
    await visitor.page.evaluate("ryadom.close()")
    await operator.say("Тихо")
    await expect(visitor.host.locator(".badge")).to_have_text("1")
    await heard(visitor.page, 0)
    await visitor.launcher.click()
    await choose(visitor, "Включить звук")
    await visitor.page.evaluate("ryadom.close()")
    await operator.say("Громко")
    await expect(visitor.host.locator(".badge")).to_have_text("1")
    await heard(visitor.page, 1)


async def test_visitor_keeps_a_copy_of_all_of_it(town: Town, tmp_path: Path) -> None:
    visitor, operator = await met(town)
    await operator.page.close()
    conversation_id = ""
    async with town.server.operator() as anna:
        await anna.send("list_conversations", request_id="l", folder="all")
        conversation_id = (await anna.receive("conversation_list"))["conversations"][0]["id"]
        for number in range(120):
            await anna.say(f"ответ {number}", conversation_id=conversation_id)
    await visitor.page.reload()
    await expect(visitor.bubbles.last).to_have_text("ответ 119")
    async with visitor.page.expect_download() as coming:
        await choose(visitor, "Скачать переписку")
    download = await coming.value
    assert download.suggested_filename == "Переписка.txt"
    await download.save_as(tmp_path / "copy.txt")
    text = (tmp_path / "copy.txt").read_text(encoding="utf-8-sig")
    lines = text.strip().splitlines()
    assert lines[0] == "Лавка"
    assert lines[2].endswith(" Вы: Вопрос")
    assert [line.rpartition(": ")[2] for line in lines[3:]] == [f"ответ {number}" for number in range(120)]


async def test_visitor_ends_the_conversation_and_begins_again(town: Town) -> None:
    visitor, operator = await met(town)
    await choose(visitor, "Завершить диалог")
    await expect(visitor.host.get_by_text("Диалог закрыт. Напишите, чтобы продолжить.")).to_be_visible()
    await expect(operator.page.get_by_text("Посетитель завершил диалог")).to_be_visible()
    await visitor.host.get_by_label("Ещё").click()
    await expect(visitor.host.get_by_role("button", name="Завершить диалог")).to_have_count(0)
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.window).to_be_visible()
    await expect(visitor.host.get_by_role("button", name="Скачать переписку")).to_be_hidden()
    await visitor.say("Ещё вопрос")
    await visitor.sees_sent()
    await expect(operator.folder("Очередь")).to_contain_text("1")


@SCHEMES
async def test_menu_is_for_everybody(town: Town, scheme: str) -> None:
    page = await town.page(await town.context(color_scheme=scheme, viewport={"width": 360, "height": 640}))
    visitor, _ = await met(town, page)
    await visitor.host.get_by_label("Ещё").focus()
    await page.keyboard.press("Enter")
    await expect(visitor.host.get_by_role("button", name="Скачать переписку")).to_be_visible()
    assert await complaints(page, "ryadom-chat") == []
    await page.keyboard.press("Tab")
    await expect(visitor.host.get_by_role("button", name="Выключить звук")).to_be_focused()


async def test_visitor_asks_to_be_forgotten_and_hears_by_when(town: Town) -> None:
    visitor, _ = await met(town)
    await choose(visitor, "Удалить мои данные")
    await visitor.host.get_by_role("button", name="Не нужно").click()
    await expect(visitor.host.get_by_role("button", name="Удалить мои данные")).to_be_visible()
    await visitor.host.get_by_role("button", name="Удалить мои данные").click()
    assert await complaints(visitor.page) == []
    await visitor.host.get_by_role("button", name="Передать просьбу").click()
    await expect(visitor.host.get_by_text("Просьба № 1 принята. Ответят до")).to_be_visible()
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.host.get_by_text("Просьба № 1")).to_be_hidden()
    # Whoever opens the menu again sees the menu.
    await visitor.host.get_by_label("Ещё").click()
    await expect(visitor.host.get_by_role("button", name="Скачать переписку")).to_be_visible()
