"""What is kept sealed under the server's secret key, wherever it is: read by pages, and put in its own place anew."""

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

FIRST = UUID(int=0)


class Place(StrEnum):
    """Where sealed values are; as the statements are named."""

    SECOND_FACTORS = "second_factors"
    IDENTITY_SECRETS = "identity_secrets"
    WEBHOOKS = "webhooks"
    CONNECTORS = "connectors"
    PERSON_KEYS = "person_keys"
    KEPT_KEYS = "kept_keys"


class SealedValue(Struct, frozen=True, kw_only=True):
    """`id`: of the row, to which the value is bound."""

    id: UUID
    sealed: bytes


async def list_values(connection: Connection, place: Place, *, after: UUID, limit: int) -> list[SealedValue]:
    """The values of the next rows, by their ids; none where there are no more rows."""
    rows = await getattr(_queries, f"list_{place}").all(connection, after=after, row_limit=limit)
    return [SealedValue(id=row["id"], sealed=value) for row in rows for value in row["sealed"] if value is not None]


async def renew_value(connection: Connection, place: Place, value: SealedValue, renewed: bytes) -> None:
    """Keeps another sealed form of a secret, unless it was replaced meanwhile, or its webhook is being told."""
    query = getattr(_queries, f"renew_{place}")
    await query.run(connection, id=value.id, sealed=value.sealed, renewed=renewed)
