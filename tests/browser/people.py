"""A visitor and an operator as people use their pages: by labels and roles, in Russian."""

import re
from collections.abc import Sequence

from playwright.async_api import Dialog, Locator, Page, expect

DEADLINE_MS = 10_000
expect.set_options(timeout=DEADLINE_MS)


class Visitor:
    """A person on a page of the shop."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.host = page.locator("ryadom-chat")
        self.launcher = self.host.locator("button.launcher")
        self.window = page.get_by_role("dialog")
        self.field = page.get_by_label("Сообщение", exact=True)
        self.bubbles = self.host.locator(".bubble")
        self.own_bubbles = self.host.locator(".own .bubble")

    async def open_chat(self) -> None:
        await self.launcher.click()
        await expect(self.field).to_be_focused()

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")
        await expect(self.field).to_have_value("")

    async def sees(self, *texts: str) -> None:
        """Exactly these messages, in this order."""
        await expect(self.bubbles).to_have_text(list(texts), use_inner_text=True)

    async def sees_sent(self) -> None:
        """Nothing is on its way any more: the newest own message is acknowledged."""
        await expect(self.host.locator(".own .meta").last).to_contain_text(re.compile("отправлено|прочитано"))
        await expect(self.host.locator(".sending")).to_have_count(0)

    async def stored_keys(self) -> list[str]:
        keys: list[str] = await self.page.evaluate("Object.keys(localStorage).sort()")
        return keys


class Operator:
    """A person at the panel."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.field = page.get_by_label("Сообщение", exact=True)
        self.bubbles = page.locator(".thread__scroller .bubble")
        self.rows = page.locator(".row")

    async def sign_in(self, url: str, email: str, password: str) -> None:
        """Returns once the panel is live: it has said hello and has its first list, so whatever comes now is news."""
        await self.page.goto(url)
        await self.page.get_by_label("Почта").fill(email)
        await self.page.get_by_label("Пароль", exact=True).fill(password)
        await self.page.get_by_role("button", name="Войти", exact=True).click()
        await expect(self.folder("Очередь")).to_be_visible()
        await expect(self.page.locator(".list-skeleton")).to_have_count(0)

    def folder(self, name: str) -> Locator:
        return self.page.get_by_role("navigation", name="Папки").get_by_role("link", name=re.compile(f"^{name}"))

    async def open(self, text: str) -> None:
        """Opens the conversation whose row shows this text."""
        await self.rows.filter(has_text=text).click()
        await expect(self.field).to_be_visible()

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        # On whatever they write: with a finger, Enter alone begins a line
        await self.field.press("Control+Enter")
        await expect(self.field).to_have_value("")

    async def sees(self, *texts: str) -> None:
        """Exactly these messages, in this order."""
        await expect(self.bubbles).to_have_text(list(texts), use_inner_text=True)

    async def press(self, keys: Sequence[str]) -> None:
        for key in keys:
            await self.page.keyboard.press(key)


def accept(page: Page) -> list[str]:
    """Says yes to every question from now on; what was asked is in the list."""
    asked: list[str] = []

    async def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.accept()

    page.on("dialog", answer)
    return asked
