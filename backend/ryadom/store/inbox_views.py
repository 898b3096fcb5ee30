"""Each operator's own views of the inbox, as JSON that `core.inbox_views` knows."""

from collections.abc import Collection
from uuid import UUID

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


async def find_views(connection: Connection, operator_id: UUID) -> tuple[int, str, list[UUID]]:
    """The version, the views, and which shared ones are hidden; 0 and none where the operator never chose any."""
    row = await _queries.find_views.first(connection, operator_id=operator_id)
    return (row["version"], row["views"], row["hidden_ids"]) if row else (0, "[]", [])


async def put_views(
    connection: Connection, operator_id: UUID, views: str, *, hidden: Collection[UUID] | None, over_version: int
) -> bool:
    """Replaces the views, and what is hidden unless that is None; False where they were changed since this version."""
    query = _queries.update_views if over_version else _queries.insert_views
    values = {"operator_id": operator_id, "views": views, "over_version": over_version}
    return await query.run(connection, **values, hidden_ids=None if hidden is None else list(hidden)) == 1
