"""The pull: what changed on a controller's sites, page by page, for programs that keep a copy.

Without a cursor everything there is comes first, site by site, and then what has changed since that was begun. A page
has every object once, whole as it is while the page is made: so what comes twice, or late, does no harm.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.api_keys import ApiKeys, Program
from ryadom.core.change_cursors import ChangeCursor, ChangeCursors, tails
from ryadom.core.pull_places import PullPlaces
from ryadom.live.news import News
from ryadom.protocol.public import ChangesPage, Delete, Tombstone, Upsert
from ryadom.store import journal
from ryadom.store.changes import Change, Now, Place, Walk, forget_marks, list_changes, read_now, walk_site
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Record
from ryadom.store.public_objects import (
    MessageKey,
    ObjectKey,
    load_conversations,
    load_customers,
    load_messages,
    shown_conversations,
)
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

MIN_LIMIT, DEFAULT_LIMIT, MAX_LIMIT = 10, 500, 2_000
MAX_WAIT_S = 30
SCANNED_ENTRIES = 10_000
"""So many entries and marks of all controllers' sites are looked at for a page, at most."""

NOTED_EVERY = timedelta(days=1)
KEPT_MARKS_DAYS = 40
"""Longer than a cursor is good for (`change_cursors.LIFETIME_DAYS`), by more than any transaction takes."""
FORGOTTEN_AT_ONCE = 5_000

UNASKED_INTERVAL_S = 5.0
"""Who waits looks so often by themselves: cards and consents are no entries, and nobody tells of them."""
FIRST_LOOK_S = 0.1
"""After news that lie above the oldest running transaction: for so long nobody listens, or each more would bring all
who wait to look in vain. The next look waits twice as long, and so on until they listen again."""
TICK_S = 1.0


