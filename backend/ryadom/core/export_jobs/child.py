"""The process that makes one file: what it computes, and whatever befalls it, is no concern of those who chat.

Started as `python -m ryadom.core.export_jobs.child`. The first line of standard input is the order; its end says that
whoever gave it is gone, and then so is this process, whatever it is at.
"""

import asyncio
import os
import sys
import threading
import time

import structlog

from ryadom.core.covered_rows import CoverRow, covering
from ryadom.core.export_files import write_rows
from ryadom.core.export_jobs.order import Broken, Expected, Order, Said, Whole, Written, line_of, read_order
from ryadom.core.exports import check_room
from ryadom.errors import RyadomError
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.store.database import Database, open_database
from ryadom.store.exports import expected_rows
from ryadom.store.file_contents import unavailable

TELL_INTERVAL_S = 0.25
NICENESS = 10
"""Whoever writes to a visitor goes before whoever takes out tables."""

EXIT_ORPHANED = 3


def main() -> None:
    """Makes the file, and says how that went."""
    os.nice(NICENESS)
    _log_to_stderr()
    order = read_order(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        asyncio.run(_make(order))
    except RyadomError as error:
        _say(Broken(error.code))


async def _make(order: Order) -> None:
    path = order.part / "file"
    async with open_database(order.database_url, pool_size=1) as database:
        cover = await _cover_of(order, database)
        kept_free = order.kept_free_bytes
        async with database.connection() as connection:
            _say(Expected(await expected_rows(connection, order.selection)))
            try:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            except OSError as error:
                raise unavailable(error) from error
            with os.fdopen(descriptor, "w+b") as out:
                rows = await write_rows(
                    connection,
                    order.selection,
                    order.form,
                    out,
                    dialect=order.dialect,
                    cover=cover,
                    scratch=order.part,
                    on_progress=_Teller(order).tell,
                    look_for_room=lambda needed: check_room(order.part, kept_free_bytes=kept_free + needed),
                    # Nobody is at the other end of a connection
                    is_quiet=False,
                )
                try:
                    out.flush()
                    os.fsync(out.fileno())
                except OSError as error:
                    raise unavailable(error) from error
    _say(Whole(rows))


async def _cover_of(order: Order, database: Database) -> CoverRow | None:
    if not order.is_masked:
        return None
    masking = Masking(database)
    await masking.refresh()
    return covering(Veil(masking), order.site_ids, order.selection.kind, order.selection.columns)


class _Teller:
    """Says how far it is now and then, and looks whether there is room yet."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._told_at = 0.0

    def tell(self, rows: int) -> None:
        if time.monotonic() - self._told_at < TELL_INTERVAL_S:
            return
        check_room(self._order.part, kept_free_bytes=self._order.kept_free_bytes)
        _say(Written(rows))
        self._told_at = time.monotonic()


def _log_to_stderr() -> None:
    # Standard output is for whoever gave the order.
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )


def _say(said: Said) -> None:
    sys.stdout.buffer.write(line_of(said))
    sys.stdout.buffer.flush()


def _end_with_parent() -> None:
    # Not by the buffer, whose lock this thread would hold when the interpreter ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(EXIT_ORPHANED)


if __name__ == "__main__":
    main()
