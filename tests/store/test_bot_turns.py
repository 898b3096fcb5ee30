"""What is looked for every few seconds on behalf of bots is found by indexes, however much is kept."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from ryadom.store import bot_turns, bot_waits
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.sql import Connection, queries_beside
from tests.store.inbox_town import plan_of, used_indexes
from tests.store.scenes import make_scene

_queries = queries_beside(bot_turns.__file__)
_waits = queries_beside(bot_waits.__file__)

CONVERSATIONS = 3_000
LARGE = ("conversations", "entries", "webhook_deliveries")

FILL = (
    """
    INSERT INTO visitors (site_id, id, name, locale)
    SELECT $1, uuid_at(0, g), '', 'ru' FROM generate_series(1, $2) AS g WHERE $3::uuid IS NOT NULL
    """,
    """
    INSERT INTO conversations (
        site_id, id, visitor_id, status, queued_at, bot_id, active_at, waiting_since, last_seq, last_public_seq
    )
    SELECT $1, uuid_at(1, g), uuid_at(0, g), 'open', CASE WHEN g > 30 THEN now() END,
        CASE WHEN g <= 30 THEN $3::uuid END, now() - g * INTERVAL '5 minutes', now(), 2, 2
    FROM generate_series(1, $2) AS g
    """,
    """
    INSERT INTO entries (site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body)
    SELECT $1, uuid_at(1, g), s, 'message', true, s - 1, 'visitor', uuid_at(0, g), 'Есть чай?'
    FROM generate_series(1, $2) AS g, generate_series(1, 2) AS s
    WHERE $3::uuid IS NOT NULL
    """,
    """
    INSERT INTO webhook_deliveries (
        endpoint_id, event_id, event, site_id, visitor_id, object_id, seq, message_seq, happened_at, due_at, outcome
    )
    SELECT $3, uuid_at(2, g * 10 + s), 'bot.message', $1, uuid_at(0, g), uuid_at(1, g), s, s, now(),
        CASE WHEN g < 9 AND s = 2 THEN now() END, CASE WHEN g >= 9 OR s = 1 THEN 'delivered' END
    FROM generate_series(1, $2) AS g, generate_series(1, 2) AS s
    """,
)


@pytest.fixture
async def full(database: Database) -> AsyncIterator[Connection]:
    """A connection to a database in which a bot leads some of many conversations, and has been asked much."""
    async with database.transaction() as connection:
        site_id = (await make_scene(connection)).head.site_id
        controller_id = await connection.fetchval("SELECT controller_id FROM sites WHERE id = $1", site_id)
        bot_id, endpoint_id = new_id(), new_id()
        await connection.execute(
            "INSERT INTO bots (id, controller_id, name) VALUES ($1, $2, 'Помощник')", bot_id, controller_id
        )
        await connection.execute(
            """
            INSERT INTO webhook_endpoints (
                id, controller_id, site_ids, events, data, origin, sealed_url, sealed_secret, bot_id, answer_within_s,
                close_after_min
            )
            VALUES ($1, $2, '{}', '{bot.message}', 'contents', 'https://bot.test', '', '', $3, 10, 60)
            """,
            endpoint_id,
            controller_id,
            bot_id,
        )
        await connection.execute(
            """
            CREATE FUNCTION pg_temp.uuid_at(kind bigint, place bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
            AS $$ SELECT CAST(lpad(kind::text, 20, '0') || lpad(place::text, 12, '0') AS uuid) $$
            """
        )
        for statement, subject in zip(FILL, (bot_id, bot_id, bot_id, endpoint_id), strict=True):
            text = statement.replace("uuid_at", "pg_temp.uuid_at")
            await connection.execute(text, site_id, CONVERSATIONS, subject)
        await connection.execute("ANALYZE conversations, entries, webhook_deliveries")
        yield connection


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("list_unheard", {"older_s": 10.0, "row_limit": 100}),
        ("list_stranded", {"row_limit": 100}),
        ("list_forsaken", {"row_limit": 100}),
        ("list_idle", {"row_limit": 100}),
        ("list_overdue", {"late_s": 30.0, "row_limit": 100}),
        ("list_due", {"endpoint_id": UUID(int=1), "but": [], "row_limit": 16}),
        ("lease_bots", {"node": uuid4(), "lease_s": 15.0, "but": []}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_no_look_reads_all_that_is_kept(
    full: Connection, name: str, values: dict[str, object], mode: str
) -> None:
    plan = await plan_of(full, getattr(_queries, name), values, mode)
    # Those of what bots lead, and of what was active of late.
    assert used_indexes(plan, "conversations") <= {"conversations_bot", "conversations_activity"}
    # Those of what is due, which is little, and of one visitor's: never of all that an endpoint was told.
    assert used_indexes(plan, "webhook_deliveries") <= {
        "webhook_deliveries_due",
        "webhook_deliveries_waiting",
        "webhook_deliveries_visitor",
    }
    read = {table for table in LARGE if f'"Relation Name": "{table}"' in plan}
    assert read == {table for table in LARGE if used_indexes(plan, table)} != set()


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_what_a_bot_left_unanswered_is_looked_for_in_one_conversation(full: Connection, mode: str) -> None:
    row = await full.fetchrow("SELECT site_id, id FROM conversations WHERE bot_id IS NOT NULL LIMIT 1")
    assert row is not None
    values = {"site_id": row["site_id"], "conversation_id": row["id"]}
    plan = await plan_of(full, _waits.find_unanswered, values, mode)
    assert used_indexes(plan, "conversations") <= {"conversations_pkey", "conversations_id"}
    assert used_indexes(plan, "entries") == {"entries_pkey"}
    assert used_indexes(plan, "webhook_deliveries") == {"webhook_deliveries_visitor"}


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_what_a_bot_was_asked_is_found_and_noted_by_its_keys(full: Connection, mode: str) -> None:
    row = await full.fetchrow("SELECT site_id, id, bot_id FROM conversations WHERE bot_id IS NOT NULL LIMIT 1")
    assert row is not None
    of_conversation = {"site_id": row["site_id"], "conversation_id": row["id"]}
    asked = await plan_of(full, _queries.find_asked, of_conversation | {"bot_id": row["bot_id"]}, mode)
    assert used_indexes(asked, "conversations") <= {"conversations_pkey", "conversations_id"} != set()
    said = await plan_of(full, _queries.list_last_seqs, of_conversation | {"up_to": 2, "row_limit": 20}, mode)
    assert used_indexes(said, "entries") == {"entries_pkey"}
    sent = {"sent_at": None, "sent_bytes": 1, "sent_data": "contents", "sent_mark": b"", "asked_seq": 2}
    delivery = await full.fetchrow("SELECT endpoint_id, event_id FROM webhook_deliveries LIMIT 1")
    assert delivery is not None
    noted = await plan_of(full, _queries.note_asked, dict(delivery) | sent, mode)
    assert used_indexes(noted, "webhook_deliveries") == {"webhook_deliveries_pkey"}
