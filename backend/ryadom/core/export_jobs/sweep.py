"""Takes files away that nobody may have any more: too old, of who lost the right, with somebody in it who was erased.

Also whatever processes that were killed have left behind. Several servers may sweep at once.
"""

import asyncio
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.core.export_jobs.folder import STRANGE_AFTER_S, ExportFolder, Found
from ryadom.core.export_jobs.makers import has_somebody_left, may_have
from ryadom.core.export_jobs.runner import MOST_TRIES
from ryadom.errors import FilesUnavailable, RyadomError
from ryadom.store import export_jobs as store
from ryadom.store.database import Database
from ryadom.store.export_jobs import Job, Reason, State
from ryadom.store.sql import Connection

SWEEP_INTERVAL_S = 15.0
FORGET_AFTER_S = 30 * 86_400.0

INTERRUPTED_REST_S = 5.0
"""Before what was interrupted is begun anew: by then its people left before it, and not while it was made."""

MOST_LOOKS = 5

log = structlog.get_logger(__name__)


class Sweeper(Struct, frozen=True, kw_only=True):
    """Of the jobs of the whole installation."""

    database: Database
    folder: ExportFolder

    async def sweep(self) -> None:
        """Ends what may not be had any more, and takes away all files that no job has.

        Raises:
            DatabaseUnavailable: Postgres is away.
            FilesUnavailable: a file can't be taken away; its job has ended all the same.
        """
        async with self.database.connection() as connection:
            for job in await store.list_done(connection):
                reason = await why_ended(connection, job)
                if reason is not None and await store.end_job(connection, job.id, reason):
                    log.info("export ended", job=str(job.id), reason=str(reason))
            await store.forget_old(connection, older_s=FORGET_AFTER_S)
        # Looked at first: what is begun behind that is not among it.
        there = await asyncio.to_thread(self.folder.look)
        if not there:
            return
        async with self.database.connection() as connection:
            runs = await store.list_runs(connection, {found.job_id for found in there})
        failed: RyadomError | None = None
        for found in there:
            if not _is_wanted(found, runs.get(found.job_id)):
                try:
                    await asyncio.to_thread(self.folder.take_away, found)
                except RyadomError as error:
                    failed = error
        if failed is not None:
            raise failed

    async def clear(self, site_id: UUID) -> None:
        """Ends the jobs that have a site, interrupts what is being made of it, and takes away their files, no others'.

        For before the act of a destruction: whom it names is in no file any more. An interruption is one of the times
        that a job may be begun.

        Raises:
            DatabaseUnavailable: Postgres is away.
            FilesUnavailable: a file can't be taken away; nobody may have it all the same.
        """
        async with self.database.transaction() as connection:
            await store.leave_site(connection, site_id, wait_s=INTERRUPTED_REST_S, most_tries=MOST_TRIES)
        # Again until there is none: a file may just be put in its place while the folder is looked through.
        for _ in range(MOST_LOOKS):
            there = await asyncio.to_thread(self.folder.look)
            async with self.database.connection() as connection:
                runs = await store.list_runs_of_site(connection, {found.job_id for found in there}, site_id)
            left = [one for one in there if one.job_id in runs and not _is_wanted(one, runs[one.job_id])]
            if not left:
                return
            for found in left:
                await asyncio.to_thread(self.folder.take_away, found)
        raise FilesUnavailable("Files of exports come again and again. Try again later.", retry_after_s=30.0)


async def why_ended(connection: Connection, job: Job) -> Reason | None:
    """Why the file of a job that is done may not be had any more; None: it may."""
    if job.is_expired:
        return Reason.EXPIRED
    if not await may_have(connection, job):
        return Reason.RIGHT_LOST
    if await has_somebody_left(connection, job):
        return Reason.PEOPLE_LEFT
    return None


def _is_wanted(found: Found, newest: tuple[int, State] | None) -> bool:
    if newest is None:
        return found.age_s < STRANGE_AFTER_S
    run, state = newest
    # A file is put in its place before its job is done.
    return found.run == run and (state is State.RUNNING or (state is State.DONE and not found.is_part))
