"""Tables for people with a spreadsheet, who open what others have written."""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Says UTF-8 to Excel; a file begins with it."""

CELL_UNITS = 32_767
"""What a cell of XLSX holds, in units of UTF-16: an emoji is two. Source: ECMA-376, limits of Excel."""

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


def workbook_text(text: str) -> str:
    """A text as a cell of XLSX has it: one that is too long ends with an ellipsis.

    What xlsxwriter would take for its own marks of rich text, and write into the sheet as they are, with whatever cells
    and formulas are in them, ends with a space more: before it is cut, as xlsxwriter cuts too, and would take it off.
    """
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "
    if len(text) > CELL_UNITS // 2 and len(units := text.encode("utf-16-le", "surrogatepass")) > 2 * CELL_UNITS:
        text = units[: 2 * (CELL_UNITS - 1)].decode("utf-16-le", "ignore") + "…"
    return text
