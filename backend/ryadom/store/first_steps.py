"""How far the sites of a new installation have come, by what is in the database."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class StoredSteps(Struct, frozen=True, kw_only=True):
    """Of one site. `has_basis`: a consent to processing is published for it, or another basis is named."""

    has_conversation: bool
    has_colleague: bool
    has_basis: bool


async def steps_of_sites(connection: Connection, site_ids: list[UUID], *, operator_id: UUID) -> dict[UUID, StoredSteps]:
    """Those of these sites, by site; colleagues are others than this operator."""
    rows = await _queries.steps_of_sites.all(connection, site_ids=site_ids, operator_id=operator_id)
    return {
        row["site_id"]: StoredSteps(
            has_conversation=row["has_conversation"], has_colleague=row["has_colleague"], has_basis=row["has_basis"]
        )
        for row in rows
    }
