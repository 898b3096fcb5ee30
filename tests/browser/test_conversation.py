"""Two browsers chat through the server: the main job, seen from both sides."""

import re
from datetime import UTC, datetime

import pytest
from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import Town

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_visitor_and_operator_chat_both_ways(town: Town) -> None:
    operator = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Здравствуйте, есть габа?")
    await visitor.sees_sent()

    await operator.open("есть габа?")
    await operator.sees("Здравствуйте, есть габа?")
    await operator.say("Добрый день, есть")
    await visitor.sees("Здравствуйте, есть габа?", "Добрый день, есть")
    await expect(visitor.host.get_by_text("Вам отвечает Анна")).to_be_visible()
    await expect(visitor.host.get_by_text("прочитано")).to_be_visible()

    await visitor.say("Беру")
    await operator.sees("Здравствуйте, есть габа?", "Добрый день, есть", "Беру")


async def test_card_that_either_writes_is_shown_to_both_as_it_is_stored(town: Town) -> None:
    operator = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Верните на карту 4111 1111 1111 1111")
    await visitor.sees_sent()
    await operator.open("Верните на карту •••• 1111")
    await operator.say("На 4111111111111111?")
    for side in (visitor, operator):
        await side.sees("Верните на карту •••• 1111", "На карта •••• 1111?")
    assert "4111" not in await visitor.page.evaluate("JSON.stringify(localStorage)")


async def test_reload_keeps_the_thread_and_the_unsent(town: Town) -> None:
    operator = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("До перезагрузки")
    await visitor.sees_sent()
    await operator.open("До перезагрузки")
    await operator.say("Ответ")
    await visitor.page.reload()
    await expect(visitor.window).to_be_visible()
    await visitor.sees("До перезагрузки", "Ответ")
    await visitor.say("После")
    await operator.sees("До перезагрузки", "Ответ", "После")


