"""Rules of pages: where the launcher is to be seen, and when the chat opens by itself or invites."""

import re
from typing import Any

import msgspec
import pytest
from playwright.async_api import expect

from ryadom.core.widget_settings import WidgetSettings, check_settings
from ryadom.store.operators import Role
from ryadom.store.widget_settings import put_settings
from tests.browser.conftest import Town
from tests.browser.people import Visitor, accept
from tests.browser.test_host_pages import PHONE

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def rule(town: Town, *rules: dict[str, Any]) -> None:
    """What an owner has chosen for the shop."""
    settings = check_settings(msgspec.convert({"rules": rules}, WidgetSettings))
    async with town.server.database.transaction() as connection:
        await put_settings(connection, town.server.site.id, msgspec.json.encode(settings).decode(), over_version=0)


async def on_a_clock(town: Town, path: str = "", **options: Any) -> Visitor:
    """Somebody whose page goes by a clock that a test may put forward."""
    context = await town.context(**options)
    await context.clock.install()
    return await town.visitor(path, context=context)


async def invitation(visitor: Visitor, words: str) -> None:
    await expect(visitor.host.get_by_role("button", name=words)).to_be_visible()


async def test_launcher_is_seen_only_where_it_is_to_be(town: Town) -> None:
    await rule(town, {"deed": "show", "pages": "/catalog*"}, {"deed": "hide", "pages": "*secret=1*"})
    for path, is_seen in (("catalog.html", True), ("catalog.html?secret=1", False), ("", False)):
        visitor = await town.visitor(path)
        await visitor.page.wait_for_load_state("networkidle")
        await expect(visitor.launcher).to_have_count(int(is_seen))
    # The page has the last word.
    await visitor.page.evaluate("ryadom.show()")
    await expect(visitor.launcher).to_be_visible()


async def test_launcher_follows_an_application_from_page_to_page(town: Town) -> None:
    await rule(town, {"deed": "hide", "pages": "/spa/away*"})
    visitor = await town.visitor("spa/")
    await expect(visitor.launcher).to_be_visible()
    await visitor.page.evaluate("history.pushState({}, '', '/spa/away')")
    await expect(visitor.launcher).to_have_count(0)
    await visitor.page.evaluate("history.back()")
    await expect(visitor.launcher).to_be_visible()


async def test_visitor_is_invited_once_and_comes_in_by_it(town: Town) -> None:
    await rule(town, {"deed": "invite", "after_s": 1, "ru": "Подсказать?", "en": "Can we help?"})
    visitor = await town.visitor()
    await invitation(visitor, "Подсказать?")
    box = await visitor.host.locator(".invitation").bounding_box()
    launcher = await visitor.launcher.bounding_box()
    assert box is not None
    assert launcher is not None
    assert box["y"] + box["height"] <= launcher["y"]
    await visitor.host.get_by_role("button", name="Подсказать?").click()
    await expect(visitor.field).to_be_focused()
    await expect(visitor.host.locator(".invitation")).to_have_count(0)
    assert await visitor.stored_keys() == []


async def test_invitation_that_is_closed_does_not_come_back(town: Town) -> None:
    await rule(
        town,
        {"deed": "invite", "ru": "Первое"},
        {"deed": "invite", "after_s": 2, "ru": "Второе"},
        {"deed": "open", "after_s": 2},
    )
    visitor = await on_a_clock(town)
    await invitation(visitor, "Первое")
    await visitor.host.get_by_role("button", name="Закрыть приглашение").click()
    await visitor.page.clock.run_for(5_000)
    await expect(visitor.host.locator(".invitation")).to_have_count(0)
    await expect(visitor.window).to_have_count(0)


async def test_chat_opens_by_scrolling_by_campaign_and_on_leaving(town: Town) -> None:
    await rule(
        town,
        {"deed": "open", "scrolled_percent": 90, "pages": "/catalog*"},
        {"deed": "open", "campaign": "utm_source=vk"},
        {"deed": "invite", "on_leaving": True, "ru": "Не уходите"},
    )
    scroller = await on_a_clock(town, "catalog.html")
    await expect(scroller.launcher).to_be_visible()
    await scroller.page.set_viewport_size({"width": 1000, "height": 300})
    await scroller.page.evaluate("document.body.style.minHeight = '3000px'")
    await scroller.page.clock.run_for(3_000)
    await expect(scroller.window).to_have_count(0)
    await scroller.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    await expect(scroller.window).to_be_visible()
    tagged = await town.visitor("?utm_source=vk")
    await expect(tagged.window).to_be_visible()
    leaver = await town.visitor()
    await expect(leaver.launcher).to_be_visible()
    await leaver.page.mouse.move(300, 300)
    await leaver.page.evaluate(
        "document.documentElement.dispatchEvent(new MouseEvent('mouseleave', {clientX: 300, clientY: -1}))"
    )
    await invitation(leaver, "Не уходите")


