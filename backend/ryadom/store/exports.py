"""Tables that are taken out of the database: conversations, messages, customers, consents, ratings.

Rows go from Postgres to whoever writes them without being held: as text that Postgres itself writes (COPY), which is a
few times faster than reading rows, or row by row where a workbook is made of them. A snapshot is held for as long as
that takes, so it must go to a file, never to somebody who may read slowly.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol, cast
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.errors import BadBody
from ryadom.protocol.filters import Conditions
from ryadom.store.conditions import statuses_of, values_of
from ryadom.store.sql import Connection, Row, queries_beside
from ryadom.store.time_limits import lift_limits

_queries = queries_beside(__file__)

ROWS_AT_ONCE = 1_000
FORMULA_BEGINNINGS = ("-", "=", "+", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for a formula's. Source: OWASP, CSV Injection."""

_CODES = sorted(map(ord, FORMULA_BEGINNINGS))
_BEGINS_FORMULA = f"BETWEEN {_CODES[0]} AND {_CODES[-1]} AND ascii({{name}}) IN ({', '.join(map(str, _CODES))})"
"""Of `ascii(name)`. Words in Russian are told apart by one comparison, where seven took 6 % of Postgres' time."""

GATHER_S = 0.002
ENOUGH_BYTES = 65_536
"""Postgres hands over 8 KiB at a time, and each handing over costs 50 µs: a task and a timeout of the driver's, and
turns of the loop. After less than this it is given 2 ms, in which the socket takes 100 KiB."""

TIMEOUT_S = 6 * 3_600.0
"""Of one table. A statement of the pool's ends after seconds; a hundred million rows take longer."""

Output = Callable[[bytes], Awaitable[None]]


class Kind(StrEnum):
    """What a table is of; as the queries are named."""

    CONVERSATIONS = "conversations"
    MESSAGES = "messages"
    CUSTOMERS = "customers"
    CONSENTS = "consents"
    RATINGS = "ratings"


class Cell(StrEnum):
    """What stands in a column. Texts are anybody's words, words our own; times are in UTC, to the millisecond."""

    TEXT = "text"
    WORD = "word"
    TIME = "time"
    NUMBER = "number"
    YES_NO = "yes or no"
    ID = "id"


_AGREED = {"basis": Cell.WORD, "processing_consent": Cell.YES_NO, "advertising_consent": Cell.YES_NO}
_ENTRY = {"conversation_id": Cell.ID, "seq": Cell.NUMBER, "site": Cell.TEXT, "created_at": Cell.TIME}

COLUMNS: Mapping[Kind, Mapping[str, Cell]] = MappingProxyType(
    {
        Kind.CONVERSATIONS: {
            "id": Cell.ID,
            "site": Cell.TEXT,
            "created_at": Cell.TIME,
            "active_at": Cell.TIME,
            "status": Cell.WORD,
            "visitor_id": Cell.ID,
            "visitor_name": Cell.TEXT,
            "department": Cell.TEXT,
            "operator": Cell.TEXT,
            "result": Cell.TEXT,
            "tags": Cell.TEXT,
            "score": Cell.NUMBER,
            "waiting_since": Cell.TIME,
            "snoozed_until": Cell.TIME,
            "page_url": Cell.TEXT,
            "referrer": Cell.TEXT,
            "landing_url": Cell.TEXT,
            **_AGREED,
            "led_by_bot": Cell.TEXT,
            "metrica_client_id": Cell.WORD,
        },
        Kind.MESSAGES: {
            **_ENTRY,
            "author_kind": Cell.WORD,
            "author_id": Cell.ID,
            "author_name": Cell.TEXT,
            "body": Cell.TEXT,
            "files": Cell.TEXT,
            "choices": Cell.TEXT,
        },
        Kind.CUSTOMERS: {
            "id": Cell.ID,
            "site": Cell.TEXT,
            "created_at": Cell.TIME,
            "name": Cell.TEXT,
            "phone": Cell.TEXT,
            "email": Cell.TEXT,
            "company": Cell.TEXT,
            "about": Cell.TEXT,
            "external_id": Cell.TEXT,
            **_AGREED,
            "metrica_client_id": Cell.WORD,
        },
        Kind.CONSENTS: {
            "ordinal": Cell.NUMBER,
            "site": Cell.TEXT,
            "created_at": Cell.TIME,
            "visitor_id": Cell.ID,
            "purpose": Cell.WORD,
            "action": Cell.WORD,
            "version": Cell.NUMBER,
            "document_id": Cell.ID,
            "sha256": Cell.WORD,
            "method": Cell.WORD,
            "page_url": Cell.TEXT,
        },
        Kind.RATINGS: {**_ENTRY, "visitor_id": Cell.ID, "score": Cell.NUMBER, "comment": Cell.TEXT},
    }
)
"""The columns of each table, in their order."""


EVERYTHING = Conditions()


class Selection(Struct, frozen=True, kw_only=True):
    """Which rows and columns. `before`: None is without an end.

    `conditions`: of what conversations they are; of customers, those who have one that meets them all.
    """

    kind: Kind
    site_ids: Collection[UUID]
    columns: Sequence[str]
    since: datetime
    before: datetime | None = None
    conditions: Conditions = EVERYTHING


class _Plan(Struct, frozen=True):
    rows: int = msgspec.field(name="Plan Rows")


class _Explained(Struct, frozen=True):
    plan: _Plan = msgspec.field(name="Plan")