async def test_open_chat_and_its_draft_come_along_to_the_next_page_until_it_is_closed(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Первое")
    await visitor.sees_sent()
    await visitor.field.fill("Недописанное")
    await visitor.page.goto(town.shop_url + "catalog.html")
    await expect(visitor.window).to_be_visible()
    await expect(visitor.field).to_have_value("Недописанное")
    assert await visitor.page.evaluate("document.activeElement === document.body")
    await visitor.field.click()
    await visitor.page.keyboard.press("Escape")
    await visitor.page.goto(town.shop_url)
    await expect(visitor.host.get_by_text("Первое")).to_be_attached()
    await expect(visitor.window).to_be_hidden()
    assert await visitor.page.evaluate("sessionStorage.length") == 0


async def test_nothing_is_stored_and_no_socket_opened_before_the_visitor_acts(town: Town) -> None:
    sockets: list[str] = []
    visitor = await town.visitor()
    visitor.page.on("websocket", lambda socket: sockets.append(socket.url))
    await visitor.page.reload()
    await visitor.page.wait_for_load_state("networkidle")
    assert sockets == []
    await visitor.open_chat()
    await expect(visitor.window).to_contain_text("Здравствуйте")
    assert await visitor.stored_keys() == []
    assert await visitor.page.context.cookies() == []
    await visitor.say("Первое")
    await visitor.sees_sent()
    assert await visitor.stored_keys() == ["ryadom:shop-key-1"]
    assert len(sockets) == 1
    assert "token" not in sockets[0]


async def test_socket_cut_in_the_middle_of_sending_leaves_one_copy_on_both_sides(town: Town) -> None:
    """The server gets the message, its acknowledgement is swallowed, the socket dies; three times over."""
    context = await town.context()
    cuts = 3

    async def route(socket: WebSocketRoute) -> None:
        nonlocal cuts
        server = socket.connect_to_server()

        async def from_server(frame: str | bytes) -> None:
            nonlocal cuts
            if "message_posted" in str(frame) and cuts > 0:
                cuts -= 1
                await socket.close(code=1011)
            else:
                socket.send(frame)

        server.on_message(from_server)

    await context.route_web_socket(re.compile("/ws/visitor"), route)
    operator = await town.operator()
    visitor = await town.visitor(context=context)
    await visitor.open_chat()
    words = [f"Сообщение {number}" for number in range(1, 6)]
    for word in words:
        await visitor.say(word)
    await visitor.sees(*words)
    await visitor.sees_sent()
    assert cuts == 0
    await operator.open(words[-1])
    await operator.sees(*words)


async def test_messages_written_offline_go_out_in_order_when_the_network_is_back(town: Town) -> None:
    context = await town.context()
    is_down = False
    open_sockets: list[WebSocketRoute] = []

    async def route(socket: WebSocketRoute) -> None:
        if is_down:
            await socket.close(code=1011)
            return
        socket.connect_to_server()
        open_sockets.append(socket)

    await context.route_web_socket(re.compile("/ws/visitor"), route)
    visitor = await town.visitor(context=context)
    await visitor.open_chat()
    await visitor.say("На связи")
    await visitor.sees_sent()
    is_down = True
    for socket in open_sockets:
        await socket.close(code=1011)
    await expect(visitor.host.get_by_text("Нет связи")).to_be_visible()
    await visitor.say("Раз")
    await visitor.say("Два")
    await expect(visitor.host.get_by_text("Сообщения отправятся")).to_be_visible()
    is_down = False
    await visitor.page.evaluate("dispatchEvent(new Event('online'))")
    await visitor.sees_sent()
    await visitor.sees("На связи", "Раз", "Два")
    operator = await town.operator()
    await operator.open("Два")
    await operator.sees("На связи", "Раз", "Два")


async def test_unsent_messages_survive_a_closed_tab(town: Town) -> None:
    context = await town.context()
    is_down = False

    async def route(socket: WebSocketRoute) -> None:
        if is_down:
            await socket.close(code=1011)
        else:
            server = socket.connect_to_server()
            socket.on_message(lambda frame: None if is_down else server.send(frame))

    await context.route_web_socket(re.compile("/ws/visitor"), route)
    visitor = await town.visitor(context=context)
    await visitor.open_chat()
    await visitor.say("Дошло")
    await visitor.sees_sent()
    is_down = True
    await visitor.say("Осталось в телефоне")
    await expect(visitor.own_bubbles).to_have_count(2)
    await visitor.page.close()
    is_down = False
    back = await town.visitor(context=context)
    await back.open_chat()
    await back.sees("Дошло", "Осталось в телефоне")
    await back.sees_sent()


async def test_two_tabs_show_one_conversation(town: Town) -> None:
    context = await town.context()
    first = await town.visitor(context=context)
    second = await town.visitor("catalog.html", context=context)
    await first.open_chat()
    await second.open_chat()
    await first.say("Из первой вкладки")
    await first.sees_sent()
    await second.sees("Из первой вкладки")
    await second.say("Из второй вкладки")
    await first.sees("Из первой вкладки", "Из второй вкладки")
    operator = await town.operator()
    await expect(operator.rows).to_have_count(1)
    await operator.open("Из второй вкладки")
    await operator.sees("Из первой вкладки", "Из второй вкладки")


async def test_typing_of_the_operator_shows_and_goes(town: Town) -> None:
    operator = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вы тут?")
    await operator.open("Вы тут?")
    await operator.field.press_sequentially("Да")
    await expect(visitor.host.get_by_text("Анна печатает…")).to_be_visible()
    await operator.field.press("Enter")
    await visitor.sees("Вы тут?", "Да")
    await expect(visitor.host.get_by_text("Анна печатает…")).to_have_count(0)


async def test_closed_chat_counts_what_is_unread(town: Town) -> None:
    operator = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Жду ответа")
    await visitor.sees_sent()
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.launcher).to_be_focused()
    await operator.open("Жду ответа")
    await operator.say("Раз")
    await operator.say("Два")
    await expect(visitor.launcher).to_have_accessible_name(re.compile(r"2\sновых\sсообщения"))
    await visitor.open_chat()
    await expect(visitor.launcher).not_to_have_accessible_name(re.compile("новых"))
    await expect(operator.page.get_by_text("Прочитано")).to_be_visible()


