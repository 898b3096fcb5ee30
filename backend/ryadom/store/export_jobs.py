"""Exports that are made beside the chats: what was asked for, how far each is, and which have a file."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.protocol.filters import Conditions
from ryadom.store.exports import EVERYTHING, Kind, Selection
from ryadom.store.public_lists import ListPlace
from ryadom.store.sql import Connection, Row, queries_beside

CLOCKS_APART_S = 120.0
"""By how much clocks of servers may differ from the database's."""

_queries = queries_beside(__file__)


class State(StrEnum):
    """How far a job is; `ended`: it was done, and its file is gone. Values are stored: add, never rename."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENDED = "ended"


class Reason(StrEnum):
    """Why a job failed, was cancelled or has ended. Values are stored: add, never rename."""

    CRASHED = "crashed"
    """Its process died each time."""
    FILES_FULL = "files_full"
    TOO_LARGE = "too_large"
    """A workbook can't hold it."""
    UNREADY = "unready"
    """The database or the folder did not answer each time."""
    PEOPLE_LEFT = "people_left"
    """Somebody of its sites was erased or blocked meanwhile, and may be in it."""
    ASKED = "asked"
    """By who had asked for it."""
    RIGHT_LOST = "right_lost"
    """Who had asked for it may not have it any more."""
    EXPIRED = "expired"


class Once(Struct, frozen=True, kw_only=True):
    """What a job is known by when it is asked for again, and what was asked for: another thing is no repetition."""

    echo_id: UUID
    asked_sha256: bytes


class Wanted(Struct, frozen=True, kw_only=True):
    """A job as it is asked for: by an operator or by a program's key, one of the two."""

    id: UUID
    operator_id: UUID | None = None
    api_key_id: UUID | None = None
    site_ids: tuple[UUID, ...]
    kind: Kind
    form: str
    columns: tuple[str, ...]
    since: datetime
    before: datetime | None
    delimiter: str
    has_mark: bool
    is_masked: bool
    conditions: Conditions = EVERYTHING

    @property
    def selection(self) -> Selection:
        """Which rows and columns."""
        return Selection(
            kind=self.kind,
            site_ids=self.site_ids,
            columns=self.columns,
            since=self.since,
            before=self.before,
            conditions=self.conditions,
        )


class Job(Wanted, frozen=True, kw_only=True):
    """The same, and what has become of it. `runs`: how often it was begun, `tries`: not counting
    those times when the server was stopped in between; `rows_about`: how many Postgres expects;
    `reads_from`: whoever is erased from then on may be in it."""

    state: State
    reason: str
    asked_at: datetime
    runs: int
    tries: int
    started_at: datetime | None
    reads_from: datetime | None
    rows_done: int
    rows_about: int | None
    size_bytes: int | None
    finished_at: datetime | None
    expires_at: datetime | None
    is_expired: bool


class Held(Struct, frozen=True, kw_only=True):
    """How many jobs wait or run: of all makers, and of one; and how many files this one has."""

    all_open: int
    own_open: int
    own_files: int


async def insert_job(connection: Connection, wanted: Wanted, once: Once | None = None) -> Job:
    """Queues a job; `once`: no other of these was queued before."""
    row = await _queries.insert_job.one(
        connection,
        id=wanted.id,
        operator_id=wanted.operator_id,
        api_key_id=wanted.api_key_id,
        site_ids=list(wanted.site_ids),
        kind=wanted.kind,
        form=wanted.form,
        columns=list(wanted.columns),
        since=wanted.since,
        before=wanted.before,
        delimiter=wanted.delimiter,
        has_mark=wanted.has_mark,
        is_masked=wanted.is_masked,
        conditions=msgspec.json.encode(wanted.conditions).decode(),
        echo_id=once.echo_id if once else None,
        asked_sha256=once.asked_sha256 if once else None,
    )
    return _job(row)


async def count_held(connection: Connection, *, operator_id: UUID | None, api_key_id: UUID | None) -> Held:
    """How many there are, which stays so until the transaction ends."""
    await _queries.hold_makers.run(connection)
    return Held(**await _queries.count_held.one(connection, operator_id=operator_id, api_key_id=api_key_id))


async def find_job(connection: Connection, id: UUID) -> Job | None:
    """The job with this id."""
    row = await _queries.find_job.first(connection, id=id)
    return _job(row) if row else None


async def find_by_echo(connection: Connection, echo_id: UUID) -> tuple[UUID, bytes] | None:
    """The id of the job that was asked for so, and the hash of what was asked for."""
    row = await _queries.find_by_echo.first(connection, echo_id=echo_id)
    return (row["id"], row["asked_sha256"]) if row else None


async def list_jobs_of_operator(connection: Connection, operator_id: UUID, *, limit: int) -> list[Job]:
    """What an operator has asked for, newest first."""
    rows = await _queries.list_jobs_of_operator.all(connection, operator_id=operator_id, row_limit=limit)
    return [_job(row) for row in rows]


async def list_jobs_of_key(connection: Connection, api_key_id: UUID, after: ListPlace, *, limit: int) -> list[Job]:
    """What a program has asked for by its key, newest first, behind a place."""
    rows = await _queries.list_jobs_of_key.all(
        connection, api_key_id=api_key_id, asked_at=after.at, id=after.id, row_limit=limit
    )
    return [_job(row) for row in rows]


async def list_done(connection: Connection) -> list[Job]:
    """Those that have a file, in the order in which they expire."""
    return [_job(row) for row in await _queries.list_done.all(connection)]


async def is_any_due(connection: Connection) -> bool:
    """Whether a job waits for a process."""
    return bool(await _queries.is_any_due.value(connection))


