"""Tables on a terminal; tab-separated lines where the output is not one, for `cut` and `awk`."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime

import click

NONE = "-"


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints the rows on standard output. Cells are shown as they are: rich's [markup] in them has no effect."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console().print(table)


def printable(text: str) -> str:
    """What a stranger said, without what would have a terminal do things."""
    return "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in text)


def time_cell(at: datetime | None) -> str:
    """A moment to the second, or a dash."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else NONE
