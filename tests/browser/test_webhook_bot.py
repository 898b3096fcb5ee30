"""A visitor talks with a bot, asks for a person, and gets one; whoever is at the panel reads along."""

import pytest
from playwright.async_api import expect

from ryadom.store.operators import Role
from tests.bots import NAME, allow, bot_on, echoes, replies
from tests.browser.conftest import Town
from tests.receiver import receiver
from tests.web.conftest import SECRET_KEY

pytestmark = pytest.mark.asyncio(loop_scope="session")

PERSON = "Вам ответит сотрудник, здесь же."


async def test_visitor_talks_with_the_bot_asks_for_a_person_and_an_operator_takes_over(town: Town) -> None:
    server = town.server
    async with bot_on(server.database, server.site, replies(echoes), secret_key=SECRET_KEY) as (bot, _):
        anna = await town.operator()
        visitor = await town.visitor()
        await visitor.open_chat()
        await visitor.say("Есть чай?")
        await visitor.sees("Есть чай?", "Вы пишете: Есть чай?")
        await expect(visitor.host).to_contain_text(NAME)
        # She may read along, and nobody waits for her.
        await expect(anna.rows).to_have_count(0)
        await anna.folder("Все").click()
        await anna.open("Есть чай?")
        await anna.sees("Есть чай?", "Вы пишете: Есть чай?")
        await expect(anna.page.get_by_text(f"Диалог в работе: {NAME}, автоматически")).to_be_visible()
        await visitor.say("Позовите сотрудника")
        await visitor.sees("Есть чай?", "Вы пишете: Есть чай?", "Позовите сотрудника", PERSON)
        await expect(anna.page.get_by_text("Посетитель просит сотрудника.")).to_be_visible()
        await anna.folder("Очередь").click()
        await anna.open("Вам ответит сотрудник")
        await anna.say("Здравствуйте, есть зелёный")
        await visitor.sees(
            "Есть чай?", "Вы пишете: Есть чай?", "Позовите сотрудника", PERSON, "Здравствуйте, есть зелёный"
        )
        await visitor.say("Спасибо")
        await anna.sees(
            "Есть чай?",
            "Вы пишете: Есть чай?",
            "Позовите сотрудника",
            PERSON,
            "Здравствуйте, есть зелёный",
            "Спасибо",
        )
        assert len(bot.heard) == 1


async def test_administrator_sets_a_bot_up_in_the_panel(town: Town) -> None:
    async with receiver(replies(echoes)) as bot:
        url = await allow(town.server.database, town.server.site, bot.port)
        page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/webhooks")).page
        await page.get_by_role("button", name="Новый вебхук").click()
        await page.get_by_label("Адрес программы").fill(url)
        await page.get_by_label("Что делает программа").select_option("Отвечает посетителям как\u00a0бот")
        await expect(page.get_by_role("group", name="События")).to_have_count(0)
        await page.get_by_label("Имя бота").fill(NAME)
        await page.get_by_label("Сколько ждать ответа бота").select_option("15\u00a0с")
        await page.get_by_role("button", name="Добавить вебхук").click()
        await expect(page.get_by_role("textbox", name="Секрет подписи")).to_be_visible()
        visitor = await town.visitor()
        await visitor.open_chat()
        await visitor.say("Есть чай?")
        await visitor.sees("Есть чай?", "Вы пишете: Есть чай?")
        await page.goto(town.panel_url + "#privacy/webhooks")
        await expect(page.get_by_role("table").get_by_text(f"Бот «{NAME}», ответ за\u00a015\u00a0с")).to_be_visible()
        # From the next question on it has another time. Its name stays.
        await page.get_by_role("table").get_by_role("link").first.click()
        await page.get_by_role("button", name="Изменить").click()
        await expect(page.get_by_label("Имя бота")).to_have_count(0)
        await page.get_by_label("Сколько ждать ответа бота").select_option("20\u00a0с")
        await page.get_by_label("Закрывать, если посетитель молчит").select_option("1440")
        await page.get_by_role("button", name="Сохранить").click()
        await expect(page.get_by_text(f"Бот «{NAME}», ответ за\u00a020\u00a0с")).to_be_visible()
        await visitor.say("А кофе?")
        await visitor.sees("Есть чай?", "Вы пишете: Есть чай?", "А кофе?", "Вы пишете: А кофе?")
