"""A site full of conversations of every kind, and how Postgres would look for some of them, for tests of the store."""

import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from ryadom.protocol.filters import Filter
from ryadom.protocol.operator import Conversation, Folder
from ryadom.store.conversations import Cursor
from ryadom.store.ids import new_id
from ryadom.store.inbox import EVERYTHING, list_folder
from ryadom.store.inbox_pages import Reader
from ryadom.store.sql import Connection, Query
from tests.store.scenes import Scene

SIZE = 400
PAGE = 7
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
INSERT = """
    INSERT INTO conversations (
        site_id, id, visitor_id, status, assignee_id, department_id, queued_at, waiting_since, active_at, snoozed_until,
        tag_ids, score, is_blocked, bot_id
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""

LOOKED_FOR = re.compile(r"\((\w+) (?:=|<|>|>=) ")

MANY = 12_000
CROWD = """
    INSERT INTO conversations (
        site_id, id, visitor_id, status, assignee_id, department_id, queued_at, active_at, snoozed_until, tag_ids,
        score, waiting_since
    )
    SELECT
        $1, gen_random_uuid(), $2, status,
        CASE WHEN n % 7 > 0 THEN ($3::uuid[])[1 + n % 40] END, ($4::uuid[])[1 + n % 30],
        CASE WHEN status = 'open' AND n % 7 = 0 THEN at END, at,
        CASE WHEN status = 'open' AND n % 9 = 0 THEN at + interval '9 days' END,
        CASE WHEN n % 3 = 0 THEN ARRAY[($5::uuid[])[1 + n % 200]] ELSE '{}' END,
        CASE WHEN n % 11 = 0 THEN 1 + n % 5 END,
        CASE WHEN status = 'open' AND n % 4 = 0 THEN at END
    FROM generate_series(1, $6::integer) AS n
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN n % 10 < 2 THEN 'open' ELSE 'closed' END AS status,
            '2026-01-01 00:00Z'::timestamptz + n * interval '5 s' AS at
    ) AS drawn
"""

SAID = """
    INSERT INTO entries (
        site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, body, message_seq
    )
    SELECT
        site_id, id, n, CASE n WHEN 4 THEN 'deletion' ELSE 'message' END, true, n - 1, 'visitor', visitor_id,
        CASE WHEN n < 4 THEN 'слово' END, CASE n WHEN 4 THEN 3 END
    FROM conversations, generate_series(1, 4) AS n
