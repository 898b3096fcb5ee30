"""Mail and back: a link from a real mail opens the conversation in another browser; a copy is asked for in the menu."""

import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from msgspec import Struct
from playwright.async_api import Browser, Page, expect

from ryadom.core.answer_mails import AnswerMails
from ryadom.core.mail_choices import MailChoices
from ryadom.core.mailer import Mailer
from ryadom.core.widget_settings import Asked, Form, FormTime
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.operators import Role
from ryadom.web.context import Context
from tests.browser.conftest import Town, town_on
from tests.browser.people import Operator, Visitor
from tests.browser.test_accessibility import SCHEMES, complaints
from tests.consents import ask_for_consent
from tests.mail_server import MailServer, mail_server
from tests.waiting import until, until_true
from tests.web.mailing import choose_mail, let_mail_out, text_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAID = "Почта: anna@example.ru\n\n"
SAID_MASKED = "Почта: a•••@example.ru показать\n\n"
FORM = Form(when=FormTime.ALWAYS, name=Asked.NO, phone=Asked.NO, email=Asked.OPTIONAL)
LEAD = "Эта ссылка из письма открывает вашу переписку."


class Mailed(Struct, frozen=True):
    """A town whose server mails its visitors."""

    town: Town
    mails: MailServer
    mailer: Mailer

    @property
    def context(self) -> Context:
        context: Context = self.town.server.app.state.context
        return context

    async def link(self, visitor_id: str) -> str:
        """Of the mail with what the visitor did not read."""
        desk = self.context.visitor_desk
        await until(lambda: not any(str(owner.visitor_id) == visitor_id for owner in desk.presence._visitors.present()))
        looker = AnswerMails(
            self.town.server.database,
            self.mailer,
            self.context.mail_refusals,
            is_here=desk.presence.visitor_online,
            quiet_s=0.0,
        )

        async def is_queued() -> bool:
            return await looker.look() == 1

        # The panel shows an answer before the server has it.
        await until_true(is_queued)
        await self.mailer.send_due()
        found = re.search(r"\S+/chat/\S+#\S+", text_of(await self.mails.next_mail()))
        assert found
        return found[0]


@asynccontextmanager
async def mailed_town(chromium: Browser, database_url: str) -> AsyncIterator[Mailed]:
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("mailer", "answer_mails"):
            patch.setattr(f"ryadom.core.{name}.LOOK_INTERVAL_S", 3_600.0)
        patch.setattr("ryadom.core.presence.LINGER_S", 0.05)
        async with mail_server() as mails:
            settings = {
                "smtp_url": smtp_url(f"smtp://127.0.0.1:{mails.port}"),
                "mail_from": "chat@shop.test",
                "public_url": url,
            }
            async with town_on(chromium, database_url, listener=listener, **settings) as town:
                server = town.server
                await let_mail_out(server.database, mails.port)
                await choose_mail(server.database, server.site, MailChoices(answers=True, copies=True), form=FORM)
                context: Context = server.app.state.context
                mailer = context.visitor_desk.copies._mailer
                assert mailer is not None
                yield Mailed(town, mails, mailer)
                assert town.page_errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def mailed(chromium: Browser, database_url: str) -> AsyncIterator[Mailed]:
    async with mailed_town(chromium, database_url) as mailed:
        yield mailed


async def answered(mailed: Mailed, question: str, answer: str) -> tuple[str, Operator]:
    """Somebody asked on the shop's page, left an address, and closed the tab; then Anna answered."""
    visitor = await mailed.town.visitor()
    await visitor.open_chat()
    await visitor.page.get_by_label("Почта").fill("anna@example.ru")
    await visitor.say(question)
    await visitor.sees_sent()
    visitor_id = str(await visitor.page.evaluate("JSON.parse(localStorage['ryadom:shop-key-1']).visitorId"))
    await visitor.page.context.close()
    operator = await mailed.town.operator()
    await operator.open(question)
    await operator.say(answer)
    return visitor_id, operator


