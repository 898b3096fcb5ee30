"""Answers to a message: chosen by the keyboard, shown on both sides, and the way to what is far above."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.browser.test_amendments import choose, met
from tests.browser.test_notes import kept
from tests.search import feed_all

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_answer_to_a_message_shows_it_on_both_sides_as_it_is_now(town: Town) -> None:
    visitor, operator = await met(town)
    page = operator.page
    await operator.say("Сто рублей")
    await choose(operator, "Сто рублей", "Процитировать")
    await expect(operator.field).to_be_focused()
    await expect(page.locator(".quote-bar")).to_contain_text("Сто рублей")
    await kept(page, "replyTo")
    await page.reload()
    await expect(page.locator(".quote-bar")).to_contain_text("Сто рублей")
    await operator.field.fill("Это с доставкой")
    await operator.field.press("Enter")
    await expect(page.locator(".quote-bar")).to_have_count(0)
    quote, quoted = page.locator("button.quote"), visitor.host.locator(".quoted")
    await expect(quote).to_contain_text("Сто рублей")
    await expect(quoted).to_contain_text("Сто рублей")
    menu = page.locator(".message").filter(has_not=page.locator(".quote")).filter(has_text="Сто рублей")
    await menu.get_by_label("Действия с сообщением").press("Enter")
    await page.get_by_role("button", name="Изменить", exact=True).press("Enter")
    words = page.get_by_label("Новый текст сообщения")
    await words.fill("Двести рублей")
    await words.press("Enter")
    await expect(quote).to_contain_text("Двести рублей")
    await expect(quoted).to_contain_text("Двести рублей")


async def go_on(town: Town, *, messages: int) -> None:
    """As if the visitor had written so many more, faster than one may."""
    async with town.server.database.transaction() as connection:
        await connection.execute(
            "INSERT INTO entries "
            "(site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body) "
            "SELECT site_id, id, last_seq + n, 'message', true, last_seq + n - 1, 'visitor', visitor_id, 'слова' "
            "FROM conversations, generate_series(1, $1::int) AS n",
            messages,
        )
        await connection.execute(
            "UPDATE conversations SET last_seq = last_seq + $1, last_public_seq = last_seq + $1", messages
        )


async def test_way_to_an_answered_message_loads_what_is_between(town: Town) -> None:
    _, operator = await met(town)
    page = operator.page
    await choose(operator, "Сколько стоит?", "Процитировать")
    await expect(page.locator(".quote-bar")).to_contain_text("Сколько стоит?")
    await kept(page, "replyTo")
    await go_on(town, messages=150)
    await page.reload()
    await expect(page.locator(".quote-bar")).to_contain_text("Более раннее сообщение")
    await operator.field.fill("На самый первый: сто")
    await operator.field.press("Enter")
    quote = page.locator("button.quote")
    await expect(quote).to_contain_text("Более раннее сообщение")
    await quote.press("Enter")
    first = operator.bubbles.filter(has_text="Сколько стоит?").first
    await expect(first).to_be_focused()
    await expect(first).to_be_in_viewport()
    await expect(quote).to_contain_text("Сколько стоит?")


async def test_message_that_the_search_has_found_far_above_is_quoted_in_its_words(town: Town) -> None:
    _, operator = await met(town)
    page = operator.page
    await go_on(town, messages=600)
    await feed_all(town.server.database)
    await page.reload()
    await page.get_by_role("searchbox").fill("сколько стоит")
    await page.locator(".result__head").click()
    await expect(operator.bubbles.filter(has_text="Сколько стоит?").first).to_be_in_viewport()
    await choose(operator, "Сколько стоит?", "Процитировать")
    await expect(operator.field).to_be_focused()
    bar = page.locator(".quote-bar")
    await expect(bar).to_contain_text("Сколько стоит?")
    await expect(bar.locator("bdi")).to_have_text(re.compile("^Посетитель"))


@SCHEMES
async def test_quotes_have_no_complaints(town: Town, scheme: str) -> None:
    visitor, operator = await met(town, color_scheme=scheme, viewport={"width": 360, "height": 640})
    await choose(operator, "Сколько стоит?", "Процитировать")
    await operator.field.fill("Рубль")
    await operator.field.press("Enter")
    await expect(visitor.host.locator(".quoted")).to_be_visible()
    await choose(operator, "Рубль", "Процитировать")
    assert await complaints(operator.page) == []
    assert await complaints(visitor.page, "ryadom-chat") == []
    assert await operator.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
