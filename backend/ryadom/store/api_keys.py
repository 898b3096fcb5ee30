"""Keys by which programs ask for data: their hashes, and what each may be used for."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class StoredKey(Struct, frozen=True, kw_only=True):
    """A key without what it is used by. `site_ids`: none is all of the controller's; `made_by`: empty where unknown."""

    id: UUID
    controller_id: UUID
    name: str
    scopes: tuple[str, ...]
    site_ids: tuple[UUID, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    revoked_at: datetime | None


async def insert_key(
    connection: Connection,
    *,
    id: UUID,
    controller_id: UUID,
    name: str,
    secret_sha256: bytes,
    scopes: Sequence[str],
    site_ids: Sequence[UUID],
    made_by: str,
    expires_at: datetime | None,
) -> None:
    """Keeps a new key."""
    await _queries.insert_key.run(
        connection,
        id=id,
        controller_id=controller_id,
        name=name,
        secret_sha256=secret_sha256,
        scopes=list(scopes),
        site_ids=list(site_ids),
        made_by=made_by,
        expires_at=expires_at,
    )


async def find_key(connection: Connection, secret_sha256: bytes) -> StoredKey | None:
    """The key with this hash; None where there is none, or it is revoked or over."""
    row = await _queries.find_key.first(connection, secret_sha256=secret_sha256)
    return _key_of(row) if row else None


async def is_usable(connection: Connection, id: UUID) -> bool:
    """Whether the key is neither revoked nor over by now."""
    return bool(await _queries.is_usable.value(connection, id=id))


async def note_use(connection: Connection, id: UUID) -> None:
    """Keeps that the key is in use, to the minute."""
    await _queries.note_use.run(connection, id=id)


async def list_keys(connection: Connection) -> list[StoredKey]:
    """All keys there have ever been, oldest first."""
    return [_key_of(row) for row in await _queries.list_keys.all(connection)]


async def revoke_key(connection: Connection, id: UUID) -> StoredKey | None:
    """Ends a key for good; None where there is no such key, or it was revoked before."""
    row = await _queries.revoke_key.first(connection, id=id)
    return _key_of(row) if row else None


def _key_of(row: Row) -> StoredKey:
    return StoredKey(**{**row, "scopes": tuple(row["scopes"]), "site_ids": tuple(row["site_ids"])})
