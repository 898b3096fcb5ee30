"""Keys that outlive the server's secret key, as they are stored: sealed under it, bound to their ids."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class StoredKey(Struct, frozen=True, kw_only=True):
    """One key, sealed."""

    id: UUID
    sealed: bytes


async def list_keys(connection: Connection, purpose: str) -> list[StoredKey]:
    """The keys for a purpose, oldest first."""
    rows = await _queries.list_keys.all(connection, purpose=purpose)
    return [StoredKey(id=row["id"], sealed=row["sealed"]) for row in rows]


async def lock_keys(connection: Connection) -> None:
    """Waits until nobody else makes keys, and lets nobody until the transaction ends."""
    await _queries.lock_keys.first(connection)


async def insert_key(connection: Connection, purpose: str, key: StoredKey) -> None:
    """Keeps a key."""
    await _queries.insert_key.run(connection, purpose=purpose, id=key.id, sealed=key.sealed)
