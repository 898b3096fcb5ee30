"""Which conversations operators have marked unread for themselves."""

from collections.abc import Collection
from uuid import UUID

from ryadom.store.purviews import Narrowed, Purview
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)
_list_seen = Narrowed(_queries.list_seen)

MAX_MARKS = 200
"""Of one operator. Of more the oldest are forgotten."""


async def take_unread_marks(
    connection: Connection, operator_id: UUID, *, site_ids: Collection[UUID], purview: Purview | None = None
) -> list[UUID]:
    """The conversations that an operator has marked, as far as they see them, the newest mark first.

    Those that they don't see any more are forgotten with that.
    """
    query, narrowing = _list_seen.of(purview)
    rows = await query.all(
        connection, operator_id=operator_id, site_ids=list(site_ids), row_limit=MAX_MARKS, **narrowing
    )
    return [row["conversation_id"] for row in rows]


async def insert_mark(connection: Connection, *, site_id: UUID, conversation_id: UUID, operator_id: UUID) -> bool:
    """Marks a conversation, also one that is marked; False where its visitor is blocked."""
    values = {"site_id": site_id, "conversation_id": conversation_id, "operator_id": operator_id}
    return bool(await _queries.insert_mark.value(connection, **values, most_others=MAX_MARKS - 1))


async def delete_mark(connection: Connection, *, site_id: UUID, conversation_id: UUID, operator_id: UUID) -> bool:
    """Takes the mark away; gives whether there was one."""
    values = {"site_id": site_id, "conversation_id": conversation_id, "operator_id": operator_id}
    return bool(await _queries.delete_mark.value(connection, **values))
