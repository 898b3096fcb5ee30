"""What a search reads of its hits and of the words in use costs what it shows, however much there is beside it."""

from collections.abc import AsyncIterator
from itertools import product

import pytest

from ryadom.core.search.contacts import masked_tsquery, read_whole
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.search.query import read_query
from ryadom.core.search.vectors import site_slot
from ryadom.store import search
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.sql import Connection, Query, queries_beside
from tests.store.forms import forms_of
from tests.store.inbox_town import looked_up, run_plan
from tests.store.scenes import make_scene

_queries = queries_beside(search.__file__)

CHATS, HITS, SHOWN = 1_000, 20, 3
MODES = ("force_custom_plan", "force_generic_plan")
TOLD = """
    WITH made AS (
        INSERT INTO conversations (site_id, id, visitor_id, status)
        SELECT $1, gen_random_uuid(), $2, 'closed' FROM generate_series(1, $4::integer)
        RETURNING site_id, id, visitor_id
    ), said AS (
        INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body)
        SELECT m.site_id, m.id, n, 'message', true, n - 1, 'visitor', m.visitor_id, 'самовар'
        FROM made AS m, generate_series(1, 8) AS n
    )
    INSERT INTO search_texts (site_id, conversation_id, seq, said_at, has_files, slots, words)
    SELECT m.site_id, m.id, n, now(), false, ARRAY[n, $3], to_tsvector('simple', 'самовар')
    FROM made AS m, generate_series(1, 8) AS n
"""
WORDS = """
    INSERT INTO search_words (site_id, word, cuts, visitors)
    SELECT site_id, 'слово' || lpad(n::text, 4, '0'), ARRAY['слов' || n], 3
    FROM unnest(ARRAY[$1::uuid, gen_random_uuid()]) AS site (site_id), generate_series(1, 5000) AS n
"""


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    async with database.transaction() as connection:
        yield connection


@pytest.fixture
async def head(connection: Connection) -> Head:
    """Of a site where a thousand have asked for a samovar, and where thousands of words are in use."""
    head = (await make_scene(connection)).head
    await connection.execute(TOLD, head.site_id, head.visitor.id, site_slot(head.site_id), CHATS)
    await connection.execute(WORDS, head.site_id)
    await connection.execute("ANALYZE conversations, visitors, entries, search_texts, search_words")
    return head


async def test_texts_of_hits_are_looked_up_by_the_keys_of_these_hits(head: Head, connection: Connection) -> None:
    chosen = await connection.fetch("SELECT id FROM conversations WHERE site_id = $1 LIMIT $2", head.site_id, HITS)
    values: dict[str, object] = {
        "site_ids": [head.site_id] * HITS,
        "conversation_ids": [row["id"] for row in chosen],
        "tsquery": read_query("самовар").with_lexemes({"самовар": "самовар"}).as_tsquery(but_contacts=True),
        "since": None,
        "until": None,
        "has_files": False,
        "row_limit": SHOWN,
    }
    for (query, narrowing), mode in product(forms_of(_queries.texts_of_hits), MODES):
        steps = await run_plan(connection, query, values | narrowing, mode)
        assert looked_up(steps, "search_texts") == {"search_texts_pkey conversation_id site_id"}
        assert looked_up(steps, "entries") == {"entries_pkey conversation_id seq site_id"}
        assert looked_up(steps, "conversations") <= {"conversations_id id site_id", "conversations_pkey id site_id"}
        assert looked_up(steps, "visitors") == {"visitors_pkey id site_id"}
        # What is not shown of a hit is not read either.
        [said] = [step for step in steps if step.get("Relation Name") == "entries"]
        assert 0 < said["Actual Loops"] <= HITS * SHOWN


CONTACTS = """
    INSERT INTO search_texts (site_id, conversation_id, seq, said_at, has_files, slots, words)
    SELECT site_id, conversation_id, 100, now(), false, slots,
        CAST(format('tel916%s:1A ivan%s:2A mail:3A ru:4A', n, n) AS tsvector)
    FROM (
        SELECT *, lpad(row_number() OVER (ORDER BY conversation_id)::text, 7, '0') AS n
        FROM search_texts
        WHERE site_id = $1 AND seq = 1
    ) AS t
"""


@pytest.mark.parametrize("typed", ["8 916 000-00-07", "ivan0000007@mail.ru"])
async def test_whole_contact_reads_the_texts_that_hold_it_and_nothing_else(
    head: Head, connection: Connection, typed: str
) -> None:
    await connection.execute(CONTACTS, head.site_id)
    await connection.execute("ANALYZE search_texts")
    lexemes = Lexemes()
    query = read_query(typed)
    query = query.with_lexemes(await lexemes.of(connection, [word for term in query.terms for word in term.words]))
    whole = read_whole(typed)
    assert whole is not None
    nothing = dict.fromkeys(("until", "department_id", "operator_id", "tag_id", "status"))
    values: dict[str, object] = {
        **nothing,
        "tsquery": masked_tsquery(query, await whole.as_tsquery(connection, lexemes)),
        "site_ids": [head.site_id],
        "slots": [site_slot(head.site_id)],
        "since": await connection.fetchval("SELECT now() - INTERVAL '1 day'"),
        "before_at": await connection.fetchval("SELECT now() + INTERVAL '1 day'"),
        "before_id": head.id,
        "before_seq": 0,
        "has_files": False,
        "row_limit": 200,
    }
    for (listed, narrowing), mode in product(forms_of(_queries.list_hits), MODES):
        steps = await run_plan(connection, listed, values | narrowing, mode)
        [index] = [step for step in steps if step.get("Index Name") == "search_texts_words"]
        assert "words @@" in index["Index Cond"]
        assert "slots &&" in index["Index Cond"]
        assert index["Actual Rows"] == 1


async def test_words_in_use_are_looked_up_by_site_and_word(head: Head, connection: Connection) -> None:
    lookups: list[tuple[Query, dict[str, object], str]] = [
        (_queries.known_words, {"words": ["слово0007", "самовар"]}, "site_id word"),
        (_queries.words_from, {"prefix": "слово000", "beyond": "слово001", "row_limit": 30}, "site_id word word"),
    ]
    for (query, values, columns), mode in product(lookups, MODES):
        steps = await run_plan(connection, query, {"site_ids": [head.site_id], **values}, mode)
        assert looked_up(steps, "search_words") == {f"search_words_pkey {columns}"}