class ChangesDesk(Struct, frozen=True, kw_only=True):
    """Pages for programs."""

    database: Database
    api_keys: ApiKeys
    cursors: ChangeCursors
    news: News
    places: PullPlaces
    is_draining: Callable[[], bool]

    async def pull(
        self,
        program: Program,
        sites: Sequence[Site],
        cursor: str,
        *,
        limit: int,
        wait_s: float,
        network: str | None,
    ) -> ChangesPage:
        """The page behind a cursor (empty: from the beginning); where nothing is new, awaits something for `wait_s`.

        Raises:
            CursorInvalid, CursorExpired: begin again without one.
            ApiKeyInvalid: the key was revoked, or is over, while it was waited.
            Busy: as many wait as may, of this key or of all.
            JournalUnavailable: the pull can't be journalled, so nothing is given.
            DatabaseUnavailable: Postgres is away.
        """
        # Listened first: else what comes right behind the first look would wait for the next.
        with self.news.listening([site.id for site in sites]) as heard:
            async with self.places.turn(program.key.id):
                page = await self.page(program, sites, cursor, limit=limit, network=network)
            if page.changes or page.has_more or wait_s <= 0:
                return page
            ends = time.monotonic() + wait_s
            look_s = UNASKED_INTERVAL_S
            deaf = asyncio.Event()
            with self.places.place(program.key.id):
                while not (page.changes or page.has_more or self.is_draining()):
                    left_s = ends - time.monotonic()
                    if left_s <= 0:
                        break
                    if look_s < UNASKED_INTERVAL_S:
                        await self._awaited(deaf, min(look_s, left_s))
                        heard.clear()
                        look_s = min(2 * look_s, UNASKED_INTERVAL_S)
                    elif await self._awaited(heard, min(look_s, left_s)):
                        look_s = FIRST_LOOK_S
                    await self.api_keys.check_again(program)
                    async with self.places.turn(program.key.id, has_place=True):
                        page = await self.page(program, sites, page.cursor, limit=limit, network=network)
        return page

    async def page(
        self, program: Program, sites: Sequence[Site], cursor: str, *, limit: int, network: str | None
    ) -> ChangesPage:
        """As `pull`, at once."""
        sites = sorted(sites, key=lambda site: site.id)
        controller_id = program.key.controller_id
        known = self.cursors.read(cursor, controller_id=controller_id) if cursor else None
        async with self.database.connection() as connection:
            now, is_start_known = await read_now(connection, known.start_id if known else None)
            if known is None:
                at = ChangeCursor(
                    epoch=now.epoch,
                    start_id=now.start_id,
                    place=Place(now.horizon),
                    as_of=now.at,
                    key_id=program.key.id,
                    noted_at=now.at - 2 * NOTED_EVERY,
                )
            else:
                known.check(now, is_start_known=is_start_known, site_ids=[site.id for site in sites])
                at = replace(known, start_id=now.start_id)
            new_sites = [site for site in sites if not at.covers(site.id)]
            at = await self._noted(connection, at, now, program, sites, network, new_sites=new_sites)
            if new_sites:
                found, following, has_more = await self._walk(connection, at, new_sites, limit=limit)
            else:
                found, following, has_more = await self._changes(connection, at, now, sites, limit=limit)
            changes = await found.load(connection)
        following = replace(following, covered=following.covered_of(site.id for site in sites))
        return ChangesPage(
            changes=changes,
            cursor=self.cursors.write(following, controller_id=controller_id),
            has_more=has_more,
            is_resync=bool(new_sites),
        )

    async def forget_old(self) -> None:
        """Forgets marks that no cursor that is good can ask for any more."""
        async with self.database.connection() as connection:
            while (
                await forget_marks(connection, older_days=KEPT_MARKS_DAYS, limit=FORGOTTEN_AT_ONCE) == FORGOTTEN_AT_ONCE
            ):
                pass

    async def _walk(
        self, connection: Connection, at: ChangeCursor, new_sites: Sequence[Site], *, limit: int
    ) -> tuple["Found", ChangeCursor, bool]:
        """A page of the walk over what lies on sites of which nothing was given yet, one site after the other."""
        found = Found(limit=limit)
        # What was changed since `place` comes behind the walk, which may have passed it before.
        site = next((one for one in new_sites if at.walk and one.id == at.walk.site_id), new_sites[0])
        walk = at.walk if at.walk and at.walk.site_id == site.id else Walk(site.id)
        walked, following = await walk_site(connection, walk, limit=limit)
        for change, _ in walked:
            found.add(change)
        if following is not None:
            return found, replace(at, walk=following), True
        left = [one for one in new_sites if one.id != site.id]
        return found, replace(at, covered=at.covered + tails([site.id]), walk=Walk(left[0].id) if left else None), True

    async def _changes(
        self, connection: Connection, at: ChangeCursor, now: Now, sites: Sequence[Site], *, limit: int
    ) -> tuple["Found", ChangeCursor, bool]:
        """A page of what changed."""
        found = Found(limit=limit)
        site_ids = [site.id for site in sites]
        # Most entries bring two objects, themselves and their conversation: what has no room would be read in vain.
        keys = max(MIN_LIMIT, limit * 3 // 5)
        read = await list_changes(connection, at.place, site_ids=site_ids, limit=keys, scan_limit=keys)
        if read.is_more and len(read.changes) < keys // 4:
            # Most of what is there is of other sites: many empty pages would take longer than one look further.
            read = await list_changes(connection, at.place, site_ids=site_ids, limit=keys, scan_limit=SCANNED_ENTRIES)
        place, has_more = read.following, read.is_more
        before = at.place
        for change in read.changes:
            if not found.add(change):
                place, has_more = before, True
                break
            before = change.place
        # Behind the last page it is as new as the database; before it, as old as it was.
        return found, replace(at, place=place, as_of=at.as_of if has_more else now.at, walk=None), has_more

    async def _noted(
        self,
        connection: Connection,
        at: ChangeCursor,
        now: Now,
        program: Program,
        sites: Sequence[Site],
        network: str | None,
        *,
        new_sites: Sequence[Site],
    ) -> ChangeCursor:
        """The cursor, once the journal knows that this key pulls: once a day, and before a walk over a site begins."""
        is_new = any(not at.names(site.id) for site in new_sites)
        at = replace(at, named=tails(site.id for site in new_sites))
        if not is_new and at.key_id == program.key.id and now.at - at.noted_at < NOTED_EVERY:
            return at
        details = {"what": "changes", "form": "json", "sites": ", ".join(site.key for site in sites)}
        if not is_new:
            details["since"] = at.as_of.isoformat()
        record = Record(
            controller_id=program.key.controller_id,
            action=Action.EXPORTED,
            actor=program.actor(network),
            site_id=sites[0].id if len(sites) == 1 else None,
            details=details,
        )
        await journal.append(connection, [record])
        return replace(at, key_id=program.key.id, noted_at=now.at)

    async def _awaited(self, heard: asyncio.Event, within_s: float) -> bool:
        """Whether there were news within so many seconds; earlier where the process stops."""
        ends = time.monotonic() + within_s
        while not self.is_draining() and (left_s := ends - time.monotonic()) > 0:
            try:
                async with asyncio.timeout(min(left_s, TICK_S)):
                    await heard.wait()
            except TimeoutError:
                continue
            heard.clear()
            return True
        return False


class Found:
    """What is to be given on a page, each object once, and at most `limit` of them."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._customers: dict[ObjectKey, None] = {}
        self._conversations: dict[ObjectKey, None] = {}
        self._messages: dict[MessageKey, None] = {}

    def add(self, change: Change) -> bool:
        """Adds what a change makes worth giving; False, and nothing is added, where there is no room for it."""
        more = (
            (change.customer is not None and change.customer not in self._customers)
            + (change.conversation is not None and change.conversation not in self._conversations)
            + (change.message is not None and change.message not in self._messages)
        )
        held = len(self._customers) + len(self._conversations) + len(self._messages)
        if held + more > self._limit:
            return False
        if change.customer is not None:
            self._customers[change.customer] = None
        if change.conversation is not None:
            self._conversations[change.conversation] = None
        if change.message is not None:
            self._messages[change.message] = None
        return True

    async def load(self, connection: Connection) -> tuple[Upsert | Delete, ...]:
        """The objects: what others refer to is given before these, and taken away after them."""
        customers = await load_customers(connection, self._customers)
        conversations = await load_conversations(connection, self._conversations)
        shown = {UUID(one.id) for one in conversations if not isinstance(one, Tombstone)}
        others = {(key.site_id, key.conversation_id) for key in self._messages} - self._conversations.keys()
        shown |= await shown_conversations(connection, others)
        # Those of hidden conversations go with these
        seen = [key for key in self._messages if key.conversation_id in shown]
        messages = await load_messages(connection, seen)
        upserts: list[Upsert | Delete] = []
        deletes: list[Upsert | Delete] = []
        for one in (*customers, *conversations, *messages):
            if isinstance(one, Tombstone):
                deletes.append(Delete(object=one))
            else:
                upserts.append(Upsert(object=one))
        return (*upserts, *reversed(deletes))
