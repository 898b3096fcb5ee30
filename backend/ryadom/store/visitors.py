"""Visitors: a browser on a site. The row is made by the first message."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Standing(Struct, frozen=True, kw_only=True):
    """What a visitor may still do: token generations up to `revoked_generation` are refused; `is_erased`: their erasure
    has begun; `is_blocked`: nobody works with their data for now; `is_banned`: they may not write for now.
    """

    revoked_generation: int = 0
    is_erased: bool = False
    is_blocked: bool = False
    is_banned: bool = False


class Names(Struct, frozen=True):
    """What a visitor is called: `shown` by operators, `own` by themselves; empty where nobody calls them anything."""

    shown: str = ""
    own: str = ""


async def lock_visitor(connection: Connection, *, site_id: UUID, visitor_id: UUID, locale: str) -> None:
    """Makes the visitor's row where there is none, and holds it until the transaction ends."""
    await _queries.insert_visitor.run(connection, site_id=site_id, id=visitor_id, locale=locale)
    await _queries.lock_visitor.run(connection, site_id=site_id, id=visitor_id)


async def name_visitor(connection: Connection, *, site_id: UUID, visitor_id: UUID, name: str) -> None:
    """Notes what the visitor calls themselves, in place of what they did before."""
    await _queries.name_visitor.run(connection, site_id=site_id, id=visitor_id, name=name)


async def find_names(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> Names:
    """What the visitor is called. Visitors are never told what operators call them."""
    row = await _queries.find_names.first(connection, site_id=site_id, id=visitor_id)
    return Names(row["name"], row["own_name"]) if row else Names()


async def find_standing(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> Standing:
    """What the visitor may still do; everything, where nothing is stored of them."""
    row = await _queries.find_standing.first(connection, site_id=site_id, id=visitor_id)
    return Standing(**row) if row else Standing()


async def exists(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> bool:
    """Whether something is stored of the visitor."""
    return bool(await _queries.visitor_exists.value(connection, site_id=site_id, id=visitor_id))


async def first_visit(connection: Connection, site_ids: Sequence[UUID]) -> datetime | None:
    """When the first visitor of these sites wrote for the first time; None while nobody has."""
    found: datetime | None = await _queries.first_visit.value(connection, site_ids=list(site_ids))
    return found


async def mark_erased(connection: Connection, *, site_id: UUID, visitor_id: UUID, generation: int) -> None:
    """Refuses tokens of this generation and older, and whatever the visitor, or anybody to them, may still write."""
    await _queries.mark_erased.run(connection, site_id=site_id, id=visitor_id, generation=generation)


async def revoke_tokens(connection: Connection, *, site_id: UUID, visitor_id: UUID, generation: int) -> None:
    """Refuses every token of this generation and older from now on."""
    await _queries.revoke_tokens.run(connection, site_id=site_id, id=visitor_id, generation=generation)


async def block(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, at: datetime, reason: str, stronger: Collection[str]
) -> bool:
    """Notes since when and why the visitor is blocked, and holds their row; gives whether they were not before.

    Where the reason until now is one of the `stronger`, it stays.
    """
    return bool(
        await _queries.block.value(
            connection, site_id=site_id, id=visitor_id, at=at, reason=reason, stronger_reasons=list(stronger)
        )
    )


async def lock_block_reason(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> str | None:
    """Why the visitor is blocked, and their row held; None for who is not."""
    reason: str | None = await _queries.lock_block_reason.value(connection, site_id=site_id, id=visitor_id)
    return reason


async def unblock(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> bool:
    """Ends the blocking and holds the visitor's row; gives whether there was one."""
    return bool(await _queries.unblock.value(connection, site_id=site_id, id=visitor_id))


async def find_blocking(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> datetime | None:
    """Since when the visitor is blocked; None for who is not."""
    since: datetime | None = await _queries.find_blocking.value(connection, site_id=site_id, id=visitor_id)
    return since