async def lease_job(connection: Connection, node: UUID, *, lease_s: float, most: int, most_tries: int) -> Job | None:
    """The next job, begun by this process; in a transaction. None: nothing waits, or `most` run already.

    Whoever has none running goes before who has, however long their others have waited.
    What was begun `most_tries` times and died each time has failed.
    """
    await _queries.hold_leases.run(connection)
    await _queries.fail_crashed.run(connection, most_tries=most_tries)
    row = await _queries.lease_job.first(connection, node=node, lease_s=lease_s, most=most, most_tries=most_tries)
    return _job(row) if row else None


async def renew_lease(connection: Connection, node: UUID, job: Job, *, rows_done: int, lease_s: float) -> bool:
    """Keeps how far it is; False where it is not this process's any more, or was cancelled."""
    touched = await _queries.renew_lease.run(
        connection, node=node, id=job.id, runs=job.runs, rows_done=rows_done, lease_s=lease_s
    )
    return touched == 1


async def note_about(connection: Connection, job: Job, rows_about: int) -> None:
    """Keeps how many rows are expected."""
    await _queries.note_about.run(connection, id=job.id, runs=job.runs, rows_about=rows_about)


async def finish_job(
    connection: Connection, node: UUID, job: Job, *, rows_done: int, size_bytes: int, kept_s: float
) -> bool:
    """Its file is there for `kept_s` seconds; False where it is not this process's any more, or was cancelled."""
    touched = await _queries.finish_job.run(
        connection, node=node, id=job.id, runs=job.runs, rows_done=rows_done, size_bytes=size_bytes, kept_s=kept_s
    )
    return touched == 1


async def fail_job(connection: Connection, job: Job, reason: Reason) -> None:
    """It is given up."""
    await _queries.fail_job.run(connection, id=job.id, runs=job.runs, reason=reason)


async def put_back(connection: Connection, node: UUID, job: Job, *, wait_s: float, is_counted: bool) -> bool:
    """It is to be begun once more in `wait_s` seconds; `is_counted`: this was one of the times that it may be.

    False where it is not this process's any more, or is done.
    """
    touched = await _queries.put_back.run(
        connection, node=node, id=job.id, runs=job.runs, wait_s=wait_s, is_counted=is_counted
    )
    return touched == 1


async def cancel_job(connection: Connection, id: UUID, reason: Reason) -> bool:
    """It is not made; False where it does not wait or run."""
    return await _queries.cancel_job.run(connection, id=id, reason=reason) == 1


async def end_job(connection: Connection, id: UUID, reason: Reason) -> bool:
    """Its file is nobody's any more, and may be taken away; False where it has none."""
    return await _queries.end_job.run(connection, id=id, reason=reason) == 1


async def leave_site(connection: Connection, site_id: UUID, *, wait_s: float, most_tries: int) -> None:
    """Of the jobs that have the site no run goes on, and no file may be had: somebody has left; in a transaction.

    What was being made is to be begun once more in `wait_s` seconds, unless it was `most_tries` times.
    """
    # As whatever else writes to several running jobs at once: else each could wait for a row of the other.
    await _queries.hold_leases.run(connection)
    await _queries.interrupt_site.run(
        connection, site_id=site_id, reason=Reason.PEOPLE_LEFT, wait_s=wait_s, most_tries=most_tries
    )
    await _queries.end_site.run(connection, site_id=site_id, reason=Reason.PEOPLE_LEFT)


async def has_left_since(connection: Connection, site_ids: Collection[UUID], since: datetime) -> bool:
    """Whether anybody of these sites was erased or blocked from then on, or maybe blocked two minutes before it."""
    return bool(
        await _queries.has_left_since.value(
            connection, site_ids=list(site_ids), since=since, clocks_apart_s=CLOCKS_APART_S
        )
    )


async def set_link(connection: Connection, id: UUID, *, link_sha256: bytes, session_id: UUID, good_s: float) -> bool:
    """Its file can be had by this link once; False where there is no file."""
    touched = await _queries.set_link.run(
        connection, id=id, link_sha256=link_sha256, session_id=session_id, good_s=good_s
    )
    return touched == 1


async def use_link(connection: Connection, id: UUID, *, link_sha256: bytes, session_id: UUID) -> Job | None:
    """The job, whose file the link is to, this once; None: not in this session, used before, too old, or no file."""
    row = await _queries.use_link.first(connection, id=id, link_sha256=link_sha256, session_id=session_id)
    return _job(row) if row else None


async def list_runs(connection: Connection, ids: Collection[UUID]) -> dict[UUID, tuple[int, State]]:
    """Of these jobs that there are, which run is the newest, and how far it is."""
    return _runs(await _queries.list_runs.all(connection, ids=list(ids)))


async def list_runs_of_site(
    connection: Connection, ids: Collection[UUID], site_id: UUID
) -> dict[UUID, tuple[int, State]]:
    """The same, of those of these jobs that have the site."""
    return _runs(await _queries.list_runs_of_site.all(connection, ids=list(ids), site_id=site_id))


async def forget_old(connection: Connection, *, older_s: float) -> int:
    """Forgets jobs that nothing is left of; gives how many."""
    return await _queries.forget_old.run(connection, older_s=older_s)


def _runs(rows: Sequence[Row]) -> dict[UUID, tuple[int, State]]:
    return {row["id"]: (row["runs"], State(row["state"])) for row in rows}


def _job(row: Row) -> Job:
    return Job(
        **{
            **row,
            "site_ids": tuple(row["site_ids"]),
            "columns": tuple(row["columns"]),
            "kind": Kind(row["kind"]),
            "state": State(row["state"]),
            "conditions": msgspec.json.decode(row["conditions"], type=Conditions),
        }
    )
