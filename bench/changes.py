"""The pull of changes: 100,000 messages over HTTP, as a program that has missed them and as one that begins anew."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlencode

import asyncpg
import msgspec
from msgspec import Struct

from bench.figure import Figure
from bench.load.rounds import ROUNDS, compared
from bench.load.stand import SITE_KEY, Target, ryadom, settle, stand
from ryadom.core.api_keys import ApiKeys, Scope
from ryadom.core.changes import MAX_LIMIT
from ryadom.core.sites import sites_named
from ryadom.store.database import open_database
from ryadom.store.journal_chain import COMMAND_LINE

MESSAGES, CONVERSATIONS = 100_000, 5_000
AT_ONCE = 200
"""So many chats go on at the same time, as in the other benches: each transaction has one message of each of them."""
GOAL_ROWS_S = 20_000
BODY = "Здравствуйте! Подскажите, пожалуйста, есть ли доставка в Казань и сколько она стоит?"

ADD_VISITORS = """INSERT INTO visitors (site_id, id, locale)
SELECT s.id, gen_random_uuid(), 'ru' FROM sites AS s, generate_series(1, $1)"""
ADD_CONVERSATIONS = """INSERT INTO conversations (site_id, id, visitor_id, last_seq, last_public_seq, queued_at)
SELECT site_id, gen_random_uuid(), id, $1, $1, now() FROM visitors"""
ADD_MESSAGES = """INSERT INTO entries (
    site_id, conversation_id, seq, kind, public, prev_public_seq, author_kind, author_id, echo_id, body
)
SELECT site_id, id, CAST($1 AS bigint), 'message', true, $1 - 1, 'visitor', visitor_id, gen_random_uuid(), $2
FROM conversations ORDER BY id OFFSET $3 LIMIT $4"""
# What the pull gives of a message, page by page, without anything of its own
SELECT_PAGE = """SELECT
    e.conversation_id, e.seq, e.author_kind, e.author_id, e.body, e.files, e.created_at, e.reply_to_seq
FROM entries AS e
WHERE (e.conversation_id, e.seq) > ($1, $2) AND e.site_id = $3
ORDER BY e.conversation_id, e.seq LIMIT $4"""


class Page(Struct, frozen=True):
    """What the bench needs of a page."""

    changes: list[msgspec.Raw]
    cursor: str
    has_more: bool


def measure() -> Iterator[Figure]:
    """Changes a second, with TLS and network left out; against a plain SELECT of the same rows by the driver."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url) as product:
        secret = await _key(url)
        connection = await asyncpg.connect(url)
        try:
            before = (await _pull(product, secret, ""))[2]
            await _fill(connection)
            await settle(url)
            missed, anew, plain = [], [], []
            for _ in range(ROUNDS):
                rows, took_s, _ = await _pull(product, secret, before)
                missed.append(rows / took_s)
                rows, took_s, _ = await _pull(product, secret, "")
                anew.append(rows / took_s)
                plain.append(await _read(connection))
        finally:
            await connection.close()
    baseline = "SELECT of the same messages in the same pages"
    return [
        compared(
            f"pull of {MESSAGES:,} missed messages, with their conversations",
            missed,
            plain,
            unit="rows/s",
            baseline=baseline,
            at_least=True,
            goal=GOAL_ROWS_S,
        ),
        compared(
            f"pull of {MESSAGES:,} messages from the beginning",
            anew,
            plain,
            unit="rows/s",
            baseline=baseline,
            at_least=True,
            goal=GOAL_ROWS_S,
        ),
    ]


async def _key(url: str) -> str:
    async with open_database(url, pool_size=2) as database:
        keys = ApiKeys(database=database)
        made = await keys.make(
            await sites_named(database, [SITE_KEY]),
            name="Bench",
            scopes=[Scope.READ_CHANGES],
            is_for_all=False,
            expires_at=None,
            by=COMMAND_LINE,
        )
    return made.secret


async def _fill(connection: asyncpg.Connection) -> None:
    per_conversation = MESSAGES // CONVERSATIONS
    await connection.execute(ADD_VISITORS, CONVERSATIONS)
    await connection.execute(ADD_CONVERSATIONS, per_conversation)
    for begin in range(0, CONVERSATIONS, AT_ONCE):
        for seq in range(1, per_conversation + 1):
            await connection.execute(ADD_MESSAGES, seq, BODY, begin, AT_ONCE)
    await connection.execute("VACUUM ANALYZE")


async def _pull(product: Target, secret: str, cursor: str) -> tuple[int, float, str]:
    """Everything behind a cursor: how many changes, in which time, and the cursor at the end."""
    return await asyncio.to_thread(_pull_all, product.port, secret, cursor)


def _pull_all(port: int, secret: str, cursor: str) -> tuple[int, float, str]:
    # The plainest client there is: what reads the answers must not be what is measured
    decoder, rows, begun, is_more = msgspec.json.Decoder(Page), 0, time.perf_counter(), True
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as http:
        while is_more:
            query = urlencode({"cursor": cursor, "limit": MAX_LIMIT})
            http.request("GET", f"/api/v1/changes?{query}", headers={"Authorization": f"Bearer {secret}"})
            answer = http.getresponse()
            content = answer.read()
            if answer.status != HTTPStatus.OK:
                raise RuntimeError(content.decode())
            page = decoder.decode(content)
            rows, cursor, is_more = rows + len(page.changes), page.cursor, page.has_more
    return rows, time.perf_counter() - begun, cursor


async def _read(connection: asyncpg.Connection) -> float:
    site_id = await connection.fetchval("SELECT id FROM sites LIMIT 1")
    place, seq, count, begun = "00000000-0000-0000-0000-000000000000", 0, 0, time.perf_counter()
    while rows := await connection.fetch(SELECT_PAGE, place, seq, site_id, MAX_LIMIT):
        place, seq, count = rows[-1]["conversation_id"], rows[-1]["seq"], count + len(rows)
    return count / (time.perf_counter() - begun)
