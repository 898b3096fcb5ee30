"""Tables for people with a spreadsheet, who open what others have written."""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Says UTF-8 to Excel; a file begins with it."""

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A whole file that Russian Excel opens by a double click."""
    return BYTE_ORDER_MARK + csv_rows([headings]) + csv_rows(rows)


def csv_rows(rows: Iterable[Sequence[str]]) -> str:
    """Rows of such a file, with semicolons between cells, each of which is harmless."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([harmless(cell) for cell in row] for row in rows)
    return stream.getvalue()


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before what would be taken for a formula. Source: OWASP, CSV Injection."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def tamed(cell: str) -> str:
    """The cell as it was before `harmless`; one that itself began with an apostrophe and a formula's sign loses it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
