"""«Сейчас на сайте» as people use it: who agreed is seen and asked in, who did not leaves no trace at all."""

import re
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor
from tests.browser.test_accessibility import complaints
from tests.browser.test_consents import LABEL
from tests.browser.test_host_pages import PHONE
from tests.consents import ask_for_consent
from tests.web.site_visitors import show_visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")

GREETING = "Здравствуйте. Подсказать с выбором?"


async def _known_visitor(town: Town, operator: Operator, **options: Any) -> Visitor:
    """Somebody who has agreed and written, and whose conversation is closed."""
    visitor = await town.visitor(**options)
    await visitor.open_chat()
    await visitor.page.get_by_role("checkbox", name=LABEL).check()
    await visitor.say("Спасибо")
    await visitor.sees_sent()
    await operator.folder("Очередь").click()
    await operator.open("Спасибо")
    await operator.page.get_by_role("button", name="Закрыть диалог").click()
    await expect(visitor.host.get_by_text("Диалог закрыт.")).to_be_visible()
    await visitor.page.get_by_role("button", name="Закрыть чат").click()
    return visitor


async def _open_list(operator: Operator) -> Page:
    page = operator.page
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_role("link", name="Сейчас на сайте").click()
    await expect(page.get_by_role("heading", name="Сейчас на сайте", level=1)).to_be_focused()
    return page


async def test_who_agreed_is_seen_and_invited_and_the_conversation_has_both_texts_once(town: Town) -> None:
    await show_visitors(town.server.database, town.server.site)
    await ask_for_consent(town.server.database, town.server.site)
    anna = await town.operator()
    stranger_context = await town.context()
    stranger = Visitor(await town.page(stranger_context))
    sockets: list[str] = []
    stranger.page.on("websocket", lambda socket: sockets.append(socket.url))
    await stranger.page.goto(town.shop_url)
    visitor = await _known_visitor(town, anna)
    await visitor.page.goto(f"{town.shop_url}catalog.html?utm_source=yandex")
    await stranger.page.goto(f"{town.shop_url}catalog.html")
    await stranger.page.wait_for_load_state("networkidle")

    page = await _open_list(anna)
    rows = page.locator("tbody tr")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("catalog.html")
    await expect(rows).to_contain_text("Закрыт")
    # For how long, and from where
    await expect(page.get_by_role("columnheader")).to_contain_text(["Посетитель", "Страница", "На сайте", "Источник"])
    await expect(rows.get_by_role("cell").nth(1)).to_have_text(re.compile(r"^\d+\s(с|мин)$"))
    await expect(rows.get_by_role("cell").nth(2)).to_have_text("yandex")
    await expect(page.get_by_text("1 посетитель")).to_be_visible()
    assert (await complaints(page)) == []
    # Whoever has not agreed has opened no socket, and has nothing stored.
    assert sockets == []
    assert await stranger.stored_keys() == []
    assert await stranger_context.cookies() == []

    await page.get_by_role("button", name="Пригласить").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Что увидит посетитель")).not_to_have_value("")
    assert (await complaints(page)) == []
    await dialog.get_by_label("Что увидит посетитель").fill(GREETING)
    await dialog.get_by_role("button", name="Пригласить").click()
    await expect(rows).to_contain_text("Приглашён")

    bubble = visitor.host.locator(".invitation")
    await expect(bubble).to_contain_text(f"Анна: {GREETING}")
    assert (await complaints(visitor.page)) == []
    # The next page shows it too: it was not answered.
    await visitor.page.goto(town.shop_url)
    await bubble.get_by_role("button", name="Анна").click()
    await expect(bubble).to_have_count(0)
    await expect(visitor.host.locator(".invited")).to_contain_text(GREETING)
    await visitor.sees("Спасибо")
    await visitor.say("Да, нужен улун")
    await visitor.sees("Спасибо", GREETING, "Да, нужен улун")
    await expect(visitor.host.locator(".invited")).to_have_count(0)
    await visitor.page.reload()
    await visitor.sees("Спасибо", GREETING, "Да, нужен улун")

    await rows.get_by_role("link", name="Ведёт Анна").click()
    await anna.sees("Спасибо", GREETING, "Да, нужен улун")


async def test_invitation_of_who_has_the_chat_open_is_told_there_on_a_phone_too(town: Town) -> None:
    await show_visitors(town.server.database, town.server.site)
    visitor = await town.visitor(**PHONE)
    # No consent is asked here: whoever opens the chat is seen.
    await visitor.launcher.click()
    await expect(visitor.window).to_be_visible()
    await visitor.page.evaluate("ryadom.close()")
    await visitor.page.evaluate("ryadom.open()")
    anna = await town.operator()
    page = await _open_list(anna)
    # Closed before it was welcomed, the chat comes back as somebody else; the first one is there for ten seconds more.
    await expect(page.get_by_role("button", name="Пригласить")).to_have_count(1, timeout=20_000)
    await page.get_by_role("button", name="Пригласить").click()
    await page.get_by_role("dialog").get_by_role("button", name="Пригласить").click()
    # The chat is open: it is told there.
    await expect(visitor.host.locator(".invited")).to_be_visible()
    await expect(visitor.host.locator(".invitation")).to_have_count(0)


async def test_dismissed_invitation_stays_away_and_the_list_says_so(town: Town) -> None:
    await show_visitors(town.server.database, town.server.site)
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Спасибо")
    await visitor.sees_sent()
    anna = await town.operator()
    await anna.open("Спасибо")
    await anna.page.get_by_role("button", name="Закрыть диалог").click()
    await expect(visitor.host.get_by_text("Диалог закрыт.")).to_be_visible()
    await visitor.page.get_by_role("button", name="Закрыть чат").click()
    page = await _open_list(anna)
    await page.get_by_role("button", name="Пригласить").click()
    await page.get_by_role("dialog").get_by_role("button", name="Пригласить").click()
    await visitor.page.get_by_role("button", name="Закрыть приглашение").click()
    await expect(visitor.host.locator(".invitation")).to_have_count(0)
    await expect(page.locator("tbody tr")).to_contain_text("Отказался")
    await visitor.page.reload()
    await visitor.open_chat()
    await visitor.sees("Спасибо")
    await expect(visitor.host.locator(".invited")).to_have_count(0)


async def test_list_teaches_where_it_is_off_and_is_opened_by_a_key(town: Town) -> None:
    anna = await town.operator()
    await expect(anna.folder("Очередь")).to_be_visible()
    await anna.page.keyboard.press("v")
    await expect(anna.page.get_by_text("Сайты не показывают, кто на них.")).to_be_visible()
    await expect(anna.page.get_by_text("Попросите об этом того")).to_be_visible()
    vera = await town.officer(Role.ADMIN, path="#privacy/visitors")
    await vera.page.get_by_role("link", name="Включить в настройках виджета").click()
    tick = vera.page.get_by_label("Показывать сотрудникам, кто сейчас на сайте")
    await tick.check()
    await vera.page.get_by_role("button", name="Сохранить").click()
    await expect(vera.page.get_by_text("Сохранено")).to_be_visible()
    await expect(anna.page.get_by_text("Сейчас здесь никого")).to_be_visible()
    async with town.server.database.connection() as connection:
        site_id = await connection.fetchval("SELECT site_id FROM journal WHERE action = 'settings_changed'")
    assert site_id == UUID(str(town.server.site.id))
