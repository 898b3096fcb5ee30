"""Exports: a CSV of messages over HTTP against `psql` with COPY, a workbook against xlsxwriter alone, and memory.

`psql` copies the same columns of the same rows, joined as the export joins them, and once more six columns that one
table has. Times are in Postgres' own form there, and no formulas guarded. A chat goes on meanwhile, whose p99 is
compared with that of a moment before.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import asyncpg
import xlsxwriter

from bench.figure import Figure
from bench.growth.catching_up import catch_up
from bench.growth.chats import Size
from bench.growth.fill import fill
from bench.load.meter import pss_kib
from bench.load.plan import Kind as Load
from bench.load.plan import Outcome
from bench.load.rounds import ROUNDS, compared
from bench.load.stand import SITE_KEY, Target, load, ryadom, settle, stand
from ryadom.core.api_keys import ApiKeys, Scope
from ryadom.core.export_counting import Form
from ryadom.core.exports import write_export
from ryadom.core.sites import sites_named
from ryadom.store.database import Database, open_database
from ryadom.store.embedded_binaries import wheel_binaries
from ryadom.store.exports import Kind, Selection, columns_of, read_rows
from ryadom.store.journal_chain import COMMAND_LINE

FULL = Size(conversations=1_000_000, messages=10_000_000)
SEED = 1
SHEET_ROWS = 500_000
PIECE_BYTES = 1 << 20
CHATS = 200
CHATTING_S = 6.0
CSV_GOAL_RATIO, SHEET_GOAL_RATIO, CHAT_GOAL_RATIO = 0.6, 1.3, 1.5
CSV_GOAL_MIB, SHEET_GOAL_MIB = 20.0, 40.0
LOOK_S = 0.1

COPY = """COPY (
    SELECT
        e.conversation_id, e.seq, s.key, e.created_at, e.author_kind, e.author_id,
        CASE e.author_kind WHEN 'operator' THEN o.name WHEN 'bot' THEN b.name ELSE v.name END, e.body,
        CASE WHEN e.files IS NOT NULL THEN (
            SELECT string_agg(f.name, ', ') FROM files AS f
            WHERE f.site_id = e.site_id AND f.conversation_id = e.conversation_id AND f.seq = e.seq
        ) END,
        array_to_string(e.choices, ' | ')
    FROM entries AS e
    JOIN sites AS s ON s.id = e.site_id
    JOIN conversations AS c ON c.site_id = e.site_id AND c.id = e.conversation_id
    JOIN visitors AS v ON v.site_id = c.site_id AND v.id = c.visitor_id
    LEFT JOIN operators AS o ON o.id = e.author_id
    LEFT JOIN bots AS b ON b.id = e.author_id
    WHERE e.kind = 'message' AND NOT c.is_blocked AND v.erased_at IS NULL
) TO STDOUT (FORMAT csv)"""
COPY_TABLE = """COPY (
    SELECT conversation_id, seq, created_at, author_kind, author_id, body FROM entries WHERE kind = 'message'
) TO STDOUT (FORMAT csv)"""
COUNT = "SELECT count(*) FROM entries WHERE kind = 'message'"
SINCE = """SELECT min(created_at) FROM (
    SELECT created_at FROM entries WHERE kind = 'message' ORDER BY created_at DESC LIMIT $1
) AS e"""
HEADING = "conversation_id;seq;site;created_at;author_kind;author_id;author_name;body;files;choices"


def measure(*, scale: float = 1.0) -> Iterator[Figure]:
    """`scale`: a part of 10,000,000 messages."""
    size = Size(conversations=round(FULL.conversations * scale), messages=round(FULL.messages * scale))
    yield from asyncio.run(_measure(size))


async def _measure(size: Size) -> list[Figure]:
    async with stand() as url:
        began = time.perf_counter()
        await fill(url, size, site_key=SITE_KEY, seed=SEED)
        print(f"{size.messages:,} messages filled in, {time.perf_counter() - began:,.0f} s", file=sys.stderr)
        await catch_up(url)
        secret = await _key(url)
        await settle(url)
        async with ryadom(url) as product:
            # What a first export makes the process load is no part of what its rows cost.
            await asyncio.to_thread(_take, product.port, secret, "since=2100-01-01T00:00:00Z")
            taken, copied, table_copied, grown_mib = [], [], [], []
            for _ in range(ROUNDS):
                rows_per_s, mib = await _grown(product, secret)
                taken.append(rows_per_s)
                grown_mib.append(mib)
                copied.append(await asyncio.to_thread(_copied, url, COPY))
                table_copied.append(await asyncio.to_thread(_copied, url, COPY_TABLE))
            alone, beside = await _chat_beside(product, secret)
        sheet = await _sheets(url)
    return [
        compared(
            f"CSV of {size.messages:,} messages over HTTP",
            taken,
            copied,
            unit="rows/s",
            baseline="psql, COPY of the same columns to /dev/null",
            at_least=True,
            goal_ratio=CSV_GOAL_RATIO,
        ),
        compared(
            f"CSV of {size.messages:,} messages over HTTP, against less",
            taken,
            table_copied,
            unit="rows/s",
            baseline="psql, COPY of the six columns that one table has",
            at_least=True,
            goal_ratio=CSV_GOAL_RATIO,
        ),
        Figure(
            name=f"memory that an export of {size.messages:,} messages adds to the server",
            value=round(max(grown_mib), 1),
            unit="MiB",
            goal=CSV_GOAL_MIB,
            baseline="the server before",
            ratio=0.0,
        ),
        compared(
            f"send to operator, {CHATS} chats, 1 message/s each, while exports are taken, p99",
            [outcome.p99_ms for outcome in beside],
            [outcome.p99_ms for outcome in alone],
            unit="ms",
            baseline="the same without exports",
            goal_ratio=CHAT_GOAL_RATIO,
            outcomes=(*alone, *beside),
        ),
        *sheet,
    ]


async def _key(url: str) -> str:
    async with open_database(url, pool_size=2) as database:
        made = await ApiKeys(database=database).make(
            await sites_named(database, [SITE_KEY]),
            name="Bench",
            scopes=[Scope.EXPORT_DATA],
            is_for_all=False,
            expires_at=None,
            by=COMMAND_LINE,
        )
    return made.secret


async def _grown(product: Target, secret: str) -> tuple[float, float]:
    """Rows a second of one export, and by how many MiB the server's memory has grown at most meanwhile."""
    [pid] = product.pids
    before = most = pss_kib(pid)
    taking = asyncio.create_task(asyncio.to_thread(_take, product.port, secret, ""))
    while not taking.done():
        most = max(most, pss_kib(pid))
        await asyncio.wait([taking], timeout=LOOK_S)
    return await taking, (most - before) / 1_024


