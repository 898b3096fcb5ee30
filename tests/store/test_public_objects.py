"""Objects by their keys: read by indexes whatever Postgres knows of the tables."""

import re
from uuid import uuid4

from ryadom.store import public_objects
from ryadom.store.database import Database
from ryadom.store.sql import queries_beside
from tests.store.scenes import make_scene

_queries = queries_beside(public_objects.__file__)


async def test_messages_of_a_long_conversation_are_read_by_their_keys_before_any_analysis(database: Database) -> None:
    async with database.transaction() as connection:
        head = (await make_scene(connection)).head
        await connection.execute(
            "INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id,"
            " body) SELECT $1, $2, n, 'message', true, n - 1, 'visitor', $3, 'x' FROM generate_series(1, 10000) AS n",
            head.site_id,
            head.id,
            uuid4(),
        )
        query = _queries.load_messages
        values = {"site_ids": [head.site_id] * 200, "conversation_ids": [head.id] * 200, "seqs": list(range(1, 201))}
        for mode in ("force_generic_plan", "force_custom_plan"):
            await connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
            plan: str = await connection.fetchval(
                "EXPLAIN (FORMAT JSON) " + query.text, *[values[name] for name in query.parameters]
            )
            ways = re.findall(r'"Node Type": "([^"]+)"[^{}]*?"Relation Name": "entries"', plan)
            assert ways == ["Index Scan"] * 3, plan
            assert '"Index Name": "entries_pkey"' in plan, plan
            assert '"Index Name": "entries_about"' in plan, plan
