"""How sites give their conversations out."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Mode(StrEnum):
    """To whom the server gives what waits."""

    OFF = "off"
    """To nobody: operators take it themselves."""
    EVENLY = "evenly"
    """To whom it gave nothing for the longest time."""
    LOAD = "load"
    """To whoever has the fewest open conversations."""
    LAST = "last"
    """To whom the visitor last heard from; else by load."""


class WorkRule(Struct, frozen=True, kw_only=True):
    """Of one site. `version` counts its changes.

    `return_min`: after so many minutes without its operator an unanswered conversation goes back; None: never.
    """

    version: int = 0
    mode: Mode = Mode.OFF
    return_min: int | None = None


async def list_rules(connection: Connection, site_ids: Collection[UUID]) -> dict[UUID, WorkRule]:
    """By site; each is there."""
    rows = await _queries.list_rules.all(connection, site_ids=list(site_ids))
    found = {
        row["site_id"]: WorkRule(version=row["version"], mode=Mode(row["mode"]), return_min=row["return_min"])
        for row in rows
    }
    return {id: found.get(id, WorkRule()) for id in site_ids}


async def put_rule(connection: Connection, site_id: UUID, rule: WorkRule) -> bool:
    """Replaces the rule of a site, of which `rule.version` has been seen; False where it was changed since."""
    query = _queries.update_rule if rule.version else _queries.insert_rule
    changed = await query.run(
        connection, site_id=site_id, mode=rule.mode, return_min=rule.return_min, over_version=rule.version
    )
    return changed == 1
