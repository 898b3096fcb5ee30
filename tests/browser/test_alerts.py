"""Sounds and notifications: only what was chosen, once for all tabs, and without anybody's words unless wished."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, WebSocketRoute, expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_departments import SALES, offer
from tests.waiting import until_true
from tests.web.client import PASSWORD
from tests.web.test_leading import deed, in_hours
from tests.web.test_waking import make_due
from tests.web.work import add_colleague

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What a browser without a screen has not: a permission to be asked for, notifications, a window that is not looked at.
SYSTEM = """
  window.asked = 0; window.shown = []; window.notes = []; window.isLookedAt = false;
  document.hasFocus = () => window.isLookedAt;
  class Notice extends EventTarget {
    static permission = "ANSWER";
    static async requestPermission() { window.asked += 1; return (Notice.permission = "granted"); }
    constructor(title, options) {
      super();
      window.shown.push({ title, ...options, press: () => this.onclick() });
      queueMicrotask(() => this.onshow?.());
    }
    close() {}
  }
  window.Notification = Notice;
  const Real = window.OscillatorNode;
  window.OscillatorNode = class extends Real {
    start(at) { window.notes.push(this.frequency.value); super.start(at); }
  };
"""


async def _browser(town: Town, permission: str = "granted") -> BrowserContext:
    context = await town.context()
    await context.add_init_script(SYSTEM.replace("ANSWER", permission))
    return context


async def _anna(town: Town, context: BrowserContext) -> Operator:
    operator = Operator(await town.page(context))
    await operator.sign_in(town.panel_url, "anna@shop.test", PASSWORD)
    return operator


async def _say(town: Town, body: str) -> str:
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        return str((await visitor.say(body))["conversation_id"])


async def _until(page: Page, condition: str) -> None:
    """Asked from here: the panel's policy lets nothing poll inside of it."""

    async def holds() -> bool:
        return bool(await page.evaluate(condition))

    await until_true(holds)


async def _shown(page: Page, count: int) -> list[dict[str, Any]]:
    await _until(page, f"shown.length >= {count}")
    shown: list[dict[str, Any]] = await page.evaluate(
        "shown.map(({ title, body, tag }) => ({ title: title.replaceAll('\u00a0', ' '), body, tag }))"
    )
    return shown


async def test_notification_says_nobodys_words_and_leads_to_the_conversation_also_after_a_break(town: Town) -> None:
    context = await _browser(town)
    sockets: list[WebSocketRoute] = []
    is_reachable = asyncio.Event()
    is_reachable.set()

    async def route(socket: WebSocketRoute) -> None:
        await is_reachable.wait()
        socket.connect_to_server()
        sockets.append(socket)

    await context.route_web_socket(re.compile("/ws/operator"), route)
    operator = await _anna(town, context)
    conversation_id = await _say(town, "Тайный вопрос")
    [notice] = await _shown(operator.page, 1)
    assert notice == {"title": "Новое в очереди", "body": "Откройте панель, чтобы прочесть.", "tag": conversation_id}
    await operator.page.evaluate("shown[0].press()")
    await operator.sees("Тайный вопрос")
    is_reachable.clear()
    await sockets[-1].close(code=1011)
    await _say(town, "Пока не слышно")
    is_reachable.set()
    [_, notice] = await _shown(operator.page, 2)
    assert (notice["title"], notice["tag"]) == ("Пока не было связи: 1 новое сообщение", "missed")
    await operator.page.evaluate("shown[1].press()")
    await operator.sees("Пока не слышно")


async def test_words_are_shown_where_that_is_chosen(town: Town) -> None:
    operator = await _anna(town, await _browser(town))
    page = operator.page
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_role("button", name="Уведомления и звуки").click()
    await page.get_by_label("Показывать имя и слова посетителя").check()
    await operator.press(["Escape"])
    await _say(town, "Открытый вопрос")
    [notice] = await _shown(page, 1)
    assert notice["body"] == "Открытый вопрос"


async def test_who_looks_at_the_panel_is_not_shown_a_notification_of_what_they_see(town: Town) -> None:
    operator = await _anna(town, await _browser(town))
    await operator.page.evaluate("isLookedAt = true; window.dispatchEvent(new Event('focus'))")
    await expect(operator.page.get_by_text("В очереди никого.")).to_be_visible()
    await _until(
        operator.page,
        "navigator.locks.query().then(({ held }) => held.some(({ name }) => name === 'ryadom:panel:look:'))",
    )
    await operator.page.locator("body").click(position={"x": 5, "y": 5})
    await _say(town, "На виду")
    # The tone is the last thing that news does
    await _until(operator.page, "notes.length > 0")
    assert await operator.page.evaluate("shown.length") == 0


