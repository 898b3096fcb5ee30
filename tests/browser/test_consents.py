"""Consent in the widget: asked before the first message, kept nowhere before, and taken back by one press."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from playwright.async_api import expect

from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_events import ConsentEvent, events_of_visitor
from tests.browser.conftest import Town
from tests.browser.people import Visitor
from tests.browser.test_accessibility import complaints
from tests.consents import ask_for_consent, publish_consent
from tests.waiting import until_true

pytestmark = pytest.mark.asyncio(loop_scope="session")

LABEL = "Даю согласие на обработку персональных данных"


def _frames(visitor: Visitor) -> list[str]:
    """Notes every frame that the page sends from now on."""
    frames: list[str] = []
    visitor.page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(str(frame))))
    return frames


async def _events(town: Town) -> Sequence[ConsentEvent]:
    async with town.server.database.connection() as connection:
        visitors: Sequence[UUID] = [
            row["visitor_id"] for row in await connection.fetch("SELECT DISTINCT visitor_id FROM consent_events")
        ]
        assert len(visitors) == 1
        return await events_of_visitor(connection, site_id=town.server.site.id, visitor_id=visitors[0])


async def test_nothing_is_sent_or_stored_before_the_box_is_ticked(town: Town) -> None:
    document = await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor()
    frames = _frames(visitor)
    await visitor.open_chat()
    box = visitor.page.get_by_role("checkbox", name=LABEL)
    await expect(box).not_to_be_checked()
    link = visitor.host.get_by_role("link", name="(текст)")
    await expect(link).to_have_attribute("href", f"{town.server.http_url}/consents/{document.id}")

    await visitor.field.fill("Есть габа?")
    await visitor.field.press("Enter")
    await expect(visitor.field).to_have_value("Есть габа?")
    assert await visitor.stored_keys() == []
    assert all('"send_message"' not in frame and '"set_typing"' not in frame for frame in frames)

    await box.check()
    await visitor.field.press("Enter")
    await visitor.sees_sent()
    await expect(box).to_have_count(0)
    [event] = await _events(town)
    assert (event.document_id, event.method, event.page_url) == (document.id, "widget_checkbox", town.shop_url)
    assert len([frame for frame in frames if '"send_message"' in frame]) == 1


async def test_page_has_a_link_of_its_own_that_takes_the_consent_back_at_once(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    newcomer = await town.visitor()
    sent = _frames(newcomer)
    await newcomer.page.evaluate("ryadom('withdraw')")
    await newcomer.page.wait_for_load_state("networkidle")
    assert sent == []

    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.page.get_by_role("checkbox", name=LABEL).check()
    await visitor.say("Есть габа?")
    await visitor.sees_sent()
    await visitor.page.evaluate("ryadom.close()")
    await visitor.page.goto(f"{town.shop_url}catalog.html")
    # Before the chat has come: as a press on the page's link may be.
    await visitor.page.wait_for_function("!!window.ryadom")
    await visitor.page.evaluate("ryadom('withdraw')")
    await until_true(lambda: _has_withdrawn(town))
    await visitor.page.evaluate("ryadom.open()")
    await expect(visitor.page.get_by_role("checkbox", name=LABEL)).not_to_be_checked()
    assert [event.action for event in await _events(town)] == ["given", "withdrawn"]


async def _has_withdrawn(town: Town) -> bool:
    return (await _events(town))[-1].action == "withdrawn"


async def test_withdrawal_asks_anew_with_an_empty_box_and_holds_back_what_is_written(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor()
    await visitor.open_chat()
    box = visitor.page.get_by_role("checkbox", name=LABEL)
    await box.check()
    await visitor.say("Есть габа?")
    await visitor.sees_sent()

    await visitor.host.get_by_role("button", name="Отозвать согласие").click()
    await expect(box).not_to_be_checked()
    await visitor.field.fill("Ещё вопрос")
    await visitor.field.press("Enter")
    await expect(visitor.field).to_have_value("Ещё вопрос")

    await box.check()
    await visitor.field.press("Enter")
    await visitor.sees("Есть габа?", "Ещё вопрос")
    await visitor.sees_sent()
    assert [event.action for event in await _events(town)] == ["given", "withdrawn", "given"]


async def test_new_version_is_asked_for_in_the_open_chat(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor()
    await visitor.open_chat()
    box = visitor.page.get_by_role("checkbox", name=LABEL)
    await box.check()
    await visitor.say("Есть габа?")
    await visitor.sees_sent()

    newer = await publish_consent(town.server.database, town.server.site, term="2 года")
    await visitor.field.fill("Ещё вопрос")
    await expect(box).not_to_be_checked()
    await box.check()
    await visitor.field.press("Enter")
    await visitor.sees("Есть габа?", "Ещё вопрос")
    await visitor.sees_sent()
    assert [event.document_id for event in await _events(town)][1:] == [newer.id]


async def test_page_of_the_document_opens_from_the_chat(town: Town) -> None:
    document = await ask_for_consent(town.server.database, town.server.site)
    visitor = await town.visitor(viewport={"width": 360, "height": 640})
    await visitor.launcher.click()
    async with visitor.page.context.expect_page() as opened:
        await visitor.host.get_by_role("link", name="(текст)").click()
    page = await opened.value
    assert page.url == f"{town.server.http_url}/consents/{document.id}"
    assert document.sha256 is not None
    await expect(page.get_by_text(document.sha256.hex())).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Its policy let the style sheet in.
    assert await page.evaluate("getComputedStyle(document.body).maxWidth") == "672px"


async def test_site_with_another_basis_shows_no_box(town: Town) -> None:
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.say("Есть габа?")
    await visitor.sees_sent()
    await expect(visitor.page.get_by_role("checkbox")).to_have_count(0)
    await expect(visitor.host.get_by_text("Отозвать согласие")).to_have_count(0)


async def test_operator_reads_along_with_who_agreed_to_it_until_they_do_not(town: Town) -> None:
    await ask_for_consent(town.server.database, town.server.site)
    await publish_consent(town.server.database, town.server.site, Purpose.DRAFT_PREVIEW)
    operator = await town.operator()
    visitor = await town.visitor()
    await visitor.open_chat()
    await visitor.page.get_by_role("checkbox", name=LABEL).check()
    await visitor.page.get_by_role("checkbox", name="оператор видел сообщение, пока я его пишу").check()
    await visitor.say("Есть габа?")
    await visitor.sees_sent()
    await operator.open("Есть габа?")
    seen = visitor.page.get_by_text("Оператор видит, что вы пишете.")
    await expect(seen).to_be_visible()
    await visitor.field.press_sequentially("Или пуэр, звоните 89161234567")
    draft = operator.page.locator(".thread__draft")
    await expect(draft).to_contain_text("Или пуэр, звоните •••••••••••")
    await expect(draft).to_contain_text("Ещё не отправлено")
    await operator.sees("Есть габа?")
    assert not await complaints(operator.page)
    assert not await complaints(visitor.page)

    await visitor.field.press("Enter")
    await operator.sees("Есть габа?", "Или пуэр, звоните +7 ••• ••• 45 67 показать")
    await expect(draft).to_have_count(0)
    await visitor.field.press_sequentially("Секрет")
    await expect(draft).to_contain_text("Секрет")
    await visitor.page.get_by_role("button", name="Не показывать").click()
    await expect(draft).to_have_count(0)
    await expect(seen).to_have_count(0)
    # What they must agree to, they still do.
    await visitor.field.press("Enter")
    await operator.sees("Есть габа?", "Или пуэр, звоните +7 ••• ••• 45 67 показать", "Секрет")
