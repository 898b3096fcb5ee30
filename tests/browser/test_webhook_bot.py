"""A visitor talks with a bot, asks for a person, and gets one; whoever is at the panel reads along."""

import pytest
from playwright.async_api import expect

from tests.bots import NAME, bot_on, echoes, replies
from tests.browser.conftest import Town
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
