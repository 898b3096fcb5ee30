"""Sites: an embed key with the origins whose pages may use it, and on what basis its visitors' data is processed."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Basis(StrEnum):
    """On what basis visitors' data is processed (152-FZ article 6).

    `consent`: nothing is taken from who has not agreed. `other`: the owner has named another basis. `undecided`: nobody
    has chosen yet, and nothing is refused; the first consent to be published becomes the basis.
    """

    UNDECIDED = "undecided"
    CONSENT = "consent"
    OTHER = "other"


class Special(StrEnum):
    """Whether health data may come on a site, a special category (152-FZ article 10), and what is done about it.

    `written`: its consents have the fields of the written form, identity and signature. `warned`: visitors are told,
    before they write, not to send such data.
    """

    NONE = "none"
    WRITTEN = "written"
    WARNED = "warned"


class Site(Struct, frozen=True, kw_only=True):
    """One site of a controller. `origins` are written as browsers write them in the Origin header.

    `basis_wording` names the basis where it is another one than consent, and is empty else.
    """

    id: UUID
    key: str
    name: str
    origins: tuple[str, ...]
    controller_id: UUID
    basis: Basis = Basis.UNDECIDED
    basis_wording: str = ""
    special: Special = Special.NONE


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


async def change_site(
    connection: Connection,
    site_id: UUID,
    *,
    name: str,
    origins: Sequence[str],
    over_name: str,
    over_origins: Sequence[str],
) -> bool:
    """Replaces name and origins; False where they are not what they were thought to be."""
    values = {"name": name, "origins": list(origins), "over_name": over_name, "over_origins": list(over_origins)}
    return await _queries.change_site.run(connection, id=site_id, **values) == 1


async def set_basis(connection: Connection, site_id: UUID, basis: Basis, wording: str = "") -> None:
    """Changes the basis; another one than consent needs a wording, and nothing else may have one."""
    await _queries.set_basis.run(connection, id=site_id, basis=basis, basis_wording=wording)


async def set_special(connection: Connection, site_id: UUID, special: Special) -> None:
    """Changes whether health data may come, and what is done about it."""
    await _queries.set_special.run(connection, id=site_id, special=special)


async def default_to_consent(connection: Connection, *, controller_id: UUID, site_id: UUID | None) -> None:
    """Makes consent the basis of this site, or (None) of all the controller's, where nobody has chosen another."""
    await _queries.default_to_consent.run(connection, controller_id=controller_id, site_id=site_id)


async def find_site(connection: Connection, key: str) -> Site | None:
    """The site with this embed key."""
    row = await _queries.find_site.first(connection, key=key)
    return site_of(row) if row else None


async def hold_site(connection: Connection, site_id: UUID) -> Site | None:
    """A site as it is, which whoever else holds it does not change until the transaction ends."""
    row = await _queries.hold_site.first(connection, id=site_id)
    return site_of(row) if row else None


async def all_sites(connection: Connection) -> list[Site]:
    """Every site, oldest first."""
    return [site_of(row) for row in await _queries.all_sites.all(connection)]


async def sites_of_operator(connection: Connection, operator_id: UUID) -> list[Site]:
    """The sites an operator works on, oldest first."""
    return [site_of(row) for row in await _queries.sites_of_operator.all(connection, operator_id=operator_id)]


def site_of(row: Row) -> Site:
    """A row of `sites`."""
    return Site(
        id=row["id"],
        key=row["key"],
        name=row["name"],
        origins=tuple(row["origins"]),
        controller_id=row["controller_id"],
        basis=Basis(row["basis"]),
        basis_wording=row["basis_wording"],
        special=Special(row["special"]),
    )
