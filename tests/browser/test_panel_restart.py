"""An open panel while its server goes and comes back: nothing is lost, nothing is reloaded, nothing is said twice."""

import json
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urljoin

import pytest
from playwright.async_api import Browser, Page, expect

from ryadom.store.database import open_database
from tests.browser.conftest import Town
from tests.browser.test_accessibility import complaints, looks_of
from tests.waiting import until_true
from tests.web.client import Server, furnish
from tests.web.conftest import another_server

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Restarts:
    """One address, and a server that is there or not."""

    def __init__(self, chromium: Browser, database_url: str) -> None:
        self._chromium = chromium
        self._database_url = database_url
        self._port = 0

    @asynccontextmanager
    async def up(self) -> AsyncIterator[Server]:
        """The server is there meanwhile, at the same address each time."""
        async with open_database(self._database_url) as database:
            if self._port == 0:
                self._site = await furnish(database)
            listener = socket.create_server(("127.0.0.1", self._port))
            async with another_server(self._database_url, database, self._site, listener=listener) as server:
                self._port = server.port
                yield server
                # As a stop by a signal begins
                await server.app.state.drain()

    def town(self, server: Server) -> Town:
        """People who come to it; what is refused while it is away is no mistake of theirs."""
        return Town(self._chromium, server, "http://shop.test/")


@pytest.fixture
def restarts(chromium: Browser, database_url: str) -> Restarts:
    return Restarts(chromium, database_url)


async def test_open_panel_lives_through_a_restart_and_sends_once_what_was_written_meanwhile(restarts: Restarts) -> None:
    async with restarts.up() as server:
        town = restarts.town(server)
        async with server.visitor() as visitor:
            conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        operator = await town.operator()
        page = operator.page
        await page.evaluate("window.isTheSamePage = true")
        await operator.open("Вопрос")
        await operator.sees("Вопрос")
    strip = page.locator(".strip")
    await expect(strip).to_contain_text("Сервер перезапускается")
    await operator.say("Ответ во время перезапуска")
    await operator.field.fill("Начатый ответ")
    await expect(page.get_by_text("Ждёт связи")).to_be_visible()
    async with restarts.up() as server:
        await expect(page.get_by_text("Отправлено")).to_be_visible(timeout=30_000)
        await expect(strip).to_be_hidden()
        await operator.sees("Вопрос", "Ответ во время перезапуска")
        await expect(operator.field).to_have_value("Начатый ответ")
        assert await page.evaluate("window.isTheSamePage") is True
        async with server.operator() as check:
            await check.send("fetch_history", request_id="h", conversation_id=conversation_id)
            entries = (await check.receive("history"))["entries"]
        assert [entry["body"] for entry in entries if "body" in entry] == ["Вопрос", "Ответ во время перезапуска"]
        await town.close()


async def test_lost_connection_is_said_on_pages_of_settings_too(restarts: Restarts) -> None:
    async with restarts.up() as server:
        town = restarts.town(server)
        operator = await town.operator()
        await operator.page.goto(f"{town.panel_url}#privacy/colleagues")
        await expect(operator.page.get_by_text("Вашей роли эти страницы не открыты")).to_be_visible()
    await expect(operator.page.locator(".strip")).to_contain_text("Сервер перезапускается")
    await town.close()


async def _is_controlled(page: Page) -> None:
    await page.evaluate("navigator.serviceWorker.ready")

    async def has_controller() -> bool:
        return bool(await page.evaluate("navigator.serviceWorker.controller !== null"))

    await until_true(has_controller)


async def test_panel_that_is_opened_without_a_server_says_so_and_keeps_nothing(restarts: Restarts) -> None:
    async with restarts.up() as server:
        town = restarts.town(server)
        operator = await town.operator(service_workers="allow")
        page = operator.page
        await _is_controlled(page)
    await page.reload()
    await expect(page.get_by_role("heading", name="Нет связи с сервером")).to_be_visible()
    async for _ in looks_of(page):
        assert await complaints(page) == []
    async with restarts.up():
        await page.get_by_role("link", name="Попробовать снова").click()
        await expect(operator.folder("Очередь")).to_be_visible()
        assert await page.evaluate("caches.keys()") == []
        await town.close()


async def test_panel_can_be_installed(restarts: Restarts) -> None:
    async with restarts.up() as server:
        town = restarts.town(server)
        operator = await town.operator(service_workers="allow")
        await _is_controlled(operator.page)
        session = await operator.page.context.new_cdp_session(operator.page)
        manifest = await session.send("Page.getAppManifest")
        assert manifest["errors"] == []
        problems = await session.send("Page.getInstallabilityErrors")
        # A private window may install nothing; there is no other reason not to.
        ids = {problem["errorId"] for problem in problems["installabilityErrors"]}
        assert ids <= {"in-incognito"}
        # A browser that looks no further than its own window has not fetched what stands there
        ask = operator.page.request
        told = json.loads(manifest["data"])
        for icon in told["icons"]:
            image = await ask.get(urljoin(manifest["url"], icon["src"]))
            assert (image.status, image.headers["content-type"].partition(";")[0]) == (200, icon["type"])
            if icon["type"] == "image/png":
                width, height = struct.unpack(">II", (await image.body())[16:24])
                assert f"{width}x{height}" == icon["sizes"]
        for begins in (told["start_url"], *(one["url"] for one in told["shortcuts"])):
            assert urljoin(manifest["url"], begins).startswith(urljoin(manifest["url"], told["scope"]))
            await operator.page.goto(urljoin(manifest["url"], begins))
            await expect(operator.folder("Очередь")).to_be_visible()
        await town.close()
