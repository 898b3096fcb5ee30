"""Whether whoever comes to a site is mailed when its visitors wait, until somebody says otherwise."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

UNSAID_MIN = 5
"""After so many minutes where a site says nothing: somebody is told without anybody having to look for it."""

_queries = queries_beside(__file__)


class NewAlert(Struct, frozen=True, kw_only=True):
    """Of one site: after how many minutes; None: not at all. `version` counts its changes."""

    version: int = 0
    minutes: int | None = UNSAID_MIN


async def list_new_alerts(connection: Connection, site_ids: Collection[UUID]) -> dict[UUID, NewAlert]:
    """By site; each is there."""
    rows = await _queries.list_choices.all(connection, site_ids=list(site_ids))
    found = {row["site_id"]: NewAlert(version=row["version"], minutes=row["minutes"]) for row in rows}
    return {id: found.get(id, NewAlert()) for id in site_ids}


async def put_new_alert(connection: Connection, site_id: UUID, minutes: int | None, *, over_version: int) -> bool:
    """Replaces what a site says; False where it was changed since this version."""
    query = _queries.update_choice if over_version else _queries.insert_choice
    return await query.run(connection, site_id=site_id, minutes=minutes, over_version=over_version) == 1


async def alert_newcomer(connection: Connection, operator_id: UUID) -> int | None:
    """Has an operator who is new mailed as their sites say; gives after how many minutes, None: not at all."""
    minutes: int | None = await _queries.alert_newcomer.value(connection, operator_id=operator_id, unsaid=UNSAID_MIN)
    return minutes
