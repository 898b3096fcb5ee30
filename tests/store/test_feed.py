"""The feed of changes: nothing is skipped, whoever commits when, and nothing comes twice without need."""

import asyncio
from uuid import uuid4

import pytest
from msgspec.structs import replace

from ryadom.store import feed
from ryadom.store.conversations import Head
from ryadom.store.database import Database, open_database
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.feed import Cursor, Key, feed_end, load_entries, read_feed
from ryadom.store.posts import Post, post_messages
from ryadom.store.sql import Connection, queries_beside
from tests.store.scenes import make_scene

_queries = queries_beside(feed.__file__)


@pytest.fixture
async def heads(database: Database) -> list[Head]:
    async with database.transaction() as connection:
        return [(await make_scene(connection)).head for _ in range(5)]


async def _append(connection: Connection, head: Head, body: str = "привет") -> None:
    await append_entry(connection, head=head, author=head.visitor, echo_id=uuid4(), content=NewMessage(body=body))


async def _read(database: Database, cursor: Cursor, *, limit: int = 100) -> tuple[list[Key], Cursor]:
    async with database.connection() as connection:
        return await read_feed(connection, cursor, limit=limit)


async def _end(database: Database) -> Cursor:
    async with database.connection() as connection:
        return await feed_end(connection)


async def test_feed_gives_each_entry_once_whichever_statement_stored_it(database: Database, heads: list[Head]) -> None:
    cursor = await _end(database)
    async with database.transaction() as connection:
        await _append(connection, heads[0])
    posts = [
        Post(site_id=head.site_id, conversation_id=head.id, author=head.visitor, echo_id=uuid4(), body="разом")
        for head in heads
    ]
    async with database.connection() as connection:
        await post_messages(connection, posts)
    keys, cursor = await _read(database, cursor)
    assert [key.seq for key in keys if key.conversation_id == heads[0].id] == [1, 2]
    assert {(key.site_id, key.visitor_id) for key in keys} == {(head.site_id, head.visitor.id) for head in heads}
    assert len(keys) == 6
    assert (await _read(database, cursor))[0] == []
    async with database.connection() as connection:
        loaded = await load_entries(connection, keys)
    assert [getattr(stored.entry, "body", "") for stored in loaded if stored.entry.conversation_id == heads[0].id] == [
        "привет",
        "разом",
    ]


async def test_transaction_that_begins_first_and_commits_last_is_not_skipped_and_holds_up_nobody(
    database: Database, heads: list[Head]
) -> None:
    cursor = await _end(database)
    async with database.transaction() as slow:
        await _append(slow, heads[0], "начато раньше")
        async with database.transaction() as quick:
            await _append(quick, heads[1])
        first, cursor = await _read(database, cursor)
        second, cursor = await _read(database, cursor)
        assert [key.conversation_id for key in first] == [heads[1].id]
        assert second == []
    last, cursor = await _read(database, cursor)
    assert [key.conversation_id for key in last] == [heads[0].id]
    assert (await _read(database, cursor))[0] == []


async def test_what_was_rolled_back_is_no_news(database: Database, heads: list[Head]) -> None:
    cursor = await _end(database)
    async with database.connection() as connection:
        await connection.execute("BEGIN")
        await _append(connection, heads[0])
        await connection.execute("ROLLBACK")
    assert (await _read(database, cursor))[0] == []


async def test_pages_give_everything_also_what_is_committed_between_them(database: Database, heads: list[Head]) -> None:
    cursor = await _end(database)
    async with database.transaction() as late:
        await _append(late, heads[0])
        for head in heads[1:]:
            async with database.transaction() as connection:
                for _ in range(3):
                    await _append(connection, head)
        seen, cursor = await _read(database, cursor, limit=5)
    assert len(seen) == 5
    while cursor.is_between_pages:
        page, cursor = await _read(database, cursor, limit=5)
        seen += page
    page, cursor = await _read(database, cursor, limit=5)
    seen += page
    assert len(seen) == 13
    assert len({(key.conversation_id, key.seq) for key in seen}) == 13


async def test_reader_beside_many_writers_gets_every_entry(database_url: str, heads: list[Head]) -> None:
    async with open_database(database_url, pool_size=8) as database:
        cursor = await _end(database)

        async def write(head: Head) -> None:
            for _ in range(30):
                async with database.transaction() as connection:
                    await _append(connection, head)

        writers = asyncio.gather(*map(write, heads))
        seen: list[Key] = []
        while not writers.done():
            page, cursor = await _read(database, cursor, limit=7)
            seen += page
        await writers
        # The last reading may have begun before the last commit: only one that began later says that nothing is left.
        page, cursor = await _read(database, cursor, limit=7)
        seen += page
        while cursor.is_between_pages:
            page, cursor = await _read(database, cursor, limit=7)
            seen += page
    for head in heads:
        assert sorted({key.seq for key in seen if key.conversation_id == head.id}) == list(range(1, 31))


async def test_database_that_is_older_than_the_cursor_is_read_from_a_little_before_its_end(
    database: Database, heads: list[Head]
) -> None:
    async with database.transaction() as connection:
        await _append(connection, heads[0])
    keys, cursor = await _read(database, Cursor("900000000:900000000:"))
    assert keys == []
    keys, cursor = await _read(database, cursor)
    assert [key.conversation_id for key in keys] == [heads[0].id]


async def test_backlog_at_a_crash_is_read_from_where_it_began_however_long_it_is(
    database: Database, heads: list[Head], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "REWIND_XACTS", 1)
    cursor = replace(await _end(database), life="before the crash")
    for head in heads:
        async with database.transaction() as connection:
            await _append(connection, head)
    keys, following = await _read(database, cursor)
    assert keys == []
    assert following.begins_anew_after(cursor)
    keys, following = await _read(database, following)
    assert {key.conversation_id for key in keys} == {head.id for head in heads}
    assert (await _read(database, following))[0] == []


async def test_old_entry_is_no_news(database: Database, heads: list[Head]) -> None:
    cursor = await _end(database)
    async with database.transaction() as connection:
        await _append(connection, heads[0])
        await connection.execute("UPDATE entries SET created_at = created_at - INTERVAL '2 hours'")
    assert (await _read(database, cursor))[0] == []


async def test_feed_of_a_large_table_is_read_by_its_index(database: Database, heads: list[Head]) -> None:
    head = heads[0]
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id,"
            " body) SELECT $1, $2, n, 'message', true, n - 1, 'visitor', $3, 'x' FROM generate_series(1, 20000) AS n",
            head.site_id,
            head.id,
            head.visitor.id,
        )
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        values = {"since": "900:900:", "after_xact_id": "0", "after_conversation_id": head.id, "after_seq": 0}
        values |= {"but_xact_ids": [], "read_at": None, "row_limit": 100}
        query = _queries.list_since
        plan: str = await connection.fetchval(
            "EXPLAIN (FORMAT JSON) " + query.text, *[values[name] for name in query.parameters]
        )
    assert plan.count('"Index Name": "entries_xact"') == 2, plan
