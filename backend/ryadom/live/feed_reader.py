"""Brings what other processes have committed to the sockets of this one."""

import asyncio
from contextlib import suppress

import structlog

from ryadom.errors import RyadomError
from ryadom.live.metrics import Metrics
from ryadom.live.news import News
from ryadom.live.owner import Owner
from ryadom.live.publisher import Publisher
from ryadom.store.conversations import find_conversation
from ryadom.store.database import Database
from ryadom.store.entries import Stored
from ryadom.store.feed import Cursor, Key, feed_end, load_entries, read_feed
from ryadom.store.sql import Connection

PAGE_ENTRIES = 1_000
UNASKED_INTERVAL_S = 1.0
"""The feed is read so often whatever the bus says: a process may die between its commit and the news of it."""

log = structlog.get_logger(__name__)


class FeedReader:
    """Reads the feed when there is news, and once a second; news that come during a reading cause one more.

    What this process's own group commits stored is left out. Of the rest only the keys are read; entries are loaded
    where somebody here is to be told who has not been told by the writer of this process. `news` hears of all.
    """

    def __init__(self, database: Database, publisher: Publisher, metrics: Metrics, news: News) -> None:
        self._database = database
        self._publisher = publisher
        self._metrics = metrics
        self._told = news
        self._cursor: Cursor | None = None
        self._news = asyncio.Event()

    async def begin(self) -> None:
        """From now on nothing that is committed will be missed.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        async with self._database.connection() as connection:
            self._cursor = await feed_end(connection)

    def wake(self) -> None:
        """There may be something new."""
        self._news.set()

    def hear(self, owner: Owner, stored: Stored) -> None:
        """What another process says it has committed: published if it follows what was published here, else read.

        So a conversation's entries are published in their order, though some come this way and some by the feed.
        """
        self._told.tell({owner.site_id})
        conversation_id, seq = stored.entry.conversation_id, stored.entry.seq
        if self._publisher.has_published(conversation_id, seq) or not self._publisher.has_audience(owner):
            return
        if self._publisher.has_published(conversation_id, seq - 1):
            self._publisher.publish(owner, stored)
            self._metrics.feed_entries.inc()
        else:
            self.wake()

    async def run(self) -> None:
        """Reads until cancelled. An outage of Postgres only makes it late."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(UNASKED_INTERVAL_S):
                    await self._news.wait()
            self._news.clear()
            try:
                await self.read()
            except Exception as error:
                if not isinstance(error, RyadomError):
                    log.exception("feed not read")
                self._publisher.forget_transactions()
                await asyncio.sleep(UNASKED_INTERVAL_S)

    async def read(self) -> None:
        """Publishes all that is new.

        Raises:
            DatabaseUnavailable: Postgres is away; the next reading begins where this one did.
        """
        if self._cursor is None:
            await self.begin()
        async with self._database.connection() as connection:
            while self._cursor is not None:
                keys, following = await read_feed(
                    connection, self._cursor, limit=PAGE_ENTRIES, but_xact_ids=self._publisher.transactions
                )
                if keys:
                    self._told.tell({key.site_id for key in keys})
                await self._publish(connection, keys)
                has_rewound = following.begins_anew_after(self._cursor)
                self._cursor = following
                if has_rewound:
                    self._publisher.forget_transactions()
                elif not following.is_between_pages:
                    self._publisher.forget_transactions(before=following.oldest_running_xact_id)
                    break

    async def _publish(self, connection: Connection, keys: list[Key]) -> None:
        wanted = {(key.conversation_id, key.seq): key for key in keys if self._is_wanted(key)}
        if not wanted:
            return
        for stored in await load_entries(connection, list(wanted.values())):
            key = wanted[stored.entry.conversation_id, stored.entry.seq]
            # The writer may have published it while we were reading.
            if self._publisher.has_published(key.conversation_id, key.seq):
                continue
            owner = Owner(key.site_id, key.visitor_id)
            if key.seq == 1:
                await self._start(connection, owner, key)
            self._publisher.publish(owner, stored, is_hidden=key.is_blocked)
            self._metrics.feed_entries.inc()

    def _is_wanted(self, key: Key) -> bool:
        return not self._publisher.has_published(key.conversation_id, key.seq) and self._publisher.has_audience(
            Owner(key.site_id, key.visitor_id)
        )

    async def _start(self, connection: Connection, owner: Owner, key: Key) -> None:
        found = await find_conversation(connection, site_id=key.site_id, id=key.conversation_id)
        if found is not None:
            self._publisher.start(owner, found)
