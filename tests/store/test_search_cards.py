"""Cards in the tables of the search: walked over, read again as they change, by the indexes that are meant for them."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec
import pytest

from ryadom.core.search import feeder as feeding
from ryadom.core.search.feeder import Feeder
from ryadom.core.search.lexemes import Lexemes
from ryadom.store import search_cards, search_index
from ryadom.store.conversations import Head, insert_conversation
from ryadom.store.customer_cards import CustomerFacts, put_card
from ryadom.store.customer_notes import insert_note
from ryadom.store.database import Database
from ryadom.store.feed import feed_end
from ryadom.store.ids import new_id
from ryadom.store.profiles import Identity, put_identity
from ryadom.store.search_cards import MAX_NOTES_CHARS, CardField, list_cards
from ryadom.store.sql import Connection, Query
from ryadom.store.visitors import lock_visitor, mark_erased, name_visitor
from tests.search import feed_all
from tests.store.inbox_town import used_indexes
from tests.store.scenes import Scene, make_scene
from tests.waiting import until_waiting_for_locks


@pytest.fixture
async def scene(database: Database) -> Scene:
    async with database.transaction() as connection:
        return await make_scene(connection)


async def write(connection: Connection, head: Head, revision: int = 1, **fields: str) -> None:
    site_id, visitor_id = head.site_id, head.visitor.id
    await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id, locale="ru")
    await put_card(connection, CustomerFacts(**fields), site_id=site_id, visitor_id=visitor_id, revision=revision)


async def customer_with(connection: Connection, site_id: UUID, company: str) -> UUID:
    """A visitor with a card and a conversation; gives the conversation's id."""
    visitor_id, conversation_id = new_id(), new_id()
    await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id, locale="ru")
    await insert_conversation(connection, site_id=site_id, id=conversation_id, visitor_id=visitor_id, page=None)
    facts = CustomerFacts(company=company)
    await put_card(connection, facts, site_id=site_id, visitor_id=visitor_id, revision=1)
    return conversation_id


async def feed_without_cards(connection: Connection) -> None:
    """As the feeder of the version before leaves it: with the names alone, further in the feed than before."""
    await connection.execute("TRUNCATE search_due_cards")
    await connection.execute("DELETE FROM search_texts WHERE seq = 0")
    cursor = msgspec.json.encode(await feed_end(connection)).decode()
    await connection.execute("UPDATE search_feed SET cursor = $1", cursor)


