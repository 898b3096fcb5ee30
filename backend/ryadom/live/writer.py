"""Commits changes of conversations and publishes them, in that order and in the order of their seq."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from typing import Generic, TypeVar

from msgspec import Struct

from ryadom.live.metrics import Metrics
from ryadom.live.owner import Owner
from ryadom.live.patience import Patience
from ryadom.live.post_queue import PostQueue
from ryadom.live.publisher import Publisher
from ryadom.live.turns import Turns
from ryadom.protocol.operator import Conversation
from ryadom.protocol.shared import MessagePosted
from ryadom.store.database import Database
from ryadom.store.entries import Stored
from ryadom.store.posts import NotStored, Post
from ryadom.store.sql import Connection

T = TypeVar("T")


class Change(Struct, Generic[T], frozen=True, kw_only=True):
    """What a transaction did: its result, and the entries to publish, oldest first.

    `beside`: those of the other owner, where it changed two. `repeated`: the entries had been stored before, and are
    published for whoever missed them.
    """

    result: T
    entries: tuple[Stored, ...] = ()
    beside: tuple[Stored, ...] = ()
    started: Conversation | None = None
    repeated: bool = False


class Writer:
    """Plain messages by group commit, everything else in a transaction of its own; one at a time per owner.

    An owner's turn spans commit and publication, so that this process publishes entries in the order of their seq. A
    caller that goes away can't part the two: both happen in tasks of the writer's own. `on_published` is called after
    that; it neither waits nor fails.
    """

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        metrics: Metrics,
        *,
        on_published: Callable[[Sequence[tuple[Owner, Stored]]], None],
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._on_published = on_published
        self._metrics = metrics
        self._patience = Patience(time.monotonic)
        self._posts = PostQueue(database, metrics, self._publish_posts, self._patience)
        self._turns: Turns[Owner] = Turns()
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def waiting(self) -> int:
        """How many plain messages wait for a commit."""
        return self._posts.waiting

    async def post(self, owner: Owner, post: Post) -> Stored | NotStored:
        """Stores a plain message and publishes it; gives the entry, or why it needs `write`.

        Raises:
            Busy: too much waits to be written; nothing was stored.
            DatabaseUnavailable: whether it was committed is not known; the same echo_id may be sent again.
        """
        await self._turns.take(owner)
        try:
            return await self._posts.post(post, owner)
        finally:
            self._turns.end(owner)

    async def write(
        self, owner: Owner, change: Callable[[Connection], Awaitable[Change[T]]], *, beside: Owner | None = None
    ) -> T:
        """Runs `change` in a transaction, publishes what it stored after the commit, and gives its result.

        It runs again where Postgres went away in the middle, so what it stores it must know by its echo_id. `beside`:
        the other owner whose conversation it changes.

        Raises:
            DatabaseUnavailable: whether it was committed is not known; the same echo_id may be sent again.
            RyadomError: whatever `change` refused with; nothing was stored.
        """
        task = asyncio.create_task(self._write(owner, change, beside or owner))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def drain(self) -> None:
        """Waits for the changes under way."""
        await asyncio.gather(*self._tasks, self._posts.drain(), return_exceptions=True)

    async def _write(self, owner: Owner, change: Callable[[Connection], Awaitable[Change[T]]], beside: Owner) -> T:
        async with AsyncExitStack() as turns:
            # Of two in one order, so that nobody waits in a circle.
            for each in sorted({owner, beside}):
                await self._turns.take(each)
                turns.callback(self._turns.end, each)
            done = await self._patience.outlast(lambda: self._commit(change))
            if done.started is not None:
                self._publisher.start(owner, done.started)
            published = [*((owner, one) for one in done.entries), *((beside, one) for one in done.beside)]
            for whose, stored in published:
                self._publisher.publish(whose, stored, again=done.repeated)
        if published:
            self._on_published(published)
        if not done.repeated:
            self._count(done.entries)
        return done.result

    async def _commit(self, change: Callable[[Connection], Awaitable[Change[T]]]) -> Change[T]:
        with self._metrics.commit_seconds.time():
            async with self._database.transaction() as connection:
                return await change(connection)

    def _publish_posts(self, posts: Sequence[tuple[Owner, Stored]]) -> None:
        """What one commit of many messages has stored."""
        for owner, stored in posts:
            self._publisher.publish(owner, stored)
        [xact_id] = {stored.xact_id for _, stored in posts}
        if xact_id is not None:
            self._publisher.note_transaction(xact_id)
        self._on_published(posts)
        self._count([stored for _, stored in posts])

    def _count(self, entries: Sequence[Stored]) -> None:
        kinds = Counter(stored.entry.author.kind for stored in entries if isinstance(stored.entry, MessagePosted))
        for kind, count in kinds.items():
            self._metrics.messages.labels(kind).inc(count)
