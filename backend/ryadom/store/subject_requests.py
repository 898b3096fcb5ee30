"""Requests of data subjects and what happened to them. The timeline is appended to, never changed."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Kind(StrEnum):
    """What a subject asks for; `objection` is to advertising."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    RESTRICTION = "restriction"
    ERASURE = "erasure"
    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"


class Source(StrEnum):
    """How a request came: by the public page of a consent, written down by an operator, or registered by a program."""

    WIDGET = "widget"
    EMAIL = "email"
    PANEL = "panel"
    API = "api"


class Status(StrEnum):
    """Where a request stands; the last two end it."""

    RECEIVED = "received"
    IDENTITY_CHECK = "identity_check"
    IN_WORK = "in_work"
    ANSWERED = "answered"
    REFUSED = "refused"


class IdentityMethod(StrEnum):
    """How it was made sure that the subject asks, and nobody in their name."""

    IN_PERSON = "in_person"
    KNOWN_CONTACT = "known_contact"
    SAME_CHAT = "same_chat"
    SIGNATURE = "signature"
    REPRESENTATIVE = "representative"


class EventKind(StrEnum):
    """What happened to a request. Values are stored: add, never rename."""

    RECEIVED = "received"
    CHECK_BEGUN = "check_begun"
    IDENTITY_CONFIRMED = "identity_confirmed"
    PERSON_ADDED = "person_added"
    PERSON_REMOVED = "person_removed"
    EXTENDED = "extended"
    PACKAGE_MADE = "package_made"
    RECTIFIED = "rectified"
    RESTRICTED = "restricted"
    RESTRICTION_LIFTED = "restriction_lifted"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    ERASURE_BEGUN = "erasure_begun"
    ERASED = "erased"
    ALARM_RAISED = "alarm_raised"
    ANSWERED = "answered"
    REFUSED = "refused"


class NewRequest(Struct, frozen=True, kw_only=True):
    """A request as it comes. `deadline_on` is None where the calendar does not reach so far."""

    id: UUID
    controller_id: UUID
    site_id: UUID | None
    kind: Kind
    source: Source
    subject_name: str
    contact: str
    body: str
    echo_id: UUID
    received_at: datetime
    deadline_on: date | None
    alarm_stage: int = 0


class SubjectRequest(Struct, frozen=True, kw_only=True):
    """One request. `closed_at` and `outcome` are there once it was answered or refused."""

    id: UUID
    controller_id: UUID
    number: int
    site_id: UUID | None
    kind: Kind
    source: Source
    subject_name: str
    contact: str
    body: str
    status: Status
    version: int
    received_at: datetime
    deadline_on: date | None
    extended_on: date | None
    extension_reason: str | None
    alarm_stage: int
    identity_method: IdentityMethod | None
    identity_note: str | None
    identity_by_name: str | None
    identity_at: datetime | None
    closed_at: datetime | None
    outcome: str | None

    @property
    def due_on(self) -> date | None:
        """The last day on which it may be answered, in Moscow; None where that is not known yet."""
        return self.extended_on or self.deadline_on


class Scope(Struct, frozen=True):
    """Whose requests somebody may see: those of these controllers that came from these sites, or from none known."""

    controller_ids: Sequence[UUID]
    site_ids: Sequence[UUID]


class RequestEvent(Struct, frozen=True, kw_only=True):
    """One line of a timeline. `actor_name` is empty where the subject or the server did it."""

    kind: EventKind
    actor_name: str
    note: str
    at: datetime


class OpenCount(Struct, frozen=True):
    """How many requests wait, and of how many of them the last day is over."""

    open: int
    overdue: int


async def lock_numbers(connection: Connection, controller_id: UUID) -> None:
    """Holds up whoever else stores a request of this controller's until the transaction ends."""
    await _queries.lock_numbers.run(connection, controller_id=controller_id)


async def insert_request(connection: Connection, new: NewRequest) -> int:
    """Stores a request and gives its number; inside a transaction, so that no number is lost."""
    number: int = await _queries.take_number.value(connection, controller_id=new.controller_id)
    columns = {name: getattr(new, name) for name in NewRequest.__struct_fields__}
    await _queries.insert_request.run(connection, number=number, **columns)
    return number


async def find_by_echo(
    connection: Connection, *, controller_id: UUID, echo_id: UUID
) -> tuple[UUID, int, date | None] | None:
    """The request that this form has made already: its id, number and deadline."""
    row = await _queries.find_by_echo.first(connection, controller_id=controller_id, echo_id=echo_id)
    return (row["id"], row["number"], row["deadline_on"]) if row else None


async def find_request(connection: Connection, scope: Scope, id: UUID) -> SubjectRequest | None:
    """The request, if it is in the scope."""
    row = await _queries.find_request.first(connection, id=id, **_scope(scope))
    return request_of(row) if row else None