async def test_hand_over_to_a_department_calls_who_serves_it_with_the_comment(town: Town) -> None:
    sales, service = await offer(town)
    gleb_email = await add_colleague(town.server, "Глеб")
    conversation_id = await _say(town, "Сколько стоит чайник")
    async with town.server.operator(gleb_email) as gleb:
        own_id = gleb.welcome["operator"]["id"]

        async def give(operator_id: str | None, **fields: object) -> None:
            fields |= {"conversation_id": conversation_id, "operator_id": operator_id}
            assert (await deed(gleb, "assign_conversation", **fields))["type"] == "conversation_assigned"

        await give(own_id)
        anna = await _anna(town, await _browser(town))
        await anna.page.get_by_role("button", name="Меню: Анна").click()
        await anna.page.get_by_role("button", name="Уведомления и звуки").click()
        await anna.page.get_by_label("Показывать имя и слова посетителя").check()
        await anna.press(["Escape"])
        # Where she is not, she is not called
        await give(None, department_id=str(service))
        await expect(anna.rows.first.locator(".row__department")).to_have_text("Сервис")
        await give(own_id)
        await expect(anna.rows).to_have_count(0)
        await give(None, department_id=str(sales), comment="Просит скидку")
        [notice] = await _shown(anna.page, 1)
    assert notice["title"].endswith(f"Передан диалог: {SALES}")
    assert notice["body"].replace("\u00a0", " ") == "От кого: Глеб. Просит скидку"
    await anna.page.evaluate("shown[0].press()")
    await anna.sees("Сколько стоит чайник")


async def test_snooze_that_is_over_calls_its_leader_and_its_row_stands_out_until_it_is_opened(town: Town) -> None:
    conversation_id = await _say(town, "Напомните в пятницу")
    target = {"conversation_id": conversation_id}
    async with town.server.operator() as own:
        await deed(own, "assign_conversation", **target, operator_id=own.welcome["operator"]["id"])
        await own.send("mark_read", **target, seq=2)
        await own.receive("read_marked")
        await deed(own, "snooze_conversation", **target, until=in_hours(1))
    anna = await _anna(town, await _browser(town))
    await anna.folder("Мои").click()
    await expect(anna.rows).to_have_count(0)
    await make_due(town.server, conversation_id)
    [notice] = await _shown(anna.page, 1)
    assert (notice["title"], notice["tag"]) == ("Вернулся отложенный диалог", conversation_id)
    await expect(anna.rows).to_have_count(1)
    strong = anna.page.locator(".row--unread")
    await expect(strong).to_contain_text("Вернулся из\u00a0отложенных")
    await anna.open("Напомните в пятницу")
    await expect(strong).to_have_count(0)
    await anna.page.get_by_role("button", name="Закрыть диалог").focus()
    await anna.press(["Escape"])
    await expect(anna.page.locator(".row[aria-current]")).to_have_count(0)
    await expect(anna.rows).to_have_count(1)
    await expect(strong).to_have_count(0)


async def test_of_several_tabs_one_sounds_and_one_shows(town: Town) -> None:
    context = await _browser(town)
    first = await _anna(town, context)
    second = Operator(await town.page(context))
    await second.page.goto(town.panel_url)
    for tab in (first, second):
        await tab.page.locator("body").click(position={"x": 5, "y": 5})
    await _until(
        first.page,
        "navigator.locks.query().then(({ held, pending }) =>"
        " ['speaker', 'notifier'].every((duty) => [held, pending].every((all) =>"
        " all.some(({ name }) => name === 'ryadom:panel:' + duty))))",
    )
    await _say(town, "Кому звонит колокол")
    for tab in (first, second):
        await expect(tab.rows).to_have_count(1)

    async def have_both_come() -> bool:
        return await _sum(first, second, "notes") > 0 and await _sum(first, second, "shown") > 0

    await until_true(have_both_come)
    # A bell has two notes
    assert await _sum(first, second, "notes") == 2
    assert await _sum(first, second, "shown") == 1
    # Whose tab is closed has nobody to answer for it: the other goes on
    rings = [await tab.page.evaluate("notes.length") for tab in (first, second)]
    speaker, other = (first, second) if rings[0] else (second, first)
    await speaker.page.close()
    await _until(
        other.page,
        "navigator.locks.query().then(({ held, pending }) => held.some(({ name }) => name === 'ryadom:panel:speaker')"
        " && pending.length === 0)",
    )
    await _say(town, "И ещё раз")
    await _until(other.page, "notes.length === 2")


async def _sum(first: Operator, second: Operator, what: str) -> int:
    return sum([int(await tab.page.evaluate(f"{what}.length")) for tab in (first, second)])


