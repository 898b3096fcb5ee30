"""What a conversation's bar tells of its cards in CRMs, and sending it there by hand."""

from uuid import UUID, uuid4

import httpx

from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.policies import Policy
from ryadom.store.operators import Role
from tests.simulators.bitrix24 import portal, refuses
from tests.waiting import until_true
from tests.web.accounts import Account, account, enrolled
from tests.web.client import JsonObject, Server
from tests.web.test_connectors_page import PHONE, RULES, added, allow, choose_basis, selling_shop
from tests.web.test_webhooks_page import error_of
from tests.web.test_widget_settings import admin

BY_HAND = RULES | {"contacts": False}


def crm_of(conversation_id: str) -> str:
    return f"/panel/api/conversations/{conversation_id}/crm"


async def cards_of(person: Account, conversation_id: str) -> list[JsonObject]:
    answer = await person.http.get(crm_of(conversation_id))
    assert answer.status_code == 200, answer.text
    return list(answer.json()["cards"])


async def card_when(person: Account, conversation_id: str, state: str) -> JsonObject:
    """The only card, once it is in this state."""
    cards: list[JsonObject] = []

    async def is_so() -> bool:
        cards[:] = await cards_of(person, conversation_id)
        return [card["state"] for card in cards] == [state]

    await until_true(is_so)
    return cards[0]


async def send(person: Account, conversation_id: str, connector_id: str | None = None) -> httpx.Response:
    return await person.http.post(crm_of(conversation_id), json={"connector_id": connector_id})


async def test_operator_sends_a_conversation_and_sees_its_card(server: Server) -> None:
    async with portal() as crm, enrolled(server, await admin(server)) as vera, server.visitor() as visitor:
        await choose_basis(server)
        one = await added(vera, server, await allow(server, crm), rules=BY_HAND)
        id = (await visitor.say("Почём пуэр?"))["conversation_id"]
        async with account(server, "anna@shop.test") as anna:
            [card] = await cards_of(anna, id)
            assert (card["title"], card["state"], card["may_send"]) == ("Битрикс24", "none", True)
            assert (card["host"], card["connector_id"]) == (f"127.0.0.1:{crm.port}", one.rpartition("/")[2])
            answer = await send(anna, id)
            assert answer.status_code == 200, answer.text
            card = await card_when(anna, id, "sent")
        [lead] = crm.cards["lead"]
        assert card["remote_id"] == lead["ID"]
        # The simulated account is on this machine: whoever reads has another one
        assert card["url"] == ""
    async with server.database.connection() as connection:
        [told] = await connection.fetch(
            "SELECT conversation_ids, actor_name FROM journal WHERE details->>'what' = 'connector_resent'"
        )
    assert (told["conversation_ids"], told["actor_name"]) == ([UUID(id)], "Анна")


async def test_what_was_not_taken_is_shown_without_contacts_and_sent_again(server: Server) -> None:
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.MASK})
    await server.app.state.context.masking.refresh()
    async with selling_shop(server) as (vera, crm, _), server.visitor() as visitor:
        crm.next("crm.lead.add", refuses(400, "ERROR_CORE", f"Телефон {PHONE} не подходит"))
        id = (await visitor.say(f"Мой номер {PHONE}"))["conversation_id"]
        failed = await card_when(vera, id, "failed")
        assert PHONE in failed["failure"]
        async with account(server, "anna@shop.test") as anna:
            [card] = await cards_of(anna, id)
            assert "не подходит" in card["failure"]
            assert "345-67-89" not in card["failure"]
            assert (await send(anna, id, card["connector_id"])).status_code == 200
            assert (await card_when(anna, id, "sent"))["failure"] == ""
    assert len(crm.cards["lead"]) == 1


async def test_card_is_told_by_the_number_that_people_there_know(server: Server) -> None:
    async with selling_shop(server) as (vera, _, one), server.visitor() as visitor:
        id = (await visitor.say("Почём пуэр?"))["conversation_id"]
        async with server.database.connection() as connection:
            await connection.execute(
                """INSERT INTO connector_pushes
                (site_id, connector_id, conversation_id, visitor_id, cause, status, due_at, remote_id, remote_number)
                SELECT site_id, $1, id, visitor_id, 'closed', 'sent', NULL, '3ca886b6', 'ТОР-000042'
                FROM conversations""",
                UUID(one.rpartition("/")[2]),
            )
        [card] = await cards_of(vera, id)
        assert (card["remote_id"], card["number"], card["url"]) == ("3ca886b6", "ТОР-000042", "")
        async with server.database.connection() as connection:
            # As a version from before forgets a card
            await connection.execute("UPDATE connector_pushes SET remote_id = ''")
        assert [card["number"] for card in await cards_of(vera, id)] == [""]


