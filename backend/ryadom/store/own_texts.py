"""What firms say of themselves to everybody: shared replies, their widgets' words, published consents, the officer."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

EVER_S = 3e9
"""So long ago nothing was written."""


class OwnText(Struct, frozen=True, kw_only=True):
    """One text; `owner_id` is the site that says it, or the controller, for all its sites."""

    id: UUID
    owner_id: UUID
    text: str


class Firm(Struct, frozen=True, kw_only=True):
    """A controller, its sites, and where its officer is written to (may be empty)."""

    id: UUID
    site_ids: Sequence[UUID]
    officer_email: str


async def own_texts(connection: Connection, *, within_s: float) -> list[OwnText]:
    """Those of all sites that were changed within so many seconds; one that was deleted is not told of."""
    return [
        OwnText(id=row["id"], owner_id=row["site_id"] or row["controller_id"], text=row["text"] or "")
        for row in await _queries.own_texts.all(connection, within_s=within_s)
    ]


async def firms(connection: Connection) -> list[Firm]:
    """Every controller."""
    return [
        Firm(id=row["id"], site_ids=row["site_ids"], officer_email=row["officer_email"] or "")
        for row in await _queries.firms.all(connection)
    ]
