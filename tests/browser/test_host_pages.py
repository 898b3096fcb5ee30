"""Pages of other people: strict policies, hostile styles, applications, phones, blocked storage."""

import re
from typing import Any

import pytest
from playwright.async_api import FloatRect, Locator, Route, expect

from tests.browser.conftest import Town
from tests.browser.people import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}


async def _box(locator: Locator) -> FloatRect:
    box = await locator.bounding_box()
    assert box is not None
    return box


async def _chat(visitor: Visitor, town: Town) -> None:
    await visitor.open_chat()
    await visitor.say("Слышно?")
    await visitor.sees_sent()
    operator = await town.operator()
    await operator.open("Слышно?")
    await operator.say("Слышно")
    await visitor.sees("Слышно?", "Слышно")


async def test_widget_works_under_the_strictest_policy(town: Town) -> None:
    visitor = await town.visitor("csp.html")
    response = await visitor.page.reload()
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'nonce-")
    assert "unsafe" not in policy
    await _chat(visitor, town)
    box = await _box(visitor.window)
    assert (round(box["width"]), round(box["height"])) == (380, 600)


async def test_hostile_styles_do_not_reach_the_widget(town: Town) -> None:
    looks = []
    for path in ("index.html", "hostile.html"):
        visitor = await town.visitor(path)
        await visitor.open_chat()
        await expect(visitor.window).to_be_visible()
        await visitor.page.wait_for_load_state("networkidle")
        parts = [visitor.launcher, visitor.window, visitor.field, visitor.host.locator(".header .name")]
        looks.append(
            [
                await part.evaluate(
                    "part => { const s = getComputedStyle(part), b = part.getBoundingClientRect();"
                    " return [s.fontFamily, s.fontSize, s.fontStyle, s.color, s.textTransform, s.letterSpacing,"
                    " s.filter, s.opacity, s.visibility, s.borderTopWidth,"
                    " Math.round(b.width), Math.round(b.height), Math.round(innerWidth - b.right),"
                    " Math.round(innerHeight - b.bottom)] }"
                )
                for part in parts
            ]
        )
    assert looks[0] == looks[1]
    await visitor.say("Слышно?")
    await visitor.sees_sent()


async def test_widget_lives_through_navigation_of_an_application(town: Town) -> None:
    operator = await town.operator()
    visitor = await town.visitor("spa/")
    await visitor.open_chat()
    await visitor.say("Где чайник?")
    await operator.open("Где чайник?")
    await visitor.page.get_by_role("link", name="Чайник").click()
    await expect(visitor.page).to_have_url(re.compile("/spa/teapot$"))
    await visitor.sees("Где чайник?")
    await expect(operator.page.get_by_text(re.compile("/spa/teapot"))).to_be_visible()
    await visitor.say("Нашёл")
    await operator.sees("Где чайник?", "Нашёл")
    await visitor.page.go_back()
    await expect(operator.page.get_by_role("link", name=re.compile(r"spa. \(откроется"))).to_be_visible()


async def test_script_pasted_twice_makes_one_widget_and_one_global(town: Town) -> None:
    visitor = await town.visitor()
    plain = await town.page(await town.context())
    await plain.goto(town.shop_url + "leaf.svg")
    before = set(await plain.evaluate("Object.getOwnPropertyNames(window)"))
    await visitor.page.evaluate(
        "() => new Promise(done => { const s = document.createElement('script');"
        " const old = document.querySelector('script[data-site]'); s.src = old.src; s.dataset.site = old.dataset.site;"
        " s.onload = done; document.head.append(s) })"
    )
    await expect(visitor.host).to_have_count(1)
    after = set(await visitor.page.evaluate("Object.getOwnPropertyNames(window)"))
    assert {name for name in after - before if not name.isdigit()} == {"ryadom"}


async def test_methods_called_before_the_script_has_come_are_not_lost(town: Town) -> None:
    context = await town.context()
    await context.add_init_script(
        "window.ryadom = function () { (ryadom.q = ryadom.q || []).push(arguments) }; ryadom('open')"
    )
    visitor = await town.visitor(context=context)
    await expect(visitor.window).to_be_visible()
    await visitor.page.evaluate("ryadom.close()")
    await expect(visitor.window).to_be_hidden()
    await visitor.page.evaluate("ryadom('destroy')")
    await expect(visitor.host).to_have_count(0)
    assert await visitor.page.evaluate("typeof ryadom") == "undefined"


async def test_widget_works_where_storage_is_blocked(town: Town) -> None:
    context = await town.context()
    await context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    visitor = await town.visitor(context=context)
    await _chat(visitor, town)


async def test_on_a_phone_the_chat_fills_the_screen_and_nothing_zooms(town: Town) -> None:
    visitor = await town.visitor(**PHONE)
    await visitor.launcher.tap()
    await expect(visitor.window).to_be_visible()
    assert await _box(visitor.window) == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert await visitor.field.evaluate("field => parseFloat(getComputedStyle(field).fontSize)") >= 16
    await visitor.say("С телефона " + "оченьдлинноеслово" * 20)
    await visitor.sees_sent()
    assert await visitor.page.evaluate("document.documentElement.scrollWidth") <= 360
    bubble = await _box(visitor.bubbles.first)
    assert bubble["x"] >= 0
    assert bubble["x"] + bubble["width"] <= 360
    await visitor.host.get_by_role("button", name="Закрыть чат").tap()
    await expect(visitor.window).to_be_hidden()


