"""Customers found by their cards and what their site told of them: as far as whoever looks may see it, no longer."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.core.erasure import erase_person
from ryadom.core.masking import site_policies
from ryadom.privacy.detect import Kind
from ryadom.privacy.persons import find_person
from ryadom.privacy.policies import Policy
from ryadom.store.conversations import set_blocked
from ryadom.store.database import Database
from ryadom.store.operators import Role
from tests.files import no_files
from tests.identities import make_secret
from tests.search import feed_all, found_by
from tests.web.accounts import Account, account
from tests.web.client import JsonObject, Server, furnish
from tests.web.conftest import another_server, lift_limits
from tests.web.customers import add_role, address, keep_contacts, put_note, ref_of, write_facts
from tests.web.own_departments import ANNA, OLEG, add_colleague, divide
from tests.web.retention import close, keep_for, run
from tests.web.test_erasure import line_of, places_of
from tests.web.test_identify import identified

PHONE, EMAIL = "+7 916 123-45-67", "ivan.petrov@mail.ru"


async def said(server: Server, body: str = "Здравствуйте") -> str:
    """A conversation; gives its id."""
    async with server.visitor() as visitor:
        return str((await visitor.say(body))["conversation_id"])


async def cards_found(person: Account, query: str) -> list[dict[str, str]]:
    """What of each customer is found beside messages, by field; the name that they are shown by as `shown`."""
    return [known_in(result) for result in (await found_by(person, query))["results"]]


def known_in(result: JsonObject) -> dict[str, str]:
    told = {one["field"]: "".join(piece["text"] for piece in one["pieces"]) for one in result["card"]}
    name = "".join(piece["text"] for piece in result["name"])
    return told | ({"shown": name} if name else {})


async def test_customer_is_found_by_each_field_of_their_card_which_is_named_and_marked(server: Server) -> None:
    lift_limits(server)
    await keep_contacts(server)
    conversation_id = await said(server)
    async with account(server, ANNA) as anna:
        await write_facts(
            anna,
            conversation_id,
            0,
            name="Пётр Ковалёв",
            phone="8 916 123 45 67",
            email=EMAIL,
            company="ООО «Хлебозавод»",
            about="Предпочитает самовывоз",
        )
        await put_note(anna, conversation_id, "Просил перезвонить в понедельник")
        await feed_all(server.database)
        for query, found in (
            ("ковал", {"shown": "Пётр Ковалёв"}),
            ("хлебозаводы", {"company": "ООО «Хлебозавод»"}),
            ("хлебо", {"company": "ООО «Хлебозавод»"}),
            ("самовывозом", {"about": "Предпочитает самовывоз"}),
            ("понедельники", {"note": "Просил перезвонить в понедельник"}),
            ("petrov", {"email": EMAIL}),
            (EMAIL, {"email": EMAIL}),
            (PHONE, {"phone": PHONE}),
            ("89161234567", {"phone": PHONE}),
            ("8 (916) 123 45 67", {"phone": PHONE}),
            ("9161234567", {"phone": PHONE}),
            ("ковалёв 9161234567", {"shown": "Пётр Ковалёв", "phone": PHONE}),
        ):
            assert await cards_found(anna, query) == [found], query
        [result] = (await found_by(anna, "89161234567"))["results"]
        assert [piece["text"] for piece in result["card"][0]["pieces"] if piece.get("is_found")] == [PHONE]
        assert result["messages"] == []
        for query in ("9161234568", "ковалёв -хлебозавод", "ivan.petrova@mail.ru"):
            assert await cards_found(anna, query) == [], query


async def test_customer_is_found_by_what_the_site_told_of_them_and_not_by_what_it_told_before(server: Server) -> None:
    await keep_contacts(server)
    secret = await make_secret(server.app.state.context.identity_secrets, server.site)
    async with server.visitor() as visitor, account(server, ANNA) as anna:
        await visitor.say("Здравствуйте")
        claims = {"name": "Мария Гончарова", "email": EMAIL, "phone": "8 916 123-45-67"}
        await identified(visitor, secret, "client-48213", **claims)
        await feed_all(server.database)
        for query, found in (
            ("48213", {"external_id": "client-48213"}),
            ("89161234567", {"site_phone": PHONE}),
            ("petrov", {"site_email": EMAIL}),
            ("гончар", {"shown": "Мария Гончарова"}),
        ):
            assert await cards_found(anna, query) == [found], query
        await identified(visitor, secret, "client-48213", **claims | {"phone": "8 916 123-45-00"})
        await feed_all(server.database)
        assert await cards_found(anna, "89161234567") == []
        assert await cards_found(anna, "89161234500") == [{"site_phone": "+7 916 123-45-00"}]


async def test_each_conversation_of_a_customer_is_found_by_their_card(server: Server) -> None:
    async with server.visitor() as visitor, account(server, ANNA) as anna:
        conversation_id = str((await visitor.say("Здравствуйте"))["conversation_id"])
        await write_facts(anna, conversation_id, 0, phone=PHONE)
        async with server.database.connection() as connection:
            await connection.execute(
                "INSERT INTO conversations (site_id, id, visitor_id, status, active_at) "
                "VALUES ($1, $2, $3, 'closed', now())",
                server.site.id,
                uuid4(),
                UUID(visitor.welcome["visitor_id"]),
            )
        await write_facts(anna, conversation_id, 1, company="Чай")
        await feed_all(server.database)
        assert await cards_found(anna, "9161234567") == [{"phone": "+7 ••• ••• 45 67"}] * 2


async def test_what_a_card_or_a_note_says_no_more_is_not_found_from_that_moment(server: Server) -> None:
    conversation_id = await said(server)
    async with account(server, ANNA) as anna:
        await write_facts(anna, conversation_id, 0, company="Хлебозавод", about="Самовывоз")
        note_id = await put_note(anna, conversation_id, "Понедельник")
        await feed_all(server.database)
        await write_facts(anna, conversation_id, 1, company="Пекарня")
        assert await cards_found(anna, "хлебозавод") == []
        await feed_all(server.database)
        assert await cards_found(anna, "пекарня") == [{"company": "Пекарня"}]
        assert await cards_found(anna, "самовывоз") == [{"about": "Самовывоз"}]
        assert await cards_found(anna, "понедельник") == [{"note": "Понедельник"}]
        answer = await anna.http.delete(address(conversation_id, f"/notes/{note_id}"))
        assert answer.status_code == 200, answer.text
        await feed_all(server.database)
        assert await cards_found(anna, "понедельник") == []
        assert await places_of(server.database, "понедельник") == {"customer_notes.body"}
        answer = await anna.http.post(address(conversation_id, f"/notes/{note_id}/restore"))
        assert answer.status_code == 200, answer.text
        await feed_all(server.database)
        assert await cards_found(anna, "понедельник") == [{"note": "Понедельник"}]


@pytest.fixture
async def masked(database_url: str, database: Database) -> AsyncIterator[tuple[Server, Account, Account]]:
    """A site that masks phones and e-mail; Anna sees masks, a supervisor sees all."""
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.PHONE: Policy.MASK, Kind.EMAIL: Policy.MASK})
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(another_server(database_url, database, site))
        lift_limits(server)
        anna = await stack.enter_async_context(account(server, ANNA))
        sergey = await stack.enter_async_context(account(server, await add_role(server, Role.SUPERVISOR)))
        yield server, anna, sergey


PARTS = (
    "916",
    "123 45 67",
    "4567",
    "45",
    "ковалёв 916",
    "ковалёв 45",
    '"916 123"',
    "petrov",
    "petro",
    "ковалёв petrov",
    "самовывоз 123",
    "перезвонить 916",
)


@pytest.mark.parametrize("source", ["card", "site"])
async def test_masked_contact_can_not_be_found_out_by_looking_for_it(
    masked: tuple[Server, Account, Account], source: str
) -> None:
    server, anna, sergey = masked
    async with server.visitor() as visitor:
        conversation_id = str((await visitor.say("Здравствуйте"))["conversation_id"])
        contacts = {"phone": PHONE, "email": EMAIL}
        await write_facts(
            sergey,
            conversation_id,
            0,
            name="Пётр Ковалёв",
            about=f"Самовывоз, {PHONE}",
            **(contacts if source == "card" else {}),
        )
        await put_note(sergey, conversation_id, f"Перезвонить {PHONE}")
        if source == "site":
            secret = await make_secret(server.app.state.context.identity_secrets, server.site)
            await identified(visitor, secret, "a7", **contacts)
    await feed_all(server.database)
    for query in PARTS:
        assert await cards_found(anna, query) == [], query
    # Neither by what is not there: whatever is excluded, the answer is the same.
    for excluded in ("-916", "-9161234567", "-petrov", "-«916 123»", "-чепуха"):
        assert await cards_found(anna, f"ковалёв {excluded}") == [{"shown": "Пётр Ковалёв"}], excluded
    assert await cards_found(anna, "самовывоз") == [{"about": "Самовывоз, +7 ••• ••• 45 67"}]
    assert await cards_found(anna, "перезвонить") == [{"note": "Перезвонить +7 ••• ••• 45 67"}]
    prefix = "" if source == "card" else "site_"
    assert await cards_found(sergey, "petrov") == [{f"{prefix}email": EMAIL}]
    [found] = await cards_found(sergey, "89161234567")
    assert found == {f"{prefix}phone": PHONE, "about": f"Самовывоз, {PHONE}", "note": f"Перезвонить {PHONE}"}


async def test_card_of_a_conversation_out_of_sight_and_of_another_site_is_not_found(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with AsyncExitStack() as stack:
        oleg = await stack.enter_async_context(account(server, OLEG))
        anna = await stack.enter_async_context(account(server, ANNA))
        boris = await stack.enter_async_context(account(server, "boris@other.test"))
        for department, company in ((shop.sales, "Чай у моста"), (shop.service, "Чай на горе")):
            visitor = await stack.enter_async_context(server.visitor())
            posted = await visitor.say("Здравствуйте", department=department)
            await write_facts(oleg, str(posted["conversation_id"]), 0, phone=PHONE, company=company)
        await feed_all(server.database)
        assert len(await cards_found(oleg, "9161234567")) == 2
        assert await cards_found(anna, "чай") == [{"company": "Чай у моста"}]
        assert len(await cards_found(anna, "9161234567")) == 1
        assert await cards_found(boris, "9161234567") == []


async def test_blocked_person_is_not_found_by_their_card_until_it_ends(server: Server) -> None:
    conversation_id = await said(server)
    async with account(server, ANNA) as anna:
        await write_facts(anna, conversation_id, 0, company="Хлебозавод")
        await feed_all(server.database)
        person = await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id))
        for is_blocked in (True, False):
            async with server.database.transaction() as connection:
                await set_blocked(
                    connection, site_id=server.site.id, visitor_id=person.visitor_id, is_blocked=is_blocked
                )
            assert await cards_found(anna, "хлебозавод") == ([] if is_blocked else [{"company": "Хлебозавод"}])


async def test_erased_person_leaves_nothing_of_their_card_in_the_index(server: Server, database_url: str) -> None:
    conversation_id = await said(server)
    async with account(server, ANNA) as anna:
        await write_facts(anna, conversation_id, 0, company="Хлебозавод", phone=PHONE)
        await put_note(anna, conversation_id, "Хлебозавод на углу")
        await feed_all(server.database)
        assert "search_texts.words" in await places_of(server.database, "хлебозавод")
        await erase_person(
            server.database,
            await line_of(server, database_url),
            await find_person(server.database, site_key=server.site.key, conversation_id=UUID(conversation_id)),
            contents=no_files(server.database),
            now=datetime.now(UTC),
        )
        await feed_all(server.database)
        assert await cards_found(anna, "хлебозавод") == []
    assert await places_of(server.database, "хлебозавод") == set()
    assert await places_of(server.database, "9161234567") == set()
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM search_due_cards") == 0


async def test_card_over_its_lifetime_is_found_no_more_and_its_words_are_gone(
    server: Server, database_url: str
) -> None:
    await keep_for(server, card=30)
    conversation_id = await said(server, "Где самовар?")
    async with account(server, ANNA) as anna:
        await write_facts(anna, conversation_id, 0, company="Хлебозавод")
        await put_note(anna, conversation_id, "Хлебозавод на углу")
        await feed_all(server.database)
        await close(server.database, days_ago=31)
        await run(server, database_url)
        await feed_all(server.database)
        assert await cards_found(anna, "хлебозавод") == []
        assert len((await found_by(anna, "самовар"))["results"]) == 1
    assert await places_of(server.database, "хлебозавод") == set()


async def test_card_is_found_after_the_words_of_its_conversation_are_over_their_lifetime(
    server: Server, database_url: str
) -> None:
    await keep_for(server, messages=30)
    conversation_id = await said(server, "Где самовар?")
    async with account(server, ANNA) as anna:
        await write_facts(anna, conversation_id, 0, company="Хлебозавод")
        await feed_all(server.database)
        await close(server.database, days_ago=31)
        await run(server, database_url)
        assert (await found_by(anna, "самовар"))["results"] == []
        assert await places_of(server.database, "самовар") == set()
        assert await cards_found(anna, "хлебозавод") == [{"company": "Хлебозавод"}]


async def test_card_is_found_with_its_own_visitor_also_where_two_are_one_person(server: Server) -> None:
    async with AsyncExitStack() as stack:
        anna = await stack.enter_async_context(account(server, ANNA))
        first, second = [await stack.enter_async_context(server.visitor()) for _ in range(2)]
        conversation_id, _ = [str((await one.say("Здравствуйте"))["conversation_id"]) for one in (first, second)]
        await write_facts(anna, conversation_id, 0, company="Хлебозавод")
        answer = await anna.http.post(address(conversation_id, "/links"), json=ref_of(second, server.site.id))
        assert answer.status_code == 200, answer.text
        await feed_all(server.database)
        found = (await found_by(anna, "хлебозавод"))["results"]
        assert [result["conversation"]["id"] for result in found] == [conversation_id]
