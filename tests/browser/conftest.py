"""A shop, a panel, and a real Chromium: all in one loop of the session."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from ryadom.app import build_demo_site
from ryadom.core.operators import add_operator
from ryadom.store.database import open_database
from ryadom.store.operators import Role
from ryadom.store.sites import set_origins
from tests.browser.people import Operator, Visitor
from tests.web.accounts import enrolled
from tests.web.client import PASSWORD, SITE_KEYS, Server
from tests.web.conftest import on_loopback, serving

# The browser talks to nobody but us; as root it has no sandbox to use.
CHROMIUM_ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all tests; each person gets a context of their own."""
    executable = (
        os.environ.get("RYADOM_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGS)
        yield browser
        await browser.close()


class Town:
    """The shop's pages, the server, and the people who come."""

    def __init__(self, chromium: Browser, server: Server, shop_url: str) -> None:
        self.server = server
        self.shop_url = shop_url
        self.panel_url = f"{server.http_url}/panel/"
        self.page_errors: list[str] = []
        self._chromium = chromium
        self._stack = AsyncExitStack()

    async def context(self, **options: Any) -> BrowserContext:
        """A browser of its own: cookies and storage are shared with nobody."""
        # Requests that a worker sees are hidden from tests that route them.
        defaults = {"locale": "ru-RU", "reduced_motion": "reduce", "service_workers": "block"}
        context = await self._chromium.new_context(**(defaults | options))
        self._stack.push_async_callback(context.close)
        return context

    async def page(self, context: BrowserContext) -> Page:
        """A tab; what goes wrong in its scripts is noted."""
        page = await context.new_page()
        page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        page.on("console", self._note)
        return page

    async def visitor(self, path: str = "", *, context: BrowserContext | None = None, **options: Any) -> Visitor:
        """Somebody who looks at a page of the shop."""
        page = await self.page(context or await self.context(**options))
        await page.goto(self.shop_url + path)
        return Visitor(page)

    async def operator(self, **options: Any) -> Operator:
        """Anna, signed in."""
        operator = Operator(await self.page(await self.context(**options)))
        await operator.sign_in(self.panel_url, "anna@shop.test", PASSWORD)
        return operator

    async def officer(
        self, role: Role, *, name: str = "Вера", path: str = "", everywhere: bool = False, **options: Any
    ) -> Operator:
        """A colleague with this role and a second factor at a page of the panel, "#privacy/journal" for example.

        `everywhere`: works on all sites of the controller, and so may change what holds on all of them.
        """
        email = f"{role}@shop.test"
        await add_operator(
            self.server.database,
            email=email,
            name=name,
            password=PASSWORD,
            site_keys=SITE_KEYS if everywhere else [self.server.site.key],
            role=role,
        )
        context = await self.context(**options)
        async with enrolled(self.server, email) as account:
            await context.add_cookies(
                [
                    {"name": cookie, "value": value, "url": self.server.http_url}
                    for cookie, value in account.http.cookies.items()
                ]
            )
        operator = Operator(await self.page(context))
        await operator.page.goto(self.panel_url + path)
        return operator

    async def close(self) -> None:
        """Closes every browser context."""
        await self._stack.aclose()

    def _note(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.page_errors.append(message.text)


@asynccontextmanager
async def town_on(chromium: Browser, database_url: str, **settings: Any) -> AsyncIterator[Town]:
    """A town on a database of its own, with these settings."""
    async with open_database(database_url) as database, serving(database_url, database, **settings) as server:
        shop = build_demo_site(widget_origin=server.http_url, site_key=server.site.key)
        async with on_loopback(shop) as port:
            async with database.connection() as connection:
                await set_origins(connection, server.site.id, (f"http://127.0.0.1:{port}",))
            town = Town(chromium, server, f"http://127.0.0.1:{port}/")
            try:
                yield town
            finally:
                await town.close()


@pytest.fixture
def town_settings() -> dict[str, Any]:
    """Of `town`, beside the defaults; files of tests that want others have a fixture of this name."""
    return {}


@pytest_asyncio.fixture(loop_scope="session")
async def town(chromium: Browser, database_url: str, town_settings: dict[str, Any]) -> AsyncIterator[Town]:
    """A fresh town; at the end no page may have complained."""
    async with town_on(chromium, database_url, **town_settings) as town:
        yield town
        assert town.page_errors == []
