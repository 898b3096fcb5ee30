"""From what happens to what endpoints are to be told, bots asked, and connectors push: one process at a time.

How far it is moves in the transaction that has queued what is told, so a kill loses nothing. Where nobody is to be
told, nothing is read, and what happens then is told to nobody.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from time import monotonic
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.core.connectors.queueing import queue_by_rules
from ryadom.core.webhook_bots.queueing import turns_of
from ryadom.core.webhooks.events import Event, event_id, events_of, is_told
from ryadom.errors import RyadomError
from ryadom.store import webhook_feed as feed
from ryadom.store import webhook_queue as queue
from ryadom.store.bot_turns import list_said
from ryadom.store.connectors import Listening, list_listening
from ryadom.store.database import Database
from ryadom.store.feed import Key, feed_end, read_feed
from ryadom.store.sites import all_sites
from ryadom.store.sql import Connection
from ryadom.store.webhook_feed import News, State
from ryadom.store.webhook_queue import NewDelivery
from ryadom.store.webhooks import Audience, list_enabled

PAGE_ENTRIES = 500
INTERVAL_S = 0.5
"""How often it is looked for news."""

KEPT_CURSOR_S = 60.0
"""Where there is no news, the cursor is written only so often: it costs nothing to begin from an old one."""

log = structlog.get_logger(__name__)


class Step(Struct, frozen=True):
    """What one transaction did: how many deliveries and pushes it queued, and whether there is more at once."""

    deliveries: int
    is_more: bool
    pushes: int = 0


class FanOut:
    """Queues for the endpoints and connectors of one database.

    Calls `on_queued` once there are new deliveries, and `on_pushes` once there are new pushes.
    """

    def __init__(
        self, database: Database, *, on_queued: Callable[[], None], on_pushes: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._on_queued = on_queued
        self._on_pushes = on_pushes

    async def run(self) -> None:
        """Goes on until it is cancelled."""
        while True:
            pause, began = INTERVAL_S, monotonic()
            try:
                step = await self.step()
                if step.deliveries:
                    self._on_queued()
                if step.pushes:
                    self._on_pushes()
                if step.is_more:
                    # As long as it worked: whoever chats comes first, also where much is to be caught up with.
                    pause = min(INTERVAL_S, monotonic() - began)
            except RyadomError as error:
                log.warning("webhooks not fanned out", reason=error.message)
            except Exception:
                log.exception("webhooks not fanned out")
            await asyncio.sleep(pause)

    async def step(self) -> Step:
        """One page. Nothing where another process is at it, or nobody is to be told.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        async with self._database.transaction() as connection:
            if not await feed.try_alone(connection):
                return Step(0, is_more=False)
            # The state first: whoever adds an endpoint or connector holds it, and must be seen here once it is read.
            state = await feed.read_state(connection)
            audiences, listening = await list_enabled(connection), await list_listening(connection)
            if not audiences and not listening:
                if state.cursor is not None:
                    await feed.save_state(connection, cursor=None, read_at=state.now)
                left = await feed.take_news(connection, limit=PAGE_ENTRIES)
                return Step(0, is_more=len(left) == PAGE_ENTRIES)
            if state.cursor is None:
                await feed.save_state(connection, cursor=await feed_end(connection), read_at=state.now)
                return Step(0, is_more=True)
            return await self._tell(connection, state, audiences, listening)

    async def _tell(
        self, connection: Connection, state: State, audiences: Sequence[Audience], listening: Sequence[Listening]
    ) -> Step:
        assert state.cursor is not None  # noqa: S101 - the caller has looked
        keys, following = await read_feed(connection, state.cursor, limit=PAGE_ENTRIES, read_at=state.read_at)
        news = await feed.take_news(connection, limit=PAGE_ENTRIES)
        controllers = {site.id: site.controller_id for site in await all_sites(connection)} if keys or news else {}
        told = [*await _of_entries(connection, keys), *_of_news(news)] if audiences else []
        deliveries = list(_deliveries(told, audiences, controllers))
        if keys and any(audience.bot_id for audience in audiences):
            deliveries += turns_of(await list_said(connection, keys), audiences, controllers)
        queued = await queue.insert_deliveries(connection, deliveries) if deliveries else 0
        pushes = await queue_by_rules(connection, listening, keys, news, controllers)
        is_old = (state.now - state.read_at).total_seconds() > KEPT_CURSOR_S
        is_unread = following.is_between_pages or following.begins_anew_after(state.cursor)
        if keys or is_unread or is_old:
            # The hour is counted from when all before was read: not from now, between pages or where it begins anew.
            read_at = state.read_at if is_unread else state.now
            await feed.save_state(connection, cursor=following, read_at=read_at)
        return Step(queued, is_unread or len(news) == PAGE_ENTRIES, pushes)


class _Told(Struct, frozen=True, kw_only=True):
    """An event, before it is known who is told of it. `controller_id`: where it may be about no site."""

    event: str
    id: UUID
    controller_id: UUID | None = None
    site_id: UUID | None
    visitor_id: UUID | None
    object_id: UUID
    seq: int
    message_seq: int = 0
    at: datetime


async def _of_entries(connection: Connection, keys: Sequence[Key]) -> list[_Told]:
    """Of who is blocked nothing is told."""
    visitors = {(key.conversation_id, key.seq): key.visitor_id for key in keys if not key.is_blocked}
    if not visitors:
        return []
    return [
        _Told(
            event=event,
            id=event_id(entry.conversation_id, event, entry.seq),
            site_id=entry.site_id,
            visitor_id=visitors[entry.conversation_id, entry.seq],
            object_id=entry.conversation_id,
            seq=entry.seq,
            message_seq=entry.message_seq,
            at=entry.at,
        )
        for entry in await feed.list_happened(connection, [key for key in keys if not key.is_blocked])
        for event in events_of(entry)
    ]


def _of_news(news: Sequence[News]) -> list[_Told]:
    """Several changes of one customer are told of once: what is sent is what is there by then."""
    newest = {one.object_id: one.ordinal for one in news if one.event == Event.CUSTOMER_UPDATED}
    return [
        _Told(
            event=one.event,
            id=event_id(one.object_id, one.event, one.ordinal),
            controller_id=one.controller_id,
            site_id=one.site_id,
            visitor_id=one.visitor_id,
            object_id=one.object_id,
            seq=one.seq,
            at=one.at,
        )
        for one in news
        if one.event != Event.CUSTOMER_UPDATED or newest[one.object_id] == one.ordinal
    ]


def _deliveries(
    told: Iterable[_Told], audiences: Sequence[Audience], controllers: Mapping[UUID, UUID]
) -> Iterator[NewDelivery]:
    for one in told:
        controller_id = one.controller_id or (controllers.get(one.site_id) if one.site_id else None)
        for audience in audiences:
            is_wanted = is_told(audience, event=one.event, site_id=one.site_id)
            if audience.controller_id == controller_id and is_wanted:
                yield NewDelivery(
                    endpoint_id=audience.id,
                    event_id=one.id,
                    event=one.event,
                    site_id=one.site_id,
                    visitor_id=one.visitor_id,
                    object_id=one.object_id,
                    seq=one.seq,
                    message_seq=one.message_seq,
                    happened_at=one.at,
                )
