"""Sealed values that no secret key opens any more: whose they are, and letting them go."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.store.sealed_values import Place, SealedValue
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Named(Struct, frozen=True, kw_only=True):
    """What a row with a sealed value is called; of whose journal, where it is of one controller's."""

    name: str
    controller_id: UUID | None


async def name_rows(connection: Connection, place: Place, ids: Sequence[UUID]) -> dict[UUID, Named]:
    """What these rows of a place are called; those that are there no more are left out."""
    rows = await getattr(_queries, f"name_{place}").all(connection, ids=list(ids))
    return {row["id"]: Named(name=row["name"], controller_id=row["controller_id"]) for row in rows}


async def drop_pending_factor(connection: Connection, value: SealedValue) -> bool:
    """A second factor that nobody has confirmed; False where it is no such, or another by now. So below."""
    return await _queries.drop_pending_factor.run(connection, id=value.id, sealed=value.sealed) == 1


async def drop_factor(connection: Connection, value: SealedValue) -> bool:
    """A second factor, with its recovery codes."""
    return await _queries.drop_factor.run(connection, id=value.id, sealed=value.sealed) == 1


async def drop_identity_secret_before(connection: Connection, value: SealedValue) -> bool:
    """The secret of a site before the newest."""
    return await _queries.drop_identity_secret_before.run(connection, id=value.id, sealed=value.sealed) == 1


async def drop_identity_secret(connection: Connection, value: SealedValue) -> bool:
    """The newest secret of a site; the one before it, where there is one, is the newest then."""
    if await _queries.recall_identity_secret.run(connection, id=value.id, sealed=value.sealed):
        return True
    return await _queries.drop_identity_secret.run(connection, id=value.id, sealed=value.sealed) == 1


async def drop_webhook_secret_before(connection: Connection, value: SealedValue) -> bool:
    """The secret of a webhook before the newest."""
    return await _queries.drop_webhook_secret_before.run(connection, id=value.id, sealed=value.sealed) == 1


async def drop_person_keys(connection: Connection, values: Sequence[SealedValue]) -> int:
    """Keys of people in the journal; gives how many were there still."""
    return await _queries.drop_person_keys.run(
        connection, ids=[one.id for one in values], sealed=[one.sealed for one in values]
    )


async def drop_kept_key(connection: Connection, value: SealedValue) -> bool:
    """A key of refusals of mail."""
    return await _queries.drop_kept_key.run(connection, id=value.id, sealed=value.sealed) == 1
