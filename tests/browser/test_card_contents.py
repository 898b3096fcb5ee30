"""What a customer's card has of before: consents, requests under the law, and conversations with the way to each."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Locator, expect

from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from tests.browser.conftest import Town
from tests.browser.test_accessibility import complaints
from tests.browser.test_customer_card import card_of
from tests.browser.test_inbox import make_labels
from tests.consents import publish_consent
from tests.web.subject_requests import officer

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZE = {"width": 1440, "height": 900}
FULL_WHEN = """at => {
  const day = { day: "numeric", month: "long", year: "numeric" };
  const time = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  return [day, time].map((style) => new Intl.DateTimeFormat("ru", style).format(new Date(at))).join(", ");
}"""
LONG_DATE = "on => new Date(`${on}T00:00`).toLocaleDateString('ru', { day: 'numeric', month: 'long', year: 'numeric' })"
IS_ONE_LINE_CUT = """words => words.scrollWidth > words.clientWidth
  && words.clientHeight < 2 * parseFloat(getComputedStyle(words).lineHeight)"""


def part(card: Locator, heading: str) -> Locator:
    return card.locator("section").filter(has=card.page.get_by_role("heading", name=heading, exact=True))


async def told_by_visitor(town: Town) -> tuple[str, str]:
    """Somebody who has agreed, written and withdrawn; gives their conversation and who they are."""
    document = await publish_consent(town.server.database, town.server.site)
    async with town.server.visitor(origin=town.shop_url.rstrip("/")) as visitor:
        posted = await visitor.say("Здравствуйте", agree_to=[str(document.id)])
        await visitor.send("withdraw_consent", echo_id=uuid4())
        await visitor.receive("consents_changed")
        return str(posted["conversation_id"]), str(visitor.welcome["visitor_id"])


async def talked_before(town: Town, conversation_id: str, *, count: int) -> UUID:
    """As if the visitor had had so many conversations before; gives the newest, led by Anna, with tag and result."""
    labels = await make_labels(town)
    ids = [new_id() for _ in range(count)]
    async with town.server.database.transaction() as connection:
        for days, id in enumerate(ids, 1):
            await connection.execute(
                "INSERT INTO conversations (site_id, id, visitor_id, status, created_at, last_seq, last_public_seq) "
                "SELECT site_id, $2, visitor_id, 'closed', now() - make_interval(days => $3), 1, 1 "
                "FROM conversations WHERE id = $1",
                UUID(conversation_id),
                id,
                days,
            )
            await connection.execute(
                "INSERT INTO entries "
                "(site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body) "
                "SELECT site_id, id, 1, 'message', true, 0, 'visitor', visitor_id, $2 FROM conversations WHERE id = $1",
                id,
                f"Разговор {days}: звоните\n+7 916 123-45-67, " + "очень жду " * 20,
            )
        await connection.execute(
            "UPDATE conversations SET tag_ids = ARRAY[$2::uuid], result_id = $3,"
            " assignee_id = (SELECT id FROM operators WHERE email = 'anna@shop.test') WHERE id = $1",
            ids[0],
            labels["VIP"],
            labels["Решено"],
        )
    return ids[0]


async def asked_for_data(town: Town, visitor_id: str) -> date:
    """As if the visitor had asked what is held of them; gives by when they are to be answered."""
    async with officer(town.server) as desk:
        card = await desk.add(await desk.write_down(), visitor_id)
        return date.fromisoformat(card["due"]["on"])


async def moments(town: Town) -> list[str]:
    """When the visitor agreed, and when they withdrew it."""
    async with town.server.database.connection() as connection:
        rows = await connection.fetch("SELECT created_at FROM consent_events ORDER BY created_at")
    return [row["created_at"].isoformat() for row in rows]


async def test_card_tells_consents_requests_and_what_was_talked_about_before(town: Town) -> None:
    await site_policies(town.server.database, town.server.site.key, {Kind.PHONE: Policy.MASK})
    await town.server.app.state.context.masking.refresh()
    conversation_id, visitor_id = await told_by_visitor(town)
    newest_id = await talked_before(town, conversation_id, count=12)
    due_on = await asked_for_data(town, visitor_id)
    # The officer handles requests, and sees no contacts.
    vera = await town.officer(Role.AUDITOR, viewport=SIZE)
    page = vera.page
    await vera.rows.filter(has_text="Здравствуйте").click()
    card = card_of(vera)

    given_at, withdrawn_at = [await page.evaluate(FULL_WHEN, at) for at in await moments(town)]
    consents = part(card, "Согласия").get_by_role("listitem")
    await expect(consents).to_have_text(
        [
            f"Обработка персональных данныхотозвано {withdrawn_at}, версия 1",
            f"Обработка персональных данныхдано {given_at}, версия 1",
        ]
    )

    request = part(card, "Запросы субъекта").get_by_role("listitem")
    due = await page.evaluate(LONG_DATE, due_on.isoformat())
    await expect(request).to_have_text(f"№ 1: доступ к даннымполучен, ответить до {due}")
    await expect(request.get_by_role("link")).to_have_attribute("href", re.compile("^#privacy/requests/[0-9a-f-]{36}$"))

    others = part(card, "Прежние разговоры").get_by_role("listitem")
    await expect(others).to_have_count(10)
    words = others.first.locator(".card__last")
    await expect(words).to_contain_text("Разговор 1: звоните +7 ••• ••• 45 67, очень жду")
    assert await words.evaluate(IS_ONE_LINE_CUT)
    await expect(others.first.locator(".card__note")).to_have_text("Закрыт · Решено · сотрудник: Анна")
    await expect(others.first.locator(".label")).to_have_text("VIP")
    await expect(others.nth(1).locator(".card__note")).to_have_text("Закрыт")
    assert await complaints(page) == []
    more = part(card, "Прежние разговоры").get_by_role("button", name="Показать ещё")
    await more.click()
    await expect(others).to_have_count(12)
    await expect(more).to_have_count(0)
    await expect(others.locator(".card__last")).to_contain_text([f"Разговор {number}:" for number in range(1, 13)])

    await others.first.get_by_role("link").click()
    await expect(page).to_have_url(re.compile(str(newest_id)))
    await expect(vera.bubbles).to_contain_text(["Разговор 1: звоните"])
    await expect(others.filter(has_text="Здравствуйте")).to_have_count(1)
