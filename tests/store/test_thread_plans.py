"""Pages of a long thread, and of the way of its visitor, cost what they show, however many there are beside them."""

import json
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from ryadom.store import conversations, entries
from ryadom.store.database import Database
from ryadom.store.sql import Query, queries_beside
from tests.store.scenes import Scene, make_scene

PAGE = 50
KEPT = 100
ENTRIES = 6_000
NEIGHBOURS = 100
THREADS = """
    INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body)
    SELECT
        c.site_id, c.id, n, CASE WHEN n % 4 = 0 THEN 'note' ELSE 'message' END, n % 4 > 0, n - 1,
        CASE WHEN n % 4 = 0 THEN 'operator' ELSE 'visitor' END, CASE WHEN n % 4 = 0 THEN $2::uuid ELSE c.visitor_id END,
        'x'
    FROM conversations AS c, generate_series(1, $3::integer) AS n
    WHERE c.id = $1
"""
CROWD = """
    WITH made AS (
        INSERT INTO conversations (site_id, id, visitor_id, status, queued_at)
        SELECT site_id, gen_random_uuid(), visitor_id, 'open', now()
        FROM conversations, generate_series(1, $2::integer) WHERE id = $1
        RETURNING site_id, id, visitor_id
    ), said AS (
        INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body)
        SELECT m.site_id, m.id, n, 'message', true, n - 1, 'visitor', m.visitor_id, 'x'
        FROM made AS m, generate_series(1, 20) AS n
    )
    INSERT INTO visited_pages (site_id, conversation_id, id, url, title)
    SELECT m.site_id, m.id, gen_random_uuid(), 'http://shop.test/', ''
    FROM (SELECT site_id, id FROM made UNION ALL SELECT site_id, id FROM conversations WHERE id = $1) AS m,
        generate_series(1, 100)
"""
MODES = ("force_generic_plan", "force_custom_plan")
_entries = queries_beside(entries.__file__)
_conversations = queries_beside(conversations.__file__)


@pytest.fixture
async def scene(database: Database) -> Scene:
    """A thread of thousands of entries, every fourth a note, among hundreds of others."""
    async with database.transaction() as connection:
        made = await make_scene(connection)
        await connection.execute(THREADS, made.head.id, made.operator.id, ENTRIES)
        await connection.execute(CROWD, made.head.id, NEIGHBOURS)
    async with database.connection() as connection:
        await connection.execute("ANALYZE conversations; ANALYZE entries; ANALYZE visited_pages")
    return made


def nodes(plan: Any) -> Iterator[dict[str, Any]]:
    """Each step of a plan."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def blocks(steps: Sequence[dict[str, Any]]) -> int:
    """How many were looked at, whether in memory or not."""
    return int(steps[0]["Shared Hit Blocks"] + steps[0]["Shared Read Blocks"])


async def run(database: Database, query: Query, mode: str, **values: object) -> list[dict[str, Any]]:
    """The steps that Postgres has taken, with what they read; nothing is forbidden to it."""
    async with database.transaction() as connection:
        await connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
        told = await connection.fetchval(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query.text}", *query._ordered(values)
        )
    [whole] = json.loads(told)
    return list(nodes(whole["Plan"]))


@pytest.mark.parametrize(("name", "edge"), [("list_before", "before_seq"), ("list_after", "after_seq")])
async def test_page_of_a_long_thread_reads_no_more_than_it_shows(
    database: Database, scene: Scene, name: str, edge: str
) -> None:
    query = getattr(_entries, name)
    values: dict[str, object] = {"site_id": scene.head.site_id, "conversation_id": scene.head.id, edge: ENTRIES // 2}
    for mode, public_only in product(MODES, (False, True)):
        steps = await run(database, query, mode, public_only=public_only, row_limit=PAGE + 1, **values)
        assert steps[0]["Actual Rows"] == PAGE + 1
        [walk] = [step for step in steps if step.get("Alias") == "e"]
        assert walk["Index Name"] == "entries_pkey"
        assert walk["Actual Rows"] + walk.get("Rows Removed by Filter", 0) <= 1.5 * PAGE
        assert "Sort" not in {step["Node Type"] for step in steps}
        assert blocks(steps) < 12 * PAGE


async def test_way_of_a_visitor_is_read_and_added_to_without_anybody_elses(database: Database, scene: Scene) -> None:
    at: dict[str, object] = {"site_id": scene.head.site_id, "id": scene.head.id}
    step = {"url": "http://shop.test/tea", "title": "Чай", "referrer": None, "is_step": True, "kept": KEPT - 1}
    for mode in MODES:
        shown = await run(database, _conversations.list_visited_pages, mode, **at)
        assert shown[0]["Actual Rows"] == KEPT
        noted = await run(database, _conversations.set_page, mode, visit_id=uuid4(), **at, **step)
        for steps in (shown, noted):
            walks = [one for one in steps if one.get("Relation Name") == "visited_pages" and "Scan" in one["Node Type"]]
            assert walks
            assert "Seq Scan" not in {one["Node Type"] for one in walks}
            used = {one["Index Name"] for one in steps if "visited_pages" in one.get("Index Name", "")}
            assert used == {"visited_pages_pkey"}
            # The whole table has a hundred times as many rows.
            assert sum(one["Actual Rows"] * one["Actual Loops"] for one in walks) <= 3 * KEPT
            assert blocks(steps) < 5 * KEPT
