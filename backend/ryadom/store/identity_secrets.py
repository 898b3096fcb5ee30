"""With what sites sign who their visitors are: sealed, as the core seals them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class StoredSecrets(Struct, frozen=True, kw_only=True):
    """Of one site: the newest secret, and the one before while it is still good."""

    site_id: UUID
    version: int
    sealed: bytes
    sealed_before: bytes | None
    made_at: datetime


async def find_secrets(connection: Connection, site_id: UUID) -> StoredSecrets | None:
    """Those of a site; None where it has made none."""
    row = await _queries.find_secrets.first(connection, site_id=site_id)
    return StoredSecrets(**row) if row else None


async def secrets_of_sites(connection: Connection, site_ids: Collection[UUID]) -> dict[UUID, StoredSecrets]:
    """Those of these sites, by site; sites that have made none are left out."""
    rows = await _queries.secrets_of_sites.all(connection, site_ids=list(site_ids))
    return {row["site_id"]: StoredSecrets(**row) for row in rows}


async def put_secret(connection: Connection, site_id: UUID, sealed: bytes, *, over_version: int) -> bool:
    """Makes this secret the newest, and the newest until now the one before; False where `over_version` is no more."""
    if over_version == 0:
        return await _queries.insert_secret.run(connection, site_id=site_id, sealed=sealed) == 1
    replaced = await _queries.replace_secret.run(connection, site_id=site_id, sealed=sealed, over_version=over_version)
    return replaced == 1


async def drop_secret_before(connection: Connection, site_id: UUID, *, over_version: int) -> bool:
    """Takes the secret before the newest back; False where `over_version` is no more, or there is none before."""
    return await _queries.drop_secret_before.run(connection, site_id=site_id, over_version=over_version) == 1


async def reseal_secret(connection: Connection, site_id: UUID, *, sealed: bytes, resealed: bytes) -> None:
    """The same secret under a newer key, unless it was replaced meanwhile."""
    await _queries.reseal_secret.run(connection, site_id=site_id, sealed=sealed, resealed=resealed)
