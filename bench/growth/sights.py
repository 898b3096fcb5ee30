"""What a limit of sight costs the inbox: pages and counts of 200,000 conversations of 30 departments.

Each conversation is of one of 29. Of the thirtieth there is none, and whoever is in it alone, and leads none, sees
nothing: the worst there is, as every folder is looked through to its end.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from uuid import UUID

import asyncpg
from msgspec import Struct

from bench.figure import Figure
from bench.growth.chats import Size
from bench.growth.fill import fill
from bench.growth.times import PAGE_ROWS
from bench.load.meter import quantile_ms
from bench.load.stand import PASSWORD, SITE_KEY, settle, stand
from ryadom.core.operators import add_operator
from ryadom.protocol.operator import Folder
from ryadom.store.database import Database, open_database
from ryadom.store.ids import new_id
from ryadom.store.inbox import count_folders, list_folder
from ryadom.store.inbox_pages import Reader
from ryadom.store.purviews import find_purview
from ryadom.store.sql import Connection

FULL = Size(conversations=200_000, messages=2_000_000)
SEED = 1
OPERATORS = 30
DEPARTMENTS = 30
OWN = 3
ROUNDS = 200
WARM_UP = 10
EVERYTHING, LIMITED, BLIND = "unlimited", f"{OWN} departments of {DEPARTMENTS}", "a department with no conversation"
GOAL_MS = 60.0
DEPART = """UPDATE conversations AS c
SET department_id = ($1::uuid[])[1 + d.place % (cardinality($1::uuid[]) - 1)]
FROM (SELECT site_id, id, row_number() OVER (ORDER BY md5(CAST(id AS text))) AS place FROM conversations) AS d
WHERE d.site_id = c.site_id AND d.id = c.id"""


Reading = Callable[[Connection, Reader], Awaitable[str]]
"""Something that an inbox reads for somebody; gives what was found, in words."""


class Seer(Struct, frozen=True):
    """Whose first pages are read: what they may see, in words, and as the store is asked."""

    sees: str
    reader: Reader


def measure(*, scale: float = 1.0) -> Iterator[Figure]:
    """Of each folder, p99 of each reader, against the one who sees everything; `scale` makes the database smaller."""
    size = Size(conversations=round(FULL.conversations * scale), messages=round(FULL.messages * scale))
    yield from asyncio.run(_measure(size))


async def _measure(size: Size) -> list[Figure]:
    async with stand() as url, open_database(url, pool_size=2) as database:
        for number in range(OPERATORS - 1):
            email = f"operator{number}@shop.test"
            await add_operator(
                database, email=email, name=f"Оператор {number}", password=PASSWORD, site_keys=[SITE_KEY]
            )
        begun = time.perf_counter()
        await fill(url, size, site_key=SITE_KEY, seed=SEED)
        print(
            f"{size.messages:,} messages filled in, {time.perf_counter() - begun:,.0f} s", file=sys.stderr, flush=True
        )
        # Not by the pool, whose statements may take 15 s: what is done here is no request.
        connection = await asyncpg.connect(url)
        try:
            async with connection.transaction():
                seers = await _divide(connection)
            await connection.execute("VACUUM (ANALYZE) conversations")
        finally:
            await connection.close()
        await settle(url)
        pages = {f"first page of {folder}": _page_of(folder) for folder in Folder if folder is not Folder.FILTERED}
        return [
            figure
            for name, reading in {**pages, "counts of all folders": _counts}.items()
            for figure in await _figures(database, name, reading, seers, size)
        ]


async def _divide(connection: asyncpg.Connection) -> list[Seer]:
    """Gives each conversation its department, and limits two operators."""
    site_id = await connection.fetchval("SELECT id FROM sites WHERE key = $1", SITE_KEY)
    departments = [new_id() for _ in range(DEPARTMENTS)]
    await connection.executemany(
        "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, $3, $4)",
        [(site_id, id, f"Направление {place}", place) for place, id in enumerate(departments)],
    )
    await connection.execute(DEPART, departments)
    rows = await connection.fetch("SELECT operator_id AS id FROM operator_sites ORDER BY operator_id LIMIT 3")
    everybody, limited, blind = [row["id"] for row in rows]
    own = {everybody: departments[:OWN], limited: departments[:OWN], blind: departments[-1:]}
    await connection.executemany(
        "INSERT INTO department_members (site_id, department_id, operator_id) VALUES ($1, $2, $3)",
        [(site_id, id, operator_id) for operator_id, ids in own.items() for id in ids],
    )
    # Whoever sees nothing leads nothing either: else the folders would end with what they lead.
    await connection.execute("UPDATE conversations SET assignee_id = $1 WHERE assignee_id = $2", everybody, blind)
    await connection.execute(
        "UPDATE operators SET sees_own_departments_only = true WHERE id = ANY($1)", [limited, blind]
    )
    sees = {everybody: EVERYTHING, limited: LIMITED, blind: BLIND}
    return [Seer(sees[id], await _reader(connection, site_id, id, own[id])) for id in own]


async def _reader(
    connection: asyncpg.Connection, site_id: UUID, operator_id: UUID, department_ids: list[UUID]
) -> Reader:
    return Reader(
        operator_id=operator_id,
        site_ids=[site_id],
        department_ids=department_ids,
        purview=await find_purview(connection, operator_id),
    )


def _page_of(folder: Folder) -> Reading:
    async def read(connection: Connection, reader: Reader) -> str:
        page, _ = await list_folder(connection, reader, folder=folder, after=None, limit=PAGE_ROWS)
        return f"{len(page)} rows"

    return read


async def _counts(connection: Connection, reader: Reader) -> str:
    counts = await count_folders(connection, reader)
    return f"{counts.all} open, {counts.closed} closed"


async def _figures(database: Database, name: str, read: Reading, seers: list[Seer], size: Size) -> list[Figure]:
    """In turn, one reading of each: what the machine does meanwhile hits all of them alike."""
    times: dict[str, list[float]] = {seer.sees: [] for seer in seers}
    found: dict[str, str] = {}
    for number in range(WARM_UP + ROUNDS):
        for seer in seers:
            async with database.transaction() as connection:
                began = time.perf_counter()
                found[seer.sees] = await read(connection, seer.reader)
                took = time.perf_counter() - began
            if number >= WARM_UP:
                times[seer.sees].append(took)
    ordered = {sees: sorted(each) for sees, each in times.items()}
    baseline_ms = quantile_ms(ordered[EVERYTHING], 0.5)
    return [
        Figure(
            name=f"{name}, {sees}, p99, {size.conversations:,} conversations",
            value=quantile_ms(each, 0.99),
            unit="ms",
            goal=GOAL_MS,
            baseline=f"medians, {EVERYTHING}",
            ratio=quantile_ms(each, 0.5) / baseline_ms,
            remark=f"median {quantile_ms(each, 0.5):.1f} ms, {found[sees]}",
        )
        for sees, each in ordered.items()
    ]
