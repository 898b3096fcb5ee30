"""Masks in the panel: what an operator sees, shows by a click or a key, and what the journal then knows."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Dialog, expect

from ryadom.core.erasure import erase_person
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import complaints
from tests.files import no_files
from tests.web.test_display_masking import records

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = "Звоните +7 916 123-45-67 или ivan@mail.ru"
MASKED = "Звоните +7 ••• ••• 45 67 показать или i•••@mail.ru показать"


async def _reading(town: Town) -> Operator:
    """Anna before a message with two contacts in it."""
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say(SAID)
    await visitor.sees_sent()
    anna = await town.operator(viewport={"width": 1440, "height": 900})
    await expect(anna.rows.first).to_contain_text("Звоните +7 ••• ••• 45 67")
    await anna.open("Звоните")
    await anna.sees(MASKED)
    return anna


async def _erase_visitor(town: Town, database_url: str) -> None:
    database = town.server.database
    async with database.connection() as connection:
        conversation_id = await connection.fetchval("SELECT id FROM conversations")
    person = await find_person(database, site_key=town.server.site.key, conversation_id=conversation_id)
    line = await installation_line(database, database_url=database_url, bus_url=None)
    await erase_person(database, line, person, contents=no_files(database), now=datetime.now(UTC))


async def test_mask_is_shown_by_a_click_until_the_conversation_is_left(town: Town) -> None:
    anna = await _reading(town)
    thread = anna.page.get_by_role("log")
    assert await complaints(anna.page) == []
    await thread.get_by_role("button", name="+7 ••• ••• 45 67 показать").click()
    await anna.sees(SAID)
    await expect(thread.locator(".revealed")).to_be_focused()

    [record] = await records(town.server, Action.REVEALED)
    assert (record.actor.name, record.details) == ("Анна", {"seq": "1", "kinds": "phone email"})
    await anna.page.keyboard.press("Escape")
    await expect(anna.bubbles).to_have_count(0)
    await anna.open("Звоните")
    await anna.sees(MASKED)
    assert len(await records(town.server, Action.REVEALED)) == 1


async def test_mask_is_shown_by_the_keyboard(town: Town) -> None:
    anna = await _reading(town)
    await anna.page.get_by_role("log").get_by_role("button").last.focus()
    await anna.page.keyboard.press("Enter")
    await anna.sees(SAID)
    # The keys of the conversations go on from where the focus is now.
    await anna.page.keyboard.press("Tab")
    await expect(anna.page.locator("body")).not_to_be_focused()


async def test_reveal_that_fails_says_why_and_shows_nothing(town: Town) -> None:
    anna = await _reading(town)
    async with town.server.database.connection() as connection:
        await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
        await anna.page.get_by_role("log").get_by_role("button").first.click()
        await expect(anna.page.get_by_role("log").get_by_role("alert")).to_contain_text("журнал действий недоступен")
        await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
    await anna.page.get_by_role("log").get_by_role("button").first.click()
    await anna.sees(SAID)


async def test_card_shows_contacts_by_a_click_and_each_part_is_one_record(town: Town) -> None:
    anna = await _reading(town)
    card = anna.page.get_by_role("complementary", name="Сведения о\u00a0посетителе")
    await card.get_by_role("button", name="+7 ••• ••• 45 67 показать").click()
    await expect(card.get_by_text("+7 916 123-45-67")).to_be_visible()
    await expect(card.get_by_text("i•••@mail.ru")).to_be_visible()
    await expect(card.get_by_text("Согласий нет.")).to_be_visible()
    await expect(card.get_by_text("Других разговоров нет.")).to_be_visible()
    viewed = [record.details.get("what") for record in await records(town.server, Action.CARD_VIEWED)]
    assert sorted(viewed, key=str) == [None, "customer"]
    assert len(await records(town.server, Action.REVEALED)) == 1


async def test_one_click_shows_the_whole_card_to_call_to_write_and_to_copy(town: Town) -> None:
    anna = await _reading(town)
    page = anna.page
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = page.get_by_role("complementary", name="Сведения о\u00a0посетителе")
    await card.get_by_role("button", name="Показать контакты").focus()
    await page.keyboard.press("Enter")
    phone, email = card.get_by_role("link", name="+7 916 123-45-67"), card.get_by_role("link", name="ivan@mail.ru")
    await expect(phone).to_have_attribute("href", "tel:+79161234567")
    await expect(email).to_have_attribute("href", "mailto:ivan@mail.ru")
    await expect(card.get_by_text("Контакты показаны, запись об\u00a0этом есть в\u00a0журнале.")).to_be_focused()
    await expect(card.get_by_role("button", name="Показать контакты")).to_have_count(0)
    assert await complaints(page) == []
    await card.get_by_role("button", name="Скопировать: +7 916 123-45-67").click()
    await expect(card.get_by_role("status").filter(has_text="Скопировано")).to_have_count(1)
    assert await page.evaluate("navigator.clipboard.readText()") == "+7 916 123-45-67"
    [record] = await records(town.server, Action.REVEALED)
    assert (record.actor.name, record.details) == ("Анна", {"what": "whole_card"})
    # In the thread it is still masked: each message is a record of its own.
    await anna.sees(MASKED)
    # Whoever comes back begins with masks.
    await page.keyboard.press("Escape")
    await expect(anna.bubbles).to_have_count(0)
    await anna.open("Звоните")
    await expect(card.get_by_role("button", name="Показать контакты")).to_be_visible()
    await expect(phone).to_have_count(0)


async def test_open_card_forgets_contacts_when_the_visitor_is_erased(town: Town, database_url: str) -> None:
    anna = await _reading(town)
    card = anna.page.get_by_role("complementary", name="Сведения о\u00a0посетителе")
    await expect(card.get_by_text("i•••@mail.ru")).to_be_visible()
    await anna.page.get_by_role("log").get_by_role("button").first.click()
    await anna.sees(SAID)
    await _erase_visitor(town, database_url)
    await expect(card.get_by_text("Данные посетителя уничтожены.")).to_be_visible()
    await expect(card.get_by_text("i•••@mail.ru")).to_have_count(0)
    await expect(anna.bubbles.first).to_have_text("Сообщение удалено")


async def test_auditor_sees_masks_that_are_no_buttons(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say(SAID)
    vera = await town.officer(Role.AUDITOR)
    await vera.rows.filter(has_text="Звоните").click()
    await vera.sees("Звоните +7 ••• ••• 45 67 или i•••@mail.ru")
    await expect(vera.page.get_by_role("log").get_by_role("button")).to_have_count(0)


async def test_admin_says_what_is_masked_and_confirms_what_can_not_be_undone(town: Town) -> None:
    admin = await town.officer(Role.ADMIN, path="#privacy/masking")
    page = admin.page
    phone = page.get_by_label("Телефон, Лавка")
    await expect(phone).to_have_value("mask")
    await expect(page.get_by_label("Банковская карта, Лавка")).to_have_value("replace")
    await phone.select_option("keep")
    await page.get_by_role("button", name="Сохранить: Лавка").click()
    await expect(page.get_by_role("status").filter(has_text="Сохранено: Лавка")).to_be_visible()

    asked: list[str] = []

    async def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.dismiss()

    page.once("dialog", refuse)
    await page.get_by_label("Почта, Лавка").select_option("replace")
    await page.get_by_role("button", name="Сохранить: Лавка").click()
    assert ["«Лавка»: Почта?" in message for message in asked] == [True]
    await page.reload()
    await expect(page.get_by_label("Телефон, Лавка")).to_have_value("keep")
    await expect(page.get_by_label("Почта, Лавка")).to_have_value("mask")
    changed = (await records(town.server, Action.SETTINGS_CHANGED))[-1]
    assert (changed.actor.name, changed.details) == ("Вера", {"what": "masking", "phone": "keep"})
