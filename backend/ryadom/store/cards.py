"""What the card of a visitor is made of: their own messages, and their conversations."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

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
) -> tuple[list[tuple[UUID, UUID]], Cursor | None]:
    """A page of these visitors' conversations but one, by site and id, newest first; and the next one's cursor.

    Of those within a purview. The cursor is None on the last page.
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
    page = [(row["site_id"], row["id"]) for row in rows[:limit]]
    if len(rows) <= limit:
        return page, None
    return page, Cursor(rows[limit - 1]["created_at"], rows[limit - 1]["id"])
