"""What the card of a visitor is made of: their own messages, and their conversations."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import Status
from ryadom.store.conversations import Cursor
from ryadom.store.customer_links import VisitorRef
from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)
_own_messages = Narrowed(_queries.own_messages)
_other_conversations = Narrowed(_queries.other_conversations)


class OwnMessage(Struct, frozen=True, kw_only=True):
    """One message that a visitor wrote."""

    conversation_id: UUID
    seq: int
    body: str


class OtherConversation(Struct, frozen=True, kw_only=True):
    """A conversation as a card names it. `visitor_id`: whose it is; one person may be known by several browsers.

    `merged_into`: of a closed one, the conversation in which it goes on.
    """

    id: UUID
    site_id: UUID
    visitor_id: UUID
    status: Status
    created_at: datetime
    active_at: datetime
    merged_into: UUID | None = None


async def own_messages(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, limit: int, purview: Purview | None = None
) -> list[OwnMessage]:
    """What a visitor wrote in conversations within a purview, newest first, at most `limit` of their messages."""
    query, narrowing = _own_messages.of(purview)
    rows = await query.all(connection, site_id=site_id, visitor_id=visitor_id, row_limit=limit, **narrowing)
    return [OwnMessage(conversation_id=row["conversation_id"], seq=row["seq"], body=row["body"]) for row in rows]


class Origin(Struct, frozen=True, kw_only=True):
    """Where a conversation came from; empty is what is not known, or kept no more.

    `landing_url`: the page on which it began. `metrica_client_id`: what the counter on that page calls the browser.
    """

    landing_url: str = ""
    metrica_client_id: str = ""


async def origin_of(connection: Connection, *, site_id: UUID, conversation_id: UUID) -> Origin:
    """Where a conversation came from."""
    row = await _queries.origin_of.first(connection, site_id=site_id, id=conversation_id)
    if row is None:
        return Origin()
    return Origin(landing_url=row["landing_url"], metrica_client_id=row["metrica_client_id"])


async def other_conversations(
    connection: Connection,
    *,
    people: Collection[VisitorRef],
    but_id: UUID,
    after: Cursor | None,
    limit: int,
    purview: Purview | None = None,
) -> tuple[list[OtherConversation], Cursor | None]:
    """A page of these visitors' conversations but one, newest first, and the next one's cursor, None on the last.

    Of those within a purview.
    """
    query, narrowing = _other_conversations.of(purview)
    rows = await query.all(
        connection,
        **narrowing,
        site_ids=[one.site_id for one in people],
        visitor_ids=[one.visitor_id for one in people],
        but_id=but_id,
        sort_at=after.sort_at if after else None,
        after_id=after.id if after else None,
        row_limit=limit + 1,
    )
    page = [
        OtherConversation(
            id=row["id"],
            site_id=row["site_id"],
            visitor_id=row["visitor_id"],
            status=Status(row["status"]),
            created_at=row["created_at"],
            active_at=row["active_at"],
            merged_into=row["merged_into_id"],
        )
        for row in rows[:limit]
    ]
    return page, Cursor(page[-1].created_at, page[-1].id) if len(rows) > limit else None
