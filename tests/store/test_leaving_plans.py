"""What operators lead who have left is found by indexes, however many conversations and operators there are."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from ryadom.core.rights import ANSWERING_ROLES
from ryadom.store import dispatch, operators
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.sql import Connection, queries_beside
from tests.store.inbox_town import plan_of, used_indexes
from tests.store.scenes import make_scene

CONVERSATIONS, OPERATORS, VISITORS = 3_000, 61, 500
ROLES = list(ANSWERING_ROLES)

_queries = queries_beside(dispatch.__file__)


@pytest.fixture
async def full(database: Database) -> AsyncIterator[tuple[Connection, UUID, UUID]]:
    """A connection to a database in which one of many operators has left; the site, and who it is."""
    async with database.transaction() as connection:
        scene = await make_scene(connection)
        await connection.execute(
            "INSERT INTO operators (id, email, name, password_hash)"
            " SELECT gen_random_uuid(), g || '@many.test', 'Кто', '-' FROM generate_series(1, $1) AS g",
            OPERATORS,
        )
        await connection.execute(
            "INSERT INTO visitors (site_id, id, locale) SELECT $1, gen_random_uuid(), 'ru' FROM generate_series(1, $2)",
            scene.head.site_id,
            VISITORS,
        )
        await connection.execute(
            """
            INSERT INTO conversations (site_id, id, visitor_id, status, assignee_id)
            SELECT
                $1, gen_random_uuid(), v.ids[1 + g % cardinality(v.ids)],
                CASE WHEN g % 8 = 0 THEN 'open' ELSE 'closed' END, o.ids[1 + g % cardinality(o.ids)]
            FROM generate_series(1, $2) AS g,
                (SELECT array_agg(id) AS ids FROM operators WHERE email LIKE '%@many.test') AS o,
                (SELECT array_agg(id) AS ids FROM visitors WHERE site_id = $1) AS v
            """,
            scene.head.site_id,
            CONVERSATIONS,
        )
        await connection.execute(
            "UPDATE operators SET leaves_since = now(), deactivated_at = now() WHERE email = '7@many.test'"
        )
        await connection.execute("ANALYZE conversations, operators, operator_sites, sites")
        left_id = await connection.fetchval("SELECT id FROM operators WHERE leaves_since IS NOT NULL")
        yield connection, scene.head.site_id, left_id


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("lock_orphaned", "conversations_leader"),
        ("list_orphaned", "conversations_leader"),
        ("note_left", "conversations_activity"),
        ("note_left_of", "conversations_visitor"),
        ("forget_leaving", "conversations_leader"),
        ("count_led", "conversations_leader"),
    ],
)
async def test_only_what_somebody_leads_who_has_left_is_read(
    full: tuple[Connection, UUID, UUID], name: str, index: str, mode: str
) -> None:
    connection, site_id, left_id = full
    values: dict[str, dict[str, object]] = {
        "lock_orphaned": {"operator_id": left_id, "roles": ROLES, "row_limit": 100},
        "list_orphaned": {"roles": ROLES, "row_limit": 100},
        "note_left": {"roles": ROLES},
        "note_left_of": {"site_id": site_id, "visitor_id": new_id(), "roles": ROLES},
        "forget_leaving": {"roles": ROLES, "quiet_s": 60.0},
        "count_led": {"operator_id": left_id, "site_ids": [site_id]},
    }
    plan = await plan_of(connection, getattr(_queries, name), values[name], mode)
    assert used_indexes(plan, "conversations") == {index}
    if name in ("list_orphaned", "forget_leaving"):
        assert "operators_leaving" in used_indexes(plan, "operators")


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_whether_somebody_leads_anything_is_one_row_of_an_index(
    full: tuple[Connection, UUID, UUID], mode: str
) -> None:
    connection, site_id, left_id = full
    query = queries_beside(operators.__file__).list_leaders
    plan = await plan_of(connection, query, {"site_ids": [site_id], "operator_ids": [left_id]}, mode)
    assert used_indexes(plan, "conversations") == {"conversations_leader"}
