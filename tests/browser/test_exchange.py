"""Chats where no websocket passes: real pages behind a portal that breaks them, each in its own way."""

import asyncio
import random
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from playwright.async_api import Browser, Route, expect
from playwright.async_api import Error as PlaywrightError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route as StarletteRoute

from ryadom.app import build_demo_site
from ryadom.store.database import open_database
from ryadom.store.sites import set_origins
from ryadom.web.context import Context
from tests.browser.conftest import Town
from tests.browser.people import Operator, Visitor
from tests.portal import Manner, Portal
from tests.waiting import until
from tests.web.conftest import another_server, on_loopback, serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

EXPECTED_COMPLAINT = re.compile("WebSocket connection to|Connecting to 'ws|Failed to load resource|net::ERR_")
"""The browser itself tells the console of each websocket that fails."""


@asynccontextmanager
async def town_behind(chromium: Browser, database_url: str, manner: Manner) -> AsyncIterator[tuple[Town, Portal]]:
    """A town whose visitors reach the server through a portal, and whose operators do not need it."""
    async with (
        open_database(database_url) as database,
        serving(database_url, database) as server,
        Portal(server.port, manner).running() as portal,
        on_loopback(build_demo_site(widget_origin=portal.url, site_key=server.site.key)) as port,
    ):
        async with database.connection() as connection:
            await set_origins(connection, server.site.id, (f"http://127.0.0.1:{port}",))
        town = Town(chromium, server, f"http://127.0.0.1:{port}/")
        try:
            yield town, portal
        finally:
            await town.close()
        assert [error for error in town.page_errors if not EXPECTED_COMPLAINT.search(error)] == []


async def _met(town: Town, visitor: Visitor) -> Operator:
    """The visitor has written "Вопрос", and an operator has it open."""
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    operator = await town.operator()
    await operator.open("Вопрос")
    return operator


@pytest.mark.parametrize("manner", [manner for manner in Manner if manner is not Manner.PASS])
async def test_people_talk_where_websockets_are(chromium: Browser, database_url: str, manner: Manner) -> None:
    async with town_behind(chromium, database_url, manner) as (town, portal):
        visitor = await town.visitor()
        operator = await _met(town, visitor)
        await operator.say("Ответ")
        await visitor.sees("Вопрос", "Ответ")
        await visitor.say("Спасибо")
        await operator.sees("Вопрос", "Ответ", "Спасибо")
        await visitor.sees_sent()
        assert portal.handshakes


async def test_typing_and_read_marks_pass_both_ways(chromium: Browser, database_url: str) -> None:
    async with town_behind(chromium, database_url, Manner.BAD_GATEWAY) as (town, _):
        visitor = await town.visitor()
        operator = await _met(town, visitor)
        await expect(visitor.host.locator(".own .meta").last).to_contain_text("прочитано")
        # It is said every 4 s, and one that falls between two requests is lost.
        typing = asyncio.create_task(operator.field.press_sequentially("Пишу ответ…", delay=500))
        await expect(visitor.host.get_by_text("печатает")).to_be_visible()
        await typing
        await operator.field.press("Enter")
        await visitor.sees("Вопрос", "Пишу ответ…")
        await expect(operator.page.get_by_text("прочитано").last).to_be_visible()
        await visitor.field.press_sequentially("Са")
        await expect(operator.page.get_by_text("печатает").first).to_be_visible()


async def test_reload_goes_on_where_it_was(chromium: Browser, database_url: str) -> None:
    async with town_behind(chromium, database_url, Manner.BAD_GATEWAY) as (town, _):
        visitor = await town.visitor()
        operator = await _met(town, visitor)
        await visitor.page.reload()
        await expect(visitor.window).to_be_visible()
        await operator.say("Ответ после перезагрузки")
        await visitor.sees("Вопрос", "Ответ после перезагрузки")
        await visitor.say("Вижу")
        await operator.sees("Вопрос", "Ответ после перезагрузки", "Вижу")


async def test_message_that_could_not_be_sent_survives_a_reload(chromium: Browser, database_url: str) -> None:
    async with town_behind(chromium, database_url, Manner.BAD_GATEWAY) as (town, _):
        visitor = await town.visitor()
        operator = await _met(town, visitor)
        await visitor.page.route("**/exchange/visitor", lambda route: route.abort())
        await visitor.say("Без сети")
        await expect(visitor.host.get_by_text("Сообщения отправятся")).to_be_visible()
        await visitor.page.reload()
        await visitor.sees("Без сети")
        await visitor.page.unroute_all()
        await visitor.page.evaluate("dispatchEvent(new Event('online'))")
        await visitor.sees_sent()
        await visitor.sees("Вопрос", "Без сети")
        await operator.sees("Вопрос", "Без сети")


async def test_message_whose_answer_was_cut_off_is_stored_and_shown_once(chromium: Browser, database_url: str) -> None:
    async with town_behind(chromium, database_url, Manner.BAD_GATEWAY) as (town, _):
        visitor = await town.visitor()
        operator = await _met(town, visitor)
        cuts = 0

        async def cut(route: Route) -> None:
            nonlocal cuts
            if cuts or "send_message" not in (route.request.post_data or ""):
                await route.continue_()
                return
            cuts += 1
            # The server has stored it, and the page can't know.
            await route.fetch()
            await operator.sees("Вопрос", "В обрыве")
            await route.abort()

        await visitor.page.route("**/exchange/visitor", cut)
        await visitor.say("В обрыве")
        await visitor.sees_sent()
        await visitor.sees("Вопрос", "В обрыве")
        await visitor.say("После")
        await operator.sees("Вопрос", "В обрыве", "После")
        assert cuts == 1