async def test_widget_shifts_no_layout_and_asks_no_third_party(town: Town) -> None:
    context = await town.context()
    await context.add_init_script(
        "window.shifts = []; new PerformanceObserver(list => { for (const e of list.getEntries())"
        " shifts.push([e.value, e.sources.map(s => s.node?.outerHTML ?? String(s.node))]) })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    urls: list[str] = []
    visitor = await town.visitor(context=context)
    visitor.page.on("request", lambda request: urls.append(request.url))
    await visitor.page.reload()
    await visitor.page.wait_for_load_state("networkidle")
    assert await visitor.page.evaluate("shifts") == []
    await visitor.open_chat()
    await visitor.page.wait_for_load_state("networkidle")
    # What moves inside the chat has no node that the page could see.
    assert await visitor.page.evaluate("shifts.flatMap(([, nodes]) => nodes).filter(node => node !== 'null')") == []
    own = (town.shop_url, town.server.http_url + "/")
    assert [url for url in urls if not url.startswith(own)] == []


async def test_english_page_gets_an_english_widget(town: Town) -> None:
    context = await town.context(locale="en-GB")
    await context.add_init_script(
        "addEventListener('DOMContentLoaded', () => 0); "
        "new MutationObserver(() => { if (document.documentElement) document.documentElement.lang = 'en' })"
        ".observe(document, { childList: true })"
    )
    page = await town.page(context)
    await page.goto(town.shop_url)
    await page.get_by_role("button", name="Open chat").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await expect(page.get_by_label("Message", exact=True)).to_be_focused()


async def test_site_that_does_not_list_the_page_says_so_plainly(town: Town) -> None:
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE sites SET origins = '{https://elsewhere.test}'")
    visitor = await town.visitor()
    await visitor.launcher.click()
    await expect(visitor.host.get_by_role("alert")).to_contain_text("не подключён")


async def test_chat_body_that_does_not_load_is_said_and_can_be_retried(town: Town) -> None:
    context = await town.context()
    blocked = True

    async def route(route: Route) -> None:
        await (route.abort() if blocked else route.continue_())

    await context.route(re.compile("/chat-"), route)
    visitor = await town.visitor(context=context)
    await visitor.launcher.click()
    await expect(visitor.host.get_by_text("Чат не загрузился")).to_be_visible()
    blocked = False
    await visitor.open_chat()


async def test_without_its_looks_there_is_no_button_and_no_complaint_and_later_there_is(town: Town) -> None:
    context = await town.context()
    is_away = True

    async def route(route: Route) -> None:
        await (route.fulfill(status=503) if is_away else route.continue_())

    await context.route(re.compile("/widget/"), route)
    visitor = Visitor(await town.page(context))
    await visitor.page.add_init_script("addEventListener('unhandledrejection', () => { window.hasComplained = true })")
    await visitor.page.goto(town.shop_url)
    await visitor.page.wait_for_load_state("networkidle")
    async with visitor.page.expect_response(re.compile("/widget/")):
        await visitor.page.evaluate("ryadom('open')")
    await expect(visitor.host).to_have_count(0)
    is_away = False
    await visitor.page.evaluate("ryadom('open')")
    await expect(visitor.field).to_be_focused()
    assert await visitor.page.evaluate("window.hasComplained") is None


async def test_script_that_a_tag_manager_puts_in_works(town: Town) -> None:
    visitor = await town.visitor()
    await expect(visitor.launcher).to_be_visible()
    await visitor.page.evaluate(
        """([src, site]) => {
          ryadom.destroy();
          const script = document.createElement("script");
          script.src = src;
          script.async = true;
          script.dataset.site = site;
          document.head.append(script);
        }""",
        [f"{town.server.http_url}/widget.js", town.server.site.key],
    )
    await _chat(visitor, town)


async def test_application_that_takes_the_widget_away_and_brings_it_back_has_one(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Первый")
    await visitor.sees_sent()
    await visitor.page.reload()
    # Gone while its script is still coming, and there again: the one that left must not come to life.
    await visitor.page.evaluate(
        """([src, site]) => {
          const held = ryadom;
          ryadom("open");
          ryadom.destroy();
          held("open");
          held.show();
          const script = document.createElement("script");
          script.src = src;
          script.dataset.site = site;
          document.head.append(script);
        }""",
        [f"{town.server.http_url}/widget.js", town.server.site.key],
    )
    await expect(visitor.host).to_have_count(1)
    await expect(visitor.launcher).to_have_count(1)
    await visitor.page.evaluate("ryadom.open()")
    await expect(visitor.field).to_be_focused()
    await expect(visitor.page.locator("ryadom-chat")).to_have_count(1)
    assert (
        await visitor.page.evaluate("(async () => { await ryadom; return `${ryadom.toString !== undefined}` })()")
        == "true"
    )
