"""A visitor who has missed 10,000 messages: how soon they have them, within the limits that visitors have."""

import asyncio
import json
import time
from collections.abc import Iterator
from uuid import UUID, uuid4

import asyncpg
from msgspec import Struct
from websockets.asyncio.client import connect
from websockets.typing import Origin

from bench.figure import Figure
from bench.load.clients import BODY
from bench.load.plan import Kind, Visitor
from bench.load.rounds import ROUNDS, compared
from bench.load.stand import ORIGIN, SITE_KEY, Target, load, ryadom, stand

MISSED = 10_000
PAGE = 200
GOAL_S = 5.0
# As `post_messages` would have left them, in one go.
ADD_ENTRIES = """INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body
)
SELECT site_id, id, seq, 'message', true, seq - 1, 'visitor', visitor_id, gen_random_uuid(), CAST($2 AS text)
FROM conversations, generate_series(2, CAST($3 AS bigint) + 1) AS seq
WHERE id = $1"""
MOVE_HEAD = "UPDATE conversations SET last_seq = $2 + 1, last_public_seq = $2 + 1, visitor_read_seq = 1 WHERE id = $1"
READ_PAGE = """SELECT seq, prev_public_seq, author_kind, author_id, echo_id, body, created_at
FROM entries WHERE conversation_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"""


class Absent(Struct, frozen=True):
    """A visitor who has written once and is gone."""

    token: str
    conversation_id: UUID


def measure() -> Iterator[Figure]:
    """Against the driver alone, reading the same pages."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url, "--keep-limits") as product:
        # One for each round: what the round before had used up of a visitor's commands would be measured too.
        all_absent = [await _leave(product) for _ in range(ROUNDS)]
        connection = await asyncpg.connect(url)
        try:
            for absent in all_absent:
                await connection.execute(ADD_ENTRIES, absent.conversation_id, BODY, MISSED)
                await connection.execute(MOVE_HEAD, absent.conversation_id, MISSED)
            # As the autovacuum would have done by the time that somebody has missed so many.
            await connection.execute("ANALYZE")
            ours, theirs = [], []
            for absent in all_absent:
                visitor = Visitor(token=absent.token, conversation_id=str(absent.conversation_id), after_seq=1)
                outcome = await load(product, product.plan(Kind.CATCH_UP, visitors=(visitor,)))
                if outcome.samples != MISSED:
                    raise RuntimeError(f"{outcome.samples} of {MISSED} messages came")
                ours.append(outcome.elapsed_s)
                theirs.append(await _read(connection, absent.conversation_id))
        finally:
            await connection.close()
    return [
        compared(
            f"catching up with {MISSED:,} missed messages",
            ours,
            theirs,
            unit="s",
            baseline="asyncpg alone, the same pages",
            goal=GOAL_S,
        )
    ]


async def _leave(product: Target) -> Absent:
    async with connect(f"ws://127.0.0.1:{product.port}/ws/visitor", origin=Origin(ORIGIN), proxy=None) as visitor:
        await visitor.send(json.dumps({"type": "hello", "protocol": 1, "site": SITE_KEY}))
        welcome = json.loads(await visitor.recv())
        await visitor.send(json.dumps({"type": "send_message", "echo_id": str(uuid4()), "body": BODY}))
        while (event := json.loads(await visitor.recv()))["type"] != "message_posted":
            pass
    return Absent(welcome["token"], UUID(event["conversation_id"]))


async def _read(connection: asyncpg.Connection, conversation_id: UUID) -> float:
    begun, seq = time.perf_counter(), 1
    while rows := await connection.fetch(READ_PAGE, conversation_id, seq, PAGE):
        seq = rows[-1]["seq"]
    return time.perf_counter() - begun
