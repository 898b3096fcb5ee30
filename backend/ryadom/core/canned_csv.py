"""Ready replies as a table for spreadsheets, out and in: `shortcut;text`, no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable

from ryadom.core.canned_shapes import MAX_REPLIES, Words
from ryadom.errors import BadBody
from ryadom.privacy.spreadsheets import BYTE_ORDER_MARK, as_csv, tamed

HEADINGS = ("shortcut", "text")


def write_replies(replies: Iterable[Words]) -> str:
    """A whole file, which `read_replies` reads back to the same."""
    return as_csv(HEADINGS, [(one.shortcut, one.body) for one in replies])


def read_replies(content: bytes) -> list[Words]:
    """The replies of a file in UTF-8, with or without headings, with semicolons or commas between the cells.

    Raises:
        BadBody: it is no such table, or has too many rows.
    """
    try:
        text = content.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError:
        raise BadBody("The file is not in UTF-8. Save it as CSV UTF-8.", field="file") from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if any(row)]
    except csv.Error as error:
        raise BadBody(f"The file is no table: {error}.", field="file") from None
    if rows and [cell.strip().lower() for cell in rows[0][:2]] == list(HEADINGS):
        rows = rows[1:]
    if any(any(row[2:]) for row in rows):
        raise BadBody("A row has more than two cells. Put a text with commas or semicolons in quotes.", field="file")
    if not rows or len(rows) > MAX_REPLIES or any(len(row) < 2 for row in rows):
        raise BadBody(f"The file must have 1 to {MAX_REPLIES} rows of a shortcut and a text.", field="file")
    return [Words(shortcut=tamed(row[0]), body=tamed(row[1])) for row in rows]
