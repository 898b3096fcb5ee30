"""A webhook at which very much waits makes no list, no figures and no sweep slower: what is counted has a bound."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from ryadom.core.webhooks.events import Event
from ryadom.store import bot_turns
from ryadom.store import webhook_lanes as lanes
from ryadom.store import webhook_queue as queue
from ryadom.store import webhooks as store
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage
from ryadom.store.sql import Connection, Query
from tests.receiver import receiver, says
from tests.webhooks import Shop, close_shop, open_shop

MANY = 30_000
AT_ONCE = 3_000
FEW = 3
BLOCKS = 600
"""Over what 10,001 entries of an index and 2,000 rows take."""


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    opened = await open_shop(database)
    yield opened
    await close_shop(opened)


async def backlog(shop: Shop, endpoint_id: UUID, count: int) -> datetime:
    """So many deliveries that wait, none of them tried; gives since when the first does."""
    began = datetime.now(UTC) - timedelta(hours=2)
    async with shop.database.connection() as connection:
        for first in range(0, count, AT_ONCE):
            await connection.execute(
                """INSERT INTO webhook_deliveries
                (endpoint_id, event_id, event, site_id, object_id, happened_at, queued_at, due_at)
                SELECT $1, gen_random_uuid(), 'message.created', $2, gen_random_uuid(), t, t, t
                FROM (SELECT $3::timestamptz + n * interval '1 ms' AS t FROM generate_series($4::int, $5) AS n) AS n""",
                *(endpoint_id, shop.site.id, began, first, min(first + AT_ONCE, count) - 1),
            )
    return began


async def plan_of(connection: Connection, query: Query, **values: object) -> dict[str, Any]:
    """How a query goes, run."""
    text = await connection.fetchval(
        f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query.text}", *[values[name] for name in query.parameters]
    )
    [told] = json.loads(text)
    return dict(told["Plan"])


def nodes_of(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """All nodes that read deliveries."""
    below = [node for child in plan.get("Plans", []) for node in nodes_of(child)]
    return [plan, *below] if plan.get("Relation Name") == "webhook_deliveries" else below


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan"])
async def test_list_reads_no_more_of_a_long_backlog_than_it_counts(shop: Shop, mode: str) -> None:
    async with receiver(says()) as away, receiver(says()) as quick:
        full, idle = await shop.add(away, Event.MESSAGE_CREATED), await shop.add(quick, Event.MESSAGE_CREATED)
        began = await backlog(shop, full.id, MANY)
        later = await backlog(shop, idle.id, FEW)
        async with shop.database.connection() as connection:
            await connection.execute("ANALYZE webhook_deliveries")
            listed = {one.id: one for one in await store.list_endpoints(connection)}
            assert (listed[full.id].waiting, listed[full.id].waiting_since) == (store.MOST_COUNTED + 1, began)
            assert (listed[idle.id].waiting, listed[idle.id].waiting_since) == (FEW, later)
            assert [one.id for one in await store.list_endpoints(connection, [idle.id])] == [idle.id]
            assert await store.list_endpoints(connection, [uuid4()]) == []
            assert [one.id for one in await store.list_stored(connection)] == [full.id, idle.id]
        async with shop.database.transaction() as connection:
            await connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
            plan = await plan_of(connection, store._queries.list_endpoints, ids=None, with_success=True)
        read = nodes_of(plan)
        assert {node["Node Type"] for node in read} <= {"Index Scan", "Index Only Scan"}, read
        [counted] = [node for node in read if node["Node Type"] == "Index Only Scan"]
        assert counted["Index Name"] == "webhook_deliveries_due"
        assert max(node["Actual Rows"] for node in read) <= store.MOST_COUNTED + 1
        assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < BLOCKS


async def test_webhook_that_works_says_when_it_did_however_much_waits(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Есть чай?"))
        await shop.tell()
        async with shop.database.connection() as connection:
            taken_at = await connection.fetchval("SELECT tried_at FROM webhook_deliveries WHERE outcome = 'delivered'")
        await backlog(shop, made.id, AT_ONCE)
        assert [one.succeeded_at for one in await shop.webhooks.all()] == [taken_at]
        # Past those that fail, newer ones may be taken.
        async with shop.database.connection() as connection:
            await connection.execute(
                "UPDATE webhook_deliveries SET outcome = 'delivered', due_at = NULL, tried_at = now() WHERE ordinal ="
                " (SELECT max(ordinal) FROM webhook_deliveries)"
            )
            taken_at = await connection.fetchval("SELECT max(tried_at) FROM webhook_deliveries")
        assert [one.succeeded_at for one in await shop.webhooks.all()] == [taken_at]


async def test_counts_the_sweep_and_leases_keep_to_the_index(shop: Shop) -> None:
    async with receiver(says()) as away, receiver(says()) as quick:
        full, idle = await shop.add(away, Event.MESSAGE_CREATED), await shop.add(quick, Event.MESSAGE_CREATED)
        await backlog(shop, full.id, MANY)
        async with shop.database.connection() as connection:
            await connection.execute("ANALYZE webhook_deliveries")
            assert await queue.count_waiting(connection, full.id, most=500) == 500
            assert await queue.count_waiting(connection, idle.id, most=500) == 0
            assert await queue.list_full(connection, most=500) == [full.id]
        async with shop.database.transaction() as connection:
            # A plan for any endpoint: to read the table is quick only where nearly all is this endpoint's.
            await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
            plans = [
                await plan_of(connection, queue._queries.count_waiting, endpoint_id=idle.id, most=500),
                await plan_of(connection, queue._queries.list_full, most=500),
                # Every second, by each process
                await plan_of(connection, lanes._queries.lease_endpoints, node=uuid4(), lease_s=15.0, but=[]),
                await plan_of(connection, bot_turns._queries.lease_bots, node=uuid4(), lease_s=15.0, but=[]),
            ]
    for plan in plans:
        assert {node["Node Type"] for node in nodes_of(plan)} <= {"Index Only Scan"}, plan
        assert sum(node["Actual Rows"] for node in nodes_of(plan)) <= 501
