"""How much of cards is written at once, however many conversations somebody has and however long their card is."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from ryadom.core.search import feeder as feeding
from ryadom.core.search.feeder import Feeder
from ryadom.core.search.lexemes import Lexemes
from ryadom.store import search_cards, search_index
from ryadom.store.conversations import Head, find_head, insert_conversation
from ryadom.store.customer_notes import insert_note
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.ids import new_id
from ryadom.store.search_cards import MAX_NOTES_CHARS
from ryadom.store.search_index import Entry
from ryadom.store.sql import Connection
from tests.search import feed_all
from tests.store.scenes import Scene, make_scene
from tests.store.test_search_cards import customer_with, feed_without_cards, found, write


@pytest.fixture
async def scene(database: Database) -> Scene:
    async with database.transaction() as connection:
        return await make_scene(connection)


async def write_to(connection: Connection, head: Head, conversations: int) -> None:
    """Gives the visitor so many more conversations, which were there before."""
    await connection.execute(
        "INSERT INTO conversations (site_id, id, visitor_id, status, active_at, created_at)"
        " SELECT $1, gen_random_uuid(), $2, 'closed', now(), now() - n * interval '1 s'"
        " FROM generate_series(1, $3::integer) AS n",
        head.site_id,
        head.visitor.id,
        conversations,
    )


async def newest_of(database: Database, head: Head, count: int) -> set[UUID]:
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT id FROM conversations WHERE visitor_id = $1 ORDER BY created_at DESC LIMIT $2",
            head.visitor.id,
            count,
        )
    return {row["id"] for row in rows}


async def test_card_of_who_has_thousands_of_conversations_stands_with_the_newest_and_is_written_as_others_are(
    database: Database, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, most = scene.head, search_cards.MAX_CONVERSATIONS
    real = search_index.put_entries
    written: list[int] = []

    async def put(connection: Connection, entries: Sequence[Entry]) -> None:
        written.append(len(entries))
        await real(connection, entries)

    monkeypatch.setattr(search_index, "put_entries", put)
    async with database.transaction() as connection:
        await write_to(connection, head, 4_000)
        await write(connection, head, company="Хлебозавод")
        other = await customer_with(connection, head.site_id, "Пекарня")
    newest = await newest_of(database, head, most)
    for _ in range(2):
        await feed_all(database)
        assert await found(database, "хлебозавод") == newest
        assert await found(database, "пекарн") == {other}
        # Once more as they are walked over.
        async with database.transaction() as connection:
            await feed_without_cards(connection)
    assert max(written) == most


async def test_long_card_stands_with_fewer_conversations(database: Database, scene: Scene) -> None:
    head = scene.head
    async with database.transaction() as connection:
        await write_to(connection, head, 100)
        await insert_note(
            connection,
            site_id=head.site_id,
            visitor_id=head.visitor.id,
            id=new_id(),
            author_id=scene.operator.id,
            body="слово " * (MAX_NOTES_CHARS // 6),
        )
    await feed_all(database)
    longest = search_cards.MAX_CHARS // (MAX_NOTES_CHARS + 1_000)
    carrying = await found(database, "слов")
    assert longest <= len(carrying) < 100
    assert carrying == await newest_of(database, head, len(carrying))


async def test_page_of_cards_is_as_much_work_as_one_of_messages(
    database: Database, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "PAGE_ENTRIES", 7)
    monkeypatch.setattr(feeding, "QUIET_PAGE_ENTRIES", 7)
    await feed_all(database)
    async with database.transaction() as connection:
        for _ in range(4):
            id = await customer_with(connection, scene.head.site_id, "Хлебозавод")
            head = await find_head(connection, site_id=scene.head.site_id, id=id)
            assert head is not None
            await write_to(connection, head, 2)
    feeder = Feeder(database, Lexemes())
    for is_walk in (False, True):
        if is_walk:
            async with database.transaction() as connection:
                await feed_without_cards(connection)
        for written in (6, 12):
            await feeder.step()
            assert len(await found(database, "хлебозавод")) == written


async def test_conversation_that_begins_is_all_that_is_written_of_its_customer(
    database: Database, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.transaction() as connection:
        await write_to(connection, scene.head, 20)
        await write(connection, scene.head, company="Хлебозавод")
    await feed_all(database)
    begun = new_id()
    async with database.transaction() as connection:
        site_id, visitor = scene.head.site_id, scene.head.visitor
        await insert_conversation(connection, site_id=site_id, id=begun, visitor_id=visitor.id, page=None)
        head = await find_head(connection, site_id=site_id, id=begun)
        assert head is not None
        await append_entry(connection, head=head, author=visitor, echo_id=new_id(), content=NewMessage(body="Вопрос"))
    real = search_index.put_entries
    carrying: list[UUID] = []

    async def put(connection: Connection, entries: Sequence[Entry]) -> None:
        carrying.extend(one.text.conversation_id for one in entries if one.text.card)
        await real(connection, entries)

    monkeypatch.setattr(search_index, "put_entries", put)
    await feed_all(database)
    assert carrying == [begun]
    assert begun in await found(database, "хлебозавод")
