"""By which name operators see a customer: their card's, else the site's, else their own, which is all they are told."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from uuid import UUID

import pytest

from ryadom.store.database import Database
from tests.identities import make_secret
from tests.web.accounts import account
from tests.web.client import Client, JsonObject, Server
from tests.web.customers import address, customer_of, ref_of, write_facts
from tests.web.own_departments import ANNA, OLEG, add_colleague, divide
from tests.web.test_cards import card_of
from tests.web.test_display_masking import MASKED_PHONE, PHONE, Desk, desk, reveal  # noqa: F401 - a fixture
from tests.web.test_identify import identified
from tests.web.test_two_nodes import Nodes, nodes  # noqa: F401 - a fixture


@pytest.fixture
async def secret(server: Server) -> str:
    return await make_secret(server.app.state.context.identity_secrets, server.site)


@pytest.fixture
async def guest(server: Server) -> AsyncIterator[tuple[Client, str]]:
    """A visitor who calls themselves Ваня, and their conversation."""
    async with server.visitor() as visitor:
        yield visitor, str((await visitor.say("Вопрос", about={"name": "Ваня"}))["conversation_id"])


async def row_of(panel: Client, conversation_id: str) -> JsonObject:
    await panel.send("fetch_conversation", request_id="row", conversation_id=conversation_id)
    row: JsonObject = (await panel.receive("conversation_fetched"))["conversation"]
    return row


async def name_in(panel: Client, conversation_id: str) -> str:
    return str((await row_of(panel, conversation_id))["visitor"]["name"])


async def test_name_on_the_card_comes_before_the_sites_and_that_before_their_own(
    server: Server, secret: str, guest: tuple[Client, str]
) -> None:
    visitor, conversation_id = guest
    async with account(server, ANNA) as anna, anna.panel() as panel:
        assert await name_in(panel, conversation_id) == "Ваня"
        await identified(visitor, secret, name="Иван Петров")
        assert await name_in(panel, conversation_id) == "Иван Петров"
        await write_facts(anna, conversation_id, 0, name="Иван Петрович")
        assert await name_in(panel, conversation_id) == "Иван Петрович"
        await panel.send("list_conversations", request_id="list", folder="all")
        [listed] = (await panel.receive("conversation_list"))["conversations"]
        assert (listed["visitor"]["name"], listed["last_message"]["author"]["name"]) == ("Иван Петрович",) * 2
        card = await card_of(anna, conversation_id)
        assert (card["own_name"], card["profile"]["identity"]["name"]) == ("Ваня", "Иван Петров")
        await write_facts(anna, conversation_id, 1, name="")
        assert await name_in(panel, conversation_id) == "Иван Петров"


async def test_each_panel_hears_of_another_name_and_of_no_other_field(
    server: Server, secret: str, guest: tuple[Client, str]
) -> None:
    visitor, conversation_id = guest
    async with account(server, ANNA) as anna, anna.panel() as first, anna.panel() as second:

        async def heard() -> list[str]:
            """By both panels alike, up to what is said now."""
            await visitor.say("Ещё вопрос")
            told: list[list[str]] = []
            for panel in (first, second):
                types = [""]
                while types[-1] != "message_posted":
                    frame = await panel.receive("conversation_shown", "message_posted")
                    assert frame["conversation_id"] == conversation_id
                    types.append(frame["type"])
                told.append(types[1:-1])
            assert told[0] == told[1]
            return told[0]

        await write_facts(anna, conversation_id, 0, company="Чай")
        assert await heard() == []
        await identified(visitor, secret, name="Иван")
        assert await heard() == ["conversation_shown"]
        await write_facts(anna, conversation_id, 1, name="Иван Петрович")
        assert await heard() == ["conversation_shown"]
        # A name that stands behind the one on the card.
        await identified(visitor, secret, name="Пётр")
        assert await heard() == []
        await write_facts(anna, conversation_id, 2, name="")
        assert await heard() == ["conversation_shown"]


async def test_panels_of_the_other_node_hear_of_another_name(nodes: Nodes) -> None:  # noqa: F811 - the fixture
    async with (
        nodes.near.visitor() as visitor,
        account(nodes.near, ANNA) as anna,
        nodes.far.operator() as far,
    ):
        conversation_id = str((await visitor.say("Вопрос"))["conversation_id"])
        await far.receive("message_posted")
        await write_facts(anna, conversation_id, 0, name="Иван Петрович")
        assert (await far.receive("conversation_shown"))["conversation_id"] == conversation_id
        assert await name_in(far, conversation_id) == "Иван Петрович"


async def test_all_conversations_of_the_customer_have_the_name(server: Server, guest: tuple[Client, str]) -> None:
    visitor, conversation_id = guest
    async with server.database.connection() as connection:
        other = await connection.fetchval(
            "INSERT INTO conversations (site_id, id, visitor_id, status, active_at) "
            "VALUES ($1, gen_random_uuid(), $2, 'closed', now()) RETURNING id",
            server.site.id,
            UUID(visitor.welcome["visitor_id"]),
        )
    async with account(server, ANNA) as anna, anna.panel() as panel:
        await write_facts(anna, conversation_id, 0, name="Иван Петрович")
        told = [(await panel.receive("conversation_shown"))["conversation_id"] for _ in range(2)]
        assert set(told) == {conversation_id, str(other)}
        assert await name_in(panel, str(other)) == "Иван Петрович"


async def test_visitor_is_never_told_what_operators_call_them(server: Server, guest: tuple[Client, str]) -> None:
    visitor, conversation_id = guest
    async with account(server, ANNA) as anna, anna.panel() as panel:
        await write_facts(anna, conversation_id, 0, name="Скандалист")
        assert (await visitor.say("Ещё вопрос"))["author"]["name"] == "Ваня"
        await panel.say("Добрый день", conversation_id=conversation_id)
        assert "Скандалист" not in json.dumps(await visitor.receive("message_posted"), ensure_ascii=False)
        token = visitor.welcome["token"]
        async with server.visitor(token=token) as again:
            told = [again.welcome, again.history]
    assert "Скандалист" not in json.dumps(told, ensure_ascii=False)
    assert "Ваня" in json.dumps(told, ensure_ascii=False)


async def test_name_on_the_card_is_masked_and_revealed_as_their_own_was(
    desk: Desk,  # noqa: F811 - the fixture
) -> None:
    async with desk.server.visitor() as visitor:
        conversation_id = str((await visitor.say("Вопрос", about={"name": "Ваня"}))["conversation_id"])
    await write_facts(desk.sergey, conversation_id, 0, name=f"Иван {PHONE}")
    async with desk.anna.panel() as panel:
        assert await name_in(panel, conversation_id) == f"Иван {MASKED_PHONE}"
    assert (await reveal(desk.anna, conversation_id, seq=None)).json()["body"] == f"Иван {PHONE}"
    cards = [await card_of(person, conversation_id) for person in (desk.anna, desk.sergey)]
    assert [(card["is_name_masked"], card["own_name"]) for card in cards] == [(True, "Ваня"), (False, "Ваня")]


async def test_their_own_name_is_masked_on_the_card_too(desk: Desk) -> None:  # noqa: F811 - the fixture
    async with desk.server.visitor() as visitor:
        conversation_id = str((await visitor.say("Вопрос"))["conversation_id"])
    async with desk.server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET name = $1", f"Иван {PHONE}")
    await write_facts(desk.sergey, conversation_id, 0, name="Иван Петрович")
    cards = [await card_of(person, conversation_id) for person in (desk.anna, desk.sergey)]
    assert [card["own_name"] for card in cards] == [f"Иван {MASKED_PHONE}", f"Иван {PHONE}"]


async def test_who_does_not_see_the_conversation_hears_nothing_of_the_name(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with AsyncExitStack() as stack:
        oleg = await stack.enter_async_context(account(server, OLEG))
        anna = await stack.enter_async_context(server.operator())
        stranger = await stack.enter_async_context(server.operator("boris@other.test"))
        unseen, seen = [await stack.enter_async_context(server.visitor()) for _ in range(2)]
        unseen_id = str((await unseen.say("Ремонт", department=shop.service))["conversation_id"])
        seen_id = str((await seen.say("Цена", department=shop.sales))["conversation_id"])
        await write_facts(oleg, unseen_id, 0, name="Пётр")
        await write_facts(oleg, seen_id, 0, name="Иван")
        assert (await anna.receive("conversation_shown"))["conversation_id"] == seen_id
        async with server.visitor(origin="http://other.test", site="other-key-1") as visitor:
            await visitor.say("Чужое")
        told = await stranger.receive("conversation_shown", "message_posted")
        assert (told["type"], told["body"]) == ("message_posted", "Чужое")


async def test_person_who_was_linked_has_the_name_too(server: Server, secret: str, guest: tuple[Client, str]) -> None:
    visitor, conversation_id = guest
    await identified(visitor, secret, name="Иван Петров")
    async with server.visitor() as other, account(server, ANNA) as anna:
        other_id = str((await other.say("Здравствуйте"))["conversation_id"])
        answer = await anna.http.post(address(other_id, "/links"), json=ref_of(visitor, server.site.id))
        assert answer.status_code == 200, answer.text
        assert [one["name"] for one in (await customer_of(anna, other_id))["linked"]] == ["Иван Петров"]
        await write_facts(anna, conversation_id, 0, name="Иван Петрович")
        assert [one["name"] for one in (await customer_of(anna, other_id))["linked"]] == ["Иван Петрович"]


async def test_name_goes_when_the_card_goes(database: Database, server: Server, guest: tuple[Client, str]) -> None:
    _, conversation_id = guest
    async with account(server, ANNA) as anna, anna.panel() as panel:
        await write_facts(anna, conversation_id, 0, name="Иван Петрович")
        async with database.connection() as connection:
            await connection.execute("DELETE FROM customer_cards")
        assert await name_in(panel, conversation_id) == "Ваня"
