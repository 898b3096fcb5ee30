"""The operators' search over a year of chats, against the same question put to the messages themselves by ILIKE.

A search is measured from the call to the answer, the journal's commit with it, as the server would take for it. The
words are frequent, rare, mistyped, names, numbers of orders and telephones of cards, all asked equally often: the
slowest kind is 1 in 9. CPU is that of this process and of Postgres' backends: it says what a search costs where the
machine has other work too.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from random import Random
from uuid import UUID

import asyncpg
from msgspec import Struct

from bench.figure import Figure
from bench.growth.cards import add_cards
from bench.growth.chats import Size
from bench.growth.fill import fill
from bench.growth.phrases import FAMILY_NAMES
from bench.load.meter import cpu_s, quantile_ms
from bench.load.stand import SITE_KEY, settle, stand
from ryadom.core.search.contacts import WHOLE_CONTACT_LIMITS
from ryadom.core.search.desk import SEARCH_LIMITS, SearchDesk, Wanted
from ryadom.core.search.feeder import Feeder
from ryadom.core.search.lexemes import Lexemes
from ryadom.live.admission import Admission
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.metrics import Metrics
from ryadom.privacy.person_keys import PersonKeys
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.store.database import Database, open_database
from ryadom.store.journal_chain import Actor, ActorKind

FULL = Size(conversations=1_000_000, messages=10_000_000)
SEED = 1
SEARCHES_OF_KIND = 40
BASELINE_SEARCHES = 2
"""Of each kind: each reads the whole table."""

GOAL_MS = 150.0
KINDS = 9
SIGNING_KEY = "a bench's key, long enough to be one"

ILIKE = """SELECT e.conversation_id, e.seq, e.body FROM entries AS e
WHERE e.site_id = $1 AND e.kind = 'message' AND e.body ILIKE ALL ($2::text[]) ORDER BY e.created_at DESC LIMIT 20"""


class Question(Struct, frozen=True):
    """What is typed, and the parts that ILIKE looks for: it knows no other forms of a word."""

    kind: str
    typed: str
    parts: tuple[str, ...]


def measure(*, scale: float = 1.0) -> Iterator[Figure]:
    """`scale`: a part of 10,000,000 messages."""
    size = Size(conversations=round(FULL.conversations * scale), messages=round(FULL.messages * scale))
    yield from asyncio.run(_measure(size))


async def _measure(size: Size) -> list[Figure]:
    async with stand() as url, open_database(url, pool_size=8) as database:
        began = time.perf_counter()
        await fill(url, size, site_key=SITE_KEY, seed=SEED)
        await add_cards(url)
        _say(f"{size.messages:,} messages filled in, {time.perf_counter() - began:,.0f} s")
        filled_s = time.perf_counter() - began
        before = await _cpu_s(database)
        fed_per_s = await _feed(database, size)
        fed_cpu_s = await _cpu_s(database) - before
        await settle(url)
        questions = await _questions(url)
        before = await _cpu_s(database)
        ours = await _search(url, database, questions)
        ours_cpu_ms = (await _cpu_s(database) - before) * 1_000 / _asked(SEARCHES_OF_KIND)
        # Not one of the pool's, whose statements end after seconds
        baseline = await asyncpg.connect(url)
        before = await _cpu_s(database)
        theirs = await _baseline(baseline, questions)
        theirs_cpu_ms = (await _cpu_s(database) - before) * 1_000 / _asked(BASELINE_SEARCHES)
        await baseline.close()
        sizes = await _sizes(url)
    everything = [took for times in ours.values() for took in times]
    base = [took for times in theirs.values() for took in times]
    figures = [
        _figure(
            f"search, p50, {size.messages:,} messages", statistics.median(everything) * 1_000, statistics.median(base)
        ),
        _figure(
            f"search, p99, {size.messages:,} messages", quantile_ms(sorted(everything), 0.99), max(base), goal=GOAL_MS
        ),
    ]
    figures.append(
        Figure(
            name="CPU of a search, mean",
            value=ours_cpu_ms,
            unit="ms",
            baseline="ILIKE over the messages",
            ratio=ours_cpu_ms / theirs_cpu_ms,
        )
    )
    figures += [
        _figure(f"search for {kind}, p99", quantile_ms(sorted(times), 0.99), statistics.median(theirs[kind]))
        for kind, times in ours.items()
    ]
    figures.append(
        Figure(
            name="index of the search",
            value=sizes["search_texts"] / 1e6,
            unit="MB",
            baseline="the messages themselves",
            ratio=sizes["search_texts"] / sizes["entries"],
        )
    )
    figures.append(
        Figure(
            name="history fed",
            value=fed_per_s,
            unit="messages/s",
            at_least=True,
            baseline="the same by COPY",
            ratio=fed_per_s / (size.messages / filled_s),
            remark=f"{fed_cpu_s / size.messages * 1e6:,.0f} µs of CPU a message",
        )
    )
    return figures


def _figure(name: str, value: float, base: float, *, goal: float | None = None) -> Figure:
    return Figure(
        name=name, value=value, unit="ms", goal=goal, baseline="ILIKE over the messages", ratio=value / (base * 1_000)
    )


async def _feed(database: Database, size: Size) -> float:
    feeder = Feeder(database, Lexemes())
    await feeder.step()
    async with database.connection() as connection:
        # Names and cards were filled in without the triggers that would have noted them: all are walked over.
        await connection.execute("UPDATE search_feed SET cards_cursor = ''")
    began = last = time.perf_counter()
    done = 0
    while True:
        step = await feeder.step()
        done += step.entries
        if time.perf_counter() - last > 30:
            last = time.perf_counter()
            _say(f"{done:>12,} entries fed, {last - began:,.0f} s")
        if not step.is_more and step.entries == 0:
            break
    took_s = time.perf_counter() - began
    _say(f"{size.messages:,} messages fed in {took_s:,.0f} s")
    async with database.connection() as connection:
        # As autovacuum would have, meanwhile.
        for table in ("search_texts", "search_words"):
            await connection.execute(f"VACUUM (ANALYZE) {table}")
    return size.messages / took_s


async def _questions(url: str) -> dict[str, list[Question]]:
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(
            "SELECT body FROM entries TABLESAMPLE SYSTEM (1) WHERE body ~ 'аказ [А-Я][0-9-]+' LIMIT 400"
        )
        telephones = [row["phone"] for row in await connection.fetch("SELECT phone FROM customer_cards LIMIT 400")]
    finally:
        await connection.close()
    random = Random(SEED)
    orders = [
        words[at + 1].strip(",.:")
        for row in rows
        for words in [row["body"].split()]
        for at, word in enumerate(words[:-1])
        if word.lower().startswith("заказ") and "-" in words[at + 1]
    ]

    def pick(kind: str, typed: Sequence[str]) -> list[Question]:
        chosen = [random.choice(typed) for _ in range(SEARCHES_OF_KIND)]
        return [Question(kind, one, tuple(f"%{word}%" for word in one.split())) for one in chosen]

    kinds = {
        "frequent words": ["доставка", "заказ", "размер", "возврат", "здравствуйте", "спасибо"],
        "several words": ["доставка Якутск", "возврат чайника", "промокод корзина", "счёт ИНН", "размер XL куртка"],
        "a phrase": ['"пункт выдачи"', '"срок его действия"', '"рядом с метро"'],
        "words that exclude": ["доставка -Казань", "заказ -курьер"],
        "mistyped words": ["доствака", "промакод", "саомвывоз", "мониля"],
        "names": list(FAMILY_NAMES),
        "numbers of orders": orders or ["Р-1"],
        "telephones of cards": telephones,
        "words of nobody": ["абракадабра", "синхрофазотрон", "зюзюка"],
    }
    return {kind: pick(kind, typed) for kind, typed in kinds.items()}


async def _search(url: str, database: Database, questions: dict[str, list[Question]]) -> dict[str, list[float]]:
    masking = Masking(database)
    desk = SearchDesk(
        database=database,
        journal=JournalQueue(database, Metrics()),
        keys=PersonKeys([SIGNING_KEY]),
        masking=masking,
        veil=Veil(masking),
        lexemes=Lexemes(),
        admission=Admission(SEARCH_LIMITS, clock=lambda: time.monotonic() * 1_000),
        whole_admission=Admission(WHOLE_CONTACT_LIMITS, clock=lambda: time.monotonic() * 1_000),
        visitor_online=lambda _owner: False,
        now=lambda: datetime.now(UTC),
    )
    operator_id = await _one(url, "SELECT id FROM operators LIMIT 1")
    actor = Actor(kind=ActorKind.OPERATOR, id=operator_id, name="Анна", network="127.0.0.1")

    async def ask(question: Question) -> None:
        await desk.search(actor, operator_id, Wanted(query=question.typed), sees_contacts=True)

    return await _timed(questions, ask, SEARCHES_OF_KIND)


async def _baseline(connection: asyncpg.Connection, questions: dict[str, list[Question]]) -> dict[str, list[float]]:
    site_id = await connection.fetchval("SELECT id FROM sites WHERE key = $1", SITE_KEY)
    # One backend does all the work, so that its CPU is all of it.
    await connection.execute("SET max_parallel_workers_per_gather = 0")

    async def ask(question: Question) -> None:
        await connection.fetch(ILIKE, site_id, [part.replace('"', "") for part in question.parts])

    return await _timed(questions, ask, BASELINE_SEARCHES)


def _asked(searches: int) -> int:
    """How many searches `_timed` makes, with those that warm up."""
    return KINDS * (searches + 1)


async def _cpu_s(database: Database) -> float:
    """CPU that this process and the backends there are have used, in seconds."""
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
    return time.process_time() + sum(cpu_s(row["pid"]) for row in rows)


async def _timed(
    questions: dict[str, list[Question]], ask: Callable[[Question], Awaitable[None]], most: int
) -> dict[str, list[float]]:
    """Seconds of each search, kind by kind in turn; the first of each kind warms up."""
    times: dict[str, list[float]] = {kind: [] for kind in questions}
    for kind in questions:
        await ask(questions[kind][0])
    for number in range(most):
        for kind, asked in questions.items():
            began = time.perf_counter()
            await ask(asked[number])
            times[kind].append(time.perf_counter() - began)
    return times


async def _sizes(url: str) -> dict[str, int]:
    connection = await asyncpg.connect(url)
    try:
        return {
            table: await connection.fetchval("SELECT pg_total_relation_size($1::text::regclass)", table)
            for table in ("search_texts", "entries")
        }
    finally:
        await connection.close()


async def _one(url: str, query: str) -> UUID:
    connection = await asyncpg.connect(url)
    try:
        found: UUID = await connection.fetchval(query)
        return found
    finally:
        await connection.close()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
