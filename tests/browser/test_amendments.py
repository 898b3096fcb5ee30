"""Messages that are edited and deleted, answers by a press, and a rating: both sides in their browsers."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor, accept
from tests.browser.test_accessibility import SCHEMES, complaints

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def met(town: Town, **options: Any) -> tuple[Visitor, Operator]:
    visitor = await town.visitor(**options)
    await visitor.open_chat()
    await visitor.say("Сколько стоит?")
    await visitor.sees_sent()
    operator = await town.operator(**options)
    await operator.open("Сколько стоит?")
    return visitor, operator


async def choose(operator: Operator, text: str, action: str) -> None:
    """From the menu of the message with this text, by the keyboard."""
    menu = operator.page.locator(".message").filter(has_text=text).get_by_label("Действия с сообщением")
    await menu.focus()
    await operator.page.keyboard.press("Enter")
    await operator.page.get_by_role("button", name=action, exact=True).press("Enter")


async def test_operator_edits_a_message_by_the_keyboard_and_the_visitor_sees_it(town: Town) -> None:
    visitor, operator = await met(town)
    await operator.say("Сто рублей")
    await operator.field.fill("Черновик ответа")
    await choose(operator, "Сто рублей", "Изменить")
    editor = operator.page.get_by_label("Новый текст сообщения")
    await expect(editor).to_be_focused()
    await expect(editor).to_have_value("Сто рублей")
    await editor.fill("Двести рублей")
    await editor.press("Enter")
    await visitor.sees("Сколько стоит?", "Двести рублей изменено")
    await expect(operator.bubbles.last).to_contain_text("Двести рублей")
    await expect(operator.bubbles.last.get_by_text("изменено")).to_be_visible()
    await expect(operator.page.get_by_label("Действия с сообщением").last).to_be_focused()
    await expect(operator.field).to_have_value("Черновик ответа")
    await operator.folder("Мои").click()
    await expect(operator.rows.first).to_contain_text("Двести рублей")
    await visitor.page.reload()
    await visitor.sees("Сколько стоит?", "Двести рублей изменено")


async def test_escape_leaves_the_message_as_it_was(town: Town) -> None:
    visitor, operator = await met(town)
    await operator.say("Сто рублей")
    await choose(operator, "Сто рублей", "Изменить")
    editor = operator.page.get_by_label("Новый текст сообщения")
    await editor.fill("Двести рублей")
    await editor.press("Escape")
    await operator.sees("Сколько стоит?", "Сто рублей")
    await expect(operator.field).to_be_visible()
    await visitor.sees("Сколько стоит?", "Сто рублей")


async def test_deleted_message_is_gone_on_both_sides_and_asks_with_its_beginning(town: Town) -> None:
    visitor, operator = await met(town)
    await operator.say("Не тому")
    asked = accept(operator.page)
    await choose(operator, "Не тому", "Удалить")
    await visitor.sees("Сколько стоит?", "Сообщение удалено")
    await operator.sees("Сколько стоит?", "Сообщение удалено: Анна")
    await operator.folder("Мои").click()
    await expect(operator.rows.first).to_contain_text("Сколько стоит?")
    assert [("«Не тому»" in question) for question in asked] == [True]
    for side in (visitor, operator):
        await side.page.reload()
    await visitor.sees("Сколько стоит?", "Сообщение удалено")
    await operator.sees("Сколько стоит?", "Сообщение удалено: Анна")


async def test_only_who_leads_deletes_what_a_visitor_wrote(town: Town) -> None:
    visitor, operator = await met(town)
    await operator.page.get_by_label("Действия с сообщением").press("Enter")
    await expect(operator.page.get_by_role("button", name="Процитировать", exact=True)).to_be_visible()
    await expect(operator.page.get_by_role("button", name="Удалить", exact=True)).to_have_count(0)
    sergey = await town.officer(Role.SUPERVISOR, name="Сергей")
    await sergey.open("Сколько стоит?")
    accept(sergey.page)
    await choose(sergey, "Сколько стоит?", "Удалить")
    await visitor.sees("Сообщение удалено")
    await operator.sees("Сообщение удалено: Сергей")


async def test_visitor_answers_by_a_press(town: Town) -> None:
    visitor, operator = await met(town)
    await operator.page.get_by_role("button", name="Варианты ответа").click()
    await expect(operator.page.get_by_label("Вариант 1")).to_be_focused()
    await operator.page.get_by_label("Вариант 1").fill("Курьером")
    await operator.page.get_by_label("Вариант 2").fill("Курьером")
    await operator.field.fill("Как доставить?")
    await expect(operator.page.get_by_text("Варианты повторяются.")).to_be_visible()
    await operator.page.get_by_label("Вариант 2").fill("Заберу сам")
    await operator.field.press("Enter")
    await expect(operator.page.get_by_label("Вариант 1")).to_have_count(0)
    choices = visitor.host.get_by_role("list", name="Варианты ответа").get_by_role("button")
    await expect(choices).to_have_text(["Курьером", "Заберу сам"])
    await choices.last.focus()
    await visitor.page.keyboard.press("Enter")
    await visitor.sees("Сколько стоит?", "Как доставить?", "Заберу сам")
    await expect(choices).to_have_count(0)
    await expect(visitor.field).to_be_focused()
    await expect(operator.bubbles.last).to_have_text("Заберу сам")


async def test_visitor_rates_a_closed_conversation_by_the_keyboard_and_the_page_hears_of_it(town: Town) -> None:
    visitor, operator = await met(town)
    await visitor.page.evaluate("window.rated = []; ryadom.on('rated', (detail) => rated.push(detail))")
    await operator.say("Сто рублей")
    await operator.page.get_by_role("button", name="Закрыть диалог", exact=True).click()
    question = visitor.host.get_by_role("group", name="Насколько мы вам помогли?")
    await question.get_by_role("radio", name="1: очень плохо").focus()
    await visitor.page.keyboard.press("ArrowRight")
    await expect(question.get_by_role("radio", name="2: плохо")).to_be_checked()
    await question.locator("label").filter(has_text="4").click()
    await question.get_by_role("textbox").fill("Быстро ответили")
    await question.get_by_role("button", name="Отправить оценку").click()
    thanks = visitor.host.get_by_text("Спасибо. Ваша оценка: 4, хорошо.")
    await expect(thanks).to_be_visible()
    assert await visitor.page.evaluate("rated") == [{"score": 4}]
    rating = operator.page.locator(".passage--rating")
    await expect(rating).to_contain_text("Посетитель поставил оценку 4 из 5: хорошо")
    await expect(rating).to_contain_text("Быстро ответили")
    await operator.folder("Закрытые").click()
    await expect(operator.rows.first).to_contain_text("Оценка 4 из 5")
    await visitor.page.reload()
    await expect(thanks).to_be_visible()
    await visitor.say("Ещё вопрос")
    await expect(thanks).to_have_count(0)


async def test_visitor_who_declines_is_left_alone(town: Town) -> None:
    visitor, operator = await met(town)
    await operator.say("Сто рублей")
    await operator.page.get_by_role("button", name="Закрыть диалог", exact=True).click()
    question = visitor.host.get_by_text("Насколько мы вам помогли?")
    await visitor.host.get_by_role("button", name="Не сейчас").click()
    await expect(question).to_have_count(0)
    await visitor.page.reload()
    await expect(visitor.host.get_by_text(re.compile("Диалог закрыт"))).to_be_visible()
    await expect(question).to_have_count(0)


@SCHEMES
async def test_what_is_new_has_no_complaints(town: Town, scheme: str) -> None:
    visitor, operator = await met(town, color_scheme=scheme)
    await operator.page.get_by_role("button", name="Варианты ответа").click()
    await operator.page.get_by_label("Вариант 1").fill("Да")
    await operator.field.fill("Заберёте сами?")
    await operator.field.press("Enter")
    await expect(visitor.host.get_by_role("button", name="Да", exact=True)).to_be_visible()
    await operator.page.get_by_role("button", name="Варианты ответа").click()
    await choose(operator, "Заберёте сами?", "Изменить")
    assert await complaints(visitor.page, "ryadom-chat") == []
    assert await complaints(operator.page) == []
    await operator.page.get_by_label("Новый текст сообщения").press("Escape")
    await operator.page.get_by_role("button", name="Закрыть диалог", exact=True).click()
    await visitor.host.locator("label").filter(has_text="5").click()
    assert await complaints(visitor.page, "ryadom-chat") == []
    await visitor.host.get_by_role("button", name="Отправить оценку").click()
    await expect(operator.page.locator(".passage--rating")).to_be_visible()
    assert await complaints(operator.page) == []
