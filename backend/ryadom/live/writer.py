"""Commits changes of conversations and publishes them, in that order and in the order of their seq."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from msgspec import Struct

from ryadom.live.metrics import Metrics
from ryadom.live.owner import Owner
from ryadom.live.post_queue import PostQueue
from ryadom.live.publisher import Publisher
from ryadom.protocol.operator import ConversationStarted
from ryadom.protocol.shared import MessagePosted
from ryadom.store.database import Database
from ryadom.store.entries import Stored
from ryadom.store.posts import NotStored, Post
from ryadom.store.sql import Connection

T = TypeVar("T")


class Change(Struct, Generic[T], frozen=True, kw_only=True):
    """What a transaction did: its result, and the entries to publish, oldest first.

    `repeated`: the entries had been stored before, and are published for whoever missed them.
    """

    result: T
    entries: tuple[Stored, ...] = ()
    started: ConversationStarted | None = None
    repeated: bool = False


class Writer:
    """Plain messages by group commit, everything else in a transaction of its own; one at a time per owner.

    The lock per owner spans commit and publication, so that this process publishes entries in the order of their seq. A
    caller that goes away can't part the two: both happen in tasks of the writer's own. `on_published` is called after
    that; it neither waits nor fails.
    """

    def __init__(
        self, database: Database, publisher: Publisher, metrics: Metrics, *, on_published: Callable[[], None]
    ) -> None:
        self._database = database
        self._publisher = publisher
        self._on_published = on_published
        self._metrics = metrics
        self._posts = PostQueue(database, metrics, self._publish_post)
        self._locks: WeakValueDictionary[Owner, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[object]] = set()

    async def post(self, owner: Owner, post: Post) -> Stored | NotStored:
        """Stores a plain message and publishes it; gives the entry, or why it needs `write`.

        Raises:
            Busy: too much waits to be written; nothing was stored.
            DatabaseUnavailable: whether it was committed is not known; the same echo_id may be sent again.
        """
        lock = self._locks.setdefault(owner, asyncio.Lock())
        async with lock:
            return await self._posts.post(post, owner)

    async def write(self, owner: Owner, change: Callable[[Connection], Awaitable[Change[T]]]) -> T:
        """Runs `change` in a transaction, publishes what it stored after the commit, and gives its result.

        Raises:
            DatabaseUnavailable: whether it was committed is not known; the same echo_id may be sent again.
            RyadomError: whatever `change` refused with; nothing was stored.
        """
        task = asyncio.create_task(self._write(owner, change))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    async def drain(self) -> None:
        """Waits for the changes under way."""
        await asyncio.gather(*self._tasks, self._posts.drain(), return_exceptions=True)

    async def _write(self, owner: Owner, change: Callable[[Connection], Awaitable[Change[T]]]) -> T:
        lock = self._locks.setdefault(owner, asyncio.Lock())
        async with lock:
            with self._metrics.commit_seconds.time():
                async with self._database.transaction() as connection:
                    done = await change(connection)
            if done.started is not None:
                self._publisher.start(owner, done.started)
            for stored in done.entries:
                if not done.repeated:
                    self._count(stored)
                self._publish(owner, stored, again=done.repeated)
        return done.result

    def _publish_post(self, owner: Owner, stored: Stored) -> None:
        self._count(stored)
        self._publish(owner, stored)

    def _count(self, stored: Stored) -> None:
        if isinstance(stored.entry, MessagePosted):
            self._metrics.messages.labels(stored.entry.author.kind).inc()

    def _publish(self, owner: Owner, stored: Stored, *, again: bool = False) -> None:
        self._publisher.publish(owner, stored, again=again)
        self._on_published()
