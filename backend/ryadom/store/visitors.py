"""Visitors: a browser on a site. The row is made by the first message."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


async def lock_visitor(connection: Connection, *, site_id: UUID, visitor_id: UUID, locale: str) -> None:
    """Makes the visitor's row where there is none, and holds it until the transaction ends."""
    await _queries.insert_visitor.run(connection, site_id=site_id, id=visitor_id, locale=locale)
    await _queries.lock_visitor.run(connection, site_id=site_id, id=visitor_id)


async def find_revoked_generation(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> int:
    """The newest token generation that is refused; 0 for a visitor of whom nothing is stored."""
    revoked: int | None = await _queries.find_revoked_generation.value(connection, site_id=site_id, id=visitor_id)
    return revoked or 0


async def exists(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> bool:
    """Whether something is stored of the visitor."""
    return bool(await _queries.visitor_exists.value(connection, site_id=site_id, id=visitor_id))


async def first_visit(connection: Connection, site_ids: Sequence[UUID]) -> datetime | None:
    """When the first visitor of these sites wrote for the first time; None while nobody has."""
    found: datetime | None = await _queries.first_visit.value(connection, site_ids=list(site_ids))
    return found


async def is_erased(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> bool:
    """Whether the visitor's erasure has begun."""
    return bool(await _queries.is_erased.value(connection, site_id=site_id, id=visitor_id))


async def mark_erased(connection: Connection, *, site_id: UUID, visitor_id: UUID, generation: int) -> None:
    """Refuses tokens of this generation and older, and whatever the visitor, or anybody to them, may still write."""
    await _queries.mark_erased.run(connection, site_id=site_id, id=visitor_id, generation=generation)


async def revoke_tokens(connection: Connection, *, site_id: UUID, visitor_id: UUID, generation: int) -> None:
    """Refuses every token of this generation and older from now on."""
    await _queries.revoke_tokens.run(connection, site_id=site_id, id=visitor_id, generation=generation)
