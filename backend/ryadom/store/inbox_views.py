"""Each operator's own views of the inbox, as JSON that `core.inbox_views` knows."""

from uuid import UUID

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


async def find_views(connection: Connection, operator_id: UUID) -> tuple[int, str]:
    """The version and the views; 0 and an empty list where the operator has never had any."""
    row = await _queries.find_views.first(connection, operator_id=operator_id)
    return (row["version"], row["views"]) if row else (0, "[]")


async def put_views(connection: Connection, operator_id: UUID, views: str, *, over_version: int) -> bool:
    """Replaces the views; False where they were changed since this version."""
    query = _queries.update_views if over_version else _queries.insert_views
    return await query.run(connection, operator_id=operator_id, views=views, over_version=over_version) == 1
