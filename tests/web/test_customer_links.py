"""Visitors who share a contact, taken for one person and parted again: each conversation stays what it was."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.live.rate import Rate
from ryadom.privacy.persons import find_person
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.identities import make_secret
from tests.search import feed_all
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, Client, JsonObject, Server
from tests.web.customers import add_role, address, code_of, customer_of, keep_contacts, ref_of, write_facts
from tests.web.subject_requests import officer
from tests.web.test_cards import card_of
from tests.web.test_display_masking import records
from tests.web.test_erasure import line_of
from tests.web.test_identify import identified


class Guest:
    """A visitor who has written."""

    def __init__(self, client: Client, posted: JsonObject, ref: dict[str, str]) -> None:
        self.client = client
        self.conversation_id = str(posted["conversation_id"])
        self.ref = ref


async def guest(stack: AsyncExitStack, server: Server, body: str, **visit: Any) -> Guest:
    client = await stack.enter_async_context(server.visitor(**visit))
    posted = await client.say(body)
    site_id = server.site.id
    if "site" in visit:
        async with server.database.connection() as connection:
            site_id = await connection.fetchval("SELECT id FROM sites WHERE key = $1", visit["site"])
    return Guest(client, posted, ref_of(client, site_id))


async def likely_of(person: Account, one: Guest) -> list[tuple[str, list[str]]]:
    """The conversations of who looks the same, and by what."""
    likely = (await customer_of(person, one.conversation_id))["likely"]
    return [(each["person"]["conversation_id"], each["by"]) for each in likely]


async def link(person: Account, one: Guest, other: Guest, *, part: bool = False) -> None:
    path = address(one.conversation_id, "/links/part" if part else "/links")
    response = await person.http.post(path, json=other.ref)
    assert response.status_code == 200, response.text


async def linked_to(person: Account, one: Guest) -> set[str]:
    return {each["conversation_id"] for each in (await customer_of(person, one.conversation_id))["linked"]}


async def test_same_contact_is_found_wherever_either_of_them_named_it(server: Server) -> None:
    secret = await make_secret(server.app.state.context.identity_secrets, server.site)
    async with AsyncExitStack() as stack:
        written = await guest(stack, server, "Мой номер 8 (916) 123-45-67, почта petr@mail.ru")
        noted = await guest(stack, server, "Здравствуйте")
        known = await guest(stack, server, "Добрый день")
        await identified(known.client, secret, email="Petr@mail.ru", phone="+7 916 123-45-67")
        await guest(stack, server, "Мой номер 8 (916) 123-45-68, почта petr, mail ru, или petra@mail.ru")
        await feed_all(server.database)
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        await write_facts(anna, noted.conversation_id, 0, phone="8 916 123 45 67")

        assert sorted(await likely_of(anna, written)) == sorted(
            [(noted.conversation_id, ["phone"]), (known.conversation_id, ["email", "phone"])]
        )
        assert sorted(await likely_of(anna, noted)) == sorted(
            [(written.conversation_id, ["phone"]), (known.conversation_id, ["phone"])]
        )
        assert sorted(await likely_of(anna, known)) == sorted(
            [(noted.conversation_id, ["phone"]), (written.conversation_id, ["email", "phone"])]
        )
    viewed = await records(server, Action.CARD_VIEWED)
    assert len(viewed[-1].visitor_ids) == 3


async def test_nobody_learns_by_the_numbers_of_their_own_choice_whose_one_is(server: Server) -> None:
    """A visitor writes five numbers: whoever reads that card would know which of them is a customer's."""
    views = server.app.state.context.customers.views
    # Three contacts for everybody, and no more while the test runs.
    views.likely_admission.limits = replace(views.likely_admission.limits, commands=Rate(burst=3, per_second=1e-9))
    async with AsyncExitStack() as stack:
        customer = await guest(stack, server, "Мой номер 8 916 123-45-67")
        trial = await guest(stack, server, "8 903 123-45-67 или 8 916 123-45-67")
        silent = await guest(stack, server, "Здравствуйте")
        await feed_all(server.database)
        found = [(customer.conversation_id, ["phone"])]

        auditor = await stack.enter_async_context(enrolled(server, await add_role(server, Role.AUDITOR)))
        assert await likely_of(auditor, trial) == []

        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        for _ in range(2):
            assert await likely_of(anna, silent) == []  # nothing was looked for, so nothing is counted
        assert await likely_of(anna, trial) == found
        assert await likely_of(anna, trial) == []  # two more would be four
        # Of each their own, and none of who sees contacts, or of a site that masks none.
        boris = await stack.enter_async_context(account(server, await add_role(server, Role.OPERATOR)))
        assert await likely_of(boris, trial) == found
        sergey = await stack.enter_async_context(account(server, await add_role(server, Role.SUPERVISOR)))
        for _ in range(3):
            assert await likely_of(sergey, trial) == found
        await keep_contacts(server)
        assert await likely_of(anna, trial) == found
        assert await likely_of(auditor, trial) == []
    viewed = await records(server, Action.CARD_VIEWED)
    assert {len(one.visitor_ids) for one in viewed if one.actor.name == "Auditor"} == {1}


