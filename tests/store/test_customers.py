"""Cards, notes and links by the indexes that are meant for them, and contacts in whatever spelling."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.core.search.vectors import site_slot
from ryadom.store import (
    cards,
    conversations,
    customer_cards,
    customer_links,
    customer_notes,
    profiles,
    subject_people,
    visitors,
)
from ryadom.store.conversations import find_conversation
from ryadom.store.customer_cards import CustomerFacts, find_card, put_card
from ryadom.store.customer_links import VisitorRef, link, linked_to, unlink, who_wrote, with_contacts
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage
from ryadom.store.ids import new_id
from ryadom.store.profiles import Identity, put_identity
from ryadom.store.sql import Connection, Query
from ryadom.store.visitors import Names, find_names, lock_visitor, name_visitor
from tests.store.forms import forms_of
from tests.store.inbox_town import used_indexes
from tests.store.scenes import Scene, make_scene


@pytest.fixture
async def scene(database: Database) -> AsyncIterator[Scene]:
    async with database.transaction() as connection:
        yield await make_scene(connection)


async def visitor_of(scene: Scene) -> VisitorRef:
    ref = VisitorRef(scene.head.site_id, new_id())
    await lock_visitor(scene.connection, site_id=ref.site_id, visitor_id=ref.visitor_id, locale="ru")
    return ref


async def plan_of(connection: Connection, query: Query, **values: object) -> str:
    """How Postgres would run it if it had to go by indexes: tables of tests are too small for it to want to."""
    await connection.execute("SET LOCAL enable_seqscan = off")
    await connection.execute("SET LOCAL enable_sort = on")
    return json.dumps(
        json.loads(str(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query.text}", *query._ordered(values))))
    )


async def test_contacts_are_found_by_their_own_indexes_in_any_spelling(scene: Scene) -> None:
    connection, site_id = scene.connection, scene.head.site_id
    noted, known, other = [await visitor_of(scene) for _ in range(3)]
    facts = CustomerFacts(phone="+7 916 123-45-67", email="Petr@Mail.ru")
    await put_card(connection, facts, site_id=site_id, visitor_id=noted.visitor_id, revision=1)
    told = Identity(external_id="42", phone="8 (916) 123 45 67", email="PETR@mail.ru")
    await put_identity(connection, told, site_id=site_id, visitor_id=known.visitor_id)
    await put_card(connection, CustomerFacts(), site_id=site_id, visitor_id=other.visitor_id, revision=1)

    found = await with_contacts(connection, phones=["9161234567"], emails=["petr@mail.ru"], site_ids=[site_id])
    assert sorted(found) == sorted([(ref, kind) for ref in (noted, known) for kind in ("phone", "email")])
    assert await with_contacts(connection, phones=["9161234567"], emails=[], site_ids=[uuid4()]) == []
    assert await with_contacts(connection, phones=[""], emails=[""], site_ids=[site_id]) == []

    query = customer_links._queries.with_contacts
    plan = await plan_of(connection, query, phones=["9161234567"], emails=["a@b.ru"], site_ids=[site_id])
    assert used_indexes(plan, "customer_cards") == {"customer_cards_phone", "customer_cards_email"}
    assert used_indexes(plan, "visitor_identities") == {"visitor_identities_phone", "visitor_identities_email"}
    query = customer_links._queries.with_external_id
    plan = await plan_of(connection, query, external_id="42", site_ids=[site_id])
    assert used_indexes(plan, "visitor_identities") == {"visitor_identities_external"}


async def test_messages_with_a_contact_are_found_by_the_index_of_the_search(scene: Scene) -> None:
    # Of one site there are many texts, as of any that is worth looking at.
    await scene.connection.execute(
        "INSERT INTO search_texts (site_id, conversation_id, seq, said_at, has_files, slots, words) "
        "SELECT $1, $2, n, now(), false, ARRAY[n, $3], to_tsvector('simple', 'слово' || n || ' самовар') "
        "FROM generate_series(1, 5000) AS n",
        scene.head.site_id,
        scene.head.id,
        site_slot(scene.head.site_id),
    )
    await scene.connection.execute("ANALYZE search_texts")
    for query, narrowing in forms_of(customer_links._queries.who_wrote):
        plan = await plan_of(
            scene.connection,
            query,
            **narrowing,
            tsquery="'tel9161234567'",
            slots=[site_slot(scene.head.site_id)],
            site_ids=[scene.head.site_id],
            but_visitor_ids=[],
        )
        assert used_indexes(plan, "search_texts") == {"search_texts_words"}
        assert used_indexes(plan, "entries") == {"entries_pkey"}


async def test_who_wrote_a_contact_is_found_however_many_cards_have_it(scene: Scene) -> None:
    site_id, slots = scene.head.site_id, [site_slot(scene.head.site_id)]
    seq = await scene.append(NewMessage(body="Мой телефон 9161234567"), by_operator=False)
    await scene.connection.execute(
        "INSERT INTO search_texts (site_id, conversation_id, seq, said_at, has_files, slots, words) "
        "SELECT $1, CASE WHEN n > 1000 THEN $2 ELSE gen_random_uuid() END, CASE WHEN n > 1000 THEN $3 ELSE 0 END,"
        " now(), false, $4, to_tsvector('simple', 'tel9161234567') FROM generate_series(1, 1001) AS n",
        site_id,
        scene.head.id,
        seq,
        slots,
    )
    found = await who_wrote(scene.connection, "'tel9161234567'", slots=slots, site_ids=[site_id], but_visitor_ids=[])
    assert [one.ref for one in found] == [VisitorRef(site_id, scene.head.visitor.id)]


async def test_what_a_card_shows_is_found_by_keys(scene: Scene) -> None:
    site_id, visitor_id = scene.head.site_id, scene.head.visitor.id
    pairs = {"site_ids": [site_id], "visitor_ids": [visitor_id]}
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for said, table, index, values in (
        (
            customer_cards._queries.list_changes,
            "customer_changes",
            "customer_changes_pkey",
            {"site_id": site_id, "visitor_id": visitor_id, "before_id": None, "row_limit": 21},
        ),
        (
            customer_notes._queries.list_notes,
            "customer_notes",
            "customer_notes_pkey",
            {"site_id": site_id, "visitor_id": visitor_id, "row_limit": 100},
        ),
        (customer_notes._queries.forget_deleted, "customer_notes", "customer_notes_deleted", {"older_than_s": 1.0}),
        (customer_links._queries.linked_to, "customer_links", "customer_links_pkey", pairs),
        (customer_links._queries.count_people, "customer_links", "customer_links_customer", {"customer_id": uuid4()}),
        (
            customer_links._queries.describe,
            "conversations",
            "conversations_visitor",
            pairs | {"seen_site_ids": [site_id]},
        ),
        (
            cards._queries.other_conversations,
            "conversations",
            "conversations_visitor",
            pairs | {"but_id": uuid4(), "sort_at": at, "after_id": uuid4(), "row_limit": 11},
        ),
        (profiles._queries.browsers_of_people, "visitor_identities", "visitor_identities_external", pairs),
        (
            subject_people._queries.requests_about,
            "subject_request_people",
            "subject_request_people_pkey",
            {"people_site_ids": [site_id], "visitor_ids": [visitor_id], "site_ids": [site_id]},
        ),
    ):
        for query, narrowing in forms_of(said):
            plan = await plan_of(scene.connection, query, **narrowing, **values)
            assert index in used_indexes(plan, table), (query.name, used_indexes(plan, table))


async def test_people_are_moved_together_and_nobody_is_left_alone(scene: Scene) -> None:
    connection, by = scene.connection, scene.operator.id
    one, two, three, four = [await visitor_of(scene) for _ in range(4)]
    assert await link(connection, one, two, by=by) == 2
    assert await link(connection, three, four, by=by) == 2
    assert await link(connection, two, three, by=by) == 4
    assert set(await linked_to(connection, [one])) == {two, three, four}
    assert await linked_to(connection, [one, two, three, four]) == []
    assert await unlink(connection, one, four)
    assert not await unlink(connection, one, four)
    assert await linked_to(connection, [four]) == []
    assert await unlink(connection, one, two)
    assert await unlink(connection, one, three)
    assert await connection.fetchval("SELECT count(*) FROM customer_links WHERE linked_by = $1", UUID(str(by))) == 0
    assert await link(connection, one, one, by=by) == 1


async def test_card_of_nobody_is_empty(scene: Scene) -> None:
    card = await find_card(scene.connection, site_id=scene.head.site_id, visitor_id=uuid4())
    assert (card.revision, card.facts, card.changed_at) == (0, CustomerFacts(), None)


async def test_name_that_is_shown_is_found_by_keys_and_of_a_row_too(scene: Scene) -> None:
    connection, (site_id, visitor_id) = scene.connection, (scene.head.site_id, scene.head.visitor.id)
    await name_visitor(connection, site_id=site_id, visitor_id=visitor_id, name="Ваня")
    assert await find_names(connection, site_id=site_id, visitor_id=visitor_id) == Names("Ваня", "Ваня")
    told = Identity(external_id="42", name="Иван Петров")
    await put_identity(connection, told, site_id=site_id, visitor_id=visitor_id)
    assert await find_names(connection, site_id=site_id, visitor_id=visitor_id) == Names("Иван Петров", "Ваня")
    facts = CustomerFacts(name="Иван Петрович")
    await put_card(connection, facts, site_id=site_id, visitor_id=visitor_id, revision=1)
    assert await find_names(connection, site_id=site_id, visitor_id=visitor_id) == Names("Иван Петрович", "Ваня")
    assert await find_names(connection, site_id=site_id, visitor_id=uuid4()) == Names()
    row = await find_conversation(connection, site_id=site_id, id=scene.head.id)
    assert row is not None
    assert row.visitor.name == "Иван Петрович"

    by_name = visitors._queries.find_names, {"site_id": site_id, "id": visitor_id}
    by_row = conversations._queries.find_conversation, {"site_id": site_id, "id": scene.head.id}
    for query, values in (by_name, by_row):
        plan = await plan_of(connection, query, **values)
        for table in ("visitors", "customer_cards", "visitor_identities"):
            assert used_indexes(plan, table) == {f"{table}_pkey"}, (query.name, table)
