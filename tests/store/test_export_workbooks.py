"""Workbooks of exports that are large, or meet a disk that is full."""

import errno
import io
import tracemalloc
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import pytest
import xlsxwriter

from ryadom.core.export_counting import Form
from ryadom.core.export_files import Dialect, write_rows
from ryadom.errors import FilesFull, WorkbookTooLarge
from ryadom.store.database import Database
from ryadom.store.exports import Kind, Selection
from ryadom.store.sql import Connection
from tests.web.client import furnish

ROWS = 500


@pytest.fixture
async def selection(database: Database) -> Selection:
    """Of the names of many."""
    site = await furnish(database)
    async with database.connection() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, name, locale) SELECT $1, gen_random_uuid(), 'Анна ' || n, 'ru' "
            "FROM generate_series(1, $2::int) AS n",
            site.id,
            ROWS,
        )
    return Selection(kind=Kind.CUSTOMERS, site_ids=[site.id], columns=["name"], since=datetime(1970, 1, 1, tzinfo=UTC))


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    async with database.connection() as connection:
        yield connection


async def _write(connection: Connection, selection: Selection, out: BinaryIO, scratch: Path) -> int:
    return await write_rows(connection, selection, Form.XLSX, out, dialect=Dialect(), scratch=scratch)


async def test_cell_has_as_much_of_a_text_as_a_sheet_takes_and_a_sign_of_the_rest(
    connection: Connection, selection: Selection, tmp_path: Path
) -> None:
    for length in (32_767, 32_768):
        await connection.execute("UPDATE visitors SET name = $1", "я" * length)
        out = io.BytesIO()
        await _write(connection, selection, out, tmp_path)
        with zipfile.ZipFile(out) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        shown = "я" * 32_767 if length == 32_767 else "я" * 32_766 + "…"
        assert sheet.count(f">{shown}<") == ROWS


async def test_workbook_may_be_larger_than_old_archives(
    connection: Connection, selection: Selection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if 4 GiB were less
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 5_000)
    out = io.BytesIO()
    assert await _write(connection, selection, out, tmp_path) == ROWS
    with zipfile.ZipFile(out) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("Анна ") == ROWS


async def test_workbook_that_can_not_be_is_a_trouble_with_a_name(
    connection: Connection, selection: Selection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def close(_book: xlsxwriter.Workbook) -> None:
        raise xlsxwriter.exceptions.FileSizeError("too large")

    monkeypatch.setattr(xlsxwriter.Workbook, "close", close)
    with pytest.raises(WorkbookTooLarge):
        await _write(connection, selection, io.BytesIO(), tmp_path)


async def test_room_is_looked_for_before_rows_are_written_a_second_time(
    connection: Connection, selection: Selection, tmp_path: Path
) -> None:
    class Full(Exception):
        pass

    asked: list[int] = []

    def refuse(needed: int) -> None:
        asked.append(needed)
        raise Full

    out = io.BytesIO()
    with pytest.raises(Full):
        await write_rows(
            connection, selection, Form.XLSX, out, dialect=Dialect(), scratch=tmp_path, look_for_room=refuse
        )
    assert out.getvalue() == b""
    [needed] = asked
    assert needed > ROWS


async def test_disk_that_is_full_when_it_is_closed_is_said_to_be(
    connection: Connection, selection: Selection, tmp_path: Path
) -> None:
    class FullDisk(io.BytesIO):
        is_full = True

        def write(self, piece: Any) -> int:
            if self.is_full:
                self.is_full = False  # the archive says its last word when it is collected
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(piece)

    with pytest.raises(FilesFull):
        await _write(connection, selection, FullDisk(), tmp_path)


async def test_what_is_no_workbook_gives_way_with_every_byte(connection: Connection, selection: Selection) -> None:
    out = io.BytesIO()
    given_way: list[int] = []

    async def give_way(written_bytes: int) -> None:
        assert sum(given_way) + written_bytes == len(out.getvalue())
        given_way.append(written_bytes)

    await write_rows(connection, selection, Form.JSONL, out, dialect=Dialect(), give_way=give_way)
    assert sum(given_way) == len(out.getvalue()) > ROWS


@pytest.mark.parametrize("form", [Form.XLSX, Form.JSONL])
async def test_memory_does_not_grow_with_the_rows(
    connection: Connection, selection: Selection, tmp_path: Path, form: Form
) -> None:
    async def most_held(rows: int) -> int:
        await connection.execute("DELETE FROM visitors")
        await connection.execute(
            "INSERT INTO visitors (site_id, id, name, locale) SELECT $1, gen_random_uuid(), "
            "repeat('Анна ', 20) || n, 'ru' FROM generate_series(1, $2::int) AS n",
            next(iter(selection.site_ids)),
            rows,
        )
        tracemalloc.start()
        try:
            with (tmp_path / "file").open("wb") as out:
                assert rows == await write_rows(
                    connection, selection, form, out, dialect=Dialect(), cover=lambda _, row: row, scratch=tmp_path
                )
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = await most_held(3_000), await most_held(30_000)
    # Some 1 and 2 MB of either; whoever keeps the rows of the many has ten more.
    assert many < 1.5 * few
