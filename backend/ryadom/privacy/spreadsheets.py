"""Tables for people with a spreadsheet, who open what others have written."""

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV that Russian Excel opens by a double click: semicolons, and a mark that says UTF-8.

    A cell that would be taken for a formula gets an apostrophe before it. Source: OWASP, CSV Injection.
    """
    stream = io.StringIO()
    stream.write("\ufeff")
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(headings)
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    return stream.getvalue()
