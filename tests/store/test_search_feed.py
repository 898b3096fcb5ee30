"""The feeder of the search: whatever stops it, what is said is found, and what is gone is not."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest

from ryadom.core.search import feeder as feeding
from ryadom.core.search.feeder import Feeder
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.search.query import read_query
from ryadom.core.search.vectors import site_slot
from ryadom.errors import DatabaseUnavailable
from ryadom.privacy.data_map import TABLES
from ryadom.privacy.erasing_statements import erasing_statements
from ryadom.store import search, search_index
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.search_index import try_alone
from ryadom.store.sql import Connection, queries_beside
from ryadom.store.visitors import mark_erased
from tests.search import feed_all
from tests.store.forms import forms_of
from tests.store.inbox_town import used_indexes
from tests.store.scenes import make_scene
from tests.waiting import until_true, until_waiting_for_locks

_queries = queries_beside(search.__file__)


class Killed(Exception):
    """The process is gone in the middle of a transaction."""


@pytest.fixture
async def head(database: Database) -> Head:
    async with database.transaction() as connection:
        return (await make_scene(connection)).head


async def say(connection: Connection, head: Head, *bodies: str) -> None:
    for body in bodies:
        await append_entry(connection, head=head, author=head.visitor, echo_id=uuid4(), content=NewMessage(body=body))


async def found(database: Database) -> list[int]:
    """The places of what can be found, in order."""
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT seq FROM search_texts WHERE seq > 0 ORDER BY seq")
    return [row["seq"] for row in rows]


def new_feeder(database: Database) -> Feeder:
    return Feeder(database, Lexemes())


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries while people chat, three while they don't."""
    monkeypatch.setattr(feeding, "PAGE_ENTRIES", 2)
    monkeypatch.setattr(feeding, "QUIET_PAGE_ENTRIES", 3)