async def test_number_in_an_operators_words_is_nobodys(server: Server) -> None:
    async with AsyncExitStack() as stack:
        one = await guest(stack, server, "Звоню с 8 495 123-45-67")
        other = await guest(stack, server, "Какой у вас номер?")
        panel = await stack.enter_async_context(server.operator())
        await panel.say("8 495 123-45-67", conversation_id=other.conversation_id)
        await feed_all(server.database)
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        assert await likely_of(anna, one) == []


async def test_linked_visitors_share_their_conversations_and_part_again_as_they_were(server: Server) -> None:
    async with AsyncExitStack() as stack:
        one = await guest(stack, server, "Мой номер 8 916 123-45-67")
        other = await guest(stack, server, "Это снова я, 8 916 123-45-67")
        await feed_all(server.database)
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        before = await timeline_of(server)
        for _ in range(2):
            await link(anna, one, other)
        assert await linked_to(anna, one) == {other.conversation_id}
        assert await linked_to(anna, other) == {one.conversation_id}
        assert await likely_of(anna, one) == []
        [shared] = (await card_of(anna, one.conversation_id))["conversations"]
        assert (shared["id"], shared["site_id"]) == (other.conversation_id, str(server.site.id))
        # An open card is not told when the other one is blocked or erased: it holds no words of theirs.
        assert shared["last_message"] is None
        for _ in range(2):
            await link(anna, other, one, part=True)
        assert await linked_to(anna, one) == set()
        assert await likely_of(anna, one) == [(other.conversation_id, ["phone"])]
        assert (await card_of(anna, one.conversation_id))["conversations"] == []
        assert await timeline_of(server) == before
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM customer_links") == 0
    [linked] = await records(server, Action.PEOPLE_LINKED)
    [parted] = await records(server, Action.PEOPLE_UNLINKED)
    ids = {one.ref["visitor_id"], other.ref["visitor_id"]}
    assert {str(id) for id in linked.visitor_ids} == {str(id) for id in parted.visitor_ids} == ids


async def timeline_of(server: Server) -> list[tuple[object, ...]]:
    async with server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT conversation_id, seq, author_id, body FROM entries ORDER BY conversation_id, seq"
        )
    return [tuple(row.values()) for row in rows]


async def test_people_who_are_several_already_become_one_and_one_of_them_can_leave(server: Server) -> None:
    async with AsyncExitStack() as stack:
        guests = [await guest(stack, server, f"Вопрос {number}") for number in range(4)]
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        # Crosswise and at once: whichever is first, all are one in the end.
        await asyncio.gather(
            link(anna, guests[0], guests[1]),
            link(anna, guests[2], guests[3]),
            link(anna, guests[1], guests[2]),
            link(anna, guests[3], guests[0]),
        )
        assert await linked_to(anna, guests[0]) == {one.conversation_id for one in guests[1:]}
        await link(anna, guests[0], guests[2], part=True)
        assert await linked_to(anna, guests[2]) == set()
        assert await linked_to(anna, guests[3]) == {guests[0].conversation_id, guests[1].conversation_id}


