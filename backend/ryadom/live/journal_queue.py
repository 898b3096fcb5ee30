"""Group commit for the journal: what gathers while one commit is under way becomes the next one, with no timer.

Whoever shows personal data waits here first, so a view costs the latency of one commit, and nothing is shown that the
journal does not know. What the journal knows may not have been shown: the process may die in between.
"""

import asyncio
from collections.abc import Sequence

import structlog
from msgspec import Struct

from ryadom.errors import JournalUnavailable, Unavailable
from ryadom.live.batches import Batches, halves
from ryadom.live.metrics import Metrics
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.journal_chain import Record

MAX_WAITING = 10_000
MAX_BATCH = 200

log = structlog.get_logger(__name__)


class JournalQueue:
    """Writes records, one batch at a time: two would only wait for each other at the head of the chain."""

    def __init__(self, database: Database, metrics: Metrics) -> None:
        self._database = database
        self._metrics = metrics
        self._batches: Batches[_Waiting] = Batches(key=id, max_waiting=MAX_WAITING, max_batch=MAX_BATCH)
        self._flusher: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()

    @property
    def waiting(self) -> int:
        """How many calls no batch has taken yet."""
        return len(self._batches)

    async def write(self, records: Sequence[Record]) -> None:
        """Returns once all the records are in the journal for good. Only then may be shown what they are about.

        Raises:
            JournalUnavailable: they may or may not be there; show nothing.
        """
        waiting = _Waiting(records, self._loop.create_future())
        if not self._batches.put(waiting):
            raise _unavailable(f"{MAX_WAITING} records wait to be written.")
        if self._flusher is None:
            self._flusher = self._loop.create_task(self._flush())
        await waiting.written

    async def drain(self) -> None:
        """Waits until nothing waits."""
        if self._flusher is not None:
            await self._flusher

    async def _flush(self) -> None:
        try:
            while batch := self._batches.take():
                try:
                    await self._write(batch)
                finally:
                    self._batches.release(batch)
        finally:
            # In the same step as the last look at the queue: what comes after it starts the next flusher.
            self._flusher = None

    async def _write(self, batch: Sequence["_Waiting"]) -> None:
        records = [record for waiting in batch for record in waiting.records]
        try:
            with self._metrics.journal_seconds.time():
                async with self._database.connection() as connection:
                    await journal.append(connection, records)
        except Unavailable as error:
            # Not tried again here: the answer may have been lost after the commit, and a client asks again anyway.
            log.warning("journal_unavailable", records=len(records), reason=str(error.__cause__ or error))
            for waiting in batch:
                waiting.fail(_unavailable("The journal can't be written, so nothing is shown."))
        except Exception as error:
            if len(batch) > 1:
                for half in halves(batch):
                    await self._write(half)
                return
            log.exception("journal failed", action=records[0].action if records else None)
            batch[0].fail(error)
        else:
            self._metrics.journal_records.inc(len(records))
            for waiting in batch:
                waiting.succeed()


class _Waiting(Struct, eq=False):
    records: Sequence[Record]
    written: "asyncio.Future[None]"

    def succeed(self) -> None:
        # Whoever waited may have gone; then nothing is shown, and the journal says a little too much.
        if not self.written.done():
            self.written.set_result(None)

    def fail(self, error: Exception) -> None:
        if not self.written.done():
            self.written.set_exception(error)


def _unavailable(reason: str) -> JournalUnavailable:
    return JournalUnavailable(f"{reason} Try again in a moment.", retry_after_s=1.0)
