"""Makes what is queued, one or two at a time in the whole installation, under leases that end by themselves.

Whoever holds the lease of a job has its file made by a process, says once a second how far it is, and looks at the same
time whether it is wanted yet. A server that dies leaves its lease to run out; the next one begins the job anew, under a
name of its own, so there is one whole file or none.
"""

import asyncio
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import structlog

from ryadom.core.export_counting import Form
from ryadom.core.export_files import Dialect
from ryadom.core.export_jobs.folder import ExportFolder
from ryadom.core.export_jobs.makers import has_somebody_left, may_have
from ryadom.core.export_jobs.making import Making, making
from ryadom.core.export_jobs.order import Broken, Order, Whole
from ryadom.errors import FilesFull, RyadomError, WorkbookTooLarge
from ryadom.store import export_jobs as store
from ryadom.store.database import Database
from ryadom.store.export_jobs import Job, Reason
from ryadom.store.exports import TIMEOUT_S
from ryadom.store.sites import all_sites

LOOK_INTERVAL_S = 2.0
TEND_INTERVAL_S = 1.0
LEASE_S = 10.0
"""How long after a kill -9 the job is another process's to begin: with the look less than 15 s."""

MOST_AT_ONCE = 2
"""In the whole installation: each reads tables as fast as they can be read."""

MOST_TRIES = 3
REST_S = (5.0, 250.0)
"""Before a job is begun for the second and the third time where somebody left meanwhile, or nothing answered.

The last is longer than any writing transaction and what clocks may be apart: what was being written then is over, and
who was blocked then was blocked before."""

CRASH_REST_S = 1.0
"""Before it is begun anew where its process died."""

FINAL_REASONS = {FilesFull.code: Reason.FILES_FULL, WorkbookTooLarge.code: Reason.TOO_LARGE}
"""Of troubles, by their codes, that another try would have too."""

KEPT_S = 24 * 3_600.0
LAST_WORD_S = 2.0

log = structlog.get_logger(__name__)


class _Left(Exception):
    """The job is not ours any more, or not wanted: nothing is to be said of it."""


