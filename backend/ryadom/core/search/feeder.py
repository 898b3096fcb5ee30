"""Keeps the tables of the search after what is said, from the feed of changes: a message pays nothing for being found.

One process feeds at a time, whichever comes first; where it is stands in the database and moves in the transaction that
has brought it there. So a kill loses nothing, and a restored backup goes on from where that was.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from math import inf
from time import monotonic
from typing import TypeVar
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.core.search import vocabulary
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.search.vectors import Parsed, parse, parse_card, plain_lexemes, slots_of, takes_long, vector_of
from ryadom.errors import RyadomError
from ryadom.store import search_cards
from ryadom.store import search_index as store
from ryadom.store.database import Database
from ryadom.store.feed import Key, feed_end, read_feed
from ryadom.store.search_cards import Person
from ryadom.store.search_index import Entry, Place, State, Text
from ryadom.store.sql import Connection

PAGE_ENTRIES = 50
"""So few that what Postgres does for a page delays no message that is being sent."""

QUIET_PAGE_ENTRIES = 500
"""Where nobody chats: Postgres takes less than half as long for each. Who begins to chat waits a fifth of a second."""

QUIET_AFTER_S = 2.0
"""After the last news, whichever server they came by."""

SLICE_S = 0.001
"""Texts are taken apart for no longer than that at a time, or than one short text takes."""

INTERVAL_S = 1.0
"""How often it is looked for news."""

KEPT_CURSOR_S = 60.0
"""Where there is no news, the cursor is written only so often: it costs nothing to begin from an old one."""

T = TypeVar("T")

LAST_PLACE = Place(UUID(int=2**128 - 1), UUID(int=2**128 - 1), 2**62)

log = structlog.get_logger(__name__)


class Step(Struct, frozen=True):
    """What one transaction did: how many entries it looked at, and whether there is more at once.

    `is_alone` is false where somebody else was feeding, and it did nothing.
    """

    entries: int
    is_more: bool
    is_alone: bool = True


class Feeder:
    """Feeds the search of one database."""

    def __init__(self, database: Database, lexemes: Lexemes) -> None:
        self._database = database
        self._lexemes = lexemes
        self._news_at = -inf
        self._has_failed = False

    @property
    def _is_quiet(self) -> bool:
        return monotonic() - self._news_at >= QUIET_AFTER_S

    async def run(self) -> None:
        """Feeds until cancelled. Catching up with much, it rests as long as it has worked while people chat."""
        while True:
            pause = INTERVAL_S
            began = monotonic()
            try:
                step = await self.step()
                self._has_failed = False
                if step.is_more:
                    pause = 0.0 if self._is_quiet else min(INTERVAL_S, monotonic() - began)
            except RyadomError as error:
                self._has_failed = True
                log.warning("search not fed", reason=error.message)
            except Exception:
                self._has_failed = True
                log.exception("search not fed")
            await asyncio.sleep(pause)

    async def step(self) -> Step:
        """A page of what is new; unless there is more of it, also one of changed cards, else of history. Nothing where
        somebody else feeds.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        news = await self._alone(self._read_news)
        if news.is_more or not news.is_alone:
            return news
        # In a transaction of its own: people are locked in one order.
        other = await self._alone(self._catch_up)
        return Step(news.entries + other.entries, other.is_more, is_alone=other.is_alone)

    async def _alone(self, feed: Callable[[Connection, State], Awaitable[Step]]) -> Step:
        async with self._database.transaction() as connection:
            if not await store.try_alone(connection):
                return Step(0, is_more=False, is_alone=False)
            state = await store.read_state(connection)
            if state.cursor is None:
                # What is committed from here on is news, all that is there now is walked over.
                await store.save_state(
                    connection, cursor=await feed_end(connection), read_at=state.now, walk=LAST_PLACE
                )
                return Step(0, is_more=True)
            return await feed(connection, state)

    async def _read_news(self, connection: Connection, state: State) -> Step:
        assert state.cursor is not None  # noqa: S101 - the caller has looked
        keys, following = await read_feed(connection, state.cursor, limit=self._page(), read_at=state.read_at)
        if keys:
            self._news_at = monotonic()
        await self._index(connection, keys)
        is_old = (state.now - state.read_at).total_seconds() > KEPT_CURSOR_S
        is_more = following.is_between_pages or following.begins_anew_after(state.cursor)
        if keys or is_more or is_old:
            # The hour is counted from when all before was read: not from now, between pages or where it begins anew.
            read_at = state.read_at if is_more else state.now
            await store.save_state(connection, cursor=following, read_at=read_at, walk=state.walk)
        return Step(len(keys), is_more)

    async def _catch_up(self, connection: Connection, state: State) -> Step:
        step = await self._catch_cards(connection)
        if step.entries > 0:
            is_walking = state.walk is not None or state.cards_walk is not None
            return Step(step.entries, is_more=step.is_more or is_walking)
        if state.walk is not None:
            return await self._walk(connection, state, state.walk)
        if state.cards_walk is not None:
            return await self._walk_cards(connection, state.cards_walk)
        await vocabulary.recount(connection)
        return step

    async def _catch_cards(self, connection: Connection) -> Step:
        limit = self._page()
        due = await search_cards.list_due(connection, limit=limit)
        changed = list(dict.fromkeys(due))
        page = await search_cards.first_of(connection, changed, entries=limit)
        # Whoever changes a card holds its visitor first: in the same order neither waits for the other in a ring.
        people = await store.lock_people(connection, page)
        await search_cards.drop_due(connection, page)
        await self._put(connection, await store.list_card_texts(connection, people))
        return Step(len(page), is_more=len(due) == limit or len(page) < len(changed))

    async def _walk_cards(self, connection: Connection, after: Person) -> Step:
        """A page of the cards that were there before the search read them."""
        limit = self._page()
        passed = await search_cards.walk_people(connection, after, limit=limit)
        known = [one.person for one in passed if one.is_known]
        page = await search_cards.first_of(connection, known, entries=limit)
        people = await store.lock_people(connection, page)
        await self._put(connection, await store.list_card_texts(connection, people))
        is_more = len(passed) == limit
        if len(page) < len(known):
            passed = [one for one in passed if one.person <= page[-1]]
            is_more = True
        await store.save_cards_walk(connection, passed[-1].person if is_more else None)
        return Step(len(passed), is_more=is_more)

    async def _walk(self, connection: Connection, state: State, before: Place) -> Step:
        assert state.cursor is not None  # noqa: S101 - the caller has looked
        limit = self._page()
        keys = await store.walk_back(connection, before, limit=limit)
        await self._index(connection, keys)
        last = keys[-1] if len(keys) == limit else None
        place = Place(last.site_id, last.conversation_id, last.seq) if last else None
        await store.save_state(connection, cursor=state.cursor, read_at=state.read_at, walk=place)
        # A page of nothing says that the walk is over, and the one over cards has its turn.
        return Step(len(keys), is_more=place is not None or (not keys and state.cards_walk is not None))

    async def _index(self, connection: Connection, keys: Sequence[Key]) -> None:
        if not keys:
            return
        # The locks first, then what is said now: what has been erased meanwhile is seen, and what is not can't be yet.
        people = await store.lock_people(connection, [(key.site_id, key.visitor_id) for key in keys])
        wanted = [key for key in keys if (key.site_id, key.visitor_id) in people]
        if wanted:
            await self._put(connection, await store.list_texts(connection, wanted))

    async def _put(self, connection: Connection, texts: Sequence[Text]) -> None:
        gone = [text for text in texts if text.is_gone]
        said = [text for text in texts if not text.is_gone]
        if gone:
            await store.drop_entries(connection, gone)
        if not said:
            return
        parsed: list[Parsed] = []
        cards: dict[Person, Parsed] = {}
        async for text in self._in_slices(said):
            if not text.card:
                parsed.append(await _parse(text))
                continue
            # With each of somebody's conversations the same.
            person = (text.site_id, text.visitor_id)
            if person not in cards:
                cards[person] = await _parse(text)
            parsed.append(cards[person])
        words = {word.form for one in parsed for word in one.words if word.form}
        lexemes = await self._lexemes.of(connection, words)
        entries = []
        plain: defaultdict[UUID, set[str]] = defaultdict(set)
        async for text, one in self._in_slices(list(zip(said, parsed, strict=True))):
            vector = vector_of(one, lexemes)
            entries.append(Entry(text=text, slots=slots_of(text.site_id, text.said_at), words=vector))
            if not text.card:
                plain[text.site_id] |= plain_lexemes(one, lexemes)
        # In one order, as everybody who locks several rows of a table.
        entries.sort(key=lambda entry: (entry.text.site_id, entry.text.conversation_id, entry.text.seq))
        await store.put_entries(connection, entries)
        for site_id, used in plain.items():
            await vocabulary.learn(connection, site_id=site_id, words=used)

    def _page(self) -> int:
        # A large page that Postgres takes too long for would be tried for ever.
        return QUIET_PAGE_ENTRIES if self._is_quiet and not self._has_failed else PAGE_ENTRIES

    async def _in_slices(self, items: Sequence[T]) -> AsyncIterator[T]:
        """The same; who works on them gives way to others: for as long as that has taken, while people chat."""
        began = monotonic()
        for item in items:
            yield item
            if (worked := monotonic() - began) > SLICE_S:
                await asyncio.sleep(0.0 if self._is_quiet else worked)
                began = monotonic()


async def _parse(text: Text) -> Parsed:
    # Only what takes long: while a thread has the interpreter, everybody else waits 5 ms for it, again and again.
    if text.card:
        is_long = takes_long("", [one.text for one in text.card])
        return await asyncio.to_thread(parse_card, text.card) if is_long else parse_card(text.card)
    if not takes_long(text.body, text.file_names):
        return parse(text.body, text.file_names)
    return await asyncio.to_thread(parse, text.body, text.file_names)
