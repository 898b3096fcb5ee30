"""Legal holds: people, or single conversations of theirs, of whom nothing may be erased for now."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.lifetimes import begin_anew
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Hold(Struct, frozen=True, kw_only=True):
    """One hold: of everything of a visitor's, or of one conversation (and then of what else says whose it is).

    `placed_by` is an operator's name, empty for the command line.
    """

    id: UUID
    site_id: UUID
    visitor_id: UUID
    conversation_id: UUID | None
    reason: str
    placed_by: str
    placed_at: datetime


async def insert_hold(
    connection: Connection,
    *,
    id: UUID,
    site_id: UUID,
    visitor_id: UUID,
    conversation_id: UUID | None,
    reason: str,
    placed_by: str,
) -> bool:
    """Stores a hold; False where the same is held already."""
    inserted = await _queries.insert_hold.run(
        connection,
        id=id,
        site_id=site_id,
        visitor_id=visitor_id,
        conversation_id=conversation_id,
        reason=reason,
        placed_by=placed_by,
    )
    return inserted == 1


async def delete_hold(connection: Connection, id: UUID, site_ids: Collection[UUID]) -> Hold | None:
    """Lifts a hold, and lets retention look at the site anew; None where these sites have none of this id."""
    row = await _queries.delete_hold.first(connection, id=id, site_ids=list(site_ids))
    if row is None:
        return None
    await begin_anew(connection, row["site_id"])
    return _hold(row)


async def lock_visitor(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> bool:
    """Holds the visitor's row until the transaction ends; False where their erasure has begun."""
    row = await _queries.lock_visitor.first(connection, site_id=site_id, visitor_id=visitor_id)
    return row is not None and row["erased_at"] is None


async def list_holds(connection: Connection, site_ids: Collection[UUID]) -> list[Hold]:
    """All holds on these sites, the newest first."""
    return [_hold(row) for row in await _queries.list_holds.all(connection, site_ids=list(site_ids))]


async def is_held(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> bool:
    """Whether anything of a visitor's is held."""
    return bool(await _queries.is_held.value(connection, site_id=site_id, visitor_id=visitor_id))


async def is_conversation_held(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, conversation_id: UUID
) -> bool:
    """Whether a hold covers this conversation of a visitor's."""
    return bool(
        await _queries.is_conversation_held.value(
            connection, site_id=site_id, visitor_id=visitor_id, conversation_id=conversation_id
        )
    )


def _hold(row: Row) -> Hold:
    return Hold(**{name: row[name] for name in Hold.__struct_fields__})
