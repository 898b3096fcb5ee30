"""The search of the panel: found by words, opened at the message, left with the keyboard."""

import os
import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Route, expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_accessibility import complaints
from tests.search import feed_all
from tests.web.accounts import account
from tests.web.conftest import lift_limits
from tests.web.customers import write_facts

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES = {"desktop": {"width": 1440, "height": 900}, "phone": {"width": 360, "height": 740}}


def results_of(operator: Operator) -> Locator:
    return operator.page.get_by_role("list", name="Найденные диалоги").get_by_role("listitem")


async def chats(town: Town) -> None:
    """Three short chats, and a long one in whose beginning somebody has asked for a samovar."""
    lift_limits(town.server)
    origin = town.shop_url.rstrip("/")
    async with town.server.visitor(origin=origin) as visitor:
        await visitor.say("Здравствуйте, нужен <b>самовар</b> на дровах, есть ли такие?")
        for number in range(70):
            await visitor.say(f"Ещё один вопрос, номер {number}")
    for text in ("Доставка самоваров в Тверь", "Когда доставка?", "Счёт на чайник"):
        async with town.server.visitor(origin=origin) as visitor:
            await visitor.say(text)
    await feed_all(town.server.database)


async def test_search_leads_to_the_message_and_back_by_the_keyboard_alone(town: Town) -> None:
    await chats(town)
    operator = await town.operator(viewport=SIZES["desktop"])
    await operator.press(["/"])
    await expect(operator.page.get_by_text("Ищем по словам, карточкам клиентов и файлам.")).to_be_visible()
    await operator.page.keyboard.type("самовары")
    await expect(results_of(operator)).to_have_count(2)
    await expect(operator.page.get_by_role("status").filter(has_text="Нашлось: 2 диалога")).to_be_attached()
    await expect(operator.page.locator(".results mark")).to_have_text(["самоваров", "самовар"])
    await expect(results_of(operator).nth(1)).to_contain_text("<b>самовар</b> на дровах")
    await operator.press(["ArrowDown", "ArrowDown", "Enter"])
    sought = operator.bubbles.filter(has_text="на дровах")
    await expect(sought).to_be_in_viewport()
    await expect(results_of(operator)).to_have_count(2)
    await operator.press(["Escape"])
    await expect(operator.page.get_by_role("searchbox")).to_be_focused()
    await operator.press(["Escape", "Escape"])
    await expect(operator.rows).to_have_count(4)
    await operator.press(["/"])
    await operator.page.get_by_role("button", name="самовары").click()
    await expect(results_of(operator)).to_have_count(2)
    assert town.page_errors == []


@pytest.mark.parametrize("size", SIZES)
async def test_customer_is_found_by_the_phone_on_their_card_and_the_result_says_where(town: Town, size: str) -> None:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        conversation_id = str((await visitor.say("Здравствуйте"))["conversation_id"])
    async with account(town.server, "anna@shop.test") as colleague:
        await write_facts(colleague, conversation_id, 0, phone="+7 916 123-45-67", company="<b>Хлебозавод</b>")
    await feed_all(town.server.database)
    operator = await town.operator(viewport=SIZES[size])
    field = operator.page.get_by_role("searchbox")
    await field.fill("8 (916) 123 45 67")
    results = results_of(operator)
    await expect(results).to_have_count(1)
    # Anna sees contacts masked: the whole number finds who has it, and shows no more of it than before.
    await expect(results).to_contain_text("Телефон в карточке: +7 ••• ••• 45 67")
    await expect(results.locator("mark")).to_have_count(0)
    await field.fill("916 123")
    await expect(operator.page.get_by_text("скрытые для вашей роли, ищите целиком")).to_be_visible()
    await field.fill("хлебозавод")
    await expect(results).to_contain_text("Компания в карточке: <b>Хлебозавод</b>")
    assert await complaints(operator.page) == []
    await results.get_by_role("link").click()
    await expect(operator.bubbles.filter(has_text="Здравствуйте")).to_be_visible()
    assert town.page_errors == []


async def test_search_says_that_nothing_is_there_and_that_it_did_not_work(town: Town) -> None:
    await chats(town)
    operator = await town.operator()
    field = operator.page.get_by_role("searchbox")
    await field.fill("синхрофазотрон")
    await expect(operator.page.get_by_text("Ничего не нашлось.")).to_be_visible()
    await field.fill("и не")
    await expect(operator.page.get_by_text("слишком мало для поиска")).to_be_visible()

    async def fail(route: Route) -> None:
        await route.abort()

    await operator.page.route("**/panel/api/search", fail)
    await field.fill("чайник")
    await expect(operator.page.get_by_role("button", name="Повторить")).to_be_visible()
    await operator.page.unroute("**/panel/api/search")
    await operator.page.get_by_role("button", name="Повторить").click()
    await expect(results_of(operator)).to_have_count(1)
    await operator.page.get_by_text("Фильтры", exact=True).click()
    await operator.page.get_by_label("Состояние").select_option(label="Закрытые")
    await expect(operator.page.get_by_text("Ничего не нашлось.")).to_be_visible()
    await operator.page.get_by_role("button", name="Убрать фильтры").click()
    await expect(results_of(operator)).to_have_count(1)
    await operator.folder("Все").click()
    await expect(operator.rows).to_have_count(4)
    # What was cut off by the test is told by the browser.
    assert [error for error in town.page_errors if "ERR_FAILED" not in error] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
async def test_search_fits_phones_and_desks_in_light_and_dark(town: Town, size: str, scheme: str) -> None:
    await chats(town)
    operator = await town.operator(viewport=SIZES[size], color_scheme=scheme)
    await operator.page.get_by_role("searchbox").fill("самовар или доставка")
    await expect(results_of(operator)).to_have_count(3)
    await operator.page.get_by_text("Фильтры", exact=True).click()
    width = await operator.page.evaluate("document.documentElement.scrollWidth")
    assert width <= SIZES[size]["width"]
    assert await complaints(operator.page) == []
    if folder := os.environ.get("RYADOM_SCREENSHOTS"):
        await operator.page.screenshot(path=Path(folder) / f"search-{size}-{scheme}.png")
    await results_of(operator).filter(has_text=re.compile("дровах")).get_by_role("link").first.click()
    await expect(operator.bubbles.filter(has_text="на дровах")).to_be_in_viewport()
    if folder:
        await operator.page.screenshot(path=Path(folder) / f"search-{size}-{scheme}-opened.png")
