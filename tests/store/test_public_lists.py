"""Lists of programs: the index by which each page is found."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ryadom.store import public_lists
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from tests.store.scenes import make_scene
from tests.store.test_inbox import plan_of, used_indexes

MANY = 12_000
CROWD = """
    INSERT INTO conversations (site_id, id, visitor_id, status, created_at, tag_ids)
    SELECT $1, gen_random_uuid(), $2, 'closed', now() - n * interval '1 h', ARRAY[(CAST($3 AS uuid[]))[1 + n % 200]]
    FROM generate_series(1, CAST($4 AS int)) AS n
"""


@pytest.mark.parametrize("plan_cache_mode", ["force_custom_plan", "force_generic_plan"])
async def test_each_page_is_found_by_the_index_that_its_query_names(database: Database, plan_cache_mode: str) -> None:
    queries = public_lists._queries
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        head = scene.head
        tags = [new_id() for _ in range(200)]
        await connection.execute(CROWD, head.site_id, head.visitor.id, tags, MANY)
        await connection.execute("ANALYZE conversations")
        at = datetime.now(UTC) - timedelta(days=60)
        page: dict[str, Any] = {
            "site_ids": [head.site_id],
            "after_id": new_id(),
            "after_site_id": head.site_id,
            "row_limit": 51,
        }
        chosen = page | {"since": public_lists.EVER, "before": at, "status": None, "after_at": at}
        for query, values, index in (
            (queries.list_conversations, chosen, "conversations_created"),
            (queries.list_tagged_conversations, chosen | {"tag_id": tags[0]}, "conversations_tags"),
        ):
            plan = await plan_of(connection, query, values, plan_cache_mode)
            assert used_indexes(plan, "conversations") == {index}, query.name
        plan = await plan_of(connection, queries.list_customers, page, plan_cache_mode)
        assert used_indexes(plan, "visitors") == {"visitors_pkey"}