async def test_requests_and_answers_cut_at_random_lose_nothing_and_double_nothing(
    chromium: Browser, database_url: str
) -> None:
    async with town_behind(chromium, database_url, Manner.BAD_GATEWAY) as (town, _):
        visitor = await town.visitor()
        operator = await _met(town, visitor)
        weather = random.Random(4711)

        async def cut(route: Route) -> None:
            luck = weather.random()
            if luck < 0.15:
                await route.abort()
            elif luck < 0.3:
                with suppress(PlaywrightError):
                    await route.fetch(timeout=1_000)
                await route.abort()
            else:
                await route.continue_()

        await visitor.page.route("**/exchange/visitor", cut)
        questions = [f"Вопрос {number}" for number in range(1, 7)]
        answers = [f"Ответ {number}" for number in range(1, 7)]
        for question, answer in zip(questions, answers, strict=True):
            await visitor.say(question)
            await operator.say(answer)
        await visitor.page.unroute_all(behavior="ignoreErrors")
        await visitor.page.evaluate("dispatchEvent(new Event('online'))")
        await expect(visitor.own_bubbles).to_have_text(["Вопрос", *questions], use_inner_text=True)
        await visitor.sees_sent()
        await expect(operator.bubbles).to_have_count(13)
        seen = await operator.bubbles.all_inner_texts()
        assert [text for text in seen if text.startswith("Вопрос")] == ["Вопрос", *questions]
        assert [text for text in seen if text.startswith("Ответ")] == answers
        await visitor.sees(*seen)


async def test_server_that_is_replaced_hands_its_visitors_on(chromium: Browser, database_url: str) -> None:
    async with (
        town_behind(chromium, database_url, Manner.BAD_GATEWAY) as (town, portal),
        another_server(database_url, town.server.database, town.server.site) as next_server,
    ):
        visitor = await town.visitor()
        operator = await _met(town, visitor)
        portal.target_port = next_server.port
        await town.server.app.state.drain()
        await visitor.say("Между серверами")
        await visitor.sees_sent()
        await operator.sees("Вопрос", "Между серверами")
        await operator.page.goto(f"{next_server.http_url}/panel/")
        await operator.open("Между серверами")
        await operator.say("Дошло")
        await visitor.sees("Вопрос", "Между серверами", "Дошло")
        # What is on its way when the next server is stopped too is answered by nobody.
        await visitor.page.close()


async def test_websocket_is_taken_again_when_it_passes(chromium: Browser, database_url: str) -> None:
    async with town_behind(chromium, database_url, Manner.LOGIN_PAGE) as (town, portal):
        visitor = await town.visitor()
        operator = await _met(town, visitor)
        portal.manner = Manner.PASS
        # It is tried after 15 to 22 s, or, where it did not pass yet then, after 30 to 45 s more.
        await until(lambda: _is_on_websocket(town), deadline_s=80)
        asked: list[str] = []
        visitor.page.on("request", lambda request: asked.append(request.url))
        await operator.say("Ответ")
        await visitor.sees("Вопрос", "Ответ")
        await visitor.say("Спасибо")
        await operator.sees("Вопрос", "Ответ", "Спасибо")
        assert [url for url in asked if "/exchange/" in url] == []


async def test_page_whose_policy_names_no_websocket_has_a_chat(chromium: Browser, database_url: str) -> None:
    async with town_behind(chromium, database_url, Manner.PASS) as (town, portal):
        server = f"{portal.url}/exchange/ {portal.url}/widget/"
        policy = f"default-src 'none'; script-src 'nonce-R4nd0m'; connect-src {server}"
        script = f'<script nonce="R4nd0m" src="{portal.url}/widget.js" data-site="{town.server.site.key}"></script>'

        async def strict_page(_: Request) -> HTMLResponse:
            headers = {"Content-Security-Policy": policy}
            return HTMLResponse(f"<!doctype html><html lang=ru><title>Строго</title>{script}", headers=headers)

        async with on_loopback(Starlette(routes=[StarletteRoute("/", strict_page)])) as port:
            async with town.server.database.connection() as connection:
                await set_origins(connection, town.server.site.id, (f"http://127.0.0.1:{port}",))
            page = await town.page(await town.context())
            await page.goto(f"http://127.0.0.1:{port}/")
            operator = await _met(town, Visitor(page))
            await operator.sees("Вопрос")
            assert portal.handshakes == 0
            await page.close()


async def test_nothing_is_asked_once_the_chat_is_over(chromium: Browser, database_url: str) -> None:
    async with town_behind(chromium, database_url, Manner.BAD_GATEWAY) as (town, portal):
        visitor = await town.visitor()
        await _met(town, visitor)
        await visitor.page.evaluate("ryadom.destroy()")
        await until(lambda: _sockets(town, "visitor_exchange") == 0)
        handshakes = portal.handshakes
        await visitor.page.clock.install()
        await visitor.page.clock.fast_forward(700_000)
        assert (portal.handshakes, _sockets(town, "visitor_exchange")) == (handshakes, 0)


async def test_chat_that_works_by_websocket_never_fetches_the_other_way(town: Town) -> None:
    page = await town.page(await town.context())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(town.shop_url)
    visitor = Visitor(page)
    await _met(town, visitor)
    assert [url for url in asked if "exchange" in url] == []


def _is_on_websocket(town: Town) -> bool:
    return _sockets(town, "visitor") == 1 and _sockets(town, "visitor_exchange") == 0


def _sockets(town: Town, side: str) -> float:
    context: Context = town.server.app.state.context
    return context.metrics.sample("ryadom_sockets", side=side) or 0