class _Unmade(Exception):
    """There is no file this time; `reason`: why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Runner:
    """The jobs of this process. `kept_free_bytes`: so much of the disk is left to others."""

    def __init__(
        self, database: Database, folder: ExportFolder, *, database_url: str, node: UUID, kept_free_bytes: int
    ) -> None:
        self._database = database
        self._folder = folder
        self._database_url = database_url
        self._node = node
        self._kept_free_bytes = kept_free_bytes
        self._queued = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Something has been queued: it is begun at once."""
        self._queued.set()

    async def run(self) -> None:
        """Makes files until it is cancelled; what is being made then is begun anew by whoever looks next."""
        try:
            while True:
                self._queued.clear()
                try:
                    await self.begin_due()
                except RyadomError as error:
                    log.warning("exports put off", reason=error.message)
                except Exception:
                    log.exception("exports not made")
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_INTERVAL_S):
                        await self._queued.wait()
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def begin_due(self) -> None:
        """Begins what waits, as far as there is room for it in the installation."""
        while len(self._running) < MOST_AT_ONCE:
            async with self._database.connection() as connection:
                if not await store.is_any_due(connection):
                    return
            async with self._database.transaction() as connection:
                job = await store.lease_job(
                    connection, self._node, lease_s=LEASE_S, most=MOST_AT_ONCE, most_tries=MOST_TRIES
                )
            if job is None:
                return
            task = asyncio.create_task(self._run(job))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _run(self, job: Job) -> None:
        reason = None
        try:
            await self._make(job)
        except asyncio.CancelledError:
            # It may be done just now: then its file stays.
            if await self._put_back(job, wait_s=0.0, is_counted=False):
                await self._clear(job)
            raise
        except _Left:
            await self._clear(job)
        except _Unmade as why:
            reason = why.reason
        except RyadomError as error:
            log.warning("export put off", job=str(job.id), reason=error.message)
            reason = Reason.FILES_FULL if isinstance(error, FilesFull) else Reason.UNREADY
        except Exception:
            log.exception("export not made", job=str(job.id))
            reason = Reason.CRASHED
        if reason is not None:
            await self._clear(job)
            await self._note(job, reason)
        # Another may wait for the place.
        self._queued.set()

    async def _make(self, job: Job) -> None:
        part = await asyncio.to_thread(self._folder.begin, job)
        order = await self._order(job, part)
        async with asyncio.timeout(TIMEOUT_S), making(order) as made:
            tending = asyncio.create_task(self._tend(job, made))
            waiting = asyncio.create_task(made.wait())
            try:
                await asyncio.wait({tending, waiting}, return_when=asyncio.FIRST_COMPLETED)
                if tending.done():
                    await tending
                ended = await waiting
            finally:
                tending.cancel()
                waiting.cancel()
                await asyncio.gather(tending, waiting, return_exceptions=True)
        match ended:
            case Whole(rows):
                await self._finish(job, rows)
            case Broken(code):
                log.warning("export not made", job=str(job.id), code=code)
                raise _Unmade(FINAL_REASONS.get(code, Reason.UNREADY))
            case None:
                log.warning("export's process died", job=str(job.id), run=job.runs)
                raise _Unmade(Reason.CRASHED)

    async def _order(self, job: Job, part: Path) -> Order:
        async with self._database.connection() as connection:
            keys = {site.key: site.id for site in await all_sites(connection) if site.id in job.site_ids}
        return Order(
            database_url=self._database_url,
            selection=job.selection,
            site_ids=keys,
            form=Form(job.form),
            dialect=Dialect(delimiter=job.delimiter, has_mark=job.has_mark),
            is_masked=job.is_masked,
            part=part,
            kept_free_bytes=self._kept_free_bytes,
        )

    async def _tend(self, job: Job, made: Making) -> None:
        """Says how far it is, until it is to be left."""
        is_expected_told = False
        renewed_at = asyncio.get_running_loop().time()
        while True:
            await asyncio.sleep(TEND_INTERVAL_S)
            try:
                async with self._database.connection() as connection:
                    if not await store.renew_lease(connection, self._node, job, rows_done=made.rows, lease_s=LEASE_S):
                        raise _Left
                    if made.expected is not None and not is_expected_told:
                        await store.note_about(connection, job, made.expected)
                        is_expected_told = True
                    if not await may_have(connection, job):
                        await store.cancel_job(connection, job.id, Reason.RIGHT_LOST)
                        raise _Left
                    if await has_somebody_left(connection, job):
                        raise _Unmade(Reason.PEOPLE_LEFT)
                renewed_at = asyncio.get_running_loop().time()
            except RyadomError:
                # Somebody else may have begun it by then.
                if asyncio.get_running_loop().time() - renewed_at > LEASE_S:
                    raise

    async def _finish(self, job: Job, rows: int) -> None:
        async with self._database.connection() as connection:
            if not await may_have(connection, job):
                await store.cancel_job(connection, job.id, Reason.RIGHT_LOST)
                raise _Left
        size = await asyncio.to_thread(self._folder.keep, job)
        try:
            async with self._database.transaction() as connection:
                is_ours = await store.finish_job(
                    connection, self._node, job, rows_done=rows, size_bytes=size, kept_s=KEPT_S
                )
                if not is_ours:
                    raise _Left
                # Who is erased behind this finds a file that is done, and the sweep ends it.
                if await has_somebody_left(connection, job):
                    raise _Unmade(Reason.PEOPLE_LEFT)
        except RyadomError as error:
            # It may be done all the same, so its file stays; if it is not, the lease runs out and the sweep takes it.
            log.warning("export maybe not noted", job=str(job.id), reason=error.message)
            return
        log.info("export made", job=str(job.id), kind=str(job.kind), rows=rows, bytes=size)

    async def _note(self, job: Job, reason: Reason) -> None:
        if reason in FINAL_REASONS.values() or job.tries >= MOST_TRIES:
            with suppress(RyadomError):
                async with self._database.connection() as connection:
                    await store.fail_job(connection, job, reason)
            return
        wait_s = CRASH_REST_S if reason is Reason.CRASHED else REST_S[job.tries - 1]
        log.info("export put back", job=str(job.id), run=job.runs, reason=str(reason), wait_s=wait_s)
        await self._put_back(job, wait_s=wait_s, is_counted=True)

    async def _put_back(self, job: Job, *, wait_s: float, is_counted: bool) -> bool:
        """Whether it was; where that can't be said any more the lease runs out."""
        with suppress(RyadomError, TimeoutError):
            async with asyncio.timeout(LAST_WORD_S), self._database.connection() as connection:
                return await store.put_back(connection, self._node, job, wait_s=wait_s, is_counted=is_counted)
        return False

    async def _clear(self, job: Job) -> None:
        # What can't be taken away now the sweep takes away.
        with suppress(RyadomError):
            await asyncio.to_thread(self._folder.remove, job)