async def press(page: Page) -> Visitor:
    await page.get_by_role("button", name="Продолжить переписку").click()
    visitor = Visitor(page)
    await expect(visitor.window).to_be_visible()
    return visitor


async def test_link_opens_the_conversation_in_a_fresh_browser_and_answers_reach_the_operator(mailed: Mailed) -> None:
    visitor_id, operator = await answered(mailed, "Есть улун?", "Есть, два")
    link = await mailed.link(visitor_id)
    context = await mailed.town.context()
    page = await mailed.town.page(context)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer')}"))
    await page.goto(link)
    await expect(page).to_have_title("Лавка")
    await expect(page.get_by_text(LEAD)).to_be_visible()
    assert await page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    token = link.partition("#")[2]
    assert not [one for one in asked if token in one], "a browser tells nobody what stands after #"

    visitor = await press(page)
    await visitor.sees(f"{SAID}Есть улун?", "Есть, два")
    await expect(page).to_have_url(link.partition("#")[0])
    await visitor.say("Беру оба")
    await operator.sees(f"{SAID_MASKED}Есть улун?", "Есть, два", "Беру оба")
    await operator.say("Отлично")
    await visitor.sees(f"{SAID}Есть улун?", "Есть, два", "Беру оба", "Отлично")
    assert await page.evaluate("localStorage.length") == 0

    await page.reload()
    await visitor.sees(f"{SAID}Есть улун?", "Есть, два", "Беру оба", "Отлично")
    other = await mailed.town.page(context)
    await other.goto(link.partition("#")[0])
    await expect(Visitor(other).window).to_be_visible()
    await expect(Visitor(other).bubbles).to_have_count(0)


async def test_browser_with_a_conversation_of_its_own_on_that_page_keeps_it(mailed: Mailed) -> None:
    context = await mailed.town.context()
    own = Visitor(await mailed.town.page(context))
    await own.page.goto(f"{mailed.town.server.http_url}/chat/shop-key-1")
    await expect(own.window).to_be_visible()
    await own.say("Я сосед")
    await own.sees_sent()
    kept = await own.page.evaluate("localStorage['ryadom:shop-key-1']")
    visitor_id, _ = await answered(mailed, "Есть пуэр?", "Есть")
    page = await mailed.town.page(context)
    await page.goto(await mailed.link(visitor_id))
    linked = await press(page)
    await linked.sees(f"{SAID}Есть пуэр?", "Есть")
    await linked.say("Спасибо")
    await linked.sees(f"{SAID}Есть пуэр?", "Есть", "Спасибо")
    assert (await own.page.evaluate("JSON.parse(localStorage['ryadom:shop-key-1']).visitorId")) in kept
    await own.page.reload()
    await own.sees("Я сосед")
    await page.reload()
    await linked.sees(f"{SAID}Есть пуэр?", "Есть", "Спасибо")


async def test_link_that_is_over_says_so_and_opens_nothing(mailed: Mailed) -> None:
    page = await mailed.town.page(await mailed.town.context())
    await page.goto(f"{mailed.town.server.http_url}/chat/shop-key-1#made-up")
    await page.get_by_role("button", name="Продолжить переписку").click()
    await expect(page.get_by_role("alert")).to_contain_text("Ссылка больше не действует")
    await expect(Visitor(page).window).to_be_hidden()
    assert await page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


async def test_page_without_a_link_asks_for_consent_and_keeps_nothing_before(mailed: Mailed) -> None:
    await ask_for_consent(mailed.town.server.database, mailed.town.server.site)
    page = await mailed.town.page(await mailed.town.context())
    sockets: list[str] = []
    page.on("websocket", lambda opened: sockets.append(opened.url))
    await page.goto(f"{mailed.town.server.http_url}/chat/shop-key-1")
    visitor = Visitor(page)
    await expect(visitor.window).to_be_visible()
    await expect(page.get_by_role("checkbox").first).to_be_visible()
    assert sockets == []
    assert await page.evaluate("[document.cookie.length, localStorage.length, sessionStorage.length]") == [0, 0, 0]


