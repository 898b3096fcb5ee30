"""Exports as operators ask for them: of their own sites, and given to who has asked and to no other.

A link to a file is of 32 random bytes, of which the database has the hash: it holds for a minute, for the session that
asked for it, once. Whoever was given the head of that answer may go on where a line broke: the tag in it is as random
as the link, and nobody else was told it.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.export_counting import Form
from ryadom.core.export_endings import Ending
from ryadom.core.export_files import Dialect
from ryadom.core.export_jobs.queue import JobQueue, Maker, taking_of, unready
from ryadom.core.export_jobs.shapes import (
    BEGINNING,
    ConditionChoices,
    Link,
    Named,
    NewExport,
    OwnExport,
    OwnExports,
    shown,
)
from ryadom.core.export_jobs.taken import Taken, rest_of
from ryadom.core.rights import Right, may
from ryadom.errors import BadBody, LinkExpired
from ryadom.live.journal_queue import JournalQueue
from ryadom.store import export_jobs as store
from ryadom.store import export_takings as takings
from ryadom.store.database import Database
from ryadom.store.export_choices import Choice, list_choices
from ryadom.store.export_jobs import Job, State
from ryadom.store.export_takings import Taking
from ryadom.store.exports import COLUMNS, Selection, columns_of
from ryadom.store.journal_chain import Actor
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import sites_of_operator
from ryadom.store.sql import Connection

SHOWN = 50
LINK_GOOD_S = 60.0
LINK_BYTES = 32
YEARS = (1970, 9_998)


class JobDesk(Struct, frozen=True, kw_only=True):
    """Jobs of operators. `journal` is told how their files went out."""

    database: Database
    queue: JobQueue
    journal: JournalQueue

    async def own(self, session: OperatorSession) -> OwnExports:
        """What there is of theirs."""
        async with self.database.connection() as connection:
            sites = await sites_of_operator(connection, session.operator_id)
            jobs = await store.list_jobs_of_operator(connection, session.operator_id, limit=SHOWN)
            choices = await list_choices(connection, [site.id for site in sites])
        return OwnExports(
            exports=tuple(shown(job, sites) for job in jobs),
            sites=tuple(Named(id=site.id, name=site.name) for site in sites),
            choices=ConditionChoices(
                departments=_named(choices.departments), operators=_named(choices.operators), tags=_named(choices.tags)
            ),
            columns={kind: tuple(columns) for kind, columns in COLUMNS.items()},
            is_masked=_maker(session).is_masked,
        )

    async def ask(self, session: OperatorSession, new: NewExport, by: Actor) -> OwnExport:
        """Queues an export, which is in the journal from now on.

        Raises:
            BadBody: a site that is not theirs, a column that there is not, a period without a day; `field` says which.
            BadBody, RateLimited, JournalUnavailable: see `JobQueue.ask`.
        """
        columns = columns_of(new.kind, new.columns or ())
        for field, at in (("since", new.since), ("before", new.before)):
            _check_year(field, at)
        async with self.database.connection() as connection:
            own = await sites_of_operator(connection, session.operator_id)
        sites = [site for site in own if site.id in new.site_ids]
        if len(sites) < len(set(new.site_ids)):
            raise BadBody("Name sites on which you work.", field="site_ids")
        selection = Selection(
            kind=new.kind,
            site_ids=[site.id for site in sites],
            columns=columns,
            since=new.since or BEGINNING,
            before=new.before,
            conditions=new.conditions,
        )
        dialect = Dialect(delimiter=new.delimiter, has_mark=new.has_mark)
        return shown(await self.queue.ask(_maker(session), sites, selection, new.form, dialect, by), own)

    async def leave(self, session: OperatorSession, id: UUID) -> None:
        """Cancels what waits or runs, and takes the file away of what is done; raises what `JobQueue.leave` does."""
        await self.queue.leave(_maker(session), id)

    async def link(self, session: OperatorSession, id: UUID) -> Link:
        """A link to the file: for this session, for a minute, once.

        Raises:
            ExportUnknown: none of theirs has this id.
            ExportUnready: it has no file, or nobody may have it any more.
        """
        link = secrets.token_urlsafe(LINK_BYTES)
        async with self.database.connection() as connection:
            await self.queue.find(connection, _maker(session), id)
            if not await store.set_link(
                connection, id, link_sha256=_hash_of(link), session_id=session.id, good_s=LINK_GOOD_S
            ):
                raise unready()
        return Link(link)

    async def take(
        self, session: OperatorSession, id: UUID, link: str, by: Actor, *, begin: int = 0, of_tag: str | None = None
    ) -> Taken:
        """The file of a job, by a link to it, which is good no more; in the journal before it is given.

        Or what is behind `begin`, by a link that was used in this session, for whoever has the tag that was given then.

        Raises:
            ExportUnknown: none of theirs has this id.
            LinkExpired: it was not made for this session, was used before, or is over a minute old.
            ExportUnready: nobody may have the file any more.
            FilesUnavailable: it is not where it should be, or not what was made; the link is good yet.
            JournalUnavailable: it can't be journalled, so nothing is given; the link is good yet.
        """
        async with self.database.connection() as connection:
            job = await self._done(connection, session, id)
            own = await sites_of_operator(connection, session.operator_id)
        size_bytes = await asyncio.to_thread(self.queue.folder.size_of, job)
        goes_on = of_tag is not None and 0 < begin < size_bytes
        tag = of_tag if of_tag is not None and goes_on else f'"{secrets.token_urlsafe(LINK_BYTES)}"'
        taking = Taking(job_id=id, tag_sha256=_hash_of(tag), link_sha256=_hash_of(link), session_id=session.id)
        sites = [site for site in own if site.id in job.site_ids]
        rest = rest_of(begin, size_bytes) if goes_on else {}
        async with self.database.transaction() as connection:
            if not await (takings.is_taking if goes_on else _begin)(connection, taking):
                raise LinkExpired("This link was used, or is over a minute old. Ask for the file once more.")
            served = await self.queue.hand_out(connection, job, sites, by, more=rest)
        ending = Ending(
            journal=self.journal, begun=taking_of(job, sites, by, more=rest), form=Form(job.form), is_rest=goes_on
        )
        return Taken(served=served, size_bytes=size_bytes, tag=tag, begin=begin if goes_on else 0, ending=ending)

    async def check_again(self, session: OperatorSession, id: UUID) -> None:
        """For whoever is just being given its file.

        Raises:
            ExportUnready: nobody may have it any more: it was removed, is too old, its maker lost the right or a site,
                or people of its were erased or blocked.
        """
        async with self.database.connection() as connection:
            await self._done(connection, session, id)

    async def _done(self, connection: Connection, session: OperatorSession, id: UUID) -> Job:
        job = await self.queue.find(connection, _maker(session), id)
        if job.state is not State.DONE:
            raise unready(job)
        return job


async def _begin(connection: Connection, taking: Taking) -> bool:
    """Spends the link, and notes what it was spent on; whether it was good. In a transaction."""
    if not await store.use_link(
        connection, taking.job_id, link_sha256=taking.link_sha256, session_id=taking.session_id
    ):
        return False
    await takings.insert_taking(connection, taking)
    return True


def _maker(session: OperatorSession) -> Maker:
    return Maker(operator_id=session.operator_id, is_masked=not may(session.role, Right.SEE_CONTACTS))


def _named(choices: Sequence[Choice]) -> tuple[Named, ...]:
    return tuple(Named(id=one.id, name=one.name) for one in choices)


def _check_year(field: str, at: datetime | None) -> None:
    if at is not None and not YEARS[0] <= at.year <= YEARS[1]:
        raise BadBody(f"Name a time of the years {YEARS[0]} to {YEARS[1]}.", field=field)


def _hash_of(link: str) -> bytes:
    return hashlib.sha256(link.encode()).digest()