def _take(port: int, secret: str, query: str) -> float:
    begun, lines = time.perf_counter(), 0
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as http:
        http.request("GET", f"/api/v1/exports/messages?{query}", headers={"Authorization": f"Bearer {secret}"})
        answer = http.getresponse()
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(answer.read().decode())
        while piece := answer.read(PIECE_BYTES):
            lines += piece.count(b"\n")
    return (lines - 1) / (time.perf_counter() - begun)


def _copied(url: str, copy: str) -> float:
    """Rows a second of `psql`."""
    psql = (str(wheel_binaries() / "psql"), "--no-psqlrc", "--dbname", url, "--tuples-only", "--command")
    begun = time.perf_counter()
    subprocess.run([*psql, copy], check=True, stdout=subprocess.DEVNULL)
    took_s = time.perf_counter() - begun
    counted = subprocess.run([*psql, COUNT], check=True, capture_output=True)
    return int(counted.stdout) / took_s


async def _chat_beside(product: Target, secret: str) -> tuple[list[Outcome], list[Outcome]]:
    """What chats see in turn: without an export, and while one after the other is taken."""
    alone, beside = [], []
    plan = product.plan(Load.PACED, chats=CHATS, warm_up_s=1.0, measured_s=CHATTING_S)
    for _ in range(ROUNDS):
        alone.append(await load(product, plan))
        taking = asyncio.create_task(_take_always(product, secret))
        beside.append(await load(product, plan))
        taking.cancel()
        with suppress(asyncio.CancelledError):
            await taking
    return alone, beside


