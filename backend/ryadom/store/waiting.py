"""Who waits for an operator, and how long people have had to wait."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Queued(Struct, frozen=True, kw_only=True):
    """A conversation that is open and nobody's."""

    site_id: UUID
    conversation_id: UUID
    department_id: UUID | None


async def list_queues(connection: Connection, site_ids: Collection[UUID], *, limit: int) -> list[Queued]:
    """The queues of these sites, longest wait first within a site, at most `limit` of each; a day back at most."""
    rows = await _queries.list_queues.all(connection, site_ids=list(site_ids), row_limit=limit)
    return [
        Queued(site_id=row["site_id"], conversation_id=row["id"], department_id=row["department_id"]) for row in rows
    ]


async def first_answers(connection: Connection, site_id: UUID, *, limit: int) -> list[float | None]:
    """In how many seconds each of the newest `limit` conversations was first answered; None: nobody has, so far."""
    rows = await _queries.first_answers.all(connection, site_id=site_id, row_limit=limit)
    return [row["answered_in_s"] for row in rows]
