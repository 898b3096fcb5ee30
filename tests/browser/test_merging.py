"""Two conversations of one person become one, by the keyboard, and two again."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_inbox import menu
from tests.web.accounts import account
from tests.web.test_customer_links import Guest, guest, link

pytestmark = pytest.mark.asyncio(loop_scope="session")

MERGE = "Объединить с\u00a0другим диалогом…"
TITLE = "Объединить с\u00a0другим диалогом"


@pytest_asyncio.fixture(loop_scope="session")
async def twice(town: Town) -> AsyncIterator[tuple[Guest, Guest]]:
    """Somebody who has written from a phone and from a computer, and is known as one person."""
    origin = town.shop_url.rstrip("/")
    async with AsyncExitStack() as stack:
        phone = await guest(stack, town.server, "С телефона: где заказ?", origin=origin)
        computer = await guest(stack, town.server, "С компьютера: <b>где заказ?</b>", origin=origin)
        person = await stack.enter_async_context(account(town.server, "anna@shop.test"))
        await link(person, phone, computer)
        yield phone, computer


async def test_two_conversations_are_merged_by_the_keyboard_and_parted_again(
    town: Town, twice: tuple[Guest, Guest]
) -> None:
    phone, computer = twice
    anna = await town.operator()
    page = anna.page
    await anna.open("С телефона")
    await anna.press(["g"])
    dialog = page.get_by_role("dialog", name=TITLE)
    choice = dialog.get_by_role("button", name=re.compile("С компьютера"))
    await expect(choice).to_be_focused()
    await expect(choice).to_contain_text("<b>где заказ?</b>")
    await anna.press(["ArrowDown", "Enter"])
    await expect(dialog).to_have_count(0)
    # The one in which it goes on is open, and alone in the queue.
    await anna.sees("С компьютера: <b>где заказ?</b>")
    await expect(anna.rows).to_have_count(1)
    line = page.locator(".passage--system", has_text="Вы: объединён с")
    await line.get_by_role("link").press("Enter")
    await anna.sees("С телефона: где заказ?")
    back = page.locator(".passage--system", has_text="закрыт и\u00a0объединён с")
    await expect(back.get_by_role("link")).to_have_attribute("href", re.compile(computer.conversation_id))
    card = page.get_by_role("complementary")
    await expect(card.get_by_text("Прежние разговоры")).to_be_visible()
    assert await complaints(page) == []
    told = await phone.client.receive("status_changed")
    assert (told["status"], "merged_into" in told) == ("closed", False)
    toast = page.locator(".toast", has_text="Объединено")
    await toast.get_by_role("button", name="Отменить").press("Enter")
    await expect(anna.rows).to_have_count(2)
    await expect(page.get_by_text("Вы открыли диалог снова")).to_be_visible()
    await expect(toast).to_have_count(0)


async def test_who_has_written_once_is_offered_nothing_and_told_what_comes_first(town: Town) -> None:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as client:
        await client.say("Один раз")
        anna = await town.operator()
        await anna.open("Один раз")
        await menu(anna)
        await anna.page.get_by_role("button", name=MERGE).press("Enter")
        dialog = anna.page.get_by_role("dialog", name=TITLE)
        await expect(dialog).to_contain_text("сначала объедините посетителей")
        await anna.press(["Escape"])
        await expect(dialog).to_have_count(0)


@SCHEMES
async def test_choice_fits_a_phone_and_can_be_read_by_all(town: Town, twice: tuple[Guest, Guest], scheme: str) -> None:
    await twice[1].client.say("слово" * 200)
    anna = await town.operator(viewport={"width": 360, "height": 700}, color_scheme=scheme)
    page = anna.page
    await anna.open("С телефона")
    await anna.press(["g"])
    dialog = page.get_by_role("dialog", name=TITLE)
    await expect(dialog.get_by_role("button", name=re.compile("словослово"))).to_be_focused()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert await complaints(page) == []
