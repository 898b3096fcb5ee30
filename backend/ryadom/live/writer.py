"""Commits changes of conversations and publishes them, in that order and in the order of their seq."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from msgspec import Struct

from ryadom.live.hub import Hub, OperatorsTopic, VisitorTopic
from ryadom.live.metrics import Metrics
from ryadom.live.outbox import encode
from ryadom.protocol.operator import ConversationStarted
from ryadom.protocol.shared import MessagePosted
from ryadom.store.database import Database
from ryadom.store.entries import Stored
from ryadom.store.sql import Connection

T = TypeVar("T")


class Owner(NamedTuple):
    """Whose conversation is written to: what writes are kept in order by."""

    site_id: UUID
    visitor_id: UUID


class Change(Struct, Generic[T], frozen=True, kw_only=True):
    """What a transaction did: its result, and the entries to publish, oldest first.

    `repeated`: the entries had been stored before, and are published for whoever missed them.
    """

    result: T
    entries: tuple[Stored, ...] = ()
    started: ConversationStarted | None = None
    repeated: bool = False


class Writer:
    """One transaction per change, one change per owner at a time.

    The lock per owner spans commit and publication, so that this process publishes entries in the order of their seq. A
    caller that goes away can't part the two either: the change runs in a task of the writer's own.
    """

    def __init__(self, database: Database, hub: Hub, metrics: Metrics) -> None:
        self._database = database
        self._hub = hub
        self._metrics = metrics
        self._locks: WeakValueDictionary[Owner, asyncio.Lock] = WeakValueDictionary()
        self._tasks: set[asyncio.Task[object]] = set()

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
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _write(self, owner: Owner, change: Callable[[Connection], Awaitable[Change[T]]]) -> T:
        lock = self._locks.setdefault(owner, asyncio.Lock())
        async with lock:
            with self._metrics.commit_seconds.time():
                async with self._database.transaction() as connection:
                    done = await change(connection)
            self._publish(owner, done)
        return done.result

    def _publish(self, owner: Owner, change: Change[T]) -> None:
        operators = OperatorsTopic(owner.site_id)
        if change.started is not None:
            self._hub.publish(operators, change.started)
        for stored in change.entries:
            if isinstance(stored.entry, MessagePosted) and not change.repeated:
                self._metrics.messages.labels(stored.entry.author.kind).inc()
            encoded = encode(stored.entry)
            self._hub.publish(operators, encoded)
            if stored.public:
                seen = stored.for_visitor()
                self._hub.publish(VisitorTopic(*owner), encoded if seen is stored.entry else encode(seen))
