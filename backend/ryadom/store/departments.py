"""Departments of a site: how they are offered to visitors, and which operators are in them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import Department
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

MAX_OPEN_COUNT = 1_000


class Offered(Struct, frozen=True, kw_only=True):
    """A department that visitors may choose; `name_en` is empty where it is called the same in English."""

    id: UUID
    name: str
    name_en: str


class StoredDepartment(Struct, frozen=True, kw_only=True):
    """One department as its site's administrators see it; `open_count` is at most 1,000."""

    site_id: UUID
    id: UUID
    name: str
    name_en: str
    is_archived: bool
    member_ids: tuple[UUID, ...]
    open_count: int


class NamedDepartment(Struct, frozen=True, kw_only=True):
    """A department that is offered, of whichever site."""

    site_id: UUID
    id: UUID
    name: str


class StoredChoice(Struct, frozen=True, kw_only=True):
    """How a site's departments are offered; the version is 0 where nobody has made any."""

    site_id: UUID
    version: int
    is_required: bool


async def offered_departments(connection: Connection, site_ids: Collection[UUID]) -> dict[UUID, list[Offered]]:
    """Those of each site that are not archived, in their order; sites without any are left out."""
    offered: dict[UUID, list[Offered]] = {}
    for row in await _queries.offered_departments.all(connection, site_ids=list(site_ids)):
        department = Offered(id=row["id"], name=row["name"], name_en=row["name_en"])
        offered.setdefault(row["site_id"], []).append(department)
    return offered


async def archived_departments(connection: Connection, site_ids: Collection[UUID]) -> dict[UUID, list[Department]]:
    """Those of each site that are archived, the newest last; sites without any are left out."""
    archived: dict[UUID, list[Department]] = {}
    for row in await _queries.archived_departments.all(connection, site_ids=list(site_ids)):
        archived.setdefault(row["site_id"], []).append(Department(id=row["id"], name=row["name"]))
    return archived


async def find_offered(connection: Connection, *, site_id: UUID, id: UUID) -> Department | None:
    """A department of this site that is not archived."""
    name = await _queries.find_offered.value(connection, site_id=site_id, id=id)
    return Department(id=id, name=name) if name is not None else None


async def find_by_wish(connection: Connection, *, site_id: UUID, wish: str) -> Department | None:
    """A department of this site that is not archived, by its id or either name, whatever the case."""
    row = await _queries.find_by_wish.first(connection, site_id=site_id, wish=wish)
    return Department(id=row["id"], name=row["name"]) if row else None


async def departments_of_operator(
    connection: Connection, operator_id: UUID, *, site_ids: Collection[UUID]
) -> dict[UUID, list[UUID]]:
    """The ids of the departments that an operator is in, by site; archived ones are left out."""
    found: dict[UUID, list[UUID]] = {}
    rows = await _queries.departments_of_operator.all(connection, operator_id=operator_id, site_ids=list(site_ids))
    for row in rows:
        found.setdefault(row["site_id"], []).append(row["department_id"])
    return found


async def named_departments(connection: Connection, site_ids: Collection[UUID]) -> list[NamedDepartment]:
    """The departments that these sites offer, each site's in their order."""
    rows = await _queries.named_departments.all(connection, site_ids=list(site_ids))
    return [NamedDepartment(site_id=row["site_id"], id=row["id"], name=row["name"]) for row in rows]


async def put_memberships(
    connection: Connection, operator_id: UUID, *, site_id: UUID, added: Sequence[UUID], removed: Sequence[UUID]
) -> None:
    """Puts an operator into departments of a site that they work on, and takes them out of others.

    It counts as a change of the site's departments: whoever has looked at these before has to look again.
    """
    await _queries.count_choice.run(connection, site_id=site_id)
    values = {"site_id": site_id, "operator_id": operator_id}
    await _queries.leave_departments.run(connection, department_ids=list(removed), **values)
    await _queries.join_departments.run(connection, department_ids=list(added), **values)


async def list_departments(connection: Connection, site_ids: Collection[UUID]) -> list[StoredDepartment]:
    """All departments of these sites: the offered ones in their order, then the archived ones."""
    rows = await _queries.list_departments.all(connection, site_ids=list(site_ids), max_count=MAX_OPEN_COUNT)
    return [
        StoredDepartment(
            site_id=row["site_id"],
            id=row["id"],
            name=row["name"],
            name_en=row["name_en"],
            is_archived=row["is_archived"],
            member_ids=tuple(row["member_ids"]),
            open_count=row["open_count"],
        )
        for row in rows
    ]


async def list_choices(connection: Connection, site_ids: Collection[UUID]) -> dict[UUID, StoredChoice]:
    """How departments are offered, by site."""
    rows = await _queries.list_choices.all(connection, site_ids=list(site_ids))
    return {
        row["site_id"]: StoredChoice(site_id=row["site_id"], version=row["version"], is_required=row["is_required"])
        for row in rows
    }


async def put_choice(connection: Connection, site_id: UUID, *, is_required: bool, over_version: int) -> bool:
    """Says how they are offered; False where they are not of the version `over_version` any more.

    To be called before the departments are changed: until the transaction ends nobody else passes here.
    """
    query = _queries.insert_choice if over_version == 0 else _queries.update_choice
    return await query.run(connection, site_id=site_id, is_required=is_required, over_version=over_version) == 1


async def put_department(connection: Connection, department: StoredDepartment, *, place: int) -> None:
    """Stores a new department, or changes one, and who is in it; the members must work on the site."""
    await _queries.put_department.run(
        connection,
        site_id=department.site_id,
        id=department.id,
        name=department.name,
        name_en=department.name_en,
        place=place,
        is_archived=department.is_archived,
    )
    await _set_members(connection, department.site_id, department.id, department.member_ids)


async def _set_members(connection: Connection, site_id: UUID, id: UUID, operator_ids: Sequence[UUID]) -> None:
    values = {"site_id": site_id, "department_id": id, "operator_ids": list(operator_ids)}
    await _queries.remove_members.run(connection, **values)
    await _queries.add_members.run(connection, **values)
