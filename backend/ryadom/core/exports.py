"""Tables as files: CSV for spreadsheets, JSON Lines for programs, XLSX for people, and customers as contact cards.

An export is in the journal before its first row is read, one record for each controller whose data is in it. Memory
does not grow with the rows.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import xlsxwriter
from msgspec import Struct

from ryadom.core.spool import spooled
from ryadom.core.vcards import vcard
from ryadom.errors import BadBody, Busy, FilesFull, TooSlow
from ryadom.privacy.spreadsheets import BYTE_ORDER_MARK
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.exports import COLUMNS, Cell, Kind, Selection, columns_of, copy_as_csv, copy_as_json, read_rows
from ryadom.store.file_contents import unavailable
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

SHEET_ROWS = 1_000_000
"""A sheet has room for 48,576 more, and the heading."""
CELL_CHARS = 32_767
"""What a cell of XLSX holds; what is longer ends with an ellipsis. Source: ECMA-376, limits of Excel."""

DELIMITERS = (";", ",")
PIECE_BYTES = 65_536
MAX_TAKEN = 8
"""Exports that are taken over the network at once, in a process."""
TAKEN_WITHIN_S = 3_600.0
KEPT_FREE_BYTES = 1 << 30
RETRY_AFTER_S = 30.0


class Form(StrEnum):
    """What kind of file."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    VCARD = "vcf"


class Dialect(Struct, frozen=True, kw_only=True):
    """Of CSV: what is between cells, and whether the file begins with a mark that says UTF-8 to Excel."""

    delimiter: str = ";"
    has_mark: bool = True


