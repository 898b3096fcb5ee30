"""The rows of a table as a file: CSV for spreadsheets, JSON Lines for programs, XLSX for people, contact cards.

Memory does not grow with the rows. Where nothing is to be covered Postgres itself writes the text, which is a few times
faster than reading rows.
"""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import msgspec
import xlsxwriter
from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.covered_rows import CoverRow
from ryadom.core.export_counting import Form, RowCount
from ryadom.core.vcards import vcard
from ryadom.errors import BadBody, WorkbookTooLarge
from ryadom.privacy.spreadsheets import BYTE_ORDER_MARK, workbook_text
from ryadom.store.exports import (
    COLUMNS,
    FORMULA_BEGINNINGS,
    Cell,
    Kind,
    Selection,
    columns_of,
    copy_as_csv,
    copy_as_json,
    read_rows,
)
from ryadom.store.file_contents import unavailable
from ryadom.store.sql import Connection

SHEET_ROWS = 1_000_000
"""A sheet has room for 48,576 more, and the heading."""
PIECE_BYTES = 524_288
"""What is written at once: that is done beside the event loop, which costs the same for a few bytes."""

ROWS_TOLD = 1_000
"""After so many rows of a workbook it is said how many there are."""


GiveWay = Callable[[int], Awaitable[None]]
"""Awaited with how many bytes were written since the last time."""


async def at_once(_written_bytes: int) -> None:
    """For who need wait for nobody."""


class Dialect(Struct, frozen=True, kw_only=True):
    """Of CSV: what is between cells, and whether the file begins with a mark that says UTF-8 to Excel."""

    delimiter: str = ";"
    has_mark: bool = True


def check_form(selection: Selection, form: Form) -> None:
    """Refuses what can't be had in this form.

    Raises:
        BadBody: contact cards of something else than customers, or with columns chosen.
    """
    if form is not Form.VCARD:
        return
    if selection.kind is not Kind.CUSTOMERS:
        raise BadBody("Contact cards are made of customers alone.", field="format")
    if list(selection.columns) != columns_of(selection.kind):
        raise BadBody("Contact cards have what they have: leave the columns out.", field="columns")


async def write_rows(
    connection: Connection,
    selection: Selection,
    form: Form,
    out: BinaryIO,
    *,
    dialect: Dialect,
    cover: CoverRow | None = None,
    scratch: Path | None = None,
    on_progress: Callable[[int], None] = lambda _: None,
    look_for_room: Callable[[int], None] = lambda _: None,
    give_way: GiveWay = at_once,
    is_quiet: bool = True,
) -> int:
    """Writes what is selected; gives how many rows there were. What may be had in this form was checked.

    `cover` hides what is to be hidden of a row. `scratch` is where a workbook has its parts until it is whole; the
    system's folder for such unless said. `on_progress` is called with the number of rows so far, `look_for_room` with
    how many bytes will be written to `scratch` at once, before they are. Of all but workbooks `give_way` may hold the
    next bytes up. `is_quiet`: nobody chats meanwhile, so Postgres may take all it has for it.

    Raises:
        DatabaseUnavailable: Postgres went away; what is written is not whole.
        FilesFull, FilesUnavailable: nothing more can be written to `out`.
        WorkbookTooLarge: the rows are more than a workbook can hold.
    """
    if form is Form.XLSX:
        rows = _rows(connection, selection, cover, is_quiet)
        return await _write_workbook(rows, selection, out, scratch, on_progress, look_for_room)
    heading = dialect.delimiter.join(selection.columns) + "\n" if form is Form.CSV else ""
    writing = _Counting(out, RowCount(form, rows=-1 if heading else 0), on_progress, give_way)
    if heading:
        await writing.write((BYTE_ORDER_MARK * dialect.has_mark + heading).encode())
        await writing.flush()
    match form:
        case Form.VCARD:
            await _write_lines(_rows(connection, selection, cover, is_quiet), _card_of(selection), writing)
        case Form.CSV if cover is None:
            await copy_as_csv(connection, selection, writing.write, delimiter=dialect.delimiter, is_quiet=is_quiet)
        case Form.CSV:
            await _write_lines(_rows(connection, selection, cover, is_quiet), _csv_line_of(selection, dialect), writing)
        case _ if cover is None:
            await copy_as_json(connection, selection, writing.write, is_quiet=is_quiet)
        case _:
            await _write_lines(_rows(connection, selection, cover, is_quiet), _json_line_of(selection), writing)
    await writing.flush()
    return writing.rows


