"""A shop where people sign in: its server vouches for them, in a real browser."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType

import pytest
from playwright.async_api import Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ryadom.store.operators import Role
from ryadom.store.sites import set_origins
from tests.browser.conftest import Town
from tests.browser.people import Visitor, accept
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.consents import ask_for_consent
from tests.identities import make_secret, signed_token
from tests.web.conftest import on_loopback

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGE = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>Личный кабинет</title>
<script>
  window.heard = [];
  window.ryadom = function () {{ (ryadom.q = ryadom.q || []).push(arguments) }};
  ryadom('on', 'error', (error) => heard.push(error.code));
  fetch('/me').then((me) => me.json()).then((me) => me.token && ryadom('identify', me));
  ryadom('setAttributes', {{ plan: 'Про', city: 'Казань' }});
  ryadom('track', 'Открыл кабинет', {{ orders: 3 }});
</script>
<script async src="{widget}/widget.js" data-site="{key}"></script>
<h1>Личный кабинет</h1></html>"""

NOBODY_ELSE: Mapping[str, str] = MappingProxyType({})


@asynccontextmanager
async def cabinet(town: Town, secret: str, *, names: Mapping[str, str] = NOBODY_ELSE) -> AsyncIterator[str]:
    """The shop's own server; who is signed in there stands in a cookie, of which the chat knows nothing.

    `names`: of customers who are called otherwise than Ivan Petrov.
    """

    async def page(_request: Request) -> Response:
        return HTMLResponse(PAGE.format(widget=town.server.http_url, key=town.server.site.key))

    async def me(request: Request) -> Response:
        customer = request.cookies.get("customer")
        if customer is None:
            return JSONResponse({})
        key = "f" * 43 if request.cookies.get("forged") else secret
        claims = {"name": names.get(customer, "Иван Петров"), "email": "ivan@mail.ru", "phone": "+7 916 123-45-67"}
        return JSONResponse({"token": signed_token(key, customer, **claims)})

    async with on_loopback(Starlette(routes=[Route("/", page), Route("/me", me)])) as port:
        url = f"http://127.0.0.1:{port}"
        async with town.server.database.connection() as connection:
            await set_origins(connection, town.server.site.id, (url,))
        yield url


async def customer_at(town: Town, url: str, customer: str = "42", **cookies: str) -> Visitor:
    """Somebody who is signed in at the shop, in a browser of their own."""
    context = await town.context()
    signed_in = {"customer": customer, **cookies}
    await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in signed_in.items()])
    page = await town.page(context)
    await page.goto(url)
    return Visitor(page)


async def heard(page: Page) -> list[str]:
    codes: list[str] = await page.evaluate("heard")
    return codes


async def secret_of(town: Town) -> str:
    return await make_secret(town.server.app.state.context.identity_secrets, town.server.site)


async def test_operator_sees_who_writes_and_the_customer_finds_the_chat_on_another_device(town: Town) -> None:
    anna = await town.operator()
    async with cabinet(town, await secret_of(town)) as url:
        home = await customer_at(town, url)
        await home.open_chat()
        await home.say("Где мой заказ?")
        await home.sees_sent()
        await anna.open("Где мой заказ?")
        await expect(anna.page.locator(".card__name")).to_have_text("Иван Петров")
        card = anna.page.locator(".card")
        await expect(card).to_contain_text("Подтверждено сайтом")
        await expect(card).to_contain_text("i•••@mail.ru")
        await card.get_by_role("button", name="Показать контакты").click()
        for told in ("42", "ivan@mail.ru", "+7 916 123-45-67"):
            await expect(card).to_contain_text(told)
        await anna.say("В пути")

        phone = await customer_at(town, url)
        await phone.open_chat()
        await phone.sees("Где мой заказ?", "В пути")
        await phone.say("Спасибо")
        await home.sees("Где мой заказ?", "В пути", "Спасибо")
        # As on the next page: the browser knows whose chat it is.
        await phone.page.reload()
        await phone.sees("Где мой заказ?", "В пути", "Спасибо")

        forger = await customer_at(town, url, forged="1")
        await forger.open_chat()
        await forger.page.wait_for_function("heard.length > 0")
        assert await heard(forger.page) == ["identity_refused"]
        await forger.say("Я Иван Петров")
        await forger.sees_sent()
        await forger.sees("Я Иван Петров")
    async with town.server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM visitor_identities") == 1


async def test_next_customer_before_the_same_screen_does_not_read_on(town: Town) -> None:
    async with cabinet(town, await secret_of(town)) as url:
        ivan = await customer_at(town, url)
        await ivan.open_chat()
        await ivan.say("Вопрос Ивана")
        await ivan.sees_sent()
        async with town.server.database.connection() as connection:
            while not await connection.fetchval("SELECT count(*) FROM visitor_identities"):
                await ivan.page.wait_for_timeout(20)
        await ivan.page.context.add_cookies([{"name": "customer", "value": "43", "url": url}])
        await ivan.page.reload()
        olga = Visitor(ivan.page)
        # The chat was left open, and knew Ivan until the shop's word had come.
        await olga.page.wait_for_function("!localStorage.length")
        await expect(olga.bubbles).to_have_count(0)
        await olga.say("Вопрос Ольги")
        await olga.sees_sent()
        await olga.sees("Вопрос Ольги")


async def test_where_consent_is_asked_for_the_chat_is_found_once_the_box_is_ticked(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    async with cabinet(town, await secret_of(town)) as url:
        home = await customer_at(town, url)
        await home.open_chat()
        await home.page.get_by_role("checkbox").check()
        await home.say("Где мой заказ?")
        await home.sees_sent()
        async with town.server.database.connection() as connection:
            while not await connection.fetchval("SELECT count(*) FROM visitor_events"):
                await home.page.wait_for_timeout(20)

        phone = await customer_at(town, url)
        sockets: list[str] = []
        phone.page.on("websocket", lambda socket: sockets.append(socket.url))
        await phone.open_chat()
        await expect(phone.bubbles).to_have_count(0)
        assert sockets == []
        await phone.page.get_by_role("checkbox").check()
        await phone.sees("Где мой заказ?")


@SCHEMES
async def test_owner_makes_and_replaces_the_secret(town: Town, scheme: str) -> None:
    page = (await town.officer(Role.OWNER, name="Ольга", path="#privacy/identity", color_scheme=scheme)).page
    await page.get_by_role("button", name="Создать секрет").click()
    field = page.get_by_label("Секрет", exact=True)
    await expect(field).to_be_focused()
    first = await field.input_value()
    assert len(first) == 43
    assert await complaints(page) == []
    asked = accept(page)
    await page.get_by_role("button", name="Заменить секрет").click()
    await expect(field).not_to_have_value(first)
    await expect(page.get_by_text("Он ещё действует")).to_be_visible()
    await page.get_by_role("button", name="Отозвать прежний").click()
    await expect(page.get_by_text("Прежний секрет отозван")).to_be_visible()
    assert len(asked) == 2
    await page.reload()
    await expect(page.get_by_label("Секрет", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="Показать секрет").click()
    await expect(page.get_by_label("Секрет", exact=True)).not_to_have_value("")
    assert await complaints(page) == []
