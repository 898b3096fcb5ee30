"""What is being written in a conversation stays there: from one to the other and back, in all tabs, after a restart."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from ryadom.core.erasure import erase_person
from ryadom.core.operators import add_operator
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from tests.browser.conftest import Town
from tests.browser.people import Operator, accept
from tests.browser.test_inbox import ask
from tests.browser.test_notes import kept
from tests.files import no_files
from tests.web.client import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="session")

BORIS = "boris@shop.test"
KEEP_NOTHING = "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') } }"


async def finds(operator: Operator, **drafts: str) -> None:
    for row, draft in drafts.items():
        await operator.open(row)
        await expect(operator.bubbles).to_have_text([row], use_inner_text=True)
        await expect(operator.field).to_have_value(draft)


async def test_each_conversation_keeps_its_draft_in_all_tabs_and_after_the_last_was_closed(town: Town) -> None:
    await ask(town, "Чай", "Кофе")
    first = await town.operator()
    context = first.page.context
    await first.open("Чай")
    await first.field.fill("Про чай")
    mark = first.rows.filter(has_text="Чай").get_by_text("Черновик", exact=True)
    await expect(mark).to_have_count(0)
    await finds(first, Кофе="")
    await expect(mark).to_be_visible()
    await first.field.fill("Про кофе")
    await finds(first, Чай="Про чай", Кофе="Про кофе")
    await kept(first.page, "Про кофе")

    # Another tab goes on with what is there, and the first one with that
    second = Operator(await town.page(context))
    await second.page.goto(town.panel_url)
    await finds(second, Чай="Про чай", Кофе="Про кофе")
    await second.field.fill("Про кофе из второй вкладки")
    await expect(first.field).to_have_value("Про кофе из второй вкладки")
    await first.open("Чай")
    await first.field.fill("Про чай из первой")
    await kept(second.page, "Про чай из первой")
    await finds(second, Чай="Про чай из первой")
    await first.page.close()
    await second.page.close()

    third = Operator(await town.page(context))
    await third.page.goto(town.panel_url)
    await expect(third.rows.get_by_text("Черновик", exact=True)).to_have_count(2)
    await finds(third, Чай="Про чай из первой", Кофе="Про кофе из второй вкладки")
    await third.field.press("Control+Enter")
    await expect(third.field).to_have_value("")
    await third.folder("Все").click()
    await third.open("Чай")
    await expect(third.rows.get_by_text("Черновик", exact=True)).to_have_count(0)
    assert "Про кофе" not in await third.page.evaluate("JSON.stringify(localStorage)")


async def erase_whoever_said(town: Town, database_url: str, words: str) -> None:
    database = town.server.database
    async with database.connection() as connection:
        said = await connection.fetchval("SELECT conversation_id FROM entries WHERE body = $1", words)
    person = await find_person(database, site_key=town.server.site.key, conversation_id=said)
    line = await installation_line(database, database_url=database_url, bus_url=None)
    await erase_person(database, line, person, contents=no_files(database), now=datetime.now(UTC))


async def test_drafts_are_gone_with_their_people_and_for_whoever_signs_in_next(town: Town, database_url: str) -> None:
    await ask(town, "Чай", "Кофе")
    anna = await town.operator()
    page = anna.page
    await anna.open("Чай")
    await anna.field.fill("Иван Петрович, сейчас")
    await anna.open("Кофе")
    await anna.field.fill("Про кофе")
    await kept(page, "Про кофе")

    # Erased while no panel was there to hear of it
    await page.close()
    await erase_whoever_said(town, database_url, "Чай")
    anna = Operator(await town.page(page.context))
    page = anna.page
    await page.goto(town.panel_url)
    await page.wait_for_function("() => !JSON.stringify(localStorage).includes('Иван')")
    await finds(anna, Кофе="Про кофе")

    # The session ends elsewhere: the words wait for their writer, and for nobody else
    sites = [town.server.site.key]
    await add_operator(town.server.database, email=BORIS, name="Борис", password=PASSWORD, site_keys=sites)
    await page.context.clear_cookies()
    await page.reload()
    assert "Про кофе" in await page.evaluate("JSON.stringify(localStorage)")
    boris = Operator(page)
    await boris.sign_in(town.panel_url, BORIS, PASSWORD)
    await finds(boris, Кофе="")
    assert "Про кофе" not in await page.evaluate("JSON.stringify(localStorage)")

    # Where nothing can be kept, that is said; whoever signs out is asked, and leaves none
    await boris.field.fill("Борис отвечает")
    await kept(page, "Борис отвечает")
    await page.evaluate(KEEP_NOTHING)
    await boris.field.fill("Борис отвечает дальше")
    await expect(page.locator(".toast")).to_contain_text("Браузер не сохраняет черновики")
    await finds(boris, Кофе="Борис отвечает дальше")
    asked = accept(page)
    await page.get_by_role("button", name="Меню").click()
    await page.get_by_text("Выйти").click()
    await expect(page.get_by_label("Почта")).to_be_visible()
    assert len(asked) == 1
    assert "Борис" not in await page.evaluate("JSON.stringify(localStorage)")
