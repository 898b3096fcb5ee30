"""Newcomers whose browsers have to work: in time, on any page, and nobody has to do anything for it."""

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from ryadom.web.context import Context
from tests.browser.conftest import Town
from tests.browser.people import Visitor
from tests.browser.test_form import ALL, ask
from tests.browser.test_hostile_pages import hearing
from tests.consents import ask_for_consent
from tests.web.newcomers import ask_always

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLAIN_HTTP = "delete Crypto.prototype.subtle; delete window.Worker; delete window.SharedWorker;"
"""As on a page without TLS; and with the strictest policy for workers."""

WORK_FILE = re.compile(r"/work-[0-9a-f]+\.js")


def asked_by(town: Town) -> float:
    """How many newcomers have been asked for work so far."""
    context: Context = town.server.app.state.context
    return context.metrics.sample("ryadom_newcomers_total", outcome="asked") or 0.0


@pytest.mark.parametrize("way", ["websocket", "requests"])
async def test_first_message_passes_without_tls_and_without_workers(town: Town, way: str) -> None:
    await ask_always(town.server)
    page = await town.page(await town.context())
    await page.add_init_script(PLAIN_HTTP)
    if way == "requests":
        await page.route_web_socket(re.compile("/ws/visitor"), lambda socket: socket.close())
    await page.goto(town.shop_url)
    visitor = Visitor(page)
    await visitor.open_chat()
    await visitor.say("Есть улун?")
    await visitor.sees_sent()
    assert asked_by(town) == 1
    # Who is known is not asked, here and when they come back.
    await visitor.say("А пуэр?")
    await visitor.sees_sent()
    await visitor.page.reload()
    await visitor.sees("Есть улун?", "А пуэр?")
    await visitor.say("Это снова я")
    await visitor.sees_sent()
    assert asked_by(town) == 1


@pytest.mark.parametrize(
    "path",
    ["csp-dynamic.html", "csp-nonce.html", "csp-types.html", "page.xhtml", "polluted.html", "prototype-js.html"],
)
async def test_first_message_passes_on(town: Town, path: str) -> None:
    await ask_always(town.server)
    async with hearing(town, path) as (page, warnings):
        visitor = Visitor(page)
        await visitor.open_chat()
        await visitor.field.fill("Слышно?")
        await visitor.field.press("Enter")
        await visitor.sees_sent()
        assert asked_by(town) == 1
        assert warnings == []


async def test_message_waits_as_being_sent_and_outlives_the_page(town: Town) -> None:
    await ask_always(town.server)
    visitor = await town.visitor()
    held: list[Route] = []
    is_held = asyncio.Event()

    async def hold(route: Route) -> None:
        held.append(route)
        is_held.set()

    await visitor.page.route(WORK_FILE, hold)
    await visitor.open_chat()
    await visitor.say("Есть улун?")
    async with asyncio.timeout(10):
        await is_held.wait()
    await expect(visitor.host.locator(".own .unsent")).to_have_text("отправляется…")
    await visitor.page.unroute(WORK_FILE)
    await visitor.page.reload()
    await visitor.sees("Есть улун?")
    await visitor.sees_sent()
    operator = await town.operator()
    await expect(operator.rows.filter(has_text="Есть улун?")).to_have_count(1)


async def test_consent_is_given_with_the_message_that_waited_for_the_work(town: Town) -> None:
    await ask_always(town.server)
    await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.page.get_by_role("checkbox").check()
    await visitor.say("Есть улун?")
    await visitor.sees_sent()
    assert asked_by(town) == 1


async def test_form_as_bots_fill_it_in_calls_nobody_and_is_found(town: Town) -> None:
    await ask(town, ALL)
    visitor = await town.visitor()
    await visitor.open_chat()
    trap = visitor.host.locator("input[name=website]")
    # No person gets there: not by sight, not by a screen reader, not by the keyboard.
    await expect(visitor.page.get_by_role("textbox", include_hidden=False).and_(trap)).to_have_count(0)
    box = await trap.evaluate("(field) => field.parentElement.getBoundingClientRect().width")
    assert box <= 1
    for _ in range(20):
        await visitor.page.keyboard.press("Tab")
        focused = await visitor.page.evaluate(
            "document.querySelector('ryadom-chat').shadowRoot?.activeElement?.name ?? ''"
        )
        assert focused != "website"
    await trap.evaluate("(field) => { field.value = 'http://pills.example' }")
    await visitor.page.get_by_label("Телефон").fill("+375 29 123-45-67")
    await visitor.say("Купите")
    await visitor.sees_sent()
    operator = await town.operator()
    await expect(operator.page.get_by_text("очереди никого")).to_be_visible()
    await operator.folder("Закрытые").click()
    await operator.open("Купите")
    await expect(operator.bubbles).to_contain_text(["Скрытое поле, его заполняют роботы: http://pills.example"])
