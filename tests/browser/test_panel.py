"""The panel: signing in, the inbox, the thread, the keyboard."""

import re

import pytest
from playwright.async_api import WebSocketRoute, expect

from ryadom.core.sign_in import MAX_PER_ACCOUNT_AND_ADDRESS
from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.search import feed_all
from tests.web.client import PASSWORD
from tests.web.site_visitors import show_visitors

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _questions(town: Town, *bodies: str) -> list[str]:
    """Visitors who have written one message each and gone; gives the conversations."""
    ids = []
    for body in bodies:
        async with town.server.visitor(
            origin=town.shop_url.rstrip("/"), page={"url": f"{town.shop_url}product.html", "referrer": "https://ya.ru/"}
        ) as visitor:
            ids.append((await visitor.say(body))["conversation_id"])
    return ids


async def test_wrong_password_and_lock_are_said_plainly(town: Town) -> None:
    page = await town.page(await town.context())
    await page.goto(town.panel_url)
    await page.get_by_label("Почта").fill("anna@shop.test")
    for _ in range(MAX_PER_ACCOUNT_AND_ADDRESS):
        await page.get_by_label("Пароль", exact=True).fill("wrong password")
        await page.get_by_role("button", name="Войти", exact=True).click()
        await expect(page.get_by_role("alert")).to_contain_text("не подходят")
        await page.get_by_role("button", name="Войти", exact=True).is_enabled()
    await page.get_by_label("Пароль", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Войти", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("Слишком много попыток")


async def test_signing_out_ends_every_tab_and_says_why(town: Town) -> None:
    operator = await town.operator()
    other = await town.page(operator.page.context)
    await other.goto(town.panel_url)
    await expect(other.get_by_role("navigation", name="Папки")).to_be_visible()
    await operator.page.get_by_role("button", name="Меню: Анна").click()
    await operator.page.get_by_text("Выйти").click()
    await expect(operator.page.get_by_text("Вы вышли.")).to_be_visible()
    await expect(other.get_by_text("Сеанс закончился")).to_be_visible()


async def test_conversation_goes_through_the_folders(town: Town) -> None:
    await _questions(town, "Сколько стоит?")
    operator = await town.operator()
    await operator.open("Сколько стоит?")
    await operator.page.get_by_role("button", name="Взять в работу").click()
    await expect(operator.page.get_by_text("Вы взяли диалог в работу")).to_be_visible()
    await expect(operator.rows).to_have_count(0)
    await operator.folder("Мои").click()
    await expect(operator.rows).to_have_count(1)
    await operator.page.get_by_role("button", name="Закрыть диалог").click()
    await expect(operator.page.get_by_text("Вы закрыли диалог")).to_be_visible()
    await operator.folder("Закрытые").click()
    await expect(operator.rows).to_have_count(1)
    await operator.page.get_by_role("button", name="Открыть снова").click()
    await operator.page.get_by_role("button", name="Вернуть в очередь").click()
    await operator.folder("Очередь").click()
    await expect(operator.rows).to_have_count(1)


async def test_closing_can_be_undone(town: Town) -> None:
    await _questions(town, "Ошибочно закрытый")
    operator = await town.operator()
    await operator.open("Ошибочно закрытый")
    await operator.page.get_by_role("button", name="Закрыть диалог").click()
    await operator.page.get_by_role("button", name="Отменить", exact=True).click()
    await operator.folder("Все").click()
    await expect(operator.rows.filter(has_text="Ошибочно закрытый")).to_be_visible()


async def test_card_shows_page_referrer_and_campaign(town: Town) -> None:
    async with town.server.visitor(
        origin=town.shop_url.rstrip("/"),
        page={
            "url": f"{town.shop_url}product.html?utm_source=vk&utm_campaign=%D0%9B%D0%B5%D1%82%D0%BE",
            "referrer": "https://ya.ru/",
        },
    ) as visitor:
        await visitor.say("Откуда я?")
        # Whoever has gone on came from there all the same
        await visitor.send("visit_page", page={"url": f"{town.shop_url}cart.html", "referrer": "https://ya.ru/"})
        await visitor.ping()
    operator = await town.operator(viewport={"width": 1440, "height": 900})
    await operator.open("Откуда я?")
    card = operator.page.get_by_role("complementary", name="Сведения о посетителе")
    await expect(card).to_contain_text("cart.html")
    await expect(card).to_contain_text("ya.ru")
    source = card.locator(".card__part").filter(has=operator.page.get_by_role("heading", name="Откуда пришёл"))
    await expect(source).to_contain_text("product.html")
    await expect(source.get_by_role("listitem")).to_have_text(["utm_sourcevk", "utm_campaignЛето"])
    link = card.get_by_role("link").first
    await expect(link).to_have_attribute("rel", re.compile("noopener.*noreferrer|noreferrer.*noopener"))


async def test_thread_shows_where_the_visitor_goes_while_it_is_open(town: Town) -> None:
    await show_visitors(town.server.database, town.server.site)
    visitor = await town.visitor("product.html")
    await visitor.open_chat()
    await visitor.say("Куда пойти?")
    await visitor.sees_sent()
    operator = await town.operator()
    await operator.open("Куда пойти?")
    steps = operator.page.locator(".passage--system").filter(has_text=re.compile("Страниц[аы]:"))
    for count, address in enumerate(("?page=1", "?page=2"), 1):
        await visitor.page.evaluate("address => { history.pushState(null, '', address) }", address)
        await expect(steps.get_by_role("link")).to_have_count(count)
    await expect(steps.get_by_role("link").last).to_have_attribute("href", re.compile(r"\?page=2$"))
    await operator.say("В раздел «Пуэр»")
    await operator.page.reload()
    await operator.sees("Куда пойти?", "В раздел «Пуэр»")
    await expect(steps.get_by_role("link")).to_have_count(2)


async def test_page_that_is_no_web_address_is_never_a_link(town: Town) -> None:
    async with town.server.visitor(
        origin=town.shop_url.rstrip("/"), page={"url": "javascript:alert(1)", "title": "Приз"}
    ) as visitor:
        await visitor.say("Нажмите на мою страницу")
    operator = await town.operator(viewport={"width": 1440, "height": 900})
    await operator.open("Нажмите на мою страницу")
    card = operator.page.get_by_role("complementary", name="Сведения о посетителе")
    await expect(card).to_contain_text("javascript:alert(1)")
    await expect(card.get_by_role("link")).to_have_count(0)


async def test_panel_is_driven_by_the_keyboard_alone(town: Town) -> None:
    await _questions(town, "Первый вопрос", "Второй вопрос", "Третий вопрос")
    await feed_all(town.server.database)
    operator = await town.operator()
    await expect(operator.rows).to_have_count(3)
    await operator.press(["j", "j", "Enter"])
    await operator.sees("Второй вопрос")
    await operator.press(["r"])
    await expect(operator.field).to_be_focused()
    await operator.page.keyboard.type("Ответ с клавиатуры: jker")
    await operator.press(["Enter"])
    await operator.sees("Второй вопрос", "Ответ с клавиатуры: jker")
    await operator.press(["Escape", "e"])
    await expect(operator.page.get_by_text("Вы закрыли диалог")).to_be_visible()
    await operator.press(["/"])
    await expect(operator.page.get_by_role("searchbox")).to_be_focused()
    await operator.page.keyboard.type("третьи вопросы")
    await expect(operator.page.locator(".result")).to_have_count(1)
    await operator.press(["Escape", "Escape", "?"])  # the first clears the search, the second leaves it
    await expect(operator.page.get_by_role("dialog", name="Клавиши")).to_be_visible()
    await operator.press(["Escape"])
    await expect(operator.page.get_by_role("dialog", name="Клавиши")).to_be_hidden()


async def test_new_message_shows_in_title_and_list_without_reload(town: Town) -> None:
    operator = await town.operator()
    await expect(operator.page.get_by_text("В очереди никого.")).to_be_visible()
    await _questions(town, "Внезапный вопрос")
    await expect(operator.rows.filter(has_text="Внезапный вопрос")).to_be_visible()
    await expect(operator.page).to_have_title(re.compile(r"^\(1\) "))
    await expect(operator.folder("Очередь")).to_contain_text("1")


async def test_two_operators_see_one_state(town: Town) -> None:
    await _questions(town, "Кто возьмёт?")
    first, second = await town.operator(), await town.operator()
    await first.open("Кто возьмёт?")
    await expect(second.rows).to_have_count(1)
    await first.page.get_by_role("button", name="Взять в работу").click()
    await expect(second.rows).to_have_count(0)
    await second.folder("Мои").click()
    await expect(second.rows).to_have_count(1)


async def test_panel_that_was_cut_off_catches_up(town: Town) -> None:
    context = await town.context()
    operator = Operator(await town.page(context))
    sockets: list[WebSocketRoute] = []

    async def route(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    await context.route_web_socket(re.compile("/ws/operator"), route)
    await operator.sign_in(town.panel_url, "anna@shop.test", PASSWORD)
    [conversation_id] = await _questions(town, "До обрыва")
    await operator.open("До обрыва")
    await sockets[-1].close(code=1011)
    async with town.server.operator() as colleague:
        await colleague.say("Ответ коллеги во время обрыва", conversation_id=conversation_id)
    await operator.sees("До обрыва", "Ответ коллеги во время обрыва")
    await operator.folder("Мои").click()
    await expect(operator.rows).to_have_count(1)


async def test_reply_written_while_cut_off_is_sent_once(town: Town) -> None:
    context = await town.context()
    operator = Operator(await town.page(context))
    swallow = True

    async def route(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        async def from_server(frame: str | bytes) -> None:
            nonlocal swallow
            if swallow and "message_posted" in str(frame) and "Ровно один" in str(frame):
                swallow = False
                await socket.close(code=1011)
            else:
                socket.send(frame)

        server.on_message(from_server)

    await context.route_web_socket(re.compile("/ws/operator"), route)
    await operator.sign_in(town.panel_url, "anna@shop.test", PASSWORD)
    [conversation_id] = await _questions(town, "Вопрос")
    await operator.open("Вопрос")
    await operator.say("Ровно один ответ")
    await expect(operator.page.get_by_text("Отправлено")).to_be_visible()
    await operator.sees("Вопрос", "Ровно один ответ")
    assert not swallow
    async with town.server.operator() as check:
        await check.send("fetch_history", request_id="h", conversation_id=conversation_id)
        entries = (await check.receive("history"))["entries"]
    assert [entry.get("body") for entry in entries] == ["Вопрос", None, "Ровно один ответ"]


async def test_panel_on_a_phone_shows_one_pane_and_a_way_back(town: Town) -> None:
    await _questions(town, "С телефона")
    operator = await town.operator(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    await operator.rows.first.tap()
    await operator.sees("С телефона")
    await expect(operator.rows.first).to_be_hidden()
    assert await operator.page.evaluate("document.documentElement.scrollWidth") <= 390
    await operator.page.get_by_role("button", name="К списку").tap()
    await expect(operator.rows.first).to_be_visible()


async def test_panel_speaks_english_and_remembers_it(town: Town) -> None:
    page = await town.page(await town.context())
    await page.goto(town.panel_url)
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_label("Password", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Password", exact=True)).to_be_visible()