"""


class Town:
    """A site full of conversations of every kind, and another one that nobody here works on."""

    def __init__(self, connection: Connection, scene: Scene, other: Scene) -> None:
        self.connection = connection
        self.scene = scene
        self.other = other
        self.departments = [new_id(), new_id()]
        self.operators = [scene.operator.id, other.operator.id]
        self.tags = [new_id() for _ in range(3)]
        self.bot_id = new_id()
        self.reader = Reader(
            operator_id=scene.operator.id, site_ids=[scene.head.site_id], department_ids=self.departments[:1]
        )
        self.shown: list[Conversation] = []

    async def fill(self) -> None:
        draw = random.Random(6)
        await self.connection.execute(
            "INSERT INTO bots (id, controller_id, name) SELECT $1, controller_id, 'Бот' FROM sites WHERE id = $2",
            self.bot_id,
            self.scene.head.site_id,
        )
        for site in (self.scene, self.other):
            for id in self.departments:
                await self.connection.execute(
                    "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, $3, 0)",
                    site.head.site_id,
                    id,
                    f"Направление {id}",
                )
        rows = [self._row(draw, (self.scene, self.other)[number % 5 == 0]) for number in range(SIZE)]
        for row in rows:
            await self.connection.execute(INSERT, *row)
        await self.connection.execute("DELETE FROM conversations WHERE id = ANY($1)", [self.scene.head.id])
        await self.connection.execute("ANALYZE conversations")
        self.shown = await self.walk(Folder.FILTERED, EVERYTHING)
        here = [row for row in rows if row[0] == self.scene.head.site_id]
        assert len(self.shown) == sum(not row[12] for row in here)

    def _row(self, draw: random.Random, site: Scene) -> tuple[object, ...]:
        is_open = draw.random() < 0.6
        assignee = draw.choice([None, *self.operators])
        is_led_by_bot = is_open and assignee is None and draw.random() < 0.4
        at = BEGINNING + timedelta(seconds=draw.randrange(7_200))
        return (
            site.head.site_id,
            new_id(),
            site.head.visitor.id,
            "open" if is_open else "closed",
            assignee,
            draw.choice([None, *self.departments]),
            at if is_open and assignee is None and not is_led_by_bot else None,
            at if draw.random() < 0.4 else None,
            at,
            at + timedelta(days=draw.randrange(9)) if is_open and draw.random() < 0.3 else None,
            draw.sample(self.tags, draw.randrange(3)),
            None if is_open else draw.choice([None, 1, 3, 5]),
            draw.random() < 0.1,
            self.bot_id if is_led_by_bot else None,
        )

    async def walk(self, folder: Folder, filter: Filter = EVERYTHING) -> list[Conversation]:
        """The folder, page by page."""
        rows: list[Conversation] = []
        after: Cursor | None = None
        while True:
            page, after = await list_folder(
                self.connection, self.reader, folder=folder, filter=filter, after=after, limit=PAGE
            )
            rows += page
            if after is None:
                return rows


async def crowd(town: Town) -> None:
    """Adds so many conversations, statistics included, that it matters how they are looked for."""
    connection, head = town.connection, town.scene.head
    operators = await connection.fetch(
        "INSERT INTO operators (id, email, name, password_hash)"
        " SELECT gen_random_uuid(), gen_random_uuid()::text, 'О', '' FROM generate_series(1, 40) RETURNING id"
    )
    departments = await connection.fetch(
        "INSERT INTO departments (site_id, id, name, place)"
        " SELECT $1, gen_random_uuid(), 'Н', n FROM generate_series(1, 30) AS n RETURNING id",
        head.site_id,
    )
    town.operators = [row["id"] for row in operators]
    town.departments = [row["id"] for row in departments]
    town.tags = [new_id() for _ in range(200)]
    await connection.execute(CROWD, head.site_id, head.visitor.id, town.operators, town.departments, town.tags, MANY)
    await connection.execute("ANALYZE conversations")
    town.reader = Reader(operator_id=town.operators[0], site_ids=[head.site_id], department_ids=town.departments[:2])


async def say_to_all(town: Town) -> None:
    """Three messages in every conversation, the last one deleted, statistics included."""
    await town.connection.execute(SAID)
    await town.connection.execute("ANALYZE entries")


async def plan_of(connection: Connection, query: Query, values: dict[str, object], mode: str) -> str:
    """How Postgres would run it, as JSON; it never reads a whole table here."""
    await connection.execute("SET LOCAL enable_seqscan = off")
    await connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
    return str(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query.text}", *query._ordered(values)))


async def run_plan(connection: Connection, query: Query, values: dict[str, object], mode: str) -> list[dict[str, Any]]:
    """The steps that Postgres has taken where it may not read a whole table, and how often each."""
    await connection.execute("SET LOCAL enable_seqscan = off")
    await connection.execute(f"SET LOCAL plan_cache_mode = {mode}")
    told = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {query.text}", *query._ordered(values))
    return list(_steps(json.loads(told)))


def used_indexes(plan: str, table: str) -> set[str]:
    """The indexes of a plan that are of this table."""
    names = [str(step.get("Index Name", "")) for step in _steps(json.loads(plan))]
    return {name for name in names if name.startswith(table)}


def looked_up(steps: list[dict[str, Any]], table: str) -> set[str]:
    """How the rows of this table were found: each index with the columns that were looked for in it."""
    return {
        " ".join([step.get("Index Name", step["Node Type"]), *sorted(LOOKED_FOR.findall(step.get("Index Cond", "")))])
        for step in steps
        if step.get("Relation Name") == table
    }


def _steps(node: Any) -> Iterator[dict[str, Any]]:
    """Each step of a plan."""
    if isinstance(node, dict):
        yield node
    if isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from _steps(value)
