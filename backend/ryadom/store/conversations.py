"""Conversations: their heads, which every write locks first, and single rows of the inbox; its pages are in `inbox`."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from ryadom.protocol.operator import Conversation, LastMessage
from ryadom.protocol.shared import Author, AuthorKind, Department, Page, Status
from ryadom.store.ids import new_id
from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)
_find_rows = Narrowed(_queries.find_rows)

MAX_VISITED_PAGES = 100
"""How many of the newest are kept of each conversation."""


class Head(Struct, frozen=True, kw_only=True):
    """What a write needs to know of a conversation, and what its visitor may know. The `assignee` may be a bot."""

    site_id: UUID
    id: UUID
    visitor: Author
    status: Status
    assignee: Author | None
    last_seq: int
    last_public_seq: int
    visitor_read_seq: int
    operator_read_seq: int
    is_blocked: bool = False


class VisitedPage(Struct, frozen=True, kw_only=True):
    """A page that the visitor went to, and when."""

    at: datetime
    url: str
    title: str


class Cursor(Struct, frozen=True, array_like=True):
    """Where a page of a folder ended: the sort time and the key of its last row."""

    sort_at: Annotated[datetime, Meta(tz=True)]
    id: UUID


async def insert_conversation(
    connection: Connection,
    *,
    site_id: UUID,
    id: UUID,
    visitor_id: UUID,
    page: Page | None,
    landing_url: str | None = None,
    department_id: UUID | None = None,
) -> None:
    """Begins a conversation; it is open and waits in the queue, and knows from now on what its visitor agrees to.

    `landing_url`: the page's address with the campaign that led there; the page's own, unless given.
    """
    await take_turn_of_visitor(connection, visitor_id)
    await _queries.insert_conversation.run(
        connection,
        site_id=site_id,
        id=id,
        visitor_id=visitor_id,
        url=page.url if page else None,
        title=page.title if page else None,
        referrer=page.referrer if page else None,
        landing_url=page.url if page and landing_url is None else landing_url,
        department_id=department_id,
    )


async def lock_landing(connection: Connection, *, site_id: UUID, id: UUID, younger_s: float) -> str | None:
    """Where a conversation that is younger began, held until the transaction ends; None where that is not known."""
    url: str | None = await _queries.lock_landing.value(connection, site_id=site_id, id=id, younger_s=younger_s)
    return url


async def set_landing(connection: Connection, *, site_id: UUID, id: UUID, url: str) -> None:
    """Notes where a conversation began."""
    await _queries.set_landing.run(connection, site_id=site_id, id=id, url=url)


async def take_turn_of_visitor(connection: Connection, visitor_id: UUID) -> None:
    """Until the transaction ends nobody else notes a consent of this visitor in their conversations."""
    await _queries.take_turn_of_visitor.run(connection, visitor_id=visitor_id)


async def lock_head(connection: Connection, *, site_id: UUID, id: UUID, reader_id: UUID | None = None) -> Head | None:
    """The head, held until the transaction ends: whoever holds it gives out the next seq.

    `reader_id`: the operator in whose sight it must be once it is held, so it stays there while they write.
    """
    if await _queries.lock_conversation.first(connection, site_id=site_id, id=id) is None:
        return None
    if reader_id is not None:
        return await find_seen_head(connection, id=id, site_ids=[site_id], reader_id=reader_id)
    return await find_head(connection, site_id=site_id, id=id)


async def lock_current_head(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> Head | None:
    """The head of a visitor's newest conversation, held until the transaction ends."""
    row = await _queries.lock_current_conversation.first(connection, site_id=site_id, visitor_id=visitor_id)
    return await find_head(connection, site_id=site_id, id=row["id"]) if row else None


async def find_head(connection: Connection, *, site_id: UUID, id: UUID) -> Head | None:
    """The head, for reading."""
    row = await _queries.find_head.first(connection, site_id=site_id, id=id)
    return _head(row) if row else None


