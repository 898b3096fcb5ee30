"""What is stored of visitors who are on a site now, and whether operators may see them at all."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.purviews import NOBODY, Purview, who_sees
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class PresentVisitor(Struct, frozen=True, kw_only=True):
    """One of them. The conversation is their newest; `is_in_conversation`: it is open.

    `invited_at`: when they were asked in last, if within half a day; `is_dismissed`: they did not want to be.
    """

    site_id: UUID
    visitor_id: UUID
    name: str
    conversation_id: UUID | None
    is_in_conversation: bool
    operator_id: UUID | None
    operator_name: str | None
    invited_at: datetime | None
    is_dismissed: bool


async def within_purview(
    connection: Connection, present: Sequence[PresentVisitor], purview: Purview | None
) -> list[PresentVisitor]:
    """Those of these whom an operator may see: nobody whose newest conversation is out of their sight.

    Also where it is over: whoever answers an invitation goes on in it, and the inviter leads what was said before.
    """
    if purview is None:
        return list(present)
    keys = [(one.site_id, one.conversation_id) for one in present if one.conversation_id]
    seers = await who_sees(connection, keys, operator_ids=[purview.operator_id])
    return [
        one
        for one in present
        if one.conversation_id is None or seers.get(one.conversation_id, NOBODY).include(purview.operator_id)
    ]


async def list_present(connection: Connection, owners: Sequence[tuple[UUID, UUID]]) -> list[PresentVisitor]:
    """Those of these visitors (by site and visitor) who may be seen: neither blocked nor erased, and they agree."""
    rows = await _queries.list_present.all(
        connection,
        site_ids=[site_id for site_id, _ in owners],
        visitor_ids=[visitor_id for _, visitor_id in owners],
    )
    return [
        PresentVisitor(
            site_id=row["site_id"],
            visitor_id=row["visitor_id"],
            name=row["name"],
            conversation_id=row["conversation_id"],
            is_in_conversation=row["status"] == "open",
            operator_id=row["assignee_id"],
            operator_name=row["assignee_name"],
            invited_at=row["invited_at"],
            is_dismissed=row["is_dismissed"],
        )
        for row in rows
    ]