async def lock_request(connection: Connection, scope: Scope, id: UUID) -> SubjectRequest | None:
    """The request, if it is in the scope, held until the transaction ends."""
    row = await _queries.lock_request.first(connection, id=id, **_scope(scope))
    return request_of(row) if row else None


async def open_requests(
    connection: Connection, scope: Scope, *, after: tuple[date, UUID] | None, limit: int
) -> list[SubjectRequest]:
    """Open requests after this day and id, due first before the others, at most `limit`."""
    after_on, after_id = after or (None, None)
    rows = await _queries.open_requests.all(
        connection, after_on=after_on, after_id=after_id, row_limit=limit, **_scope(scope)
    )
    return [request_of(row) for row in rows]


async def closed_requests(
    connection: Connection, scope: Scope, *, before: tuple[datetime, UUID] | None, limit: int
) -> list[SubjectRequest]:
    """Closed requests before this moment and id, newest first, at most `limit`."""
    before_at, before_id = before or (None, None)
    rows = await _queries.closed_requests.all(
        connection, before_at=before_at, before_id=before_id, row_limit=limit, **_scope(scope)
    )
    return [request_of(row) for row in rows]


async def count_open(connection: Connection, scope: Scope, *, today: date) -> OpenCount:
    """What waits on this day."""
    row = await _queries.count_open.one(connection, today=today, **_scope(scope))
    return OpenCount(row["open"], row["overdue"])


async def count_from_page(connection: Connection, *, controller_id: UUID, within_s: float) -> int:
    """How many requests have come by the public page in the last seconds."""
    count: int = await _queries.count_from_page.value(connection, controller_id=controller_id, within_s=within_s)
    return count


async def count_before(connection: Connection, request: SubjectRequest, *, within_s: float) -> int:
    """How many requests had come by the public page before this one, in the seconds before it."""
    count: int = await _queries.count_before.value(
        connection, id=request.id, controller_id=request.controller_id, within_s=within_s
    )
    return count


async def update_request(connection: Connection, request: SubjectRequest, *, identity_by: UUID | None = None) -> bool:
    """Stores what was decided on the version that the request has; False where that is not the newest any more.

    `identity_by`: who has confirmed the identity; None leaves that as it is.
    """
    columns = {name: getattr(request, name) for name in _DECIDED}
    return await _queries.update_request.run(connection, identity_by=identity_by, **columns) == 1


async def all_open(connection: Connection, *, after_id: UUID | None, limit: int) -> list[SubjectRequest]:
    """Open requests of every controller after an id, by it, at most `limit`."""
    rows = await _queries.all_open.all(connection, after_id=after_id, row_limit=limit)
    return [request_of(row) for row in rows]


async def raise_stage(connection: Connection, id: UUID, *, stage: int) -> bool:
    """Notes that an alarm is raised; False where it has been, or a later one."""
    return await _queries.raise_stage.run(connection, id=id, stage=stage) == 1


async def set_deadline(connection: Connection, id: UUID, deadline_on: date) -> None:
    """Gives a request the deadline that it had none of."""
    await _queries.set_deadline.run(connection, id=id, deadline_on=deadline_on)


async def delete_old(connection: Connection) -> int:
    """Deletes what was closed more than three years ago; gives how many."""
    return await _queries.delete_old.run(connection)


async def append_event(
    connection: Connection,
    request_id: UUID,
    kind: EventKind,
    *,
    actor_id: UUID | None = None,
    actor_name: str = "",
    note: str = "",
) -> None:
    """Adds a line to a request's timeline."""
    await _queries.insert_event.run(
        connection, request_id=request_id, kind=kind, actor_id=actor_id, actor_name=actor_name, note=note
    )


async def events_of(connection: Connection, request_id: UUID) -> list[RequestEvent]:
    """A request's timeline, oldest first."""
    rows = await _queries.events.all(connection, request_id=request_id)
    return [
        RequestEvent(kind=EventKind(row["kind"]), actor_name=row["actor_name"], note=row["note"], at=row["at"])
        for row in rows
    ]


_DECIDED = (
    "id", "version", "site_id", "status", "deadline_on", "extended_on", "extension_reason", "alarm_stage",
    "identity_method", "identity_note", "identity_by_name", "identity_at", "closed_at", "outcome",
)  # fmt: skip


def _scope(scope: Scope) -> dict[str, object]:
    return {"controller_ids": list(scope.controller_ids), "site_ids": list(scope.site_ids)}


def request_of(row: Row) -> SubjectRequest:
    """A request as its row tells of it."""
    columns = {name: row[name] for name in SubjectRequest.__struct_fields__}
    method = row["identity_method"]
    return SubjectRequest(
        **columns
        | {
            "kind": Kind(row["kind"]),
            "source": Source(row["source"]),
            "status": Status(row["status"]),
            "identity_method": None if method is None else IdentityMethod(method),
        }
    )
