"""A customer's card in the panel: written down, changed by two at once, notes, and two visitors who are one person."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import complaints
from tests.search import feed_all
from tests.web.accounts import Account, account
from tests.web.customers import customer_of, write_facts
from tests.web.test_display_masking import records

pytestmark = pytest.mark.asyncio(loop_scope="session")

WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 360, "height": 740}


def card_of(anna: Operator) -> Locator:
    return anna.page.get_by_role("complementary", name="Сведения о\u00a0посетителе")


async def _said(town: Town, text: str) -> str:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        return str((await visitor.say(text))["conversation_id"])


async def _reading(town: Town, text: str, **options: object) -> Operator:
    anna = await town.operator(**({"viewport": WIDE} | options))
    await anna.open(text)
    await expect(card_of(anna).get_by_text("Записали сотрудники")).to_be_visible()
    return anna


@pytest_asyncio.fixture(loop_scope="session")
async def colleague(town: Town) -> AsyncIterator[Account]:
    """Anna once more, in another browser."""
    async with account(town.server, "anna@shop.test") as person:
        yield person


async def test_contacts_are_written_down_by_the_keyboard_and_say_what_is_wrong(town: Town) -> None:
    await _said(town, "Здравствуйте")
    anna = await _reading(town, "Здравствуйте")
    card = card_of(anna)
    await card.get_by_role("button", name="Записать контакты").focus()
    await anna.page.keyboard.press("Enter")
    await expect(card.get_by_label("Имя", exact=True)).to_be_focused()
    await anna.page.keyboard.type("Пётр")
    await anna.page.keyboard.press("Tab")
    await anna.page.keyboard.type("12")
    await anna.page.keyboard.press("Enter")
    await expect(card.get_by_role("alert").filter(has_text="Такого телефона не\u00a0бывает")).to_be_visible()
    await expect(card.get_by_label("Телефон")).to_have_attribute("aria-invalid", "true")
    assert await complaints(anna.page) == []
    await card.get_by_label("Телефон").fill("8 916 123 45 67")
    await card.get_by_label("О\u00a0клиенте").fill("<b>Берёт улун</b>\nмного")
    await card.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(card.get_by_text("+7 ••• ••• 45 67")).to_be_visible()
    await expect(card.get_by_text("<b>Берёт улун</b>")).to_be_visible()
    await expect(card.get_by_role("button", name="Изменить", exact=True)).to_be_focused()
    await card.get_by_role("button", name="История").click()
    await expect(card.get_by_role("listitem").filter(has_text="+7 ••• ••• 45 67")).to_contain_text("Анна")
    # Given up, nothing is changed.
    await card.get_by_role("button", name="Изменить", exact=True).click()
    await expect(card.get_by_label("Имя", exact=True)).to_be_focused()
    await anna.page.keyboard.type("!")
    await anna.page.keyboard.press("Escape")
    await expect(card.get_by_role("button", name="Изменить", exact=True)).to_be_focused()
    assert [one.details["fields"] for one in await records(town.server, Action.CARD_CHANGED)] == ["name phone about"]


async def test_name_on_the_card_is_shown_wherever_one_is_in_all_tabs_and_fills_in_replies(
    town: Town, colleague: Account
) -> None:
    origin = town.shop_url.rstrip("/")
    async with town.server.visitor(origin=origin) as visitor:
        conversation_id = str((await visitor.say("Здравствуйте", about={"name": "Ваня"}))["conversation_id"])
    async with town.server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO canned_replies (id, site_id, shortcut, body) VALUES ($1, $2, 'час', 'Добрый день, {имя}')",
            new_id(),
            town.server.site.id,
        )
    anna, other = await _reading(town, "Здравствуйте"), await town.operator(viewport=WIDE)
    title = anna.page.locator(".thread-bar__name")
    await expect(title).to_have_text("Ваня")
    await expect(other.rows.filter(has_text="Ваня")).to_have_count(1)
    card = card_of(anna)
    await card.get_by_role("button", name="Записать контакты").click()
    await card.get_by_label("Имя", exact=True).fill("<b>Иван</b> Петрович")
    await card.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(title).to_have_text("<b>Иван</b> Петрович")
    await expect(anna.rows.filter(has_text="<b>Иван</b> Петрович")).to_have_count(1)
    await expect(anna.page.locator(".group__name", has_text="<b>Иван</b> Петрович")).to_have_count(1)
    await expect(card.get_by_role("heading", name="Посетитель назвался")).to_be_visible()
    await expect(card.get_by_text("Ваня", exact=True)).to_be_visible()
    await expect(other.rows.filter(has_text="<b>Иван</b> Петрович")).to_have_count(1)
    assert await complaints(anna.page) == []
    await write_facts(colleague, conversation_id, 1, name="Иван Петрович")
    await expect(title).to_have_text("Иван Петрович")
    await expect(other.rows.filter(has_text="Иван Петрович")).to_have_count(1)
    await anna.field.focus()
    await anna.page.keyboard.type("/час")
    await expect(anna.page.get_by_role("option")).to_contain_text("Добрый день, Иван Петрович")
    assert town.page_errors == []


async def test_two_who_edit_at_once_are_shown_both_versions(town: Town, colleague: Account) -> None:
    conversation_id = await _said(town, "Здравствуйте")
    await write_facts(colleague, conversation_id, 0, name="Пётр")
    anna = await _reading(town, "Здравствуйте")
    card = card_of(anna)
    await card.get_by_role("button", name="Изменить", exact=True).click()
    await card.get_by_label("Имя", exact=True).fill("Павел")
    await write_facts(colleague, conversation_id, 1, name="Прокофий", company="Чай")
    await card.get_by_role("button", name="Сохранить", exact=True).click()
    conflict = card.get_by_role("alert").filter(has_text="карточку изменил коллега")
    await expect(conflict).to_contain_text(re.compile("Сейчас: Прокофий.*У\\sвас: Павел.*Сейчас: Чай", re.DOTALL))
    assert (await customer_of(colleague, conversation_id))["facts"]["name"] == "Прокофий"
    assert await complaints(anna.page) == []
    await conflict.get_by_role("button", name="Сохранить моё").click()
    await expect(card.get_by_role("button", name="Изменить", exact=True)).to_be_focused()
    await expect(card.get_by_role("definition").filter(has_text="Павел")).to_be_visible()
    facts = (await customer_of(colleague, conversation_id))["facts"]
    assert (facts["name"], facts["company"]) == ("Павел", "Чай")

    await card.get_by_role("button", name="Изменить", exact=True).click()
    await card.get_by_label("Имя", exact=True).fill("Платон")
    await write_facts(colleague, conversation_id, 3, name="Прохор")
    await card.get_by_role("button", name="Сохранить", exact=True).click()
    await card.get_by_role("button", name="Оставить как сейчас").click()
    await expect(card.get_by_role("button", name="Изменить", exact=True)).to_be_focused()
    await expect(card.get_by_role("definition").filter(has_text="Прохор")).to_be_visible()
    assert (await customer_of(colleague, conversation_id))["revision"] == 4


async def test_masked_contact_is_replaced_unseen_and_shown_by_a_click(town: Town, colleague: Account) -> None:
    conversation_id = await _said(town, "Здравствуйте")
    await write_facts(colleague, conversation_id, 0, name="Пётр", phone="+7 916 123-45-67")
    anna = await _reading(town, "Здравствуйте")
    card = card_of(anna)
    await card.get_by_role("button", name="Изменить", exact=True).click()
    phone = card.get_by_label("Телефон", exact=True)
    await expect(phone).to_have_value("")
    await expect(phone).to_have_attribute("placeholder", "+7 ••• ••• 45 67")
    await card.get_by_label("Имя", exact=True).fill("Павел")
    await card.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(card.get_by_role("definition").filter(has_text="Павел")).to_be_visible()
    await expect(card.get_by_text("+7 ••• ••• 45 67")).to_be_visible()
    await card.get_by_role("button", name="Показать контакты").click()
    await expect(card.get_by_role("link", name="+7 916 123-45-67")).to_be_visible()
    assert [one.details for one in await records(town.server, Action.REVEALED)] == [{"what": "whole_card"}]
    # What was saved is loaded anew, and masked again.
    await card.get_by_role("button", name="Изменить", exact=True).click()
    await expect(card.get_by_label("Телефон", exact=True)).to_have_value("+7 916 123-45-67")
    await card.get_by_label("Имя", exact=True).fill("Пётр")
    await card.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(card.get_by_text("+7 ••• ••• 45 67")).to_be_visible()
    await expect(card.get_by_role("button", name="Показать контакты")).to_be_visible()
    async with town.server.database.connection() as connection:
        assert await connection.fetchval("SELECT phone FROM customer_cards") == "+7 916 123-45-67"


async def test_note_is_added_edited_deleted_and_brought_back(town: Town) -> None:
    await _said(town, "Здравствуйте")
    anna = await _reading(town, "Здравствуйте")
    card = card_of(anna)
    await card.get_by_label("Новая заметка").fill("Любит улун")
    await card.get_by_role("button", name="Добавить").click()
    note = card.get_by_role("listitem").filter(has_text="улун")
    await expect(note).to_contain_text("Анна")
    await note.get_by_role("button", name="Изменить заметку").click()
    await card.get_by_label("Текст заметки").fill("Любит старый улун")
    await card.get_by_role("button", name="Сохранить", exact=True).click()
    await expect(card.get_by_role("listitem").filter(has_text="Любит старый улун")).to_contain_text("изменено")
    await card.get_by_role("button", name="Удалить заметку").click()
    await expect(card.get_by_role("button", name="Вернуть")).to_be_focused()
    await expect(card.get_by_text("Любит старый улун")).to_have_count(0)
    await anna.page.keyboard.press("Enter")
    await expect(card.get_by_text("Любит старый улун")).to_be_visible()
    assert await complaints(anna.page) == []


async def test_two_visitors_become_one_person_and_part_again(town: Town) -> None:
    await _said(town, "Первый раз, 8 916 123-45-67")
    await _said(town, "Снова я, 8 916 123-45-67")
    await feed_all(town.server.database)
    anna = await _reading(town, "Первый раз")
    card = card_of(anna)
    likely = card.get_by_role("listitem").filter(has_text="тот\u00a0же телефон")
    await likely.get_by_role("button", name="Объединить").click()
    await expect(card.get_by_role("button", name="Разъединить")).to_be_visible()
    await expect(card.get_by_text("Других разговоров нет.")).to_have_count(0)
    assert await complaints(anna.page) == []
    await card.get_by_role("link", name=re.compile("^Посетитель")).click()
    await anna.sees("Снова я, +7 ••• ••• 45 67 показать")
    await card.get_by_role("button", name="Разъединить").click()
    await expect(likely).to_be_visible()
    await expect(card.get_by_text("Других разговоров нет.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_long_values_fit_a_phone(town: Town, colleague: Account, scheme: str) -> None:
    conversation_id = await _said(town, "Здравствуйте")
    await write_facts(
        colleague,
        conversation_id,
        0,
        name="А" * 100,
        company="شركة الشاي",
        email=f"{'a' * 200}@mail.ru",
        about="ё" * 900,
    )
    anna = await town.operator(viewport=NARROW, color_scheme=scheme)
    await anna.open("Здравствуйте")
    await anna.page.get_by_role("button", name="О\u00a0посетителе").click()
    card = card_of(anna)
    await expect(card.get_by_text("شركة الشاي")).to_be_visible()
    await card.get_by_role("button", name="Изменить", exact=True).click()
    await expect(card.get_by_label("Имя", exact=True)).to_be_focused()
    for element in (card, anna.page.locator("html")):
        assert await element.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert await complaints(anna.page) == []
