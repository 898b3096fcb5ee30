"""What is being written in a conversation stays there: from one to the other and back, reloaded, in two tabs."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Town
from tests.browser.people import Operator
from tests.browser.test_inbox import ask
from tests.browser.test_notes import kept

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_each_conversation_keeps_its_own_draft_in_its_own_tab(town: Town) -> None:
    await ask(town, "Чай", "Кофе")
    first = await town.operator()

    async def finds(operator: Operator, **drafts: str) -> None:
        for row, draft in drafts.items():
            await operator.open(row)
            await expect(operator.bubbles).to_have_text([row], use_inner_text=True)
            await expect(operator.field).to_have_value(draft)

    await first.open("Чай")
    await first.field.fill("Про чай")
    await finds(first, Кофе="")
    await first.field.fill("Про кофе")
    await finds(first, Чай="Про чай", Кофе="Про кофе")
    await kept(first.page, "Про кофе")

    # Another tab of the same browser writes its own
    second = Operator(await town.page(first.page.context))
    await second.page.goto(town.panel_url)
    await finds(second, Чай="")
    await second.field.fill("Из второй вкладки")
    await kept(second.page, "Из второй вкладки")
    for operator, tea, coffee in ((first, "Про чай", "Про кофе"), (second, "Из второй вкладки", "")):
        await operator.page.reload()
        await finds(operator, Чай=tea, Кофе=coffee)

    # What is sent from one is no draft of that one any more, and nothing to the other
    await second.open("Чай")
    await second.field.press("Enter")
    await expect(second.field).to_have_value("")
    await first.folder("Все").click()
    await first.open("Из второй вкладки")
    await first.sees("Чай", "Из второй вкладки")
    await expect(first.field).to_have_value("Про чай")