async def _take_always(product: Target, secret: str) -> None:
    while True:
        taking = await asyncio.create_subprocess_exec(
            *(
                sys.executable,
                "-c",
                "import sys; from bench.exports import _take; _take(int(sys.argv[1]), *sys.argv[2:])",
            ),
            *(str(product.port), secret, ""),
        )
        try:
            await taking.wait()
        finally:
            if taking.returncode is None:
                taking.kill()
                await taking.wait()


async def _sheets(url: str) -> list[Figure]:
    """Workbooks of the newest rows, as `ryadom export` writes them, against xlsxwriter with the same rows at hand."""
    ours, theirs, grown_mib = [], [], []
    async with open_database(url, pool_size=2) as database:
        selection = await _newest(url, database)
        with tempfile.TemporaryDirectory(prefix="ryadom-bench-") as folder:
            file = Path(folder) / "messages.xlsx"
            for _ in range(ROUNDS):
                before = pss_kib(os.getpid())
                begun = time.perf_counter()
                rows, mib = await _written(database, selection, file, before)
                ours.append(rows / (time.perf_counter() - begun))
                grown_mib.append(mib)
                theirs.append(await _xlsxwriter_alone(database, selection, file, rows))
    return [
        compared(
            f"workbook of {rows:,} messages",
            [1e6 / each for each in ours],
            [1e6 / each for each in theirs],
            unit="s per 1,000,000 rows",
            baseline="xlsxwriter alone, rows in memory",
            goal_ratio=SHEET_GOAL_RATIO,
        ),
        Figure(
            name=f"memory that a workbook of {rows:,} messages takes",
            value=round(statistics.median(grown_mib), 1),
            unit="MiB",
            goal=SHEET_GOAL_MIB,
            baseline="the process before",
            ratio=0.0,
        ),
    ]


async def _newest(url: str, database: Database) -> Selection:
    """So many of the newest messages as a sheet of the goal has."""
    connection = await asyncpg.connect(url)
    try:
        since = await connection.fetchval(SINCE, SHEET_ROWS)
    finally:
        await connection.close()
    [site] = await sites_named(database, [SITE_KEY])
    return Selection(kind=Kind.MESSAGES, site_ids=[site.id], columns=columns_of(Kind.MESSAGES), since=since)


async def _written(database: Database, selection: Selection, file: Path, before: int) -> tuple[int, float]:
    most = before

    def look(_rows: int) -> None:
        nonlocal most
        most = max(most, pss_kib(os.getpid()))

    sites = await sites_named(database, [SITE_KEY])
    with file.open("wb") as out:
        rows = await write_export(database, sites, selection, Form.XLSX, out, by=COMMAND_LINE, on_progress=look)
    return rows, (most - before) / 1_024


async def _xlsxwriter_alone(database: Database, selection: Selection, file: Path, rows: int) -> float:
    """Rows a second where nothing is read meanwhile: 10,000 rows at hand are written over and over."""
    held: list[list[object]] = []
    async with database.connection() as connection:
        async for row in read_rows(connection, selection):
            held.append([str(value) if not isinstance(value, int | datetime) else value for value in row])
            if len(held) == 10_000:
                break
    begun = time.perf_counter()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    times = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADING.split(";"))
    for at in range(rows):
        for column, value in enumerate(held[at % len(held)]):
            if isinstance(value, datetime):
                sheet.write_datetime(at + 1, column, value.astimezone(UTC).replace(tzinfo=None), times)
            elif isinstance(value, int):
                sheet.write_number(at + 1, column, value)
            else:
                sheet.write_string(at + 1, column, str(value))
    book.close()
    return rows / (time.perf_counter() - begun)