@pytest.mark.usefixtures("small_pages")
async def test_history_that_was_there_before_is_walked_over_beside_news_and_slowly_while_they_come(
    database: Database, head: Head, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.transaction() as connection:
        await say(connection, head, *(f"было {number}" for number in range(10)))
        await connection.execute("UPDATE entries SET created_at = created_at - INTERVAL '2 years'")
    feeder = new_feeder(database)
    await feeder.step()
    await feeder.step()
    assert await found(database) == [8, 9, 10]
    async with database.transaction() as connection:
        await say(connection, head, "новое")
    assert (await feeder.step()).is_more
    assert await found(database) == [6, 7, 8, 9, 10, 11]
    monkeypatch.setattr(feeding, "QUIET_AFTER_S", 0.0)
    await feeder.step()
    assert await found(database) == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    last = await feeder.step()
    assert (last.entries, last.is_more) == (2, False)
    assert await found(database) == list(range(1, 12))


@pytest.mark.usefixtures("small_pages")
async def test_large_page_that_fails_is_not_tried_again(
    database: Database, head: Head, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with database.transaction() as connection:
        await say(connection, head, *(f"было {number}" for number in range(7)))
        await connection.execute("UPDATE entries SET created_at = created_at - INTERVAL '2 years'")
    real = search_index.put_entries

    async def put(connection: Connection, entries: Sequence[Any]) -> None:
        if len(entries) > 2:
            raise DatabaseUnavailable("It took too long.")
        await real(connection, entries)

    async def are_found() -> bool:
        return await found(database) == list(range(1, 8))

    monkeypatch.setattr(search_index, "put_entries", put)
    monkeypatch.setattr(feeding, "INTERVAL_S", 0.0)
    feeding_on = asyncio.create_task(new_feeder(database).run())
    try:
        await until_true(are_found)
    finally:
        feeding_on.cancel()


@pytest.mark.usefixtures("small_pages")
async def test_feeder_that_is_killed_at_any_step_misses_nothing(
    database: Database, head: Head, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feed_all(database)
    async with database.transaction() as connection:
        await say(connection, head, *(f"слово {number}" for number in range(7)))
    real = search_index.save_state
    for survived in range(6):
        left = survived

        async def die(*values: Any, **named: Any) -> None:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            await real(*values, **named)

        monkeypatch.setattr(search_index, "save_state", die)
        feeder = new_feeder(database)
        for _ in range(survived):
            await feeder.step()
        if (await found(database)) != list(range(1, 8)):
            with pytest.raises(Killed):
                await feeder.step()
    monkeypatch.setattr(search_index, "save_state", real)
    await feed_all(database)
    assert await found(database) == list(range(1, 8))


async def test_feeder_that_was_away_for_days_reads_what_the_feed_of_sockets_has_forgotten(
    database: Database, head: Head
) -> None:
    await feed_all(database)
    async with database.transaction() as connection:
        await say(connection, head, "сказано без нас")
        await connection.execute("UPDATE entries SET created_at = created_at - INTERVAL '3 days'")
        await connection.execute("UPDATE search_feed SET read_at = read_at - INTERVAL '4 days'")
    await feed_all(database)
    assert await found(database) == [1]


async def test_feeder_that_a_crash_kept_away_for_hours_skips_nothing(database: Database, head: Head) -> None:
    await feed_all(database)
    async with database.transaction() as connection:
        await say(connection, head, "сказано без нас")
        await connection.execute("UPDATE entries SET created_at = created_at - INTERVAL '90 minutes'")
        await connection.execute(
            "UPDATE search_feed SET read_at = read_at - INTERVAL '2 hours', "
            """cursor = regexp_replace(cursor, '"life":"[^"]*"', '"life":"before"')"""
        )
    await feed_all(database)
    assert await found(database) == [1]


async def test_dump_that_was_restored_into_another_cluster_is_walked_over_once_more(
    database: Database, head: Head
) -> None:
    await feed_all(database)
    async with database.transaction() as connection:
        await say(connection, head, "сказано перед копией")
        # As after a restore: another cluster, whose transactions have other numbers.
        await connection.execute("UPDATE search_feed SET cluster = '1', cursor = replace(cursor, ':', '9:9')")
        await connection.execute("UPDATE entries SET created_at = created_at - INTERVAL '3 hours'")
    await feed_all(database)
    assert await found(database) == [1]


async def test_one_feeds_at_a_time(database: Database, head: Head) -> None:
    async with database.transaction() as connection:
        await say(connection, head, "слово")
    async with database.transaction() as other:
        assert await try_alone(other)
        step = await new_feeder(database).step()
        assert (step.is_alone, step.entries) == (False, 0)
    await feed_all(database)
    assert await found(database) == [1]


async def test_who_is_not_alone_for_the_rest_of_a_step_says_so(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeder = new_feeder(database)
    await feed_all(database)
    answers = [True, False]

    async def once(connection: Connection) -> bool:
        return await try_alone(connection) and answers.pop(0)

    monkeypatch.setattr(search_index, "try_alone", once)
    assert not (await feeder.step()).is_alone
    assert answers == []


async def test_nothing_is_fed_of_who_is_being_erased(database: Database, head: Head) -> None:
    await feed_all(database)
    async with database.transaction() as connection:
        await say(connection, head, "тайна")
        await mark_erased(connection, site_id=head.site_id, visitor_id=head.visitor.id, generation=1)
    await feed_all(database)
    assert await found(database) == []


async def test_erasure_waits_for_a_page_that_is_being_fed(
    database: Database, head: Head, monkeypatch: pytest.MonkeyPatch
) -> None:
    await feed_all(database)
    async with database.transaction() as connection:
        await say(connection, head, "тайна")
    real = search_index.put_entries
    begun: list[asyncio.Task[None]] = []

    async def mark() -> None:
        async with database.transaction() as connection:
            await mark_erased(connection, site_id=head.site_id, visitor_id=head.visitor.id, generation=1)

    async def put(*values: Any) -> None:
        begun.append(asyncio.create_task(mark()))
        await until_waiting_for_locks(database, 1)
        assert not begun[0].done()
        await real(*values)

    monkeypatch.setattr(search_index, "put_entries", put)
    await new_feeder(database).step()
    await begun[0]
    # It comes after, so its pages see what was put.
    assert await found(database) == [1]


async def test_erasing_statement_of_the_map_takes_the_rows_of_a_conversation(database: Database, head: Head) -> None:
    async with database.transaction() as connection:
        await say(connection, head, "одно", "другое")
    await feed_all(database)
    [table] = [table for table in TABLES if table.name == "search_texts"]
    async with database.transaction() as connection:
        page = await erasing_statements(table).erase(
            connection, site_id=head.site_id, owner_id=head.id, after=None, row_limit=10
        )
    assert page.changed == 2
    assert await found(database) == []


@pytest.mark.parametrize("chosen", [(), ("department_id", "operator_id", "tag_id")], ids=["all", "filtered"])
async def test_hits_are_read_by_the_index_of_words_and_slots(
    database: Database, head: Head, chosen: Sequence[str]
) -> None:
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO search_texts (site_id, conversation_id, seq, said_at, has_files, slots, words)"
            " SELECT $1, $2, n, now(), false, ARRAY[n, $3], to_tsvector('simple', 'слово' || n || ' самовар')"
            " FROM generate_series(1, 5000) AS n",
            head.site_id,
            head.id,
            site_slot(head.site_id),
        )
        await connection.execute(
            "INSERT INTO conversations (site_id, id, visitor_id, status, active_at)"
            " SELECT $1, gen_random_uuid(), $2, 'closed', now() FROM generate_series(1, 5000)",
            head.site_id,
            head.visitor.id,
        )
        await connection.execute("SET LOCAL enable_seqscan = off")
        await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        await connection.execute("ANALYZE search_texts, conversations")
        nothing = dict.fromkeys(("until", "department_id", "operator_id", "tag_id", "status"))
        values = {
            **nothing,
            **dict.fromkeys(chosen, uuid4()),
            "tsquery": read_query("слово7").with_lexemes({"слово7": "слово7"}).as_tsquery(but_contacts=True),
            "site_ids": [head.site_id],
            "slots": [site_slot(head.site_id)],
            "since": await connection.fetchval("SELECT now() - INTERVAL '1 day'"),
            "before_at": await connection.fetchval("SELECT now() + INTERVAL '1 day'"),
            "before_id": head.id,
            "before_seq": 0,
            "has_files": False,
            "row_limit": 200,
        }
        plans = [
            await connection.fetchval("EXPLAIN (FORMAT JSON) " + query.text, *query._ordered(values | narrowing))
            for query, narrowing in forms_of(_queries.list_hits)
        ]
    for plan in plans:
        assert '"Index Name": "search_texts_words"' in plan
        assert '"Index Name": "search_texts_pkey"' in plan
        # Whatever is asked of conversations, it is asked of so many hits as a page may look at, each by its key.
        assert plan.index('"Node Type": "Limit"') < plan.index('"Index Name": "search_texts_words"')
        assert used_indexes(plan, "conversations") <= {"conversations_id", "conversations_pkey"}
        # Both halves are looked up there, neither is a filter.
        assert "words @@" in plan.split('"Index Name": "search_texts_words"')[1].split("}")[0]
        assert "slots &&" in plan.split('"Index Name": "search_texts_words"')[1].split("}")[0]


async def test_words_near_a_mistyped_one_are_read_by_the_index_of_cuts(database: Database, head: Head) -> None:
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO search_words (site_id, word, cuts, visitors)"
            " SELECT $1, 'слово' || n, ARRAY['слов' || n, 'слово' || n], 3 FROM generate_series(1, 5000) AS n",
            head.site_id,
        )
        await connection.execute("ANALYZE search_words")
        await connection.execute("SET LOCAL enable_seqscan = off")
        plan: str = await connection.fetchval(
            "EXPLAIN (FORMAT JSON) " + _queries.near_words.text, ["доставк", "остав"], [head.site_id]
        )
    assert '"Index Name": "search_words_cuts"' in plan