async def found(database: Database, word: str) -> set[UUID]:
    """The conversations that are found by the card of their customer."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT conversation_id FROM search_texts WHERE seq = 0 AND words @@ CAST($1 AS tsquery)", f"'{word}'"
        )
    return {row["conversation_id"] for row in rows}


async def test_cards_that_were_there_before_are_walked_over_page_by_page_and_a_kill_loses_none(
    database: Database, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feed_all(database)
    async with database.transaction() as connection:
        ids = {await customer_with(connection, scene.head.site_id, "Хлебозавод") for _ in range(7)}
        await feed_without_cards(connection)
    monkeypatch.setattr(feeding, "PAGE_ENTRIES", 3)
    monkeypatch.setattr(feeding, "QUIET_PAGE_ENTRIES", 3)
    feeder = Feeder(database, Lexemes())
    step = await feeder.step()
    assert (step.entries, step.is_more) == (3, True)
    real = search_index.save_cards_walk

    async def die(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(search_index, "save_cards_walk", die)
    before = await found(database, "хлебозавод")
    with pytest.raises(RuntimeError):
        await feeder.step()
    assert await found(database, "хлебозавод") == before
    assert before < ids
    monkeypatch.setattr(search_index, "save_cards_walk", real)
    await feed_all(database)
    assert await found(database, "хлебозавод") == ids
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT cards_walk FROM search_feed") == ""
    # Two versions may feed by turns.
    async with database.transaction() as connection:
        await feed_without_cards(connection)
    await feed_all(database)
    assert await found(database, "хлебозавод") == ids


async def test_name_that_the_version_before_was_told_of_is_read_too(database: Database, scene: Scene) -> None:
    head = scene.head
    async with database.transaction() as connection:
        await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Ваня")
        await connection.execute("DELETE FROM search_due_cards")
        await connection.execute("INSERT INTO search_renamed VALUES ($1, $2)", head.site_id, head.visitor.id)
    await feed_all(database)
    assert await found(database, "ван") == {head.id}
    async with database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM search_renamed") == 0


async def test_card_that_changes_while_it_is_read_is_read_once_more(
    database: Database, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.transaction() as connection:
        await write(connection, scene.head, company="Хлебозавод")
    real = search_index.put_entries
    begun: list[asyncio.Task[None]] = []

    async def rewrite() -> None:
        async with database.transaction() as connection:
            await write(connection, scene.head, 2, company="Пекарня")

    async def put(*values: Any) -> None:
        if not begun:
            begun.append(asyncio.create_task(rewrite()))
            await until_waiting_for_locks(database, 1)
        await real(*values)

    monkeypatch.setattr(search_index, "put_entries", put)
    feeder = Feeder(database, Lexemes())
    while not begun:
        await feeder.step()
    await begun[0]
    assert await found(database, "хлебозавод") == set()
    await feed_all(database)
    assert await found(database, "пекарн") == {scene.head.id}


async def test_nothing_is_fed_of_the_card_of_who_is_being_erased(database: Database, scene: Scene) -> None:
    head = scene.head
    async with database.transaction() as connection:
        await write(connection, head, company="Хлебозавод")
        await mark_erased(connection, site_id=head.site_id, visitor_id=head.visitor.id, generation=1)
    await feed_all(database)
    assert await found(database, "хлебозавод") == set()
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM customer_cards")
        assert await connection.fetchval("SELECT count(*) FROM search_due_cards") == 0


async def test_newest_notes_are_searched_and_only_so_many(database: Database, scene: Scene) -> None:
    head, each = scene.head, MAX_NOTES_CHARS // 2
    async with database.transaction() as connection:
        for body in ("старая", "а" * each, "новая" + "б" * (each - 5)):
            await insert_note(
                connection,
                site_id=head.site_id,
                visitor_id=head.visitor.id,
                id=new_id(),
                author_id=scene.operator.id,
                body=body,
            )
    async with database.connection() as connection:
        cards = await list_cards(connection, [(head.site_id, head.visitor.id)])
    card = cards[head.site_id, head.visitor.id]
    assert [one.text[:5] for one in card if one.field == "note"] == ["новая", "ааааа"]


async def test_card_is_all_that_is_known_of_a_visitor_sentences_first(database: Database, scene: Scene) -> None:
    head = scene.head
    async with database.transaction() as connection:
        await write(connection, head, name="Пётр", phone="+7 916 123-45-67", about="Любит чай")
        told = Identity(external_id="42", name="Пётр Ильич", email="p@mail.ru")
        await put_identity(connection, told, site_id=head.site_id, visitor_id=head.visitor.id)
        cards = await list_cards(connection, [(head.site_id, head.visitor.id), (head.site_id, new_id())])
    assert cards == {
        (head.site_id, head.visitor.id): [
            CardField("about", "Любит чай"),
            CardField("name", "Пётр"),
            CardField("site_name", "Пётр Ильич"),
            CardField("phone", "+7 916 123-45-67"),
            CardField("site_email", "p@mail.ru"),
            CardField("external_id", "42"),
        ]
    }


async def test_cards_are_read_and_walked_over_by_keys(database: Database, scene: Scene) -> None:
    site_id, visitor_id = scene.head.site_id, scene.head.visitor.id
    people: dict[str, object] = {"site_ids": [site_id], "visitor_ids": [visitor_id]}
    place: dict[str, object] = {"site_id": site_id, "visitor_id": visitor_id, "row_limit": 50}
    queries = search_cards._queries
    tables = ("customer_cards", "visitor_identities", "customer_notes")
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, locale)"
            " SELECT $1, gen_random_uuid(), 'ru' FROM generate_series(1, 2000)",
            site_id,
        )
        await connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, status, active_at)"
            " SELECT site_id, gen_random_uuid(), id, 'closed', now() FROM visitors WHERE site_id = $1",
            site_id,
        )
        await connection.execute(
            "INSERT INTO customer_cards (site_id, visitor_id, revision, name, phone, email, company, about)"
            " SELECT site_id, id, 1, 'Имя', '', '', '', '' FROM visitors WHERE site_id = $1",
            site_id,
        )
        await connection.execute(
            "INSERT INTO visitor_identities (site_id, visitor_id, external_id, name, email, phone, is_verified)"
            " SELECT site_id, id, id::text, 'Имя', '', '', true FROM visitors WHERE site_id = $1",
            site_id,
        )
        await connection.execute("ANALYZE visitors, conversations, customer_cards, visitor_identities, customer_notes")
        await connection.execute("SET LOCAL enable_seqscan = off")
        await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")

        async def plan_of(query: Query, values: dict[str, object]) -> str:
            return str(await connection.fetchval("EXPLAIN (FORMAT JSON) " + query.text, *query._ordered(values)))

        for query, values in ((queries.list_cards, people), (queries.walk_people, place)):
            plan = await plan_of(query, values)
            assert used_indexes(plan, "visitors") == {"visitors_pkey"}, query.name
            for table in tables:
                assert used_indexes(plan, table) == {f"{table}_pkey"}, (query.name, table)
        for query, values in (
            (queries.list_conversations, {**people, "most": 500}),
            (queries.measure, {**people, "most": 500, "most_note_bytes": 40_000}),
        ):
            plan = await plan_of(query, values)
            assert used_indexes(plan, "conversations") == {"conversations_visitor"}, query.name
