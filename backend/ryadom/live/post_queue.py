"""Group commit: the messages that gather while one commit is under way become the next one.

There is no timer: a message that finds nothing under way is written at once, and the busier the database is, the more
messages share a commit. Two batches may be under way, so that Postgres works while Python prepares the next, and two
more while hardly anything is, where a message would only wait for others; never two with one conversation, so that its
messages can't overtake each other.
"""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from msgspec import Struct

from ryadom.errors import Busy, RyadomError
from ryadom.live.batches import Batches, halves
from ryadom.live.metrics import Metrics
from ryadom.live.owner import Owner
from ryadom.live.patience import Patience
from ryadom.store.database import Database
from ryadom.store.entries import Stored
from ryadom.store.posts import NotStored, Post, post_messages

MAX_WAITING = 10_000
MAX_BATCH = 500
WRITERS = 2
MORE_WRITERS = 2
FEW = 8
"""Posts under way: with fewer, more writers keep nobody waiting; with more, they would make batches smaller."""

BUSY_PAUSE_S = 0.005
MAX_BUSY_TRIES = 200

log = structlog.get_logger(__name__)


class PostQueue:
    """Writes posts; after a commit calls `on_committed` with what it stored and whose, each conversation once."""

    def __init__(
        self,
        database: Database,
        metrics: Metrics,
        on_committed: Callable[[Sequence[tuple[Owner, Stored]]], None],
        patience: Patience,
    ) -> None:
        self._database = database
        self._metrics = metrics
        self._on_committed = on_committed
        self._patience = patience
        self._batches: Batches[_Waiting] = Batches(
            key=lambda waiting: (waiting.post.site_id, waiting.post.conversation_id),
            max_waiting=MAX_WAITING,
            max_batch=MAX_BATCH,
        )
        self._flushers: set[asyncio.Task[None]] = set()
        self._writing = 0
        self._under_way = 0
        self._loop = asyncio.get_running_loop()

    @property
    def waiting(self) -> int:
        """How many posts no batch has taken yet."""
        return len(self._batches)

    async def post(self, post: Post, owner: Owner) -> Stored | NotStored:
        """What became of the post: stored, or why it needs another way.

        Raises:
            Busy: too many wait already, or the conversation has been locked by somebody else for a second.
            DatabaseUnavailable: whether it was stored is not known; the same echo_id may be sent again.
        """
        waiting = _Waiting(post, owner, self._loop.create_future())
        if not self._batches.put(waiting):
            raise Busy(f"{MAX_WAITING} messages wait to be written. Try again in a moment.", retry_after_s=1.0)
        if self._has_a_writer():
            self._writing += 1
            flusher = self._loop.create_task(self._flush())
            self._flushers.add(flusher)
            flusher.add_done_callback(self._flushers.discard)
        return await waiting.outcome

    async def drain(self) -> None:
        """Waits until nothing waits."""
        await asyncio.gather(*self._flushers)

    def _has_a_writer(self) -> bool:
        return self._writing < WRITERS or (self._writing < WRITERS + MORE_WRITERS and self._under_way < FEW)

    async def _flush(self) -> None:
        try:
            # One too many leaves what waits to the others, who are at work and will look.
            while self._writing <= WRITERS or self._under_way < FEW:
                batch = self._batches.take()
                if not batch:
                    break
                busy: list[_Waiting] = []
                self._under_way += len(batch)
                try:
                    busy = await self._write(batch)
                finally:
                    self._under_way -= len(batch)
                    self._batches.release(batch)
                    self._batches.put_back(busy)
                if busy and len(busy) == len(batch):
                    await asyncio.sleep(BUSY_PAUSE_S)
        finally:
            # In the same step as the last look at the queue: a post that comes after it finds an idle writer.
            self._writing -= 1

    async def _write(self, batch: Sequence["_Waiting"]) -> list["_Waiting"]:
        """Writes a batch and tells those who wait; gives those to be tried again."""
        try:
            # A batch that was committed, and only its answer lost, is all `known` the second time.
            outcomes = await self._patience.outlast(lambda: self._store(batch))
        except RyadomError as error:
            for waiting in batch:
                waiting.fail(error)
            return []
        except Exception as error:
            if len(batch) == 1:
                log.exception("post failed", conversation_id=str(batch[0].post.conversation_id))
                batch[0].fail(error)
                return []
            first, second = halves(batch)
            return await self._write(first) + await self._write(second)
        self._metrics.batch_messages.observe(len(batch))
        stored: list[tuple[Owner, Stored]] = []
        busy: list[_Waiting] = []
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, Stored):
                stored.append((waiting.owner, outcome))
                waiting.succeed(outcome)
            elif outcome is not NotStored.BUSY:
                waiting.succeed(outcome)
            elif waiting.tries < MAX_BUSY_TRIES:
                waiting.tries += 1
                busy.append(waiting)
            else:
                waiting.fail(
                    Busy("The conversation is held by somebody else. Try again in a moment.", retry_after_s=1.0)
                )
        # Who waits goes on in a later step of the loop: what they posted is published before they hear of it.
        if stored:
            self._on_committed(stored)
        return busy

    async def _store(self, batch: Sequence["_Waiting"]) -> list[Stored | NotStored]:
        with self._metrics.commit_seconds.time():
            async with self._database.connection() as connection:
                return await post_messages(connection, [waiting.post for waiting in batch])


class _Waiting(Struct):
    post: Post
    owner: Owner
    outcome: "asyncio.Future[Stored | NotStored]"
    tries: int = 0

    def succeed(self, outcome: Stored | NotStored) -> None:
        # Whoever waited may have gone; the post is stored all the same.
        if not self.outcome.done():
            self.outcome.set_result(outcome)

    def fail(self, error: Exception) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(error)
