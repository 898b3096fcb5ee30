"""A masked telephone or address is found by the whole of it, and by nothing less; nothing more is told."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from msgspec.structs import replace

from ryadom.live.rate import Rate
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from tests.search import ask, feed_all, found_by, marked_in, say_each, texts_found
from tests.web.accounts import Account, account
from tests.web.client import JsonObject, Server, furnish
from tests.web.conftest import another_server, lift_limits
from tests.web.customers import add_role, put_note, write_facts
from tests.web.own_departments import ANNA, OLEG, add_colleague, divide
from tests.web.test_display_masking import records
from tests.web.test_search_cards import cards_found

PHONE, EMAIL = "+7 916 123-45-67", "ivan.petrov@mail.ru"
SAID = f"Самовар: звоните {PHONE}, {EMAIL}"
SHOWN = "Самовар: звоните +7 ••• ••• 45 67, i•••@mail.ru"
WHOLES = ("+7 916 123-45-67", "89161234567", "9161234567", " 8 (916) 123 45 67 ", "(916) 123-45-67", EMAIL)
NOT_WHOLE = (
    "8916123456",
    "+7916123456",
    "123-45-67",
    "4567",
    "+1 916 123-45-67",
    "+8 916 123-45-67",
    "89161234568",
    "891612345670",
    "звоните 9161234567",
    "9161234567 9161234567",
    "-9161234567",
    "ivan.petrov",
    "petrov@mail.ru",
    "ivan.petrov@mail",
    "ivan.petrov@mail.ru.com",
    "ivan_petrov@mail.ru",
    "ivan petrov mail ru",
    "@mail.ru",
    "mail.ru",
    f"{EMAIL} самовар",
)


@pytest.fixture
async def shop(database_url: str, database: Database) -> AsyncIterator[tuple[Server, Account]]:
    """A site that has said nothing of masks, and Anna, who answers there."""
    site = await furnish(database)
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(another_server(database_url, database, site))
        lift_limits(server)
        anna = await stack.enter_async_context(account(server, ANNA))
        yield server, anna


def hasten(server: Server, *, burst: float) -> None:
    """Lets everybody search as they like, and for so many whole contacts."""
    search = server.app.state.context.search
    search.admission.limits = replace(search.admission.limits, commands=Rate(burst=1e9, per_second=1e9))
    search.whole_admission.limits = replace(search.whole_admission.limits, commands=Rate(burst=burst, per_second=1e-9))


async def test_message_with_a_masked_contact_is_found_by_the_whole_of_it_and_shown_masked(
    shop: tuple[Server, Account],
) -> None:
    server, anna = shop
    hasten(server, burst=100)
    # The ends of both numbers are the same: their masks are, too.
    await say_each(server, [SAID, "Самовар: +7 903 000-45-67, ivan@mail.ru", "Иван Петров, mail ru, 916 123"])
    for query in (*WHOLES, "Ivan.Petrov@MAIL.RU"):
        assert await texts_found(anna, query) == [SHOWN], query
        [result] = (await found_by(anna, query))["results"]
        assert marked_in(result) == [], query
    for query in NOT_WHOLE:
        assert SHOWN not in await texts_found(anna, query), query


async def test_customer_is_found_by_the_whole_contact_on_their_card_and_by_which_field(
    shop: tuple[Server, Account],
) -> None:
    server, anna = shop
    hasten(server, burst=100)
    async with server.visitor() as visitor, account(server, await add_role(server, Role.SUPERVISOR)) as sergey:
        conversation_id = str((await visitor.say("Здравствуйте"))["conversation_id"])
        await write_facts(sergey, conversation_id, 0, name="Пётр", phone=PHONE, email=EMAIL, about="Самовывоз")
        await put_note(sergey, conversation_id, f"Или {PHONE}")
        await feed_all(server.database)
        for query in ("+7 916 123-45-67", "89161234567"):
            assert await cards_found(anna, query) == [{"phone": "+7 ••• ••• 45 67", "note": "Или +7 ••• ••• 45 67"}]
        assert await cards_found(anna, EMAIL) == [{"email": "i•••@mail.ru"}]
        [result] = (await found_by(anna, EMAIL))["results"]
        assert [piece for one in result["card"] for piece in one["pieces"] if piece.get("is_found")] == []
        for query in NOT_WHOLE:
            assert await cards_found(anna, query) == [], query


async def test_who_was_found_so_is_in_the_journal_and_so_is_who_was_not(shop: tuple[Server, Account]) -> None:
    server, anna = shop
    [posted] = await say_each(server, [SAID])
    for query in (PHONE, EMAIL, "89030000000", "самовар"):
        await found_by(anna, query)
    told = await records(server, Action.CONVERSATIONS_SEARCHED)
    assert [record.details for record in told] == [
        {"what": "whole_phone"},
        {"what": "whole_email"},
        {"what": "whole_phone"},
        {},
    ]
    assert [[str(id) for id in record.conversation_ids] for record in told] == [
        [posted["conversation_id"]],
        [posted["conversation_id"]],
        [],
        [posted["conversation_id"]],
    ]


async def test_whole_contacts_are_looked_for_as_often_as_people_call_and_words_as_before(
    shop: tuple[Server, Account],
) -> None:
    server, anna = shop
    await say_each(server, [SAID])
    hasten(server, burst=2)
    answers = [await ask(anna, f"+7 916 123-{ending:02}-67") for ending in (43, 44, 45)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["error"]["code"] == "rate_limited"
    # Neither a half-typed number nor words are counted, nor anything of who sees contacts.
    assert await texts_found(anna, "8916123456") == []
    assert await texts_found(anna, "самовар") == [SHOWN]
    async with account(server, await add_role(server, Role.SUPERVISOR)) as sergey:
        for _ in range(4):
            assert await texts_found(sergey, PHONE) == [SAID]


async def test_nobody_out_of_sight_is_found_by_a_whole_contact(shop: tuple[Server, Account]) -> None:
    server, _ = shop
    departments = await divide(server)
    await add_colleague(server)
    async with AsyncExitStack() as stack:
        anna = await stack.enter_async_context(account(server, ANNA))
        oleg = await stack.enter_async_context(account(server, OLEG))
        boris = await stack.enter_async_context(account(server, "boris@other.test"))
        said: list[JsonObject] = []
        for department in (departments.sales, departments.service):
            visitor = await stack.enter_async_context(server.visitor())
            said.append(await visitor.say(SAID, department=department))
        await feed_all(server.database)

        async def found(person: Account) -> set[str]:
            return {one["conversation"]["id"] for one in (await found_by(person, PHONE))["results"]}

        assert await found(oleg) == {one["conversation_id"] for one in said}
        assert await found(anna) == {said[0]["conversation_id"]}
        assert await found(boris) == set()
