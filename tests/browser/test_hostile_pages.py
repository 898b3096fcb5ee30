"""Pages of demo_site/hostile: on each the chat works, or stays away and says why in the console, once."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import ConsoleMessage, Page, expect

from ryadom.web.assets import static_folder
from tests.browser.conftest import Town
from tests.browser.people import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

WORKS = (
    "base.html",
    "clock.html",
    "csp-dynamic.html",
    "csp-images.html",
    "csp-nonce.html",
    "csp-types.html",
    "document-write.html",
    "frozen.html",
    "page.xhtml",
    "polluted.html",
    "prototype-js.html",
    "replaced.html",
    "rtl.html",
    "storage.html",
    "transform.html",
    "twice.html",
    "two-sites.html",
    "zoom.html",
)
STANDS_ELSEWHERE = ("zoom.html",)
FORGETS = ("storage.html",)
ANSWERS = ("portal", "broken", "empty", "null", "list", "number", "500", "503", "huge", "down")
ABOUT_A_POLICY = re.compile("Content Security Policy|Failed to load|net::ERR")


@asynccontextmanager
async def hearing(town: Town, path: str) -> AsyncIterator[tuple[Page, list[str]]]:
    """A tab at a hostile page, and what the console has said in warnings of ours since it was opened."""
    page = await town.page(await town.context())
    warnings: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "warning" and message.text.startswith("ryadom"):
            warnings.append(message.text)

    page.on("console", note)
    await page.goto(f"{town.shop_url}hostile/{path}")
    yield page, warnings
    # What the browser itself says of a policy of the page is not of our making.
    town.page_errors[:] = [error for error in town.page_errors if not ABOUT_A_POLICY.search(error)]


async def _ask(visitor: Visitor, town: Town) -> None:
    await visitor.open_chat()
    # Not by `say`: what Playwright asks of a field it can't ask in XHTML.
    await visitor.field.fill("Слышно?")
    await visitor.field.press("Enter")
    await visitor.sees_sent()
    operator = await town.operator()
    await operator.open("Слышно?")
    await operator.say("Слышно")
    await visitor.sees("Слышно?", "Слышно")


@pytest.mark.parametrize("path", WORKS)
async def test_chat_works_on(town: Town, path: str) -> None:
    async with hearing(town, path) as (page, _):
        visitor = Visitor(page)
        await expect(visitor.host).to_have_count(1)
        box = await visitor.launcher.bounding_box()
        size = page.viewport_size
        assert box is not None
        assert size is not None
        if path not in STANDS_ELSEWHERE:
            right, bottom = size["width"] - 16, size["height"] - 16
            assert (round(box["x"] + box["width"]), round(box["y"] + box["height"])) == (right, bottom)
        await _ask(visitor, town)
        await page.reload()
        if path in FORGETS:
            await expect(visitor.launcher).to_be_visible()
            await expect(visitor.window).to_have_count(0)
        else:
            await visitor.sees("Слышно?", "Слышно")


async def test_every_hostile_page_is_linked_and_says_what_it_is_for() -> None:
    folder = static_folder("demo_site") / "hostile"
    names = {file.name for file in folder.iterdir()} - {"index.html"}
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert set(re.findall(r'href="/hostile/([\w.-]+)', index)) == names
    for name in names:
        assert re.match(r"<[!?][^>]+>\n<!-- [^>]{20,} -->\n", (folder / name).read_text(encoding="utf-8")), name


async def test_page_that_is_written_anew_has_no_chat_and_no_error(town: Town) -> None:
    async with hearing(town, "document-write.html") as (page, _):
        visitor = Visitor(page)
        await visitor.open_chat()
        await visitor.say("Первый")
        await visitor.sees_sent()
        await page.get_by_role("button", name="Переписать страницу").click()
        await expect(page.get_by_role("heading", name="Страница переписана")).to_be_visible()
        await expect(visitor.host).to_have_count(0)
        # The page may bring it back, with what was said.
        await page.evaluate("ryadom.open()")
        await visitor.sees("Первый")


async def test_script_that_takes_the_chat_away_meets_no_fight(town: Town) -> None:
    async with hearing(town, "removed.html") as (page, warnings):
        visitor = Visitor(page)
        await page.wait_for_load_state("networkidle")
        await expect(visitor.host).to_have_count(0)
        await page.evaluate("ryadom.open()")
        await page.wait_for_load_state("networkidle")
        await expect(visitor.host).to_have_count(0)
        assert warnings == []


async def test_second_snippet_is_told_of_where_it_is_of_another_site(town: Town) -> None:
    async with hearing(town, "two-sites.html") as (page, warnings):
        await expect(Visitor(page).launcher).to_be_visible()
        assert len(warnings) == 1
        assert "other-key-1" in warnings[0]
    async with hearing(town, "twice.html") as (page, warnings):
        await expect(Visitor(page).launcher).to_be_visible()
        assert warnings == []


@pytest.mark.parametrize("path", ["wrong-site.html", "no-site.html", "csp-closed.html"])
async def test_chat_stays_away_and_says_why_on(town: Town, path: str) -> None:
    async with hearing(town, path) as (page, warnings):
        await page.wait_for_load_state("networkidle")
        await expect(Visitor(page).host).to_have_count(0)
        assert len(warnings) == 1
        if path != "csp-closed.html":
            assert "data-site" in warnings[0]


@pytest.mark.parametrize("kind", ANSWERS)
async def test_answer_that_is_none_of_the_servers_brings_no_chat(town: Town, kind: str) -> None:
    async with hearing(town, f"answers.html?kind={kind}") as (page, warnings):
        await page.wait_for_load_state("networkidle")
        await expect(Visitor(page).host).to_have_count(0)
        assert len(warnings) == 1


async def test_server_that_is_away_is_not_felt(town: Town) -> None:
    async with hearing(town, "down.html") as (page, warnings):
        await page.wait_for_load_state("networkidle")
        assert await page.evaluate("typeof ryadom") == "undefined"
        assert warnings == []


async def test_policy_without_sockets_leaves_a_chat_that_says_so_or_finds_another_way(town: Town) -> None:
    async with hearing(town, "csp-connect.html") as (page, _):
        visitor = Visitor(page)
        await visitor.open_chat()
        await visitor.say("Слышно?")
        await expect(visitor.own_bubbles).to_have_text(["Слышно?"])


async def test_chat_works_inside_a_frame(town: Town) -> None:
    async with hearing(town, "frame.html") as (page, _):
        await expect(page.locator("ryadom-chat")).to_have_count(0)
        frame = page.frame_locator("iframe")
        await frame.locator("button.launcher").click()
        field = frame.get_by_label("Сообщение", exact=True)
        await field.fill("Слышно?")
        await field.press("Enter")
        await expect(frame.locator(".own .meta")).to_contain_text(re.compile("отправлено|прочитано"))


async def test_frame_without_an_origin_is_told_that_it_is_not_listed(town: Town) -> None:
    async with hearing(town, "sandbox.html") as (page, _):
        frame = page.frame_locator("iframe")
        await frame.locator("button.launcher").click()
        await expect(frame.get_by_role("alert")).to_contain_text("не подключён")


async def test_clock_that_is_a_day_ahead_changes_no_time_of_the_chat(town: Town) -> None:
    async with hearing(town, "clock.html") as (page, _):
        visitor = Visitor(page)
        await visitor.open_chat()
        await visitor.say("Который час?")
        await visitor.sees_sent()
        await expect(visitor.host.locator(".day")).to_have_text("Сегодня")


async def test_enlarged_page_has_a_chat_that_fits_its_window(town: Town) -> None:
    async with hearing(town, "zoom.html") as (page, _):
        visitor = Visitor(page)
        for width, height in ((1280, 720), (560, 600), (360, 740)):
            await page.set_viewport_size({"width": width, "height": height})
            if not await visitor.window.is_visible():
                await visitor.launcher.click()
            await expect(visitor.window).to_be_visible()
            box = await visitor.window.bounding_box()
            assert box is not None
            assert box["x"] >= 0, (width, box)
            assert box["y"] >= 0, (width, box)
            assert box["x"] + box["width"] <= width + 0.5, (width, box)
            assert box["y"] + box["height"] <= height + 0.5, (width, box)
