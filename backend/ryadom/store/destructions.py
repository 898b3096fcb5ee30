"""Destructions of personal data: what is under way, noted with each page that is erased, and acts of what is done."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.store.ids import new_id
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Ground(StrEnum):
    """Why data is destroyed. Values are stored for ever: add, never rename."""

    WITHDRAWAL = "withdrawal"
    REQUEST = "request"
    PURPOSE_REACHED = "purpose_reached"
    RETENTION_TERM = "retention_term"
    UNLAWFUL_PROCESSING = "unlawful_processing"
    COMMAND_LINE = "command_line"


class Task(Struct, frozen=True, kw_only=True):
    """What is to be destroyed: everything of one visitor, or (None) what is over its lifetime on a site.

    `executor` is the operator's name; empty for a command line and for the server itself.
    """

    controller_id: UUID
    site_id: UUID
    visitor_id: UUID | None = None
    ground: Ground
    executor: str = ""


class Begun(Struct, frozen=True, kw_only=True):
    """A destruction under way. `changed`: rows erased so far, by table. Ground and executor are of who began it."""

    id: UUID
    controller_id: UUID
    site_id: UUID
    visitor_id: UUID | None
    ground: Ground
    executor: str
    started_at: datetime
    resumed_at: Sequence[datetime]
    changed: dict[str, int]
    is_new: bool


class Subject(Struct, frozen=True):
    """Whose data was erased, and of which categories."""

    visitor_id: UUID
    categories: Sequence[str]


class Act(Struct, frozen=True, kw_only=True):
    """What is known of an act without its papers. Hashes are in hexadecimal digits."""

    id: UUID
    controller_id: UUID
    number: int
    site_id: UUID
    ground: Ground
    started_at: datetime
    finished_at: datetime
    changed: dict[str, int]
    subjects: int
    act_sha256: str
    log_sha256: str
    kept_until: datetime


class ActPapers(Struct, frozen=True):
    """An act with its PDF, and the log export as CSV."""

    act: Act
    pdf: bytes
    csv: bytes


async def take(connection: Connection, task: Task) -> Begun:
    """The destruction of this site and person that is under way, or one begun now; held until the transaction ends."""
    values = {name: getattr(task, name) for name in Task.__struct_fields__}
    return _begun(await _queries.take.one(connection, id=new_id(), **values))


async def note_resumed(connection: Connection, begun: Begun) -> None:
    """Notes that somebody goes on with it now."""
    await _queries.note_resumed.run(connection, site_id=begun.site_id, id=begun.id)


async def note_page(
    connection: Connection,
    begun: Begun,
    *,
    table_name: str,
    rows: int,
    visitor_ids: Collection[UUID],
    categories: list[str],
) -> None:
    """Notes what was erased; to be called in the transaction that erases it."""
    await _queries.note_changed.run(connection, site_id=begun.site_id, id=begun.id, table_name=table_name, rows=rows)
    await _queries.note_subjects.run(
        connection, site_id=begun.site_id, id=begun.id, visitor_ids=list(visitor_ids), categories=categories
    )


async def count_subjects(connection: Connection, begun: Begun) -> int:
    """Of how many people something has been erased so far."""
    count: int = await _queries.count_subjects.value(connection, site_id=begun.site_id, id=begun.id)
    return count


async def read_subjects(connection: Connection, begun: Begun) -> list[Subject]:
    """Those people, in the order of their ids."""
    return [
        Subject(row["visitor_id"], row["categories"])
        for row in await _queries.subjects.all(connection, site_id=begun.site_id, id=begun.id)
    ]


async def find_begun(connection: Connection, begun: Begun) -> Begun | None:
    """What has become of it, held until the transaction ends; None where it is no longer under way."""
    row = await _queries.find_begun.first(connection, site_id=begun.site_id, id=begun.id)
    return _begun(row) if row else None


async def list_begun(connection: Connection) -> list[Begun]:
    """Everything that is under way, or was when its process ended; oldest first."""
    return [_begun(row) for row in await _queries.list_begun.all(connection)]


async def forget_begun(connection: Connection, begun: Begun) -> None:
    """Forgets what is under way: it has its act, or nothing was erased."""
    await _queries.forget_begun.run(connection, site_id=begun.site_id, id=begun.id)


async def next_number(connection: Connection, controller_id: UUID) -> int:
    """The number of the controller's next act, nobody else's until the transaction ends."""
    await _queries.lock_controller.run(connection, controller_id=controller_id)
    number: int = await _queries.next_number.value(connection, controller_id=controller_id)
    return number


async def end_of(connection: Connection, begun: Begun) -> datetime:
    """The present time by the database, or when it was begun or resumed last, if the clock was set back since."""
    times = (begun.started_at, *begun.resumed_at)
    ended: datetime = await _queries.now.value(connection, not_before=max(times))
    return ended


async def insert_act(
    connection: Connection, begun: Begun, *, number: int, finished_at: datetime, subjects: int, pdf: bytes, csv: bytes
) -> None:
    """Stores an act; nothing changes or deletes it from then on."""
    await _queries.insert_act.run(
        connection,
        id=begun.id,
        controller_id=begun.controller_id,
        number=number,
        site_id=begun.site_id,
        ground=begun.ground,
        started_at=begun.started_at,
        finished_at=finished_at,
        changed=msgspec.json.encode(begun.changed).decode(),
        subjects=subjects,
        act=pdf,
        log=csv,
    )


async def list_acts(
    connection: Connection, site_ids: Collection[UUID], *, limit: int, before: Act | None = None
) -> list[Act]:
    """Acts on these sites, the newest first, at most `limit`; those that come after `before` in that order."""
    rows = await _queries.list_acts.all(
        connection,
        site_ids=list(site_ids),
        before_at=before.finished_at if before else None,
        before_id=before.id if before else None,
        row_limit=limit,
    )
    return [_act(row) for row in rows]


async def find_act(connection: Connection, id: UUID, site_ids: Collection[UUID]) -> ActPapers | None:
    """An act with its papers; None where these sites have none of this id."""
    row = await _queries.find_act.first(connection, id=id, site_ids=list(site_ids))
    return ActPapers(_act(row), row["act"], row["log"]) if row else None


async def find_id(connection: Connection, *, controller_id: UUID, number: int) -> tuple[UUID, UUID] | None:
    """The id and the site of a controller's act; None where there is none of this number."""
    row = await _queries.find_id.first(connection, controller_id=controller_id, number=number)
    return (row["id"], row["site_id"]) if row else None


async def number_of(connection: Connection, id: UUID) -> int | None:
    """The number of an act; None where there is none of this id."""
    number: int | None = await _queries.number_of.value(connection, id=id)
    return number


def _begun(row: Row) -> Begun:
    values = {name: row[name] for name in Begun.__struct_fields__}
    changed = msgspec.json.decode(values.pop("changed"), type=dict[str, int])
    return Begun(changed=changed, **(values | {"ground": Ground(row["ground"])}))


def _act(row: Row) -> Act:
    values = {name: row[name] for name in Act.__struct_fields__}
    return Act(
        **(
            values
            | {
                "ground": Ground(row["ground"]),
                "changed": msgspec.json.decode(row["changed"], type=dict[str, int]),
                "act_sha256": row["act_sha256"].hex(),
                "log_sha256": row["log_sha256"].hex(),
            }
        )
    )
