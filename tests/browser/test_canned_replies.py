"""Ready replies: made on their page and put into an answer, by the keyboard alone."""

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import accept
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_identify import cabinet, customer_at, secret_of

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_reply_is_made_and_put_into_an_answer_by_the_keyboard(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Сколько стоит?")
    await visitor.sees_sent()
    operator = await town.operator()
    page = operator.page
    await page.goto(f"{town.panel_url}#privacy/replies")
    add = page.get_by_role("button", name="Добавить ответ")
    await add.focus()
    await operator.press(["Enter"])
    await expect(page.get_by_label("Короткое имя")).to_be_focused()
    await page.keyboard.type("цена")
    await operator.press(["Tab"])
    await page.keyboard.type("Здравствуйте, {имя}! Сто рублей, {имя|друг}.")
    await expect(page.locator(".replies__preview")).to_contain_text("Здравствуйте! Сто рублей, друг.")
    await operator.press(["Tab", "Enter"])
    await expect(page.locator(".replies__one")).to_contain_text("/цена")

    await page.goto(town.panel_url)
    await operator.open("Сколько стоит?")
    await operator.field.focus()
    await page.keyboard.type("Вот: /руб")
    await expect(page.get_by_role("option")).to_have_count(1)
    await expect(page.get_by_role("option")).to_contain_text("Здравствуйте! Сто рублей, друг.")
    await operator.press(["Escape"])
    await expect(page.get_by_role("option")).to_have_count(0)
    await expect(operator.field).to_have_value("Вот: /руб")
    for _ in "/руб":
        await operator.press(["Backspace"])
    await page.keyboard.type("/ЦЕ")
    await operator.press(["Enter"])
    await expect(operator.field).to_have_value("Вот: Здравствуйте! Сто рублей, друг.")
    await operator.press(["Control+z"])
    await expect(operator.field).not_to_have_value("Вот: Здравствуйте! Сто рублей, друг.")
    await operator.field.fill("")
    await page.keyboard.type("/це")
    await operator.press(["Tab", "Enter"])
    await visitor.sees("Сколько стоит?", "Здравствуйте! Сто рублей, друг.")


async def test_reply_is_put_into_a_note_behind_the_name_of_whom_it_calls(town: Town) -> None:
    boss = await town.officer(Role.SUPERVISOR, name="Вера Ким", path="#privacy/replies")
    page = boss.page
    await page.get_by_role("button", name="Добавить ответ").click()
    await page.get_by_label("Короткое имя").fill("скидка")
    await page.get_by_label("Текст").fill("Скидку даёт старший смены.")
    await page.get_by_role("form").get_by_label("Для кого").select_option(index=1)
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.locator(".replies__one")).to_contain_text("/скидка")
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        await visitor.say("Сколько стоит?")
    operator = await town.operator()
    await operator.open("Сколько стоит?")
    await operator.page.get_by_role("button", name="Заметка", exact=True).click()
    note = operator.page.get_by_label("Заметка для коллег", exact=True)
    await expect(note).to_be_focused()
    await operator.page.keyboard.type("@ки")
    await expect(operator.page.get_by_role("option", name="Вера Ким")).to_be_visible()
    await operator.press(["Enter"])
    await expect(note).to_have_value("@Вера Ким ")
    await operator.page.keyboard.type("/ски")
    await expect(operator.page.get_by_role("option")).to_contain_text("Скидку даёт старший смены.")
    await operator.press(["Enter"])
    await expect(note).to_have_value("@Вера Ким Скидку даёт старший смены.")


async def test_reply_says_the_name_that_is_known_and_what_stands_in_for_a_number_that_is_not(town: Town) -> None:
    operator = await town.operator()
    page = operator.page
    await page.goto(f"{town.panel_url}#privacy/replies")
    await page.get_by_role("button", name="Добавить ответ").click()
    await page.get_by_label("Короткое имя").fill("где")
    await page.get_by_label("Текст").fill("{имя|Друг}, заявка {заявка|уже заведена}. {сотрудник}, «{сайт}»")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.locator(".replies__one")).to_contain_text("/где")
    async with cabinet(town, await secret_of(town)) as url:
        customer = await customer_at(town, url)
        await customer.open_chat()
        await customer.say("Где мой заказ?")
        await customer.sees_sent()
        async with town.server.visitor(origin=url) as stranger:
            await stranger.say("А мой?")
        await page.goto(town.panel_url)
        for row, name in (("Где мой заказ?", "Иван Петров"), ("А мой?", "Друг")):
            await operator.open(row)
            await operator.field.focus()
            await page.keyboard.type("/где")
            await expect(page.get_by_role("option")).to_contain_text(f"{name}, заявка уже заведена.")
            await operator.press(["Enter"])
            await expect(operator.field).to_have_value(f"{name}, заявка уже заведена. Анна, «Лавка»")
            await operator.press(["Enter"])
        await customer.sees("Где мой заказ?", "Иван Петров, заявка уже заведена. Анна, «Лавка»")


async def test_of_two_editors_the_second_sees_what_the_first_wrote_and_keeps_their_own(town: Town) -> None:
    first = await town.officer(Role.SUPERVISOR, path="#privacy/replies")
    await first.page.get_by_role("button", name="Добавить ответ").click()
    await first.page.get_by_label("Короткое имя").fill("часы")
    await first.page.get_by_label("Текст").fill("С девяти")
    await first.page.get_by_role("form").get_by_label("Для кого").select_option(index=1)
    await first.page.get_by_role("button", name="Сохранить").click()
    second = await town.officer(Role.ADMIN, name="Пётр", path="#privacy/replies")
    for who, words in ((second, "С десяти"), (first, "С восьми")):
        await who.page.get_by_role("button", name="Изменить: часы").click()
        await who.page.get_by_label("Текст").fill(words)
    await first.page.get_by_role("button", name="Сохранить").click()
    await expect(first.page.locator(".replies__one")).to_contain_text("С восьми")
    await second.page.get_by_role("button", name="Сохранить").click()
    conflict = second.page.locator(".conflict")
    await expect(conflict).to_contain_text("Вера")
    await expect(conflict.get_by_role("definition")).to_have_text(["Сейчас: С восьми", "У вас: С десяти"])
    await expect(second.page.get_by_label("Текст")).to_have_value("С десяти")
    assert await complaints(second.page) == []
    await second.page.get_by_role("button", name="Всё равно сохранить моё").click()
    await expect(second.page.locator(".replies__one")).to_contain_text("С десяти")
    asked = accept(second.page)
    await second.page.get_by_role("button", name="Удалить: часы").click()
    await expect(second.page.locator(".replies__one")).to_have_count(0)
    assert asked == ["Удалить ответ «часы»? Вернуть его нельзя."]


@SCHEMES
async def test_page_has_no_complaints(town: Town, scheme: str) -> None:
    person = await town.officer(
        Role.SUPERVISOR, path="#privacy/replies", color_scheme=scheme, viewport={"width": 360, "height": 640}
    )
    page = person.page
    await page.get_by_role("button", name="Добавить ответ").click()
    await page.get_by_label("Короткое имя").fill("слово" * 8)
    await page.get_by_label("Текст").fill("слово" * 100)
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.locator(".replies__one")).to_be_visible()
    await page.get_by_role("button", name="Добавить ответ").click()
    assert await complaints(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
