"""Lists of programs: the index by which each page is found, and how little is read for it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from ryadom.protocol.shared import Status
from ryadom.store import public_lists
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.public_lists import NEWEST, ConversationFilter, ListPlace, list_conversations
from ryadom.store.sql import Connection
from tests.store.inbox_town import plan_of, used_indexes
from tests.store.scenes import Scene, make_scene

MANY = 12_000
CROWD = """
    INSERT INTO conversations (site_id, id, visitor_id, status, created_at, tag_ids)
    SELECT $1, gen_random_uuid(), $2, 'closed', now() - n * interval '1 h', ARRAY[(CAST($3 AS uuid[]))[1 + n % 200]]
    FROM generate_series(1, CAST($4 AS int)) AS n
"""
BLOCKS = """
    SELECT sum(pg_stat_get_xact_blocks_fetched(relation))
    FROM (
        SELECT CAST('conversations' AS regclass) AS relation
        UNION ALL
        SELECT indexrelid FROM pg_index WHERE indrelid = CAST('conversations' AS regclass)
    ) AS r
"""
MODES = ["force_custom_plan", "force_generic_plan"]
FEW = 40
"""Blocks; all leaves of an index of 12,000 conversations are over 80, and looking these up takes thousands."""


async def crowd(connection: Connection, scene: Scene, tags: list[UUID], count: int = MANY) -> None:
    await connection.execute(CROWD, scene.head.site_id, scene.head.visitor.id, tags, count)


async def read(
    connection: Connection, scenes: list[Scene], only: ConversationFilter, mode: str, *, limit: int = 51
) -> tuple[list[ListPlace], int]:
    """A first page, and how many blocks of conversations were read for it."""
    site_ids = [scene.head.site_id for scene in scenes]
    await connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
    before = await connection.fetchval(BLOCKS)
    found = await list_conversations(connection, site_ids, only, NEWEST, limit=limit)
    return found, await connection.fetchval(BLOCKS) - before


@pytest.mark.parametrize("plan_cache_mode", MODES)
async def test_each_page_is_found_by_the_index_that_its_query_names(database: Database, plan_cache_mode: str) -> None:
    queries = public_lists._queries
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        head = scene.head
        tags = [new_id() for _ in range(200)]
        await crowd(connection, scene, tags)
        await connection.execute("ANALYZE conversations")
        at = datetime.now(UTC) - timedelta(days=60)
        page: dict[str, Any] = {
            "site_ids": [head.site_id],
            "after_id": new_id(),
            "after_site_id": head.site_id,
            "row_limit": 51,
        }
        chosen = page | {"since": public_lists.EVER, "statuses": list(Status), "after_at": at}
        plan = await plan_of(connection, queries.list_conversations, chosen, plan_cache_mode)
        assert used_indexes(plan, "conversations") == {"conversations_created"}
        plan = await plan_of(connection, queries.list_customers, page, plan_cache_mode)
        assert used_indexes(plan, "visitors") == {"visitors_pkey"}


@pytest.mark.parametrize(
    ("column", "index"),
    [
        ("tag_id", "conversations_tags"),
        ("customer_id", "conversations_visitor"),
        ("operator_id", "conversations_leader"),
        ("department_id", "conversations_department"),
    ],
)
async def test_few_of_somebody_are_found_by_the_index_of_that(database: Database, column: str, index: str) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        head, tag = scene.head, new_id()
        await crowd(connection, await make_scene(connection), [new_id()])
        department_id = new_id()
        await connection.execute(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Отдел', 1)",
            head.site_id,
            department_id,
        )
        await crowd(connection, scene, [new_id()])
        other_id = new_id()
        await connection.execute(
            "INSERT INTO visitors (site_id, id, locale) VALUES ($1, $2, 'ru')", head.site_id, other_id
        )
        await connection.execute(
            "UPDATE conversations SET visitor_id = $2, tag_ids = ARRAY[$3::uuid], assignee_id = $4, department_id = $5 "
            "WHERE site_id = $1 AND id IN (SELECT id FROM conversations WHERE site_id = $1 AND status = 'closed' "
            "ORDER BY created_at OFFSET 5000 LIMIT 3)",
            head.site_id,
            other_id,
            tag,
            scene.operator.id,
            department_id,
        )
        await connection.execute("ANALYZE conversations")
        await connection.execute("SELECT gin_clean_pending_list('conversations_tags')")
        wanted = {
            "tag_id": tag,
            "customer_id": other_id,
            "operator_id": scene.operator.id,
            "department_id": department_id,
        }
        chosen = {
            "site_ids": [head.site_id],
            "since": public_lists.EVER,
            "statuses": list(Status),
            "after_at": NEWEST.at,
            "after_id": NEWEST.id,
            "after_site_id": NEWEST.site_id,
            "row_limit": 51,
        } | {name: wanted[name] if name == column else None for name in wanted}
        # Only planned by its values: see plan_by_values.
        plan = await plan_of(connection, public_lists._queries.list_chosen_conversations, chosen, "force_custom_plan")
        assert used_indexes(plan, "conversations") == {index}
        found, blocks = await read(
            connection,
            [scene],
            msgspec.structs.replace(ConversationFilter(), **{column: wanted[column]}),
            "force_custom_plan",
        )
        assert len(found) == 3
        assert blocks < 5 * FEW


@pytest.mark.parametrize("mode", MODES)
async def test_few_that_are_open_are_found_among_many_that_are_closed(database: Database, mode: str) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await crowd(connection, scene, [new_id()])
        await connection.execute("ANALYZE conversations")
        found, blocks = await read(connection, [scene], ConversationFilter(status=Status.OPEN), mode)
        assert [place.id for place in found] == [scene.head.id]
        assert blocks < FEW


@pytest.mark.parametrize("mode", MODES)
async def test_page_of_long_ago_is_not_walked_to_from_the_newest(database: Database, mode: str) -> None:
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await crowd(connection, scene, [new_id()])
        await connection.execute("ANALYZE conversations")
        long_ago = datetime.now(UTC) - timedelta(hours=MANY - 20)
        found, blocks = await read(connection, [scene], ConversationFilter(before=long_ago), mode, limit=10)
        assert len(found) == 10
        assert all(place.at < long_ago for place in found)
        assert blocks < FEW


@pytest.mark.parametrize("mode", MODES)
async def test_tag_is_looked_for_on_many_sites_at_once(database: Database, mode: str) -> None:
    rare, common = new_id(), new_id()
    async with database.transaction() as connection:
        scenes = [await make_scene(connection) for _ in range(20)]
        # The rare one is on the last site alone; the common one on all but the first, which is the largest.
        await crowd(connection, scenes[0], [new_id()])
        for scene in scenes[1:]:
            await crowd(connection, scene, [common] * 200, MANY // 20)
        await connection.execute(
            "UPDATE conversations SET tag_ids = tag_ids || CAST($2 AS uuid) "
            "WHERE site_id = $1 AND extract(epoch FROM created_at)::bigint / 3600 % 100 = 0",
            scenes[-1].head.site_id,
            rare,
        )
        await connection.execute("ANALYZE conversations")
        await connection.execute("SELECT gin_clean_pending_list('conversations_tags')")
        for tag, expected in ((rare, 6), (common, 51)):
            found, blocks = await read(connection, scenes, ConversationFilter(tag_id=tag), mode)
            wanted = await connection.fetch(
                "SELECT id, site_id FROM conversations WHERE tag_ids @> ARRAY[CAST($1 AS uuid)] "
                "ORDER BY created_at DESC, id DESC, site_id DESC LIMIT 51",
                tag,
            )
            assert [place.key for place in found] == [(row["site_id"], row["id"]) for row in wanted]
            assert len(found) == expected
            assert blocks < 10 * FEW, tag
