"""Which visitors a subject's request is about, and how they are looked for: stretch by stretch, in short statements."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.customer_links import VisitorRef
from ryadom.store.sql import Connection, Row, queries_beside
from ryadom.store.subject_requests import Kind, Source, Status

_queries = queries_beside(__file__)

STRETCH = 20_000
"""How many rows one statement of a search looks at."""


class SubjectPerson(Struct, frozen=True, kw_only=True):
    """A visitor of a site as those see them who look for a subject. `created_at` is None where nothing was stored."""

    site_id: UUID
    site_key: str
    site_name: str
    visitor_id: UUID
    name: str
    conversations: int
    created_at: datetime | None
    active_at: datetime | None
    erased_at: datetime | None
    blocked_at: datetime | None


class Place(Struct, frozen=True):
    """Where a stretch of timelines ended."""

    conversation_id: UUID
    seq: int


class WrittenMessage(Struct, frozen=True):
    """A message of a visitor's that may hold what is looked for; its text in plain digits and spaces."""

    visitor_id: UUID
    body: str


class MessageStretch(Struct, frozen=True):
    """What a stretch has; `end` is None past the last one."""

    messages: Sequence[WrittenMessage]
    end: Place | None


class ProfileStretch(Struct, frozen=True):
    """The same of what sites told of their visitors, and operators wrote down, as if they had written it."""

    messages: Sequence[WrittenMessage]
    end: UUID | None


class NameStretch(Struct, frozen=True):
    """The same of names."""

    visitor_ids: Sequence[UUID]
    end: UUID | None


class AboutRequest(Struct, frozen=True, kw_only=True):
    """A request as the card of one of its people names it. `due_on`: None where that is not known yet."""

    id: UUID
    number: int
    kind: Kind
    status: Status
    received_at: datetime
    due_on: date | None


async def add_person(
    connection: Connection, *, request_id: UUID, site_id: UUID, visitor_id: UUID, by_name: str
) -> bool:
    """Says that a visitor is meant; False where that was said already."""
    added = await _queries.add_person.run(
        connection, request_id=request_id, site_id=site_id, visitor_id=visitor_id, added_by_name=by_name
    )
    return added == 1


async def open_request_about(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, kind: Kind, source: Source
) -> tuple[UUID, int, date | None] | None:
    """The newest open request of a kind, come in one way, about a visitor: its id, number and last day."""
    row = await _queries.open_request_about.first(
        connection, site_id=site_id, visitor_id=visitor_id, kind=kind, source=source
    )
    return (row["id"], row["number"], row["due_on"]) if row else None


async def requests_about(
    connection: Connection, people: Collection[VisitorRef], *, site_ids: Collection[UUID]
) -> list[AboutRequest]:
    """The requests about these visitors that came from these sites, or from none known.

    The newest first, at most 20.
    """
    rows = await _queries.requests_about.all(
        connection,
        people_site_ids=[one.site_id for one in people],
        visitor_ids=[one.visitor_id for one in people],
        site_ids=list(site_ids),
    )
    return [
        AboutRequest(
            id=row["id"],
            number=row["number"],
            kind=Kind(row["kind"]),
            status=Status(row["status"]),
            received_at=row["received_at"],
            due_on=row["due_on"],
        )
        for row in rows
    ]


async def remove_person(connection: Connection, *, request_id: UUID, site_id: UUID, visitor_id: UUID) -> bool:
    """Says that a visitor is not meant; False where they were not."""
    removed = await _queries.remove_person.run(
        connection, request_id=request_id, site_id=site_id, visitor_id=visitor_id
    )
    return removed == 1


async def restricting_kinds(connection: Connection, *, site_id: UUID, visitor_id: UUID, but: UUID) -> list[Kind]:
    """The kinds of the open requests that restrict a visitor, besides the one named; the newest restriction first."""
    rows = await _queries.restricting_kinds.all(connection, site_id=site_id, visitor_id=visitor_id, but=but)
    return [Kind(row["kind"]) for row in rows]


async def people_of(connection: Connection, request_id: UUID) -> list[SubjectPerson]:
    """Whom a request is about, in the order in which they were added."""
    return [_person(row) for row in await _queries.people_of.all(connection, request_id=request_id)]


async def describe_people(
    connection: Connection, *, site_ids: Collection[UUID], visitor_ids: Collection[UUID]
) -> list[SubjectPerson]:
    """Those of these visitors who are on these sites, the newest first."""
    rows = await _queries.describe.all(connection, site_ids=list(site_ids), visitor_ids=list(visitor_ids))
    return [_person(row) for row in rows]


async def find_by_id(connection: Connection, *, site_ids: Collection[UUID], id: UUID) -> list[UUID]:
    """The visitors who have this number, or a conversation that has it."""
    rows = await _queries.find_by_id.all(connection, site_ids=list(site_ids), id=id)
    return [row["visitor_id"] for row in rows]


async def profiles_stretch(
    connection: Connection, *, site_id: UUID, text: str, digits: str, after: UUID | None
) -> ProfileStretch:
    """The next visitors of a site, and what it told of them that has the digits in it, or (without any) the text.

    As for `messages_stretch`, what is found by digits is to be looked at more closely.
    """
    rows = await _queries.profiles_stretch.all(
        connection, site_id=site_id, pattern=_pattern(text), digits=digits, after=after, row_limit=STRETCH
    )
    end = next((row["visitor_id"] for row in rows if row["seen"] == STRETCH), None)
    return ProfileStretch([WrittenMessage(row["visitor_id"], row["body"]) for row in rows if row["body"]], end)


async def names_stretch(connection: Connection, *, site_id: UUID, text: str, after: UUID | None) -> NameStretch:
    """The next visitors of a site, and who of them has the text in their name."""
    row = await _queries.names_stretch.one(
        connection, site_id=site_id, pattern=_pattern(text), after=after, row_limit=STRETCH
    )
    return NameStretch(row["visitor_ids"], row["place"] if row["seen"] == STRETCH else None)


async def messages_stretch(
    connection: Connection, *, site_id: UUID, text: str, digits: str, after: Place | None
) -> MessageStretch:
    """The next entries of a site, and what visitors wrote there that has the digits in it, or (without any) the text.

    The digits are found whatever stands between them, so the messages are to be looked at more closely.
    """
    rows = await _queries.messages_stretch.all(
        connection,
        site_id=site_id,
        pattern=_pattern(text),
        digits=digits,
        spread=f"%{'%'.join(digits)}%",
        after_conversation=after.conversation_id if after else None,
        after_seq=after.seq if after else None,
        row_limit=STRETCH,
    )
    end = next((Place(row["conversation_id"], row["seq"]) for row in rows if row["is_end"]), None)
    return MessageStretch([WrittenMessage(row["author_id"], row["body"]) for row in rows if not row["is_end"]], end)


async def rename_visitor(connection: Connection, *, site_id: UUID, visitor_id: UUID, name: str) -> bool:
    """Corrects a visitor's name; False where there is no such visitor, or they were erased."""
    return await _queries.rename.run(connection, site_id=site_id, visitor_id=visitor_id, name=name) == 1


def _pattern(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


def _person(row: Row) -> SubjectPerson:
    return SubjectPerson(**{name: row[name] for name in SubjectPerson.__struct_fields__})
