"""Jobs as whoever makes them asks for them: queued, looked at, left, and their files given out.

What is asked for and what is taken is in the journal: before it is made, and before it is given.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from ryadom.core.export_conditions import check_conditions
from ryadom.core.export_counting import Form
from ryadom.core.export_files import Dialect, check_form
from ryadom.core.export_jobs.folder import ExportFolder
from ryadom.core.export_jobs.sweep import why_ended
from ryadom.core.exports import records_of
from ryadom.core.files.downloads import Served
from ryadom.errors import BadBody, ExportUnknown, ExportUnready, IdempotencyMismatch, RateLimited
from ryadom.store import export_jobs as store
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.export_jobs import Job, Once, Reason, State, Wanted
from ryadom.store.exports import Selection
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

MOST_OPEN = 50
"""In the whole installation, waiting and running."""
MOST_OPEN_OF_MAKER = 3
MOST_FILES_OF_MAKER = 10
"""Of those that are done, with those that will be: each lies on the disk for a day."""
RETRY_AFTER_S = 30.0

MEDIA_TYPES: Mapping[Form, str] = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.JSONL: "application/jsonl; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.VCARD: "text/vcard; charset=utf-8",
}


class Maker(Struct, frozen=True, kw_only=True):
    """Who asks: an operator, or a program by its key. `is_masked`: they do not see contacts."""

    operator_id: UUID | None = None
    api_key_id: UUID | None = None
    is_masked: bool = False

    def has_asked_for(self, job: Job) -> bool:
        """Whether a job is theirs."""
        return (job.operator_id, job.api_key_id) == (self.operator_id, self.api_key_id)


class JobQueue(Struct, frozen=True, kw_only=True):
    """All jobs. `on_queued` tells whoever makes them."""

    database: Database
    folder: ExportFolder
    on_queued: Callable[[], None]

    async def ask(
        self,
        maker: Maker,
        sites: Sequence[Site],
        selection: Selection,
        form: Form,
        dialect: Dialect,
        by: Actor,
        *,
        once: Once | None = None,
    ) -> Job:
        """Queues an export of these sites, whose ids `selection` has.

        `once`: where the same was asked for before it is that export, as it stands now, also where nobody could ask for
        it any more; nothing is queued, nor journalled.

        Raises:
            IdempotencyMismatch: something else was asked for once by the same key.
            BadBody: a period without a moment, a form that the table can't have, or see `check_conditions`; `field`
                says which.
            RateLimited: as many of theirs, or of all, wait as may, or as many files of theirs are there.
            JournalUnavailable: it can't be journalled, so nothing is made.
        """
        if once is not None:
            async with self.database.connection() as connection:
                if (known := await self._known(connection, maker, once)) is not None:
                    return known
        check_form(selection, form)
        if selection.before is not None and selection.before <= selection.since:
            raise BadBody("The period ends before it begins.", field="before")
        wanted = Wanted(
            id=new_id(),
            operator_id=maker.operator_id,
            api_key_id=maker.api_key_id,
            site_ids=tuple(selection.site_ids),
            kind=selection.kind,
            form=form,
            columns=tuple(selection.columns),
            since=selection.since,
            before=selection.before,
            delimiter=dialect.delimiter,
            has_mark=dialect.has_mark,
            is_masked=maker.is_masked,
            conditions=selection.conditions,
        )
        async with self.database.connection() as connection:
            await check_conditions(connection, selection)
        async with self.database.transaction() as connection:
            held = await store.count_held(connection, operator_id=maker.operator_id, api_key_id=maker.api_key_id)
            # The same may have been quicker: from here on it waits for us, or has been committed.
            if once is not None and (known := await self._known(connection, maker, once)) is not None:
                return known
            if held.own_files + held.own_open >= MOST_FILES_OF_MAKER:
                raise RateLimited(
                    f"You have {MOST_FILES_OF_MAKER} exports already, made or being made. Remove one that is done, or "
                    "wait until it goes by itself, a day after it was made.",
                    limit="exports",
                    retry_after_s=RETRY_AFTER_S,
                )
            if held.own_open >= MOST_OPEN_OF_MAKER or held.all_open >= MOST_OPEN:
                raise RateLimited(
                    "As many exports as may be wait already. Ask again in a moment.",
                    limit="exports",
                    retry_after_s=RETRY_AFTER_S,
                )
            job = await store.insert_job(connection, wanted, once)
            await journal.append(connection, records_of(sites, selection, form, by, more=_more(job)))
        self.on_queued()
        return job

    async def find(self, connection: Connection, maker: Maker, id: UUID) -> Job:
        """A job of theirs; one whose file may not be had any more has ended.

        Raises:
            ExportUnknown: none of theirs has this id.
        """
        job = await store.find_job(connection, id)
        if job is None or not maker.has_asked_for(job):
            raise ExportUnknown("No export of yours has this id.", field="id")
        return await self.as_it_is(connection, job)

    async def as_it_is(self, connection: Connection, job: Job) -> Job:
        """The job as it is by now: one whose file may not be had any more has ended."""
        if job.state is State.DONE and (reason := await why_ended(connection, job)) is not None:
            await store.end_job(connection, job.id, reason)
            return await store.find_job(connection, job.id) or job
        return job

    async def _known(self, connection: Connection, maker: Maker, once: Once) -> Job | None:
        found = await store.find_by_echo(connection, once.echo_id)
        if found is None:
            return None
        id, asked_sha256 = found
        if asked_sha256 != once.asked_sha256:
            raise IdempotencyMismatch(
                "This Idempotency-Key was used for another export: choose a fresh one.", field="idempotency-key"
            )
        return await self.find(connection, maker, id)

    async def leave(self, maker: Maker, id: UUID) -> Job:
        """Cancels what waits or runs, and takes the file away of what is done; else there is nothing to leave.

        Raises:
            ExportUnknown: none of theirs has this id.
            FilesUnavailable: the file can't be taken away now; nobody is given it any more all the same.
        """
        async with self.database.connection() as connection:
            await self.find(connection, maker, id)
            was_open = await store.cancel_job(connection, id, Reason.ASKED)
            was_done = not was_open and await store.end_job(connection, id, Reason.ASKED)
            job = await self.find(connection, maker, id)
        if was_done:
            await asyncio.to_thread(self.folder.remove, job)
        return job

    async def hand_out(
        self,
        connection: Connection,
        job: Job,
        sites: Sequence[Site],
        by: Actor,
        *,
        more: Mapping[str, str] = MappingProxyType({}),
    ) -> Served:
        """The file of a job that is done, which `find` or the like has just found so; `sites` are those it is of. The
        journal is told `more` of it.

        Raises:
            JournalUnavailable: it can't be journalled, so nothing is given.
        """
        await journal.append(connection, taking_of(job, sites, by, more=more))
        form = Form(job.form)
        return Served(
            path=self.folder.path_of(job),
            name=f"{job.kind}-{job.asked_at:%Y-%m-%d}.{form}",
            media_type=MEDIA_TYPES[form],
        )


def taking_of(
    job: Job, sites: Sequence[Site], by: Actor, *, more: Mapping[str, str] = MappingProxyType({})
) -> list[Record]:
    """What the journal says of the file of a job when it is given, with `more` beside."""
    told = {**_more(job), "rows": str(job.rows_done), **more}
    return records_of(sites, job.selection, Form(job.form), by, action=Action.EXPORT_TAKEN, more=told)


def unready(job: Job | None = None) -> ExportUnready:
    """What is said of a job without a file."""
    return ExportUnready(
        "This export has no file yet, or not any more: look how it is, or make it anew.",
        field="id",
        reason=job.reason if job else "",
    )


def _more(job: Job) -> dict[str, str]:
    return {"job": str(job.id)} | ({"masked": "yes"} if job.is_masked else {})
