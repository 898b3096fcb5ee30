"""A month's report on a database of a year: 1,000,000 conversations of 10,000,000 messages."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
from msgspec import Struct

from bench.demo_process import demo_folder
from bench.figure import Figure
from bench.growth.chats import Size
from bench.growth.fill import fill
from ryadom.core.operators import add_operator
from ryadom.core.reports.periods import Period, make_period
from ryadom.core.reports.report import Known, make_report
from ryadom.core.reports.upkeep import RoundsUpkeep
from ryadom.core.reports.words import Language
from ryadom.core.sites import add_site
from ryadom.store.database import Database, open_database
from ryadom.store.embedded import embedded_postgres
from ryadom.store.migrate import migrate
from ryadom.store.reports import Scope

FULL = Size(conversations=1_000_000, messages=10_000_000)
SEED = 1
OPERATORS = 20
ROUNDS = 3
MONTH_GOAL_S = 2.0
ZONE = "Europe/Moscow"
# Two figures of the report, as one would ask for them without a table of rounds.
NAIVE = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY a.created_at - q.created_at)
FROM conversations AS c
CROSS JOIN LATERAL (
    SELECT min(e.created_at) AS created_at FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.author_kind = 'visitor'
) AS q
CROSS JOIN LATERAL (
    SELECT min(e.created_at) AS created_at FROM entries AS e
    WHERE e.site_id = c.site_id AND e.conversation_id = c.id AND e.kind = 'message' AND e.author_kind = 'operator'
) AS a
WHERE c.site_id = $1 AND q.created_at >= $2 AND q.created_at < $3
"""


class Took(Struct, frozen=True, kw_only=True):
    """Seconds: of storing a history and of reckoning it in, of reports, each the best of three, and of the naive."""

    filled_s: float
    kept_s: float
    month_s: float
    year_s: float
    naive_s: float
    month_rounds: int


def measure(*, scale: float = 1.0) -> Iterator[Figure]:
    """Against two of its figures, asked of the entries themselves; `scale` makes the database smaller."""
    size = Size(conversations=round(FULL.conversations * scale), messages=round(FULL.messages * scale))
    took = asyncio.run(_measure(size))
    yield Figure(
        name=f"report of a month, {took.month_rounds:,} of {size.conversations:,} conversations",
        value=round(took.month_s, 3),
        unit="s",
        goal=MONTH_GOAL_S,
        baseline=f"two of its figures from the entries: {took.naive_s:.2f} s",
        ratio=took.month_s / took.naive_s,
    )
    yield Figure(
        name="report of a year",
        value=round(took.year_s, 3),
        unit="s",
        baseline="the month",
        ratio=took.year_s / took.month_s,
    )
    yield Figure(
        name="messages of a history reckoned in",
        value=round(size.messages / took.kept_s),
        unit="messages/s",
        baseline=f"storing them by COPY, {size.messages / took.filled_s:,.0f}/s",
        ratio=took.filled_s / took.kept_s,
    )


async def _measure(size: Size) -> Took:
    with demo_folder() as folder:
        async with embedded_postgres(folder) as url, open_database(url) as database:
            await migrate(database)
            site = await add_site(database, name="Лавка", origins=["http://shop.test"])
            for number in range(OPERATORS):
                await add_operator(
                    database,
                    email=f"operator-{number}@shop.test",
                    name=f"Сотрудник {number}",
                    password="correct horse battery",  # noqa: S106 - of nobody
                    site_keys=[site.key],
                )
            begun = time.perf_counter()
            await fill(url, size, site_key=site.key, seed=SEED)
            filled_s = time.perf_counter() - begun
            begun = time.perf_counter()
            upkeep = RoundsUpkeep(database, now=_now)
            while await upkeep.keep_page():
                pass
            kept_s = time.perf_counter() - begun
            connection = await asyncpg.connect(url)
            await connection.execute("VACUUM (ANALYZE) rounds")
            today = _now().date()
            month = _period(today - timedelta(days=30), today - timedelta(days=1))
            year = _period(today - timedelta(days=365), today)
            month_s, month_rounds = await _report(database, site.id, month)
            year_s, _ = await _report(database, site.id, year)
            begun = time.perf_counter()
            await connection.fetchrow(NAIVE, site.id, month.starts_at, month.ends_at, timeout=600)
            naive_s = time.perf_counter() - begun
            await connection.close()
    return Took(
        filled_s=filled_s,
        kept_s=kept_s,
        month_s=month_s,
        year_s=year_s,
        naive_s=naive_s,
        month_rounds=month_rounds,
    )


async def _report(database: Database, site_id: UUID, period: Period) -> tuple[float, int]:
    best, rounds = float("inf"), 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        async with database.transaction() as connection:
            scope = Scope(site_ids=[site_id], starts_at=period.starts_at, ends_at=period.ends_at)
            known = Known(sites=[], departments=[], language=Language.RU)
            report = await make_report(connection, scope, period, known, now=_now())
        best, rounds = min(best, time.perf_counter() - begun), report.total.conversations
    return best, rounds


def _period(since: date, until: date) -> Period:
    return make_period(since=since, until=until, zone_name=ZONE, now=_now())


def _now() -> datetime:
    return datetime.now(UTC)