async def test_chat_that_opens_by_itself_takes_no_focus_and_covers_no_page(town: Town) -> None:
    await rule(town, {"deed": "open", "after_s": 1})
    visitor = await town.visitor("catalog.html")
    await visitor.page.evaluate(
        "document.body.insertAdjacentHTML('afterbegin', '<input id=own>'); document.querySelector('#own').focus()"
    )
    await expect(visitor.window).to_be_visible()
    await visitor.page.keyboard.type("+7 916")
    assert await visitor.page.evaluate("document.querySelector('#own').value") == "+7 916"
    phone = await on_a_clock(town, **PHONE)
    await expect(phone.launcher).to_be_visible()
    await phone.page.clock.run_for(5_000)
    await expect(phone.window).to_have_count(0)


async def test_nobody_is_asked_in_where_nothing_is_seen_or_who_is_in_already(town: Town) -> None:
    await rule(
        town,
        {"deed": "hide", "pages": "/catalog*"},
        {"deed": "open", "after_s": 1, "pages": "/catalog*"},
        {"deed": "invite", "after_s": 2, "ru": "Подсказать?"},
    )
    hidden = await on_a_clock(town, "catalog.html")
    await hidden.page.evaluate("ryadom.on('open', () => { window.wasOpened = true })")
    await hidden.page.wait_for_load_state("networkidle")
    await hidden.page.clock.run_for(5_000)
    within = await on_a_clock(town)
    await within.page.evaluate("ryadom.open()")
    await expect(within.window).to_be_visible()
    await within.page.clock.run_for(5_000)
    await expect(within.host.locator(".invitation")).to_have_count(0)
    assert await hidden.page.evaluate("window.wasOpened") is None


async def test_answer_to_a_hidden_chat_is_not_read(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    await visitor.page.evaluate("ryadom.hide()")
    operator = await town.operator()
    await operator.open("Вопрос")
    await operator.say("Ответ")
    await expect(visitor.page).to_have_title(re.compile(r"^\(1\) "))
    await expect(operator.page.locator(".group__state")).to_have_text("Отправлено")
    await visitor.page.evaluate("ryadom.show()")
    await expect(operator.page.locator(".group__state")).to_have_text("Прочитано")


async def test_rules_tell_phones_and_who_has_written_apart(town: Town) -> None:
    await rule(
        town,
        {"deed": "invite", "device": "phone", "ru": "С телефона"},
        {"deed": "invite", "device": "computer", "visitors": "new", "ru": "Впервые"},
        {"deed": "invite", "device": "computer", "visitors": "returning", "ru": "С возвращением"},
    )
    phone = await town.visitor(**PHONE)
    await invitation(phone, "С телефона")
    visitor = await town.visitor()
    await invitation(visitor, "Впервые")
    await visitor.open_chat()
    await visitor.say("Вопрос")
    await visitor.sees_sent()
    await visitor.page.evaluate("ryadom.close()")
    await visitor.page.reload()
    await invitation(visitor, "С возвращением")


async def test_owner_adds_a_rule_in_the_panel(town: Town) -> None:
    page = (await town.officer(Role.ADMIN, name="Ольга", path="#privacy/widget")).page
    await page.get_by_role("button", name="Добавить правило").click()
    await expect(page.get_by_label("Что сделать")).to_be_focused()
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_role("alert").filter(has_text="у приглашения есть слова")).to_be_visible()
    await page.get_by_label("Слова по-русски").fill("Подсказать?")
    await page.get_by_label("На каких страницах").fill("/catalog*")
    await page.get_by_label("Через сколько секунд").fill("0")
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено.")).to_be_visible()
    visitor = await town.visitor("catalog.html")
    await invitation(visitor, "Подсказать?")
    asked = accept(page)
    await page.get_by_role("button", name="Удалить правило 1").click()
    await page.get_by_role("button", name="Сохранить").click()
    await expect(page.get_by_text("Сохранено.")).to_be_visible()
    await expect(page.get_by_label("Что сделать")).to_have_count(0)
    assert asked == ["Удалить правило\u00a01?"]
