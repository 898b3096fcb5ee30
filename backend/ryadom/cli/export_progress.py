"""How far an export is, for who waits for it at a terminal: a bar on standard error, which is gone in the end."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from signal import SIG_DFL, SIGTERM
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from rich.console import Console

REFRESHES_PER_S = 4


class Watching(Struct, frozen=True, kw_only=True):
    """Who is told how many rows there are, and how many there will be, about."""

    on_progress: Callable[[int], None]
    on_expected: Callable[[int], None]


@contextmanager
def watching_export() -> Iterator[Watching]:
    """A bar, until the block ends, however it does."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.fields[rows]}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[share]}", markup=False),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        expand=True,
        refresh_per_second=REFRESHES_PER_S,
    )
    with bar, _shown_again(bar.console):
        id = bar.add_task("", total=None, rows="0 rows", share="", rate="")
        task = bar.tasks[0]

        def tell(rows: int) -> None:
            if task.total is not None and rows > task.total:
                # More than Postgres has expected: nobody knows how many there will be.
                task.total = task.finished_time = None
            bar.update(id, completed=rows)
            bar.update(id, rows=_rows(rows, task.total), share=_share(rows, task.total), rate=_rate(task.speed))

        def expect(rows: int) -> None:
            # Of none there is no share; and it expects one where it knows of none.
            bar.update(id, total=max(1, rows))
            tell(0)

        yield Watching(on_progress=tell, on_expected=expect)


@contextmanager
def _shown_again(console: "Console") -> Iterator[None]:
    """The cursor, which a bar hides, where SIGTERM ends the process: it does so as it would have."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(SIGTERM) is not SIG_DFL:
        yield
        return

    def end(*_: object) -> None:
        console.show_cursor(True)
        signal.signal(SIGTERM, SIG_DFL)
        signal.raise_signal(SIGTERM)

    signal.signal(SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(SIGTERM, SIG_DFL)


def _rows(rows: int, total: float | None) -> str:
    return f"{rows:,} rows" if total is None else f"{rows:,} of about {total:,.0f} rows"


def _share(rows: int, total: float | None) -> str:
    return "" if total is None else f"{rows / total:.0%}"


def _rate(speed: float | None) -> str:
    return "" if speed is None else f"{speed:,.0f} a second"