async def write_export(
    database: Database,
    sites: Sequence[Site],
    selection: Selection,
    form: Form,
    out: BinaryIO,
    *,
    by: Actor,
    dialect: Dialect | None = None,
    on_progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Writes what is selected of these sites, whose ids `selection` has; gives how many rows there were.

    `on_progress` is called with the bytes that have been written so far (rows for XLSX). Of customers whom nobody can
    address there is no contact card.

    Raises:
        BadBody: contact cards of something else than customers, or with columns chosen.
        JournalUnavailable: the export can't be journalled, so nothing is read.
        DatabaseUnavailable: Postgres is away, or went away; what is written is not whole.
        FilesFull, FilesUnavailable: nothing more can be written to `out`.
    """
    if form is Form.VCARD:
        _check_cards(selection)
    async with database.connection() as connection:
        await journal.append(connection, _records(sites, selection, form, by))
        match form:
            case Form.CSV:
                return await _write_csv(connection, selection, out, dialect or Dialect(), on_progress)
            case Form.JSONL:
                return await copy_as_json(connection, selection, _Counting(out, on_progress).write)
            case Form.XLSX:
                return await _write_workbook(connection, selection, out, on_progress)
            case Form.VCARD:
                return await _write_cards(connection, selection, _Counting(out, on_progress))


class ExportDesk(Struct, frozen=True, kw_only=True):
    """Exports for whoever takes them over a network, in this process.

    `turns`: how many may be made at once, each with a connection. `places`: how many may be taken at once, each with a
    file without a name in `folder`, where at least 1 GiB stays free.
    """

    database: Database
    turns: asyncio.Semaphore
    places: asyncio.Semaphore
    folder: Path

    async def stream(
        self, sites: Sequence[Site], selection: Selection, form: Form, *, by: Actor, dialect: Dialect | None = None
    ) -> AsyncGenerator[bytes]:
        """As `write_export`, piece by piece, but no workbooks. Who takes them slowly keeps no snapshot: `core.spool`.

        Raises:
            Busy: as many as may be are made, or taken.
            FilesFull: there would be too little room for others.
            TooSlow: it has not been taken within an hour.
            JournalUnavailable, DatabaseUnavailable: as there, maybe after some pieces; these are not whole.
        """

        async def produce(out: BinaryIO, tell: Callable[[int], None]) -> None:
            def look(written: int) -> None:
                self._check_room()
                tell(written)

            async with self.turns:
                await write_export(self.database, sites, selection, form, out, by=by, dialect=dialect, on_progress=look)

        if self.turns.locked() or self.places.locked():
            raise Busy("As many exports as may be are under way. Ask again in a moment.", retry_after_s=RETRY_AFTER_S)
        begun = time.monotonic()
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        self._check_room()
        async with self.places, aclosing(spooled(produce, self.folder)) as pieces:
            async for piece in pieces:
                if time.monotonic() - begun > TAKEN_WITHIN_S:
                    raise TooSlow("The export was not taken within an hour.")
                yield piece

    def _check_room(self) -> None:
        if shutil.disk_usage(self.folder).free < KEPT_FREE_BYTES:
            raise FilesFull("The server's disk is nearly full: tell the administrator of the chat.")


class _Counting:
    """A file that is written beside the event loop, and says how far it is."""

    def __init__(self, out: BinaryIO, on_progress: Callable[[int], None]) -> None:
        self._out = out
        self._on_progress = on_progress
        self._written = 0

    async def write(self, piece: bytes) -> None:
        try:
            await asyncio.to_thread(self._put, piece)
        except OSError as error:
            # Else it would be taken for a trouble of the database, in the middle of which it happens
            raise unavailable(error) from error
        self._written += len(piece)
        self._on_progress(self._written)

    def _put(self, piece: bytes) -> None:
        self._out.write(piece)
        self._out.flush()


async def _write_csv(
    connection: Connection,
    selection: Selection,
    out: BinaryIO,
    dialect: Dialect,
    on_progress: Callable[[int], None],
) -> int:
    heading = dialect.delimiter.join(selection.columns) + "\n"
    counting = _Counting(out, on_progress)
    await counting.write((BYTE_ORDER_MARK * dialect.has_mark + heading).encode())
    return await copy_as_csv(connection, selection, counting.write, delimiter=dialect.delimiter)


async def _write_workbook(
    connection: Connection, selection: Selection, out: BinaryIO, on_progress: Callable[[int], None]
) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    bold = book.add_format({"bold": True})
    times = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    cells = [COLUMNS[selection.kind][name] for name in selection.columns]
    rows, sheet = 0, None
    async for row in read_rows(connection, selection):
        at = rows % SHEET_ROWS
        if at == 0:
            sheet = _sheet(book, selection, rows // SHEET_ROWS + 1, bold)
        for column, (value, cell) in enumerate(zip(row, cells, strict=True)):
            _put(sheet, at + 1, column, value, cell, times)
        rows += 1
        if rows % 1_000 == 0:
            on_progress(rows)
    if sheet is None:
        _sheet(book, selection, 1, bold)
    await asyncio.to_thread(book.close)
    return rows


def _check_cards(selection: Selection) -> None:
    if selection.kind is not Kind.CUSTOMERS:
        raise BadBody("Contact cards are made of customers alone.", field="format")
    if list(selection.columns) != columns_of(selection.kind):
        raise BadBody("Contact cards have what they have: leave the columns out.", field="columns")


async def _write_cards(connection: Connection, selection: Selection, counting: _Counting) -> int:
    cards, piece = 0, bytearray()
    async for row in read_rows(connection, selection):
        if card := vcard(dict(zip(selection.columns, row, strict=True))):
            cards += 1
            piece += card
        if len(piece) >= PIECE_BYTES:
            await counting.write(bytes(piece))
            piece.clear()
    if piece:
        await counting.write(bytes(piece))
    return cards


def _sheet(book: Any, selection: Selection, number: int, bold: Any) -> Any:
    sheet = book.add_worksheet(f"{selection.kind} {number}" if number > 1 else str(selection.kind))
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, selection.columns, bold)
    return sheet


def _put(sheet: Any, row: int, column: int, value: object, cell: Cell, times: Any) -> None:
    match value:
        case None:
            pass
        case datetime():
            sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), times)
        case bool():
            sheet.write_boolean(row, column, value)
        case int() if cell is Cell.NUMBER:
            sheet.write_number(row, column, value)
        case _:
            text = str(value)
            sheet.write_string(row, column, text if len(text) <= CELL_CHARS else f"{text[: CELL_CHARS - 1]}…")


def _records(sites: Sequence[Site], selection: Selection, form: Form, by: Actor) -> list[Record]:
    details = {
        "what": str(selection.kind),
        "form": str(form),
        "columns": ", ".join(selection.columns),
        "since": selection.since.isoformat(),
        **({"before": selection.before.isoformat()} if selection.before else {}),
    }
    of_controllers: dict[UUID, list[Site]] = {}
    for site in sites:
        of_controllers.setdefault(site.controller_id, []).append(site)
    return [
        Record(
            controller_id=controller_id,
            action=Action.EXPORTED,
            actor=by,
            site_id=theirs[0].id if len(theirs) == 1 else None,
            details=details | {"sites": ", ".join(site.key for site in theirs)},
        )
        for controller_id, theirs in sorted(of_controllers.items())
    ]