async def test_only_visitors_of_the_operators_own_sites_are_linked(server: Server) -> None:
    async with AsyncExitStack() as stack:
        one = await guest(stack, server, "Мой номер 8 916 123-45-67")
        foreign = await guest(
            stack, server, "Мой номер 8 916 123-45-67", origin="http://other.test", site="other-key-1"
        )
        await feed_all(server.database)
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        assert await likely_of(anna, one) == []
        path = address(one.conversation_id, "/links")
        for ref in (foreign.ref, one.ref, one.ref | {"visitor_id": str(uuid4())}):
            for ending in ("", "/part"):
                refused = await anna.http.post(path + ending, json=ref)
                assert (refused.status_code, code_of(refused)) == (404, ("visitor_unknown", "visitor_id"))
        theirs = await anna.http.post(address(foreign.conversation_id, "/links"), json=one.ref)
        assert code_of(theirs)[0] == "conversation_unknown"
    assert await records(server, Action.PEOPLE_LINKED) == []


async def test_person_of_two_sites_of_a_firm_is_shown_by_sites_that_one_works_on(server: Server) -> None:
    await add_site(server.database, key="second-key-1", name="Вторая", origins=["http://second.test"])
    await add_operator(
        server.database,
        email="both@shop.test",
        name="Ольга",
        password=PASSWORD,
        site_keys=["shop-key-1", "second-key-1"],
        role=Role.OPERATOR,
    )
    async with AsyncExitStack() as stack:
        one = await guest(stack, server, "Мой номер 8 916 123-45-67")
        other = await guest(
            stack, server, "Мой номер 8 916 123-45-67", origin="http://second.test", site="second-key-1"
        )
        await feed_all(server.database)
        both = await stack.enter_async_context(account(server, "both@shop.test"))
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        assert await likely_of(both, one) == [(other.conversation_id, ["phone"])]
        assert await likely_of(anna, one) == []
        await link(both, one, other)
        assert await linked_to(both, one) == {other.conversation_id}
        assert await linked_to(anna, one) == set()
        assert (await card_of(anna, one.conversation_id))["conversations"] == []
        [shown] = (await card_of(both, one.conversation_id))["conversations"]
        assert shown["id"] == other.conversation_id
    # Who may read of one site alone finds what was shown of it, and nothing of the other.
    seen = [record for record in await records(server, Action.CARD_VIEWED) if record.actor.name == "Ольга"][-2:]
    assert len({record.site_id for record in seen}) == 2
    assert [[str(id) for id in record.conversation_ids] for record in seen] == [
        [one.conversation_id],
        [other.conversation_id],
    ]


async def test_officer_is_told_of_whoever_is_the_same_person(server: Server, database_url: str) -> None:
    async with AsyncExitStack() as stack:
        one = await guest(stack, server, "Вопрос")
        other = await guest(stack, server, "Ещё вопрос")
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        await link(anna, one, other)
        desk = await stack.enter_async_context(officer(server))
        card = await desk.write_down()
        assert card["linked"] == []
        card = await desk.add(card, one.ref["visitor_id"])
        assert [each["visitor_id"] for each in card["linked"]] == [other.ref["visitor_id"]]
        # Blocked they are nobody to operators, and somebody to the officer still.
        person = await find_person(
            server.database, site_key=server.site.key, conversation_id=UUID(other.conversation_id)
        )
        line = await line_of(server, database_url)
        await block_person(server.database, line, person, now=datetime.now(UTC), reason=BlockReason.INACCURATE)
        assert await linked_to(anna, one) == set()
        assert [each["visitor_id"] for each in (await desk.card(card["request"]["id"]))["linked"]] == [
            other.ref["visitor_id"]
        ]
        card = await desk.add(await desk.card(card["request"]["id"]), other.ref["visitor_id"])
        assert card["linked"] == []
