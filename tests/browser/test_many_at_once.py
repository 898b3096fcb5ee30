"""Several conversations led at once by the keyboard, and what a colleague has done with one of them meanwhile."""

import re
from uuid import uuid4

import pytest
from playwright.async_api import Locator, WebSocketRoute, expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_inbox import ask
from tests.web.client import PASSWORD
from tests.web.work import add_colleague

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Line:
    """What the server sends to a panel: it can be held up for a moment, as on a slow network."""

    def __init__(self) -> None:
        self._held: list[str | bytes] | None = None
        self._socket: WebSocketRoute | None = None

    async def route(self, socket: WebSocketRoute) -> None:
        self._socket = socket

        def pass_on(frame: str | bytes) -> None:
            if self._held is None:
                socket.send(frame)
            else:
                self._held.append(frame)

        socket.connect_to_server().on_message(pass_on)

    def hold(self) -> None:
        self._held = []

    def release(self) -> None:
        assert self._socket is not None
        for frame in self._held or ():
            self._socket.send(frame)
        self._held = None


def bar_of(operator: Operator) -> Locator:
    return operator.page.get_by_role("region", name="Действия с отмеченными")


async def test_many_are_read_snoozed_and_handed_over_but_for_what_a_colleague_was_quicker_with(town: Town) -> None:
    await ask(town, "Раз", "Два", "Три")
    gleb = await add_colleague(town.server, "Глеб")
    await add_colleague(town.server, "Вера")
    line = Line()
    context = await town.context()
    await context.route_web_socket(re.compile("/ws/operator"), line.route)
    anna = Operator(await town.page(context))
    await anna.sign_in(town.panel_url, "anna@shop.test", PASSWORD)
    page, bar, toast = anna.page, bar_of(anna), anna.page.locator(".toast")
    await expect(anna.rows).to_have_count(3)

    # The first two: read, and snoozed for an hour
    await anna.press(["j", "x", "j", "x"])
    await expect(bar).to_contain_text("Отмечено: 2")
    await expect(page.locator(".row--unread")).to_have_count(3)
    await bar.get_by_role("button", name="Прочитаны").press("Enter")
    await expect(page.locator(".row--unread")).to_have_count(1)
    left = await page.locator(".row--unread").get_attribute("data-conversation")
    assert left
    await expect(bar).to_have_count(0)
    await anna.press(["x", "k", "x"])
    await expect(bar).to_contain_text("Отмечено: 2")
    await anna.press(["z"])
    await bar.get_by_role("button", name=re.compile("^На.час")).press("Enter")
    await expect(anna.rows).to_have_count(1)
    await expect(anna.rows).to_have_attribute("data-conversation", left)
    await expect(toast.filter(has_text="Отложено: 2")).to_be_visible()
    await expect(anna.folder("Отложенные")).to_contain_text("2")
    await anna.press(["Control+z"])
    await expect(anna.rows).to_have_count(3)

    # All three are handed over to Vera; Anna has not heard yet that Gleb has taken one
    await anna.press(["j", "Control+a"])
    await expect(bar).to_contain_text("Отмечено: 3")
    taken = await anna.rows.filter(has_text="Два").get_attribute("data-conversation")
    await anna.press(["z"])
    vera = bar.get_by_role("button", name=re.compile("Вера"))
    await vera.focus()
    line.hold()
    async with town.server.operator(gleb) as quicker:
        gleb_id = quicker.welcome["operator"]["id"]
        await quicker.send("assign_conversation", conversation_id=taken, operator_id=gleb_id, echo_id=uuid4())
        await quicker.receive("conversation_assigned")
    await page.keyboard.press("Enter")
    await expect(bar).to_contain_text("Сделано: 0 из 3")
    line.release()
    await expect(toast.filter(has_text="Передано: 2")).to_be_visible()
    failed = toast.filter(has_text=re.compile("Не.получилось: 1.диалог"))
    await expect(failed).to_contain_text("коллега успел раньше")
    await expect(anna.rows).to_have_count(0)
    await anna.folder("Все").click()
    await anna.open("Два")
    await expect(page.locator(".thread-bar__state")).to_contain_text("Глеб")

    # What was done is taken back; what was not stays as the colleague has it
    await anna.press(["Escape", "Control+z"])
    await anna.folder("Очередь").click()
    await expect(anna.rows).to_have_count(2)
    await expect(anna.rows.filter(has_text="Два")).to_have_count(0)
