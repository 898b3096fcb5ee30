"""`/api/v1` for programs that write in the cards of customers: over what was read, and no more than a site stores."""

import httpx
import pytest

from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.journal_chain import Action, ActorKind
from tests.web.accounts import account
from tests.web.client import Client, JsonObject, Server
from tests.web.customers import address, keep_contacts, write_facts
from tests.web.programs import conversation_of, patch
from tests.web.test_api import told
from tests.web.test_display_masking import records


async def test_program_writes_in_the_card_and_the_history_says_so(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    await keep_contacts(server)
    id, customer_id = conversation_of(visitor), visitor.welcome["visitor_id"]
    path = f"customers/{customer_id}"
    async with account(server, "anna@shop.test") as anna:
        await write_facts(anna, id, 0, name="Пётр", company="Чай")
        answer = await patch(crm, path, name="Павел", phone="8 (916) 123-45-67", company="")
        assert answer.status_code == 200, answer.text
        changed = answer.json()
        assert (changed["name"], changed["phone"], changed["company"]) == ("Павел", "+7 916 123-45-67", "")
        read = await crm.get(path)
        assert (read.json(), read.headers["etag"]) == (changed, answer.headers["etag"])
        history = (await anna.http.get(address(id, "/history"))).json()["changes"]
    assert {(one["field"], one["before"], one["after"]) for one in history[:3]} == {
        ("name", "Пётр", "Павел"),
        ("phone", "", "+7 916 123-45-67"),
        ("company", "Чай", ""),
    }
    assert {(one["operator_name"], one["is_by_program"]) for one in history[:3]} == {("CRM", True)}
    assert {(one["operator_name"], one["is_by_program"]) for one in history[3:]} == {("Анна", False)}
    _, by_program = await records(server, Action.CARD_CHANGED)
    assert (by_program.actor.kind, set(by_program.details["fields"].split())) == (
        ActorKind.API_KEY,
        {"name", "phone", "company"},
    )
    assert "Павел" not in repr(by_program)


async def test_card_that_was_changed_since_is_not_overwritten_and_a_lost_answer_is_made_up_for(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    id, path = conversation_of(visitor), f"customers/{visitor.welcome['visitor_id']}"
    seen = (await crm.get(path)).headers["etag"]
    first = await patch(crm, path, seen, name="Павел")
    again = await patch(crm, path, seen, name="Павел")
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert told(await patch(crm, path, seen, name="Пётр")) == (412, "precondition_failed", "if-match")
    async with account(server, "anna@shop.test") as anna:
        await write_facts(anna, id, 1, about="Любит улун")
    # By then the newest hand is Anna's: what stands there is told to nobody who guesses.
    for name in ("Павел", "Пётр"):
        assert told(await patch(crm, path, seen, name=name)) == (412, "precondition_failed", "if-match")
    assert told(await crm.patch(path, json={"name": "Пётр"})) == (428, "precondition_expected", "if-match")
    assert (await patch(crm, path, email="p@tea.ru")).json()["about"] == "Любит улун"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"phone": "12"}, (422, "bad_body", "phone")),
        ({"email": "петр"}, (422, "bad_body", "email")),
        ({"email": "a\0@b.ru"}, (422, "bad_body", "email")),
        ({"name": "а" * 101}, (422, "bad_body", "name")),
        ({"name": "\0"}, (422, "bad_body", "name")),
        ({"about": "а" * 2_001}, (400, "bad_frame", "about")),
        ({"name": None}, (400, "bad_frame", "name")),
        ({"external_id": "1"}, (400, "bad_frame", None)),
    ],
)
async def test_what_can_not_be_written_down_is_refused_by_its_field(
    visitor: Client, crm: httpx.AsyncClient, order: JsonObject, expected: tuple[int, str, str | None]
) -> None:
    path = f"customers/{visitor.welcome['visitor_id']}"
    before = (await crm.get(path)).json()
    assert told(await patch(crm, path, **order)) == expected
    assert (await crm.get(path)).json() == before


async def test_site_that_stores_no_telephones_is_given_none_by_programs(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.REPLACE})
    await server.app.state.context.masking.refresh()
    refused = await patch(crm, f"customers/{visitor.welcome['visitor_id']}", phone="+7 916 123-45-67")
    assert told(refused) == (422, "contact_not_kept", "phone")