@pytest.mark.parametrize("width", [360, 1440])
async def test_window_fills_the_page(mailed: Mailed, width: int) -> None:
    page = await mailed.town.page(await mailed.town.context(viewport={"width": width, "height": 800}))
    await page.goto(f"{mailed.town.server.http_url}/chat/shop-key-1")
    visitor = Visitor(page)
    await expect(visitor.window).to_be_visible()
    box = await visitor.window.bounding_box()
    assert box is not None
    assert (box["y"], box["height"]) == (0, 800)
    assert box["width"] == min(width, 720)


@SCHEMES
async def test_page_of_a_link_has_nothing_to_complain_of(mailed: Mailed, scheme: str) -> None:
    page = await mailed.town.page(await mailed.town.context(color_scheme=scheme))
    await page.goto(f"{mailed.town.server.http_url}/chat/shop-key-1#made-up")
    await expect(page.get_by_text(LEAD)).to_be_visible()
    assert await complaints(page) == []


async def test_copy_is_asked_for_in_the_menu_and_arrives(mailed: Mailed) -> None:
    visitor = await mailed.town.visitor()
    await visitor.open_chat()
    await visitor.page.get_by_label("Почта").fill("anna@example.ru")
    await visitor.say("Сколько стоит?")
    await visitor.sees_sent()
    more = visitor.host.get_by_label("Ещё")
    await more.click()
    await expect(visitor.host.get_by_role("button", name="Скачать переписку")).to_be_visible()
    await expect(visitor.host.get_by_role("button", name="Прислать копию на почту")).to_have_count(0)
    await more.click()
    operator = await mailed.town.operator()
    await operator.open("Сколько стоит?")
    await operator.say("Пятьсот")
    await expect(visitor.bubbles).to_have_count(2)

    await more.click()
    await visitor.host.get_by_role("button", name="Прислать копию на почту").click()
    address = visitor.host.get_by_label("Ваша почта")
    await expect(address).to_have_value("anna@example.ru")
    submit = visitor.host.get_by_role("button", name="Прислать копию", exact=True)
    assert await complaints(visitor.page) == []
    await address.fill("anna@@example")
    await submit.click()
    assert not await address.evaluate("(input) => input.checkValidity()")
    await address.fill("anna@example.ru")
    await submit.click()
    await expect(visitor.host.get_by_role("status").filter(has_text="Отправили на")).to_be_visible()
    text = text_of(await mailed.mails.next_mail())
    assert "Пятьсот" in text
    for number in range(2):
        await address.fill(f"a{number}@example.ru")
        await submit.click()
        await mailed.mails.next_mail()
    await address.fill("a9@example.ru")
    await submit.click()
    await expect(visitor.host.get_by_text("Столько копий подряд")).to_be_visible()


async def test_owner_turns_mail_on_in_the_panel(mailed: Mailed) -> None:
    page = (await mailed.town.officer(Role.ADMIN, name="Ольга", path="#privacy/widget")).page
    copies = page.get_by_label("Предлагать копию переписки на почту")
    await expect(copies).to_be_checked()
    await copies.uncheck()
    await page.get_by_label("Тема письма с ответом").fill("Чайная лавка ответила")
    await page.get_by_label("Адрес для ответа").fill("нет")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Письма: тема в одну строку")).to_be_visible()
    await page.get_by_label("Адрес для ответа").fill("tea@shop.test")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено.")).to_be_visible()
    await expect(page.get_by_role("link", name="/chat/shop-key-1")).to_be_visible()
    async with mailed.town.server.database.connection() as connection:
        stored = await connection.fetchval("SELECT settings -> 'mail' ->> 'subject' FROM widget_settings")
    assert stored == "Чайная лавка ответила"
