"""The chat while 1,000,000 old messages are erased beside it: one message a second in each of 200 chats, as in `paced`.

The server erases them itself, as it does after midnight. It is stopped and goes on between the rounds, so that whatever
else the machine does hits the chats with and without it alike.
"""

import asyncio
import time
from collections.abc import Iterator

import asyncpg

from bench.figure import Figure
from bench.load.clients import BODY
from bench.load.paced import CHATS, MEASURED_S
from bench.load.plan import Kind, Outcome
from bench.load.rounds import ROUNDS, compared
from bench.load.stand import SITE_KEY, Target, load, ryadom, settle, stand

MESSAGES = 1_000_000
MESSAGES_PER_CHAT = 50
WARM_UP_S = 2.0
GOAL_RATIO = 1.5
ERASE_TIMEOUT_S = 3_600.0

ADD_VISITORS = """INSERT INTO visitors (site_id, id, name, locale)
SELECT s.id, gen_random_uuid(), 'Иван ' || n, 'ru'
FROM sites AS s, generate_series(1, CAST($1 AS int)) AS n WHERE s.key = $2"""
ADD_CONVERSATIONS = """INSERT INTO conversations (site_id, id, visitor_id, status, last_seq, last_public_seq, active_at)
SELECT v.site_id, gen_random_uuid(), v.id, 'closed', $1, $1,
    now() - interval '400 days' - random() * interval '300 days'
FROM visitors AS v"""
ADD_ENTRIES = """INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body, created_at
)
SELECT c.site_id, c.id, seq, 'message', true, seq - 1, 'visitor', c.visitor_id, gen_random_uuid(), CAST($1 AS text),
    c.active_at
FROM conversations AS c, generate_series(1, c.last_seq) AS seq
WHERE c.status = 'closed'"""
ADD_LIFETIME = """INSERT INTO lifetimes (site_id, kind, days, set_at)
SELECT id, 'messages', 365, now() - interval '2 days' FROM sites WHERE key = $1"""
LEFT = "SELECT count(*) FROM destructions_begun"
ACTS = "SELECT sum(CAST(changed ->> 'entries' AS bigint)) FROM destructions"
ERASED = """SELECT coalesce(sum(CAST(changed ->> 'entries' AS bigint)), 0)::bigint
FROM (SELECT changed FROM destructions UNION ALL SELECT changed FROM destructions_begun) AS d"""


def measure(*, scale: float = 1.0) -> Iterator[Figure]:
    """Against the same chats without it."""
    yield from asyncio.run(_measure(int(MESSAGES * scale)))


async def _measure(messages: int) -> list[Figure]:
    quiet: list[Outcome] = []
    meanwhile: list[Outcome] = []
    async with stand() as url:
        await _fill(url, messages)
        await _set_lifetime(url)
        for _ in range(ROUNDS):
            # It would not look for what is due for ten minutes.
            async with ryadom(url) as quiet_server:
                quiet.append(await _load(quiet_server))
            # Goes on where the round before stopped it.
            async with ryadom(url, "--erase-at-once") as erasing_server:
                outcome = await _load(erasing_server)
            if await _is_over(url, messages):
                break
            meanwhile.append(outcome)
        erased, begun = await _erased(url), time.perf_counter()
        async with ryadom(url, "--erase-at-once"):
            await _wait(url, messages)
        rest, took_s = messages - erased, time.perf_counter() - begun
    if not meanwhile:
        raise RuntimeError(f"{messages:,} messages were erased before anything was measured: take a larger --scale")
    words = f"send to operator, {CHATS} chats, 1 message/s each, while {messages:,} messages are erased"
    return [
        compared(
            f"{words}, {name}",
            [getattr(outcome, field) for outcome in meanwhile],
            [getattr(outcome, field) for outcome in quiet],
            unit="ms",
            outcomes=(*meanwhile, *quiet),
            baseline="the same chats without it, in turn",
            goal_ratio=goal_ratio,
        )
        for name, field, goal_ratio in (("p50", "p50_ms", None), ("p99", "p99_ms", GOAL_RATIO))
    ] + [
        Figure(
            name="messages erased by a server that nobody uses",
            value=round(rest / took_s),
            unit="/s",
            baseline=f"none; the last {rest:,} took {took_s:,.0f} s, most of which are pauses",
            ratio=1.0,
        )
    ]


async def _load(target: Target) -> Outcome:
    return await load(target, target.plan(Kind.PACED, chats=CHATS, warm_up_s=WARM_UP_S, measured_s=MEASURED_S))


async def _fill(url: str, messages: int) -> None:
    chats = messages // MESSAGES_PER_CHAT
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET synchronous_commit = off")
        await connection.execute(ADD_VISITORS, chats, SITE_KEY)
        await connection.execute(ADD_CONVERSATIONS, MESSAGES_PER_CHAT)
        await connection.execute(ADD_ENTRIES, BODY)
        for table in ("visitors", "conversations", "entries"):
            await connection.execute(f"VACUUM (ANALYZE) {table}")
    finally:
        await connection.close()
    await settle(url)


async def _set_lifetime(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(ADD_LIFETIME, SITE_KEY)
    finally:
        await connection.close()


async def _is_over(url: str, messages: int) -> bool:
    """Whether all are erased and have their act."""
    connection = await asyncpg.connect(url)
    try:
        return not await connection.fetchval(LEFT) and (await connection.fetchval(ACTS) or 0) >= messages
    finally:
        await connection.close()


async def _erased(url: str) -> int:
    connection = await asyncpg.connect(url)
    try:
        erased: int = await connection.fetchval(ERASED)
    finally:
        await connection.close()
    return erased


async def _wait(url: str, messages: int) -> None:
    async with asyncio.timeout(ERASE_TIMEOUT_S):
        while not await _is_over(url, messages):  # noqa: ASYNC110 - another process erases
            await asyncio.sleep(1.0)
