"""Bans: visitors who may not write to a site for a while. One at most of a visitor; what is over is as if not there."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.conversations import Cursor
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Ban(Struct, frozen=True, kw_only=True):
    """One ban. `until` is None where it has no end; `banned_by` is the operator's name as it is now.

    `conversation_id`: before which it was decided. `visitor_name` is told in lists only.
    """

    conversation_id: UUID
    visitor_id: UUID
    reason: str
    banned_by: str
    banned_at: datetime
    until: datetime | None
    visitor_name: str = ""


class Likeness(Struct, frozen=True, kw_only=True):
    """A ban beside another one. `is_own`: the same operator's; `is_same`: for the same reason, for as long."""

    is_own: bool
    is_same: bool


async def put_ban(
    connection: Connection,
    *,
    site_id: UUID,
    visitor_id: UUID,
    conversation_id: UUID,
    reason: str,
    banned_by: UUID,
    hours: int | None,
) -> None:
    """Keeps a visitor from writing for so many hours from now, None: for good; in place of the ban before."""
    await _queries.put_ban.run(
        connection,
        site_id=site_id,
        visitor_id=visitor_id,
        conversation_id=conversation_id,
        reason=reason,
        banned_by=banned_by,
        hours=hours,
    )


async def delete_ban(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> bool:
    """Lets the visitor write again; gives whether they might not."""
    return await _queries.delete_ban.run(connection, site_id=site_id, visitor_id=visitor_id) == 1


async def find_ban(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> Ban | None:
    """The ban of a visitor, None where they may write."""
    row = await _queries.find_ban.first(connection, site_id=site_id, visitor_id=visitor_id)
    return Ban(**row) if row else None


async def compare_ban(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, reason: str, banned_by: UUID, hours: int | None
) -> Likeness | None:
    """The ban of a visitor beside one like this; None where they may write."""
    row = await _queries.compare_ban.first(
        connection, site_id=site_id, visitor_id=visitor_id, reason=reason, banned_by=banned_by, hours=hours
    )
    return Likeness(**row) if row else None


async def list_bans(
    connection: Connection, *, site_id: UUID, after: Cursor | None, limit: int
) -> tuple[list[Ban], Cursor | None]:
    """A page of a site's bans, newest first, and the cursor of the next one, None on the last."""
    rows = await _queries.list_bans.all(
        connection,
        site_id=site_id,
        sort_at=after.sort_at if after else None,
        after_id=after.id if after else None,
        row_limit=limit + 1,
    )
    page = [Ban(**row) for row in rows[:limit]]
    return page, Cursor(page[-1].banned_at, page[-1].visitor_id) if len(rows) > limit else None


async def delete_over(connection: Connection) -> None:
    """Forgets bans that have been over for a day."""
    await _queries.delete_over.run(connection)
