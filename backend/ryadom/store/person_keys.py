"""Keys of persons, wrapped: what is here opens nothing by itself."""

from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class WrappedKey(Struct, frozen=True):
    """A person's key, encrypted under the server's secret."""

    id: UUID
    wrapped: bytes


async def find_key(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> WrappedKey | None:
    """The key of a person; None before the first detail, and after erasure."""
    row = await _queries.find_key.first(connection, site_id=site_id, visitor_id=visitor_id)
    return WrappedKey(row["id"], row["wrapped"]) if row else None


async def find_keys(connection: Connection, ids: Collection[UUID]) -> list[WrappedKey]:
    """Those of the keys that have not been destroyed, in no order."""
    rows = await _queries.find_keys.all(connection, ids=list(ids)) if ids else ()
    return [WrappedKey(row["id"], row["wrapped"]) for row in rows]


async def keys_of_blocked(connection: Connection, ids: Collection[UUID]) -> frozenset[UUID]:
    """The ids of those keys whose person is blocked now."""
    rows = await _queries.keys_of_blocked.all(connection, ids=list(ids)) if ids else ()
    return frozenset(row["id"] for row in rows)


async def insert_key(
    connection: Connection, *, id: UUID, site_id: UUID, visitor_id: UUID, wrapped: bytes
) -> WrappedKey:
    """Stores a person's key and gives it, or the one that somebody else stored first."""
    row = await _queries.insert_key.one(connection, id=id, site_id=site_id, visitor_id=visitor_id, wrapped=wrapped)
    return WrappedKey(row["id"], row["wrapped"])


async def keys_of(
    connection: Connection, people: Sequence[tuple[UUID, UUID]], fresh: Sequence[tuple[UUID, bytes]]
) -> dict[tuple[UUID, UUID], WrappedKey]:
    """The keys of these people, by site and visitor: kept ones, else those of `fresh`, which are stored.

    Who is being erased gets none any more. To be called in a transaction: one commit for all.
    """
    ordered = sorted(zip(people, fresh, strict=True))
    await _queries.insert_missing_keys.run(
        connection,
        site_ids=[site_id for (site_id, _), _ in ordered],
        visitor_ids=[visitor_id for (_, visitor_id), _ in ordered],
        ids=[id for _, (id, _) in ordered],
        wrapped=[wrapped for _, (_, wrapped) in ordered],
    )
    rows = await _queries.keys_of.all(
        connection,
        site_ids=[site_id for site_id, _ in people],
        visitor_ids=[visitor_id for _, visitor_id in people],
    )
    return {(row["site_id"], row["visitor_id"]): WrappedKey(row["id"], row["wrapped"]) for row in rows}


async def destroy_key(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> bool:
    """Makes what the journal holds of a person unreadable for ever; False where there was no key.

    Backups made before hold the key until they expire.
    """
    return await _queries.destroy_key.run(connection, site_id=site_id, visitor_id=visitor_id) == 1