class _Counting:
    """A file that is written beside the event loop, and says how far it is."""

    def __init__(self, out: BinaryIO, count: RowCount, on_progress: Callable[[int], None], give_way: GiveWay) -> None:
        self._out = out
        self._count = count
        self._on_progress = on_progress
        self._give_way = give_way
        self._held: list[bytes] = []
        self._held_bytes = 0

    @property
    def rows(self) -> int:
        return self._count.rows

    async def write(self, piece: bytes) -> None:
        self._held.append(piece)
        self._held_bytes += len(piece)
        if self._held_bytes >= PIECE_BYTES:
            await self.flush()

    async def flush(self) -> None:
        """Writes what is held until there is enough of it."""
        piece = b"".join(self._held)
        self._held.clear()
        self._held_bytes = 0
        try:
            await asyncio.to_thread(self._put, piece)
        except OSError as error:
            # Else it would be taken for a trouble of the database, in the middle of which it happens
            raise unavailable(error) from error
        self._on_progress(max(0, self.rows))
        await self._give_way(len(piece))

    def _put(self, piece: bytes) -> None:
        self._count.add(piece)
        self._out.write(piece)
        self._out.flush()


async def _rows(
    connection: Connection, selection: Selection, cover: CoverRow | None, is_quiet: bool
) -> AsyncIterator[Sequence[object]]:
    if cover is None:
        async for row in read_rows(connection, selection, is_quiet=is_quiet):
            yield row
        return
    # A row is covered as its site says, also where the site's key is not asked for.
    has_site = "site" in selection.columns
    columns = list(selection.columns) if has_site else [*selection.columns, "site"]
    place = columns.index("site")
    async for row in read_rows(connection, replace(selection, columns=columns), is_quiet=is_quiet):
        yield cover(str(row[place]), row)[: len(selection.columns)]


async def _write_lines(
    rows: AsyncIterator[Sequence[object]], line_of: Callable[[Sequence[object]], bytes], writing: _Counting
) -> None:
    async for row in rows:
        await writing.write(line_of(row))


def _card_of(selection: Selection) -> Callable[[Sequence[object]], bytes]:
    return lambda row: vcard(dict(zip(selection.columns, row, strict=True))) or b""


def _csv_line_of(selection: Selection, dialect: Dialect) -> Callable[[Sequence[object]], bytes]:
    cells = [COLUMNS[selection.kind][name] for name in selection.columns]

    def line(row: Sequence[object]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=dialect.delimiter, lineterminator="\n", quoting=csv.QUOTE_MINIMAL).writerow(
            [_csv_cell(value, cell) for value, cell in zip(row, cells, strict=True)]
        )
        return text.getvalue().encode()

    return line


def _csv_cell(value: object, cell: Cell) -> object:
    match value:
        case None:
            return ""
        case datetime():
            return _iso(value)
        case bool():
            return "yes" if value else "no"
        case str() if cell is Cell.TEXT and value.startswith(FORMULA_BEGINNINGS):
            return f"'{value}"
        case _:
            return value


def _json_line_of(selection: Selection) -> Callable[[Sequence[object]], bytes]:
    def line(row: Sequence[object]) -> bytes:
        named = zip(selection.columns, row, strict=True)
        return msgspec.json.encode({name: _json_value(value) for name, value in named}) + b"\n"

    return line


def _json_value(value: object) -> object:
    match value:
        case datetime():
            return _iso(value)
        case UUID():
            return str(value)
        case _:
            return value


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


async def _write_workbook(
    rows: AsyncIterator[Sequence[object]],
    selection: Selection,
    out: BinaryIO,
    scratch: Path | None,
    on_progress: Callable[[int], None],
    look_for_room: Callable[[int], None],
) -> int:
    # A sheet of long texts has over 4 GiB before it is compressed.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "use_zip64": True}
    book = xlsxwriter.Workbook(out, options | ({"tmpdir": str(scratch)} if scratch else {}))
    bold = book.add_format({"bold": True})
    times = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    cells = [COLUMNS[selection.kind][name] for name in selection.columns]
    count, sheet = 0, None
    try:
        async for row in rows:
            at = count % SHEET_ROWS
            if at == 0:
                sheet = _sheet(book, selection, count // SHEET_ROWS + 1, bold)
            for column, (value, cell) in enumerate(zip(row, cells, strict=True)):
                _put(sheet, at + 1, column, value, cell, times)
            count += 1
            if count % ROWS_TOLD == 0:
                on_progress(count)
        if sheet is None:
            _sheet(book, selection, 1, bold)
        if scratch is not None:
            # All rows are written a second time when it is closed.
            look_for_room(await asyncio.to_thread(_bytes_in, scratch))
        await asyncio.to_thread(book.close)
    except OSError as error:
        raise unavailable(error) from error
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise unavailable(cause if isinstance(cause, OSError) else OSError(str(error))) from error
    except xlsxwriter.exceptions.XlsxFileError as error:
        raise WorkbookTooLarge("A workbook can't hold so much: choose a shorter period, or CSV.") from error
    finally:
        # Of a book that was not closed nobody else does it.
        for one in book.worksheets():
            one.row_data_fh.close()
    return count


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


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
            sheet.write_string(row, column, workbook_text(str(value)))
