"""Keeps the rounds: goes through all conversations once, and follows the feed of changes from then on.

Several processes may do it: one has the turn, the others pass. Where the feed can't be trusted to tell everything (it
was not read for long, or the server has begun another life), all conversations are gone through again, which costs
little: `last_seq` says which have anything new. What a server of an older version has kept, which knows nothing of
bots that lead, is mended from its entries.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from ryadom.core.hours import open_seconds
from ryadom.core.reports.rounds import tell_lead, tell_rounds
from ryadom.core.widget_settings import WidgetSettings, read_settings
from ryadom.store.database import Database
from ryadom.store.feed import feed_end, read_feed
from ryadom.store.rounds import (
    ZERO,
    Key,
    Progress,
    Round,
    find_behind,
    list_conversations,
    list_unled,
    lock_progress,
    put_leads,
    put_progress,
    put_rounds,
    read_steps,
)
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import settings_of_sites

KEEP_INTERVAL_S = 5.0
PAGE_CONVERSATIONS = 300
PAGE_ENTRIES = 1_000
LONGEST_SILENCE = timedelta(minutes=30)
"""The feed tells nothing that is over an hour old."""


class RoundsUpkeep:
    """Brings the rounds up to date, a page at a time."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def keep_up(self) -> None:
        """Returns once nothing is left, or another process has the turn. Works half of the time: chats come first.

        Raises:
            DatabaseUnavailable: Postgres is away; what was kept stays, and the next time goes on from there.
        """
        is_more = True
        while is_more:
            begun = time.monotonic()
            is_more = await self.keep_page()
            if is_more:
                await asyncio.sleep(time.monotonic() - begun)

    async def keep_page(self) -> bool:
        """One page, in one transaction; where none is left, one of what is to be mended. Whether there is more."""
        async with self._database.transaction() as connection:
            progress = await lock_progress(connection)
            if progress is None:
                return False
            if progress.cursor is None or not self._is_recent(progress):
                # The feed is read from before the first conversation is looked at.
                progress = replace(progress, cursor=await feed_end(connection), swept=(ZERO, ZERO))
            following = await (self._sweep if progress.swept else self._follow)(connection, progress)
            await put_progress(connection, replace(following, read_at=self._now()))
        cursor = following.cursor
        if following.swept is not None or (cursor is not None and cursor.is_between_pages):
            return True
        # Last, and apart: what fails in the past holds up nothing of today.
        async with self._database.transaction() as connection:
            return await lock_progress(connection) is not None and await self._mend(connection)

    def _is_recent(self, progress: Progress) -> bool:
        return progress.read_at is not None and abs(self._now() - progress.read_at) < LONGEST_SILENCE

    async def _sweep(self, connection: Connection, progress: Progress) -> Progress:
        keys = await list_conversations(connection, after=progress.swept or (ZERO, ZERO), limit=PAGE_CONVERSATIONS)
        await self._keep(connection, keys)
        return replace(progress, swept=keys[-1] if len(keys) == PAGE_CONVERSATIONS else None)

    async def _follow(self, connection: Connection, progress: Progress) -> Progress:
        if progress.cursor is None:
            return progress
        changed, cursor = await read_feed(connection, progress.cursor, limit=PAGE_ENTRIES)
        if cursor.begins_anew_after(progress.cursor):
            return replace(progress, cursor=await feed_end(connection), swept=(ZERO, ZERO))
        await self._keep(connection, list(dict.fromkeys((key.site_id, key.conversation_id) for key in changed)))
        return replace(progress, cursor=cursor)

    async def _keep(self, connection: Connection, keys: Sequence[Key]) -> None:
        if not keys or not (behind := await find_behind(connection, keys)):
            return
        steps = await read_steps(
            connection, {one.key: (one.newest.last_seq if one.newest else 0, None) for one in behind}
        )
        stored = await settings_of_sites(connection, list({one.site_id for one in behind}))
        hours = {site_id: read_settings(one) for site_id, one in stored.items()}
        told = [
            (one.key, _with_work(each, hours[one.site_id]))
            for one in behind
            for each in tell_rounds(one.newest, steps.get(one.key, ()), department_id=one.department_id)
        ]
        await put_rounds(connection, told)

    async def _mend(self, connection: Connection) -> bool:
        """A page of what a server of an older version has kept; whether there was any."""
        unled = await list_unled(connection, limit=PAGE_CONVERSATIONS)
        if not unled:
            return False
        steps = await read_steps(connection, {one.key: (one.after_seq, one.last_seq) for one in unled})
        await put_leads(connection, [(one.key, tell_lead(one.number, steps.get(one.key, ()))) for one in unled])
        return True


def _with_work(one: Round, site: WidgetSettings) -> Round:
    """The round with how much of the wait lay in the site's hours; where it has none chosen, all of it."""
    if one.asked_at is None or one.answered_at is None or one.answer_work_s is not None:
        return one
    if site.hours:
        work_s = open_seconds(site.hours, ZoneInfo(site.time_zone), one.asked_at, one.answered_at)
    else:
        work_s = (one.answered_at - one.asked_at).total_seconds()
    return replace(one, answer_work_s=work_s)