async def test_link_leads_to_the_account_alone(server: Server) -> None:
    async with selling_shop(server) as (vera, _, one), server.visitor() as visitor:
        id = (await visitor.say("Почём пуэр?"))["conversation_id"]
        async with server.database.connection() as connection:
            await connection.execute("UPDATE connectors SET origin = 'https://shop.bitrix24.test'")
            await connection.execute(
                """INSERT INTO connector_pushes
                (site_id, connector_id, conversation_id, visitor_id, cause, status, due_at, remote_id)
                SELECT site_id, $1, id, visitor_id, 'closed', 'sent', NULL, '123' FROM conversations""",
                UUID(one.rpartition("/")[2]),
            )
        for url, shown in (
            ("https://shop.bitrix24.test/crm/lead/details/123/", True),
            ("https://shop.bitrix24.test:444/crm/lead/details/123/", False),
            ("https://shop.bitrix24.test.evil.test/crm/lead/details/123/", False),
            ("https://shop.bitrix24.test@evil.test/", False),
            ("http://shop.bitrix24.test/crm/lead/details/123/", False),
            ("javascript:alert(1)", False),
        ):
            async with server.database.connection() as connection:
                await connection.execute("UPDATE connector_pushes SET url = $1", url)
            [card] = await cards_of(vera, id)
            assert (card["remote_id"], card["url"]) == ("123", url if shown else ""), url
        async with server.database.connection() as connection:
            # Within the house, where the register of recipients lets it be called by http
            await connection.execute("UPDATE connectors SET origin = 'http://crm.test'")
            await connection.execute("UPDATE connector_pushes SET url = 'http://crm.test/7'")
        assert [card["url"] for card in await cards_of(vera, id)] == ["http://crm.test/7"]


async def test_conversation_that_waits_for_a_stopped_connector_says_so(server: Server) -> None:
    async with selling_shop(server) as (vera, crm, one), server.visitor() as visitor:
        crm.is_revoked = True
        id = (await visitor.say(f"Мой номер {PHONE}"))["conversation_id"]
        held = await card_when(vera, id, "held")
        assert "удалили или перевыпустили" in held["failure"]
        assert held["may_send"] is False
        crm.is_revoked = False
        assert (await vera.http.put(f"{one}/enabled", json={"is_enabled": True})).status_code == 204
        await card_when(vera, id, "sent")


async def test_disabled_connector_is_offered_to_nobody(server: Server) -> None:
    async with selling_shop(server) as (vera, crm, one), server.visitor() as visitor:
        id = (await visitor.say("Почём пуэр?"))["conversation_id"]
        [card] = await cards_of(vera, id)
        assert (await vera.http.put(f"{one}/enabled", json={"is_enabled": False})).status_code == 204
        assert await cards_of(vera, id) == []
        assert error_of(await send(vera, id, card["connector_id"])) == (422, "bad_body", "connector_id")
        for connector_id in (None, str(uuid4())):
            assert error_of(await send(vera, id, connector_id)) == (404, "connector_unknown", "connector_id")
    assert crm.called == []


async def test_nothing_is_sent_of_who_was_erased(server: Server) -> None:
    async with selling_shop(server) as (vera, crm, _), server.visitor() as visitor:
        id = (await visitor.say("Почём пуэр?"))["conversation_id"]
        async with server.database.connection() as connection:
            await connection.execute("UPDATE visitors SET erased_at = now()")
        assert error_of(await send(vera, id))[1] == "visitor_erased"
    assert crm.called == []


async def test_auditor_sees_the_card_and_sends_nothing(server: Server) -> None:
    async with selling_shop(server) as (_, _, _), server.visitor() as visitor:
        id = (await visitor.say("Почём пуэр?"))["conversation_id"]
        async with enrolled(server, await admin(server, role=Role.AUDITOR)) as boris:
            [card] = await cards_of(boris, id)
            assert (card["state"], card["may_send"]) == ("none", False)
            assert error_of(await send(boris, id))[:2] == (403, "right_missing")
