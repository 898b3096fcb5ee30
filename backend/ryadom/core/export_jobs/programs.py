"""Exports as programs ask for them by a key, which alone has what it asked for."""

import asyncio
from uuid import UUID, uuid5

from msgspec import Struct

from ryadom.core.api_keys import Program
from ryadom.core.export_counting import Form
from ryadom.core.export_endings import Ending
from ryadom.core.export_files import Dialect
from ryadom.core.export_jobs.queue import JobQueue, Maker, taking_of, unready
from ryadom.core.export_jobs.taken import Taken, rest_of
from ryadom.core.export_places import Places
from ryadom.core.list_cursors import ListCursors
from ryadom.core.public_lists import PageAsked, walk
from ryadom.live.journal_queue import JournalQueue
from ryadom.protocol.public_exports import PublicExport
from ryadom.protocol.public_pages import Page
from ryadom.store.database import Database
from ryadom.store.export_jobs import Job, Once, State, list_jobs_of_key
from ryadom.store.exports import Selection
from ryadom.store.journal_chain import Actor
from ryadom.store.public_lists import NEWEST, ListPlace
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

_NAMESPACE = UUID("0d6f7a52-9c3b-4b1e-8f57-2e94c1d7a6b3")


class ProgramJobs(Struct, frozen=True, kw_only=True):
    """Jobs of keys. `journal` is told how their files went out; `places`: for those who take them."""

    database: Database
    queue: JobQueue
    journal: JournalQueue
    cursors: ListCursors
    places: Places

    async def ask(
        self,
        program: Program,
        sites: list[Site],
        selection: Selection,
        form: Form,
        dialect: Dialect,
        by: Actor,
        *,
        idempotency_key: str | None = None,
        asked_sha256: bytes = b"",
    ) -> PublicExport:
        """Queues an export, or is the one that was asked for before with the same `Idempotency-Key` of the program's.

        `asked_sha256`: of all that is asked for, in the program's own words. What these come to may be another thing by
        the time that it is sent again: sites and columns are added. Raises what `JobQueue.ask` does.
        """
        once = None
        if idempotency_key is not None:
            echo_id = uuid5(_NAMESPACE, f"{program.key.id}\n{idempotency_key}")
            once = Once(echo_id=echo_id, asked_sha256=asked_sha256)
        return _told(program, await self.queue.ask(_maker(program), sites, selection, form, dialect, by, once=once))

    async def page(self, program: Program, asked: PageAsked) -> Page[PublicExport]:
        """What the key has asked for, newest first. It holds nothing of anybody, so the journal is not told.

        Raises:
            CursorInvalid, CursorExpired: begin again without one.
        """
        step = walk(self.cursors, program, asked, "exports", first=NEWEST)
        async with self.database.connection() as connection:
            jobs = await list_jobs_of_key(connection, program.key.id, step.place, limit=step.row_limit)
            shown = [await self.queue.as_it_is(connection, job) for job in jobs[: step.limit]]
        return step.page([_told(program, job) for job in shown], [ListPlace(job.id, at=job.asked_at) for job in jobs])

    async def find(self, program: Program, id: UUID) -> PublicExport:
        """How far it is.

        Raises:
            ExportUnknown: the key has asked for none with this id.
        """
        async with self.database.connection() as connection:
            return _told(program, await self.queue.find(connection, _maker(program), id))

    async def leave(self, program: Program, id: UUID) -> PublicExport:
        """What has become of it; raises what `JobQueue.leave` does."""
        return _told(program, await self.queue.leave(_maker(program), id))

    async def take(self, program: Program, id: UUID, by: Actor, *, begin: int = 0, of_tag: str | None = None) -> Taken:
        """Its file, in the journal before it is given: from `begin` on where there is more, and where it is the one
        that `of_tag` is of.

        Raises:
            ExportUnknown: the key has asked for none with this id.
            ExportUnready: it has no file.
            FilesUnavailable: it is not where it should be, or not what was made.
            JournalUnavailable: it can't be journalled, so nothing is given.
        """
        async with self.database.connection() as connection:
            job = await self._done(connection, program, id)
            size_bytes = await asyncio.to_thread(self.queue.folder.size_of, job)
            # A file is never changed, and one that is made anew has another name.
            tag = f'"{self.queue.folder.path_of(job).name}"'
            if begin >= size_bytes or of_tag not in (None, tag):
                begin = 0
            rest = rest_of(begin, size_bytes)
            sites = [site for site in program.sites if site.id in job.site_ids]
            served = await self.queue.hand_out(connection, job, sites, by, more=rest)
        ending = Ending(
            journal=self.journal,
            begun=taking_of(job, sites, by, more=rest),
            form=Form(job.form),
            is_rest=begin > 0,
        )
        return Taken(served=served, size_bytes=size_bytes, tag=tag, begin=begin, ending=ending)

    async def check_again(self, program: Program, id: UUID) -> None:
        """For whoever is just being given its file, which may have ended meanwhile.

        Raises:
            ExportUnready: nobody may have it any more: it was removed, is too old, or people of its were erased or
                blocked.
        """
        async with self.database.connection() as connection:
            await self._done(connection, program, id)

    async def _done(self, connection: Connection, program: Program, id: UUID) -> Job:
        job = await self.queue.find(connection, _maker(program), id)
        if job.state is not State.DONE:
            raise unready(job)
        return job


def _maker(program: Program) -> Maker:
    return Maker(api_key_id=program.key.id)


def _told(program: Program, job: Job) -> PublicExport:
    return PublicExport(
        id=job.id,
        kind=job.kind,
        format=job.form,
        sites=tuple(site.key for site in program.sites if site.id in job.site_ids),
        state=job.state,
        reason=job.reason,
        created_at=job.asked_at,
        finished_at=job.finished_at,
        expires_at=job.expires_at,
        rows=job.rows_done,
        rows_expected=job.rows_about,
        bytes=job.size_bytes,
        file=f"/api/v1/exports/jobs/{job.id}/file" if job.state is State.DONE else None,
    )
