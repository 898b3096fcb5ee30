"""Sites: an embed key with the origins whose pages may use it."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Site(Struct, frozen=True, kw_only=True):
    """One site of a controller. `origins` are written as browsers write them in the Origin header."""

    id: UUID
    key: str
    name: str
    origins: tuple[str, ...]
    controller_id: UUID


async def insert_site(connection: Connection, site: Site) -> bool:
    """Stores a new site; False where its key is taken."""
    inserted = await _queries.insert_site.run(
        connection,
        id=site.id,
        key=site.key,
        name=site.name,
        origins=list(site.origins),
        controller_id=site.controller_id,
    )
    return inserted == 1


async def set_origins(connection: Connection, site_id: UUID, origins: tuple[str, ...]) -> None:
    """Replaces the list of origins."""
    await _queries.set_origins.run(connection, id=site_id, origins=list(origins))


async def find_site(connection: Connection, key: str) -> Site | None:
    """The site with this embed key."""
    row = await _queries.find_site.first(connection, key=key)
    return _site(row) if row else None


async def all_sites(connection: Connection) -> list[Site]:
    """Every site, oldest first."""
    return [_site(row) for row in await _queries.all_sites.all(connection)]


async def sites_of_operator(connection: Connection, operator_id: UUID) -> list[Site]:
    """The sites an operator works on, oldest first."""
    return [_site(row) for row in await _queries.sites_of_operator.all(connection, operator_id=operator_id)]


def _site(row: Row) -> Site:
    return Site(
        id=row["id"],
        key=row["key"],
        name=row["name"],
        origins=tuple(row["origins"]),
        controller_id=row["controller_id"],
    )