async def test_html_is_shown_as_text_everywhere(town: Town) -> None:
    attack = "<img src=x onerror=\"document.title='взлом'\"><script>alert(1)</script>"
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE operators SET name = '<b onclick=alert(1)>Анна</b>'")
    operator = await town.operator()
    visitor = await town.visitor("?<script>alert(1)</script>")
    await visitor.open_chat()
    await visitor.say(attack)
    await operator.open("onerror")
    await operator.sees(attack)
    await operator.say(attack)
    await visitor.sees(attack, attack)
    await expect(visitor.host.get_by_text("Вам отвечает <b onclick=alert(1)>Анна</b>")).to_be_visible()
    for page in (visitor.page, operator.page):
        assert await page.locator("img[src=x]").count() == 0
        assert "взлом" not in await page.title()


async def test_failed_message_says_why_and_can_be_sent_again(town: Town) -> None:
    context = await town.context()
    refuses = True

    async def route(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def from_page(frame: str | bytes) -> None:
            # A body that the widget would not send, so that the server refuses it for good.
            server.send(str(frame).replace("Плохое", "\\u0000") if refuses else frame)

        socket.on_message(from_page)

    await context.route_web_socket(re.compile("/ws/visitor"), route)
    visitor = await town.visitor(context=context)
    await visitor.open_chat()
    await visitor.say("Плохое")
    await expect(visitor.host.get_by_text("Сообщение не принято.")).to_be_visible()
    refuses = False
    await visitor.host.get_by_role("button", name="Изменить").click()
    await expect(visitor.bubbles).to_have_count(0)
    await expect(visitor.field).to_be_focused()
    await expect(visitor.field).to_have_value("Плохое")
    await visitor.field.press("Enter")
    await visitor.sees_sent()
    await visitor.sees("Плохое")


async def test_history_is_loaded_as_the_visitor_scrolls_up(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("самое первое")
    await visitor.sees_sent()
    async with town.server.operator() as operator:
        await operator.send("list_conversations", request_id="l", folder="all")
        listed = await operator.receive("conversation_list")
        conversation_id = listed["conversations"][0]["id"]
        for number in range(80):
            await operator.say(f"ответ {number}", conversation_id=conversation_id)
    await visitor.page.reload()
    await expect(visitor.window).to_be_visible()
    await expect(visitor.bubbles.last).to_have_text("ответ 79")
    await expect(visitor.bubbles).not_to_have_count(81)
    log = visitor.host.get_by_role("log")
    started = datetime.now(UTC)
    while await visitor.bubbles.count() < 81:
        await log.evaluate("log => { log.scrollTop = 0 }")
        assert (datetime.now(UTC) - started).seconds < 10
    await expect(visitor.bubbles.first).to_have_text("самое первое")


async def test_who_signs_out_of_the_site_is_forgotten_in_every_tab(town: Town) -> None:
    context = await town.context()
    visitor = await town.visitor(context=context)
    await visitor.open_chat()
    await visitor.say("Это Анна")
    await visitor.sees_sent()
    other = await town.visitor(context=context)
    await expect(other.bubbles).to_have_text(["Это Анна"])
    await visitor.field.fill("черновик")
    await visitor.page.evaluate("ryadom('reset')")
    for tab in (visitor, other):
        await expect(tab.bubbles).to_have_count(0)
    await expect(visitor.field).to_have_value("")
    assert await visitor.stored_keys() == []
    await visitor.say("А это Борис")
    await visitor.sees_sent()
    await visitor.sees("А это Борис")
    operator = await town.operator()
    await expect(operator.rows).to_have_count(2)
    # On the next page nobody is expected, and the chat need not have been opened there.
    third = await town.visitor(context=context)
    await third.page.evaluate("ryadom('reset')")
    await expect(visitor.bubbles).to_have_count(0)
    assert await third.stored_keys() == []
