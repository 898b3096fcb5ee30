"""What a search may not tell: another site's, what is masked, blocked, erased or over its lifetime."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ryadom.core.erasure import erase_person
from ryadom.core.masking import site_policies
from ryadom.core.operators import add_operator
from ryadom.core.search.desk import SEARCH_LIMITS
from ryadom.live.lines import installation_line
from ryadom.privacy.detect import Kind
from ryadom.privacy.persons import find_person
from ryadom.privacy.policies import Policy
from ryadom.store.conversations import set_blocked
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action
from ryadom.store.operators import Role
from ryadom.store.visitors import name_visitor
from tests.files import no_files
from tests.search import ask, feed_all, found_by, say_each, texts_found
from tests.web.accounts import Account, account, browser
from tests.web.client import PASSWORD, Server, furnish
from tests.web.conftest import another_server
from tests.web.test_display_masking import records
from tests.web.test_erasure import places_of

PHONE = "+7 916 123-45-67"
SAID = f"Самовар: звоните {PHONE}, ivan.petrov@mail.ru"
SHOWN = "Самовар: звоните +7 ••• ••• 45 67, i•••@mail.ru"

PARTS = (
    "916",
    "123 45 67",
    "самовар 916",
    "самовар 123",
    '"звоните 7 916"',
    '"916 123"',
    "petrov",
    "ivan или чепуха",
    "petro",
    "самовар petrov",
)


@pytest.fixture
async def masked(database_url: str, database: Database) -> AsyncIterator[tuple[Server, Account, Account]]:
    """A site that masks phones and e-mail; Anna sees masks, Sergey supervises."""
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.PHONE: Policy.MASK, Kind.EMAIL: Policy.MASK})
    await add_operator(
        database, email="s@shop.test", name="Сергей", password=PASSWORD, site_keys=[site.key], role=Role.SUPERVISOR
    )
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(another_server(database_url, database, site))
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        sergey = await stack.enter_async_context(account(server, "s@shop.test"))
        yield server, anna, sergey


async def test_who_sees_contacts_finds_them_however_they_are_written(
    masked: tuple[Server, Account, Account],
) -> None:
    server, _, sergey = masked
    await say_each(server, [SAID])
    for query in ("+7 916 123-45-67", "89161234567", "8 (916) 123 45 67", "petrov", "ivan.petrov@mail.ru"):
        assert await texts_found(sergey, query) == [SAID], query


async def test_masked_contact_can_not_be_found_out_by_looking_for_it(
    masked: tuple[Server, Account, Account],
) -> None:
    server, anna, _ = masked
    await say_each(server, [SAID, "Самовар: 100 рублей"])
    for query in PARTS:
        assert await texts_found(anna, query) == [], query
    assert await texts_found(anna, "самовар") == ["Самовар: 100 рублей", SHOWN]
    # Neither by what is not there: whatever is excluded, the answer is the same.
    for excluded in ("-916", "-9161234567", "-petrov", "-«916 123»", "-чепуха"):
        assert await texts_found(anna, f"звоните {excluded}") == [SHOWN], excluded


async def test_masked_name_can_not_be_found_out_part_by_part(masked: tuple[Server, Account, Account]) -> None:
    server, anna, sergey = masked
    async with server.visitor() as visitor:
        await visitor.say("Здравствуйте")
        async with server.database.transaction() as connection:
            await name_visitor(
                connection,
                site_id=server.site.id,
                visitor_id=UUID(visitor.welcome["visitor_id"]),
                name=f"Пётр {PHONE}",
            )
    await feed_all(server.database)
    for query in ("916", "9161234567", "пётр 916", "12"):
        assert await texts_found(anna, query) == [], query
    assert await texts_found(anna, "петр") == ["Пётр +7 ••• ••• 45 67"]
    assert await texts_found(sergey, "петр 916") == [f"Пётр {PHONE}"]


async def test_what_a_site_does_not_keep_is_found_by_nobody(server: Server) -> None:
    await site_policies(server.database, server.site.key, {Kind.PHONE: Policy.REPLACE})
    await server.app.state.context.masking.refresh()
    await say_each(server, [f"Самовар {PHONE}"])
    async with account(server, "anna@shop.test") as anna:
        assert await texts_found(anna, "9161234567") == []
        assert len(await texts_found(anna, "самовар")) == 1


async def test_other_sites_are_not_searched(server: Server) -> None:
    await say_each(server, ["Самовар наш"])
    async with server.visitor(origin="http://other.test", site="other-key-1") as stranger:
        await stranger.say("Самовар чужой")
    await feed_all(server.database)
    async with account(server, "anna@shop.test") as anna, account(server, "boris@other.test") as boris:
        assert await texts_found(anna, "самовар") == ["Самовар наш"]
        assert await texts_found(boris, "самовар") == ["Самовар чужой"]
        async with server.database.connection() as connection:
            other = await connection.fetchval("SELECT id FROM sites WHERE key = 'other-key-1'")
        assert (await ask(anna, "самовар", site_id=str(other))).status_code == 404


async def test_blocked_person_is_hidden_at_once_and_found_again_when_it_ends(server: Server) -> None:
    [posted] = await say_each(server, ["Самовар"])
    person = await find_person(
        server.database, site_key=server.site.key, conversation_id=UUID(posted["conversation_id"])
    )
    async with account(server, "anna@shop.test") as anna:
        for is_blocked in (True, False):
            async with server.database.transaction() as connection:
                await set_blocked(
                    connection, site_id=server.site.id, visitor_id=person.visitor_id, is_blocked=is_blocked
                )
            assert await texts_found(anna, "самовар") == ([] if is_blocked else ["Самовар"])


async def test_erased_person_leaves_nothing_in_the_index_and_the_words_of_searches_go_too(
    server: Server, database_url: str
) -> None:
    async with server.visitor() as visitor:
        posted = await visitor.say("Самовар для Кржижановского")
        async with server.database.transaction() as connection:
            await name_visitor(
                connection,
                site_id=server.site.id,
                visitor_id=UUID(visitor.welcome["visitor_id"]),
                name="Кржижановский",
            )
    await feed_all(server.database)
    assert {"search_texts.words", "visitors.name"} <= await places_of(server.database, "кржижановск")
    async with account(server, "anna@shop.test") as anna:
        assert len(await texts_found(anna, "кржижан")) == 1
        person = await find_person(
            server.database, site_key=server.site.key, conversation_id=UUID(posted["conversation_id"])
        )
        await erase_person(
            server.database,
            await installation_line(server.database, database_url=database_url, bus_url=None),
            person,
            contents=no_files(server.database),
            now=datetime.now(UTC),
        )
        assert await texts_found(anna, "кржижан") == []
    await feed_all(server.database)
    assert await places_of(server.database, "кржиж") == set()
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM search_texts") == 0
        assert await connection.fetchval("SELECT count(*) FROM person_keys") == 0
    [told] = [record for record in await records(server, Action.CONVERSATIONS_SEARCHED) if record.conversation_ids]
    assert told.sealed is not None


async def test_search_is_refused_without_a_session_and_slowed_down_for_programs(server: Server) -> None:
    async with browser(server, "anna@shop.test") as nobody:
        assert (await ask(nobody, "самовар")).status_code == 401
    async with account(server, "anna@shop.test") as anna:
        assert [(await ask(anna, "самовар")).status_code for _ in range(10)] == [200] * 10
        # All at once, so that a slow machine does not let the allowance grow meanwhile.
        answers = await asyncio.gather(*(ask(anna, "самовар") for _ in range(3 * int(SEARCH_LIMITS.commands.burst))))
        assert 429 in {answer.status_code for answer in answers}


async def test_period_of_another_century_is_an_answer(server: Server) -> None:
    await say_each(server, ["Самовар"])
    async with account(server, "anna@shop.test") as anna:
        ages = {"since": "0001-01-01T00:00:00Z", "until": "9999-12-31T23:59:59Z"}
        assert len((await found_by(anna, "самовар", **ages))["results"]) == 1
        turned = {"since": (datetime.now(UTC) + timedelta(days=900)).isoformat(), "until": "1970-01-01T00:00:00+14:00"}
        assert (await found_by(anna, "самовар", **turned))["results"] == []
