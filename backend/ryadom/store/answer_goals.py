"""How long visitors of a site may wait for an answer before it is late."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class AnswerGoal(Struct, frozen=True, kw_only=True):
    """Of one site, in minutes; None: none. `version` counts its changes."""

    version: int = 0
    minutes: int | None = None


async def list_goals(connection: Connection, site_ids: Collection[UUID]) -> dict[UUID, AnswerGoal]:
    """By site; each is there."""
    rows = await _queries.list_goals.all(connection, site_ids=list(site_ids))
    found = {row["site_id"]: AnswerGoal(version=row["version"], minutes=row["minutes"]) for row in rows}
    return {id: found.get(id, AnswerGoal()) for id in site_ids}


async def put_goal(connection: Connection, site_id: UUID, minutes: int | None, *, over_version: int) -> bool:
    """Replaces a site's goal; False where it was changed since this version."""
    query = _queries.update_goal if over_version else _queries.insert_goal
    return await query.run(connection, site_id=site_id, minutes=minutes, over_version=over_version) == 1
