"""What a site's owner has chosen for its widget, as JSON: what is in it is the core's business."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class StoredSettings(Struct, frozen=True, kw_only=True):
    """Of one site. `json` is None, and the version 0, where its owner has chosen nothing yet."""

    site_id: UUID
    version: int
    json: str | None


async def find_settings(connection: Connection, key: str) -> StoredSettings | None:
    """Those of the site with this embed key; None where there is no such site."""
    row = await _queries.find_settings.first(connection, key=key)
    return _stored(row) if row else None


async def settings_of_sites(connection: Connection, site_ids: list[UUID]) -> dict[UUID, StoredSettings]:
    """Those of these sites, by site."""
    rows = await _queries.settings_of_sites.all(connection, site_ids=site_ids)
    return {row["site_id"]: _stored(row) for row in rows}


async def put_settings(connection: Connection, site_id: UUID, json: str, *, over_version: int) -> bool:
    """Replaces the settings; False where they are not of the version `over_version` any more."""
    query = _queries.insert_settings if over_version == 0 else _queries.update_settings
    return await query.run(connection, site_id=site_id, settings=json, over_version=over_version) == 1


def _stored(row: Row) -> StoredSettings:
    return StoredSettings(site_id=row["site_id"], version=row["version"], json=row["settings"])