async def test_browser_is_asked_only_when_that_is_pressed_and_the_test_says_what_stands_in_the_way(town: Town) -> None:
    operator = await _anna(town, await _browser(town, "default"))
    page = operator.page
    await _say(town, "Без спроса")
    await expect(operator.rows).to_have_count(1)
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_role("button", name="Уведомления и звуки").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Браузер ещё не спрашивали")
    assert await page.evaluate("[asked, shown.length]") == [0, 0]
    await dialog.get_by_role("button", name="Проверить").click()
    await expect(dialog.get_by_role("status")).to_contain_text("Звук прозвучал.")
    await expect(dialog.get_by_role("status")).to_contain_text("Уведомление не показано: браузер ещё не спрашивали.")
    await dialog.get_by_role("button", name="Разрешить уведомления").click()
    await expect(dialog).to_contain_text("Уведомления разрешены в браузере.")
    await dialog.get_by_label("Звуки включены").uncheck()
    await dialog.get_by_role("button", name="Проверить").click()
    await expect(dialog.get_by_role("status")).to_contain_text("звуки выключены")
    await expect(dialog.get_by_role("status")).to_contain_text("Уведомление передано системе.")


async def test_each_kind_of_news_has_its_own_tone_which_is_heard_as_it_is_chosen(town: Town) -> None:
    operator = await _anna(town, await _browser(town))
    page = operator.page
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_role("button", name="Уведомления и звуки").click()
    dialog = page.get_by_role("dialog")
    for kind, tone, notes in (
        ("Новое в очереди", "knock", [196, 196]),
        ("Сообщение в моём диалоге", "bell", [660, 880]),
        ("Сообщение в чужом диалоге", "drop", [1175]),
        ("Мне передали диалог, упомянули меня или вернулся отложенный", "chord", [523, 659, 784]),
    ):
        await page.evaluate("notes.length = 0")
        choice = dialog.get_by_label(f"Звук: {kind}")
        await choice.select_option("off")
        await choice.select_option(tone)
        await _until(page, f"JSON.stringify(notes) === '{notes}'.replaceAll(' ', '')")
    await operator.press(["Escape"])
    await page.evaluate("notes.length = 0")
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        await visitor.say("В очередь")
        await _until(page, "JSON.stringify(notes) === '[196,196]'")
        await operator.open("В очередь")
        await page.get_by_role("button", name="Взять в работу").click()
        await expect(page.get_by_text("Вы взяли диалог в работу")).to_be_visible()
        # The choice is kept; and a page that has just sounded would be silent for a moment
        await page.goto("about:blank")
        await page.goto(town.panel_url)
        await expect(operator.folder("Мои")).to_contain_text("1")
        await page.locator("body").click(position={"x": 5, "y": 5})
        await _until(
            page,
            "navigator.locks.query().then(({ held }) => held.some(({ name }) => name === 'ryadom:panel:speaker'))",
        )
        await visitor.say("В мой диалог")
        await _until(page, "JSON.stringify(notes) === '[660,880]'")


async def test_browser_that_refuses_says_how_to_change_that(town: Town) -> None:
    operator = await _anna(town, await _browser(town, "denied"))
    await operator.page.get_by_role("button", name="Меню: Анна").click()
    await operator.page.get_by_role("button", name="Уведомления и звуки").click()
    dialog = operator.page.get_by_role("dialog", name="Уведомления и звуки")
    await expect(dialog).to_contain_text("Браузер запретил уведомления. Нажмите на значок слева от адреса")
    await expect(dialog.get_by_role("button", name="Разрешить уведомления")).to_have_count(0)


async def test_operator_turns_mails_on_for_themselves_and_chooses_when(town: Town) -> None:
    operator = await town.operator()
    page = operator.page
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_role("button", name="Уведомления и звуки").click()
    box = page.get_by_label("Писать мне на почту, если посетитель ждёт")
    # As the site says of whoever is new, until they choose.
    await expect(box).to_be_checked()
    await expect(page.get_by_text("Почта на этом сервере не настроена")).to_be_visible()
    await box.uncheck()
    await box.check()
    after = page.get_by_label("Через сколько")
    await expect(after).to_have_value("5")
    async with page.expect_response(
        lambda response: response.request.method == "PUT" and '"minutes":15' in (response.request.post_data or "")
    ):
        await after.select_option("15")
    await page.reload()
    await page.get_by_role("button", name="Меню: Анна").click()
    await page.get_by_role("button", name="Уведомления и звуки").click()
    await expect(after).to_have_value("15")
    # What somebody has chosen for them meanwhile is shown, and one more press is over it.
    async with town.server.database.connection() as connection:
        await connection.execute("UPDATE waiting_alerts SET minutes = 60")
    await after.select_option("1")
    await expect(page.get_by_text("Тем временем за вас выбрали другое")).to_be_visible()
    await expect(after).to_have_value("60")
    await box.uncheck()
    await expect(after).to_have_count(0)
    await expect(page.get_by_text("Тем временем за вас выбрали другое")).to_have_count(0)