class CopyingConnection(Connection, Protocol):
    """What more this needs of asyncpg's connection."""

    async def copy_from_query(  # noqa: D102 - asyncpg documents it
        self, query: str, *values: object, output: Output, **options: Any
    ) -> str: ...
    def cursor(self, query: str, *values: object, **options: Any) -> AsyncIterator[Row]: ...  # noqa: D102
    def transaction(self, **options: Any) -> Any: ...  # noqa: D102


def columns_of(kind: Kind, wanted: Sequence[str] = ()) -> list[str]:
    """The columns that are wanted, in that order; all where none is named.

    Raises:
        BadBody: one that the table has not, or twice the same.
    """
    known = COLUMNS[kind]
    if len(set(wanted)) < len(wanted) or not known.keys() >= set(wanted):
        raise BadBody(f"Name columns of {kind}, each once: {', '.join(known)}.", field="columns")
    return list(wanted or known)


async def copy_as_csv(
    connection: Connection, selection: Selection, output: Output, *, delimiter: str, is_quiet: bool = True
) -> int:
    """Gives the rows as lines of CSV, without a heading; gives how many there were.

    What a spreadsheet would take for a formula begins with an apostrophe. Where it `is_quiet` Postgres may read by
    several processes, and whole tables before the first row; else it reads by one, row by row, as fast as they are
    taken: three on two cores made those who chat wait three times as long.
    """
    cells = COLUMNS[selection.kind]
    chosen = ", ".join(_as_text(name, cells[name]) for name in selection.columns)
    return await _copy(connection, selection, chosen, output, {"format": "csv", "delimiter": delimiter}, is_quiet)


async def copy_as_json(connection: Connection, selection: Selection, output: Output, *, is_quiet: bool = True) -> int:
    """Gives each row as a JSON object on a line of its own; gives how many there were. `is_quiet`: as in CSV."""
    cells = COLUMNS[selection.kind]
    pairs = ", ".join(f"'{name}', {_as_json(name, cells[name])}" for name in selection.columns)
    # JSON has neither of these two as they are: so nothing is quoted, and nothing doubled.
    options = {"format": "csv", "delimiter": "\x02", "quote": "\x01"}
    chosen = f"CAST(json_build_object({pairs}) AS text)"
    return await _copy(connection, selection, chosen, output, options, is_quiet)


async def read_rows(
    connection: Connection, selection: Selection, *, is_quiet: bool = True
) -> AsyncGenerator[Sequence[object]]:
    """The rows as they were at the beginning, whatever others do meanwhile; a thousand are held at once.

    `is_quiet`: as in CSV, but that they are always read by one process.
    """
    query, values = _bound(selection)
    raw = cast(CopyingConnection, connection)
    async with raw.transaction(isolation="repeatable_read", readonly=True):
        await lift_limits(connection)
        await _queries.make_room.run(connection, is_quiet=is_quiet)
        async for row in raw.cursor(query, *values, prefetch=ROWS_AT_ONCE, timeout=TIMEOUT_S):
            yield [row[name] for name in selection.columns]


async def expected_rows(connection: Connection, selection: Selection) -> int:
    """How many rows Postgres expects: about, and told at once, where a count would read them all."""
    query, values = _bound(selection)
    plan = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query}", *values)
    rows: int = msgspec.json.decode(plan, type=list[_Explained])[0].plan.rows
    return rows


async def _copy(
    connection: Connection,
    selection: Selection,
    chosen: str,
    output: Output,
    options: dict[str, str],
    is_quiet: bool,
) -> int:
    query, values = _bound(selection)
    raw = cast(CopyingConnection, connection)

    async def take(piece: bytes) -> None:
        await output(piece)
        if len(piece) < ENOUGH_BYTES:
            await asyncio.sleep(GATHER_S)

    async with raw.transaction(readonly=True):
        await lift_limits(connection)
        await _queries.make_room.run(connection, is_quiet=is_quiet)
        tag = await raw.copy_from_query(
            # OFFSET keeps the two apart: a column that is named three times is made once.
            f"SELECT {chosen} FROM ({query} OFFSET 0) AS t",  # noqa: S608 - columns of COLUMNS, and a query of ours
            *values,
            output=take,
            timeout=TIMEOUT_S,
            **options,
        )
    return int(tag.rpartition(" ")[2])


def _bound(selection: Selection) -> tuple[str, list[object]]:
    query = getattr(_queries, selection.kind)
    conditions = selection.conditions
    held = values_of(conditions) | {
        "site_ids": list(selection.site_ids),
        "since": selection.since,
        "before": selection.before,
        "is_narrowed": conditions != EVERYTHING,
        # What is not asked for is not tried either
        "statuses": statuses_of(conditions) if conditions.states else None,
    }
    return query.text.rstrip(";"), [held[name] for name in query.parameters]


def _as_text(name: str, cell: Cell) -> str:
    match cell:
        case Cell.TEXT:
            return f"CASE WHEN ascii({name}) {_BEGINS_FORMULA.format(name=name)} THEN '''' || {name} ELSE {name} END"
        case Cell.TIME:
            return _iso(name)
        case Cell.YES_NO:
            return f"CASE WHEN {name} THEN 'yes' ELSE 'no' END"
        case _:
            return name


def _as_json(name: str, cell: Cell) -> str:
    return _iso(name) if cell is Cell.TIME else name


def _iso(name: str) -> str:
    return f"""to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
