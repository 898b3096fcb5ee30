"""The nightly run: what is over its lifetime is erased, by one process at a time, beside a chat that must not notice.

A run is cut at the last midnight in Moscow, so a second one on the same day finds nothing, whichever process it is in
and however often the first was killed. Every site with something erased gets its act.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.core.erasure import tell_panels
from ryadom.core.export_jobs.folder import ExportFolder
from ryadom.core.export_jobs.sweep import Sweeper
from ryadom.errors import RetentionRunning
from ryadom.live.line import Line
from ryadom.privacy.calendar import day_of
from ryadom.privacy.destruction import begin, finish
from ryadom.privacy.retention import Erased, Sweep, cutoff
from ryadom.store.conversations import list_ids_of_visitor
from ryadom.store.database import Database
from ryadom.store.destructions import Begun, Ground, Task, count_subjects, list_begun
from ryadom.store.file_contents import FileContents
from ryadom.store.journal_chain import SERVER, Actor
from ryadom.store.lifetimes import ENDS, End, Lifetime, SiteLifetime, database_now, list_lifetimes, try_alone
from ryadom.store.sites import Site, all_sites
from ryadom.store.time_limits import lift_limits

MAX_SUBJECTS = 10_000
"""An act is of about so many people at most; a longer run makes several."""

PAGE_ROWS = 100
"""Rows of one transaction: what waits behind it on the disk is somebody's message."""

SHORTEST_PAUSE_S = 0.05
PAUSES = 4.0
"""Pauses are so many times as long as what was erased before them took: a chat has most of the disk to itself."""

log = structlog.get_logger(__name__)


async def rest(took_s: float) -> None:
    """The pause after a transaction that took so long."""
    await asyncio.sleep(max(SHORTEST_PAUSE_S, PAUSES * took_s))


class Made(Struct, frozen=True, kw_only=True):
    """What a run did on a site: its act, and how many rows it erased."""

    site: Site
    act_number: int
    rows: int


class RetentionJob(Struct, frozen=True, kw_only=True):
    """Runs retention of all sites. `pause` is awaited after each transaction, with how long it took, in seconds."""

    database: Database
    line: Line
    contents: FileContents
    by: Actor = SERVER
    pause: Callable[[float], Awaitable[None]] = rest
    page_rows: int = PAGE_ROWS
    max_subjects: int = MAX_SUBJECTS

    async def run(self, *, now: datetime, includes_new: bool = False, from_start: bool = False) -> list[Made]:
        """Erases what is due, and finishes what a killed run left; gives the acts that were made.

        Lifetimes that were set since the last midnight wait for the next, unless `includes_new`. Of the server's clock
        and the database's the earlier counts: one that runs ahead must not erase what is not due. `from_start`: see
        `Sweep`.

        Raises:
            RetentionRunning: another process is at it.
            JournalUnavailable: the journal can't be written, so nothing more is erased.
            FilesUnavailable: a file can't be taken away, so there is no act yet.
        """
        async with self.database.transaction() as alone:
            if not await try_alone(alone):
                raise RetentionRunning("Another process erases what is over its lifetime already. Let it finish.")
            # It is silent for the whole run. Were it ended, a second run could begin beside this one.
            await lift_limits(alone)
            async with self.database.connection() as connection:
                now = min(now, await database_now(connection))
                sites = await all_sites(connection)
                lifetimes = await list_lifetimes(connection, [site.id for site in sites])
                left = {one.site_id: one for one in await list_begun(connection) if one.visitor_id is None}
            made: list[Made] = []
            for site in sites:
                due = [one for one in lifetimes if one.site_id == site.id]
                if not includes_new:
                    due = [one for one in due if one.set_at < cutoff(now, 0)]
                made += await _SiteRun(self, site, left.get(site.id)).run(due, now, from_start)
            return made


class Nightly:
    """Runs the job once a day, from midnight in Moscow on: for every process of an installation to call now and then.

    Pages that somebody visits after their conversation was closed are noted in what has been swept already, so on the
    first of each month everything is looked at anew.
    """

    def __init__(self, job: RetentionJob) -> None:
        self._job = job
        self._done_on: date | None = None

    async def run(self, now: datetime) -> None:
        """Runs the job unless it was run today, or another process is at it; then it is looked at again next time."""
        today = day_of(now)
        if today == self._done_on:
            return
        try:
            for made in await self._job.run(now=now, from_start=today.day == 1):
                log.info("retention", site=made.site.key, act=made.act_number, rows=made.rows)
        except RetentionRunning:
            return
        self._done_on = today


class _SiteRun:
    """A run on one site. Its destruction is begun by the first page that erases something."""

    def __init__(self, job: RetentionJob, site: Site, left: Begun | None) -> None:
        self._job = job
        self._site = site
        self._begun = left
        self._made: list[Made] = []
        self._rows = sum(left.changed.values()) if left else 0

    async def run(self, due: list[SiteLifetime], now: datetime, from_start: bool) -> list[Made]:
        job, site = self._job, self._site
        task = Task(controller_id=site.controller_id, site_id=site.id, ground=Ground.RETENTION_TERM)
        if self._begun is not None:
            async with job.database.transaction() as connection:
                await begin(connection, task, by=job.by)
        for lifetime in due:

            async def on_erased(erased: Erased, kind: Lifetime = lifetime.kind) -> None:
                await self._take(erased, kind)

            sweep = Sweep(
                database=job.database,
                task=task,
                lifetime=lifetime,
                before=cutoff(now, lifetime.days),
                on_erased=on_erased,
                from_start=from_start,
                page_rows=job.page_rows,
            )
            await sweep.run()
        await self._finish()
        return self._made

    async def _take(self, erased: Erased, kind: Lifetime) -> None:
        self._begun, self._rows = erased.begun, self._rows + erased.rows
        await tell_panels(self._job.line, self._site.id, await self._conversations(erased, kind))
        async with self._job.database.connection() as connection:
            subjects = await count_subjects(connection, erased.begun)
        if subjects >= self._job.max_subjects:
            await self._finish()
        await self._job.pause(erased.took_s)

    async def _conversations(self, erased: Erased, kind: Lifetime) -> list[UUID]:
        """Whose rows open panels have to read again."""
        if ENDS[kind] is End.CONVERSATION:
            return [owner.id for owner in erased.owners]
        if ENDS[kind] is End.CONSENTS:
            return []
        found: list[UUID] = []
        async with self._job.database.connection() as connection:
            for owner in erased.owners:
                found += await list_ids_of_visitor(connection, site_id=self._site.id, visitor_id=owner.visitor_id)
        return found

    async def _finish(self) -> None:
        if self._begun is None:
            return
        # Before the act: what it says is destroyed lies on the disk no more, nor in tables that were taken out.
        await self._job.contents.sweep(self._site.id)
        exports = ExportFolder(self._job.contents.folder)
        await Sweeper(database=self._job.database, folder=exports).clear(self._site.id)
        number = await finish(self._job.database, self._begun, by=self._job.by)
        if number is not None:
            self._made.append(Made(site=self._site, act_number=number, rows=self._rows))
        self._begun, self._rows = None, 0