async def find_seen_head(
    connection: Connection, *, id: UUID, site_ids: Collection[UUID], reader_id: UUID
) -> Head | None:
    """The head of a conversation on these sites, as far as this operator sees them now."""
    row = await _queries.find_seen_head.first(connection, id=id, site_ids=list(site_ids), reader_id=reader_id)
    return _head(row) if row else None


async def find_current_head(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> Head | None:
    """The head of a visitor's newest conversation, for reading."""
    row = await _queries.find_current_head.first(connection, site_id=site_id, visitor_id=visitor_id)
    return _head(row) if row else None


async def find_owner(
    connection: Connection, *, id: UUID, site_ids: Collection[UUID], reader_id: UUID | None = None
) -> tuple[UUID, UUID] | None:
    """The site and the visitor of a conversation; None where it belongs to none of these sites.

    `reader_id`: the operator in whose sight it must be, as it is now.
    """
    if reader_id is not None:
        row = await _queries.find_seen_owner.first(connection, id=id, site_ids=list(site_ids), reader_id=reader_id)
    else:
        row = await _queries.find_owner.first(connection, id=id, site_ids=list(site_ids))
    return (row["site_id"], row["visitor_id"]) if row else None


async def list_ids_of_visitor(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> list[UUID]:
    """The ids of all conversations of a visitor, oldest first."""
    rows = await _queries.list_ids_of_visitor.all(connection, site_id=site_id, visitor_id=visitor_id)
    return [row["id"] for row in rows]


async def set_blocked(connection: Connection, *, site_id: UUID, visitor_id: UUID, is_blocked: bool) -> None:
    """Hides a visitor's conversations from operators, or shows them again. To be called with the visitor's row held."""
    await _queries.set_blocked.run(connection, site_id=site_id, visitor_id=visitor_id, is_blocked=is_blocked)


class Moved(Struct, frozen=True):
    """Where a read mark has come to, and where as the visitor may know it, who is told nothing of notes.

    `public_moved`: whether it moved over anything that the visitor sees.
    """

    seq: int
    public_seq: int
    public_moved: bool


async def mark_read(
    connection: Connection,
    *,
    site_id: UUID,
    id: UUID,
    reader: AuthorKind,
    seq: int,
    blocked_too: bool = False,
    reader_id: UUID | None = None,
) -> Moved | None:
    """Moves a read mark forward, never beyond the newest entry; gives where it is, None where it did not move.

    In a blocked visitor's conversation none moves, unless `blocked_too`; nor the operators' where this one does not see
    the conversation (`reader_id`).
    """
    values = {"site_id": site_id, "id": id, "seq": seq, "blocked_too": blocked_too}
    if reader is AuthorKind.VISITOR:
        row = await _queries.mark_read_by_visitor.first(connection, **values)
    else:
        row = await _queries.mark_read_by_operator.first(connection, **values, reader_id=reader_id)
    return Moved(row["seq"], row["public_seq"], row["public_moved"]) if row else None


async def set_page(connection: Connection, *, site_id: UUID, id: UUID, page: Page, is_step: bool) -> bool:
    """Notes the page the visitor is on, unless they were erased or are blocked; gives whether it did.

    The referrer of the first page that is known stays. `is_step`: it is kept as one that they went to, too, where it is
    another one than before and the conversation is open.
    """
    step = {"visit_id": new_id(), "kept": MAX_VISITED_PAGES - 1, "is_step": is_step}
    values = {"url": page.url, "title": page.title, "referrer": page.referrer}
    return bool(await _queries.set_page.value(connection, site_id=site_id, id=id, **step, **values))


async def list_visited_pages(connection: Connection, *, site_id: UUID, id: UUID) -> list[VisitedPage]:
    """Where the visitor went since the conversation began, oldest first, 100 at most."""
    rows = await _queries.list_visited_pages.all(connection, site_id=site_id, id=id)
    return [VisitedPage(at=row["at"], url=row["url"], title=row["title"]) for row in rows]


async def set_client_id(connection: Connection, *, site_id: UUID, id: UUID, client_id: str) -> None:
    """Notes what the page's counter calls the visitor's browser, unless they were erased or are blocked."""
    await _queries.set_client_id.run(connection, site_id=site_id, id=id, client_id=client_id)


async def find_conversation(connection: Connection, *, site_id: UUID, id: UUID) -> Conversation | None:
    """One row of the inbox; None where its visitor is blocked."""
    row = await _queries.find_conversation.first(connection, site_id=site_id, id=id)
    return conversation_of(row) if row else None


async def find_rows(
    connection: Connection, keys: Sequence[tuple[UUID, UUID]], *, purview: Purview | None = None
) -> list[Conversation]:
    """The rows of the inbox of conversations, given by site and id, in any order; without blocked visitors."""
    query, narrowing = _find_rows.of(purview)
    rows = await query.all(
        connection, site_ids=[site_id for site_id, _ in keys], ids=[id for _, id in keys], **narrowing
    )
    return [conversation_of(row) for row in rows]


async def last_bodies(connection: Connection, keys: Sequence[tuple[UUID, UUID]]) -> dict[UUID, str]:
    """The last messages of conversations, given by site and id, as a whole."""
    rows = await _queries.last_bodies.all(
        connection, site_ids=[site_id for site_id, _ in keys], ids=[id for _, id in keys]
    )
    return {row["id"]: row["body"] for row in rows}


def _head(row: Row) -> Head:
    return Head(
        site_id=row["site_id"],
        id=row["id"],
        visitor=Author(kind=AuthorKind.VISITOR, id=row["visitor_id"], name=row["visitor_name"]),
        status=Status(row["status"]),
        assignee=_assignee_with_face(row),
        last_seq=row["last_seq"],
        last_public_seq=row["last_public_seq"],
        visitor_read_seq=row["visitor_read_seq"],
        operator_read_seq=row["operator_read_seq"],
        is_blocked=row["is_blocked"],
    )


def _assignee(row: Row) -> Author | None:
    if row["assignee_id"] is None:
        return None
    return Author(kind=AuthorKind.OPERATOR, id=row["assignee_id"], name=row["assignee_name"], bot=row["is_led_by_bot"])


def department_of(row: Row) -> Department | None:
    """The department that a row names, with its name."""
    return Department(id=row["department_id"], name=row["department_name"]) if row["department_id"] else None


def _assignee_with_face(row: Row) -> Author | None:
    assignee = _assignee(row)
    if assignee is None:
        return None
    return replace(assignee, public_name=row["assignee_public_name"], avatar=row["assignee_avatar"] or "")


def conversation_of(row: Row) -> Conversation:
    """A row of `inbox_rows`."""
    visitor = Author(kind=AuthorKind.VISITOR, id=row["visitor_id"], name=row["visitor_name"])
    return Conversation(
        id=row["id"],
        site_id=row["site_id"],
        visitor=visitor,
        visitor_online=False,
        status=Status(row["status"]),
        assignee=_assignee(row),
        department=department_of(row),
        last_seq=row["last_seq"],
        visitor_read_seq=row["visitor_read_seq"],
        operator_read_seq=row["operator_read_seq"],
        unread_count=row["unread_count"],
        last_message=_last_message(row),
        page=_page(row),
        queued_at=row["queued_at"],
        waiting_since=row["waiting_since"],
        active_at=row["active_at"],
        created_at=row["created_at"],
        score=row["score"],
        snoozed_until=row["snoozed_until"],
        tag_ids=tuple(row["tag_ids"]),
        result_id=row["result_id"],
        merged_into=row["merged_into_id"],
    )


def _last_message(row: Row) -> LastMessage | None:
    if row["message_body"] is None:
        return None
    author = Author(
        kind=AuthorKind(row["message_author_kind"]), id=row["message_author_id"], name=row["message_author_name"]
    )
    return LastMessage(
        author=author, body=row["message_body"], created_at=row["message_created_at"], seq=row["message_seq"]
    )


def _page(row: Row) -> Page | None:
    if row["page_url"] is None:
        return None
    return Page(url=row["page_url"], title=row["page_title"], referrer=row["page_referrer"])
