"""Where colleagues work and how far they see there: role, sites, departments and limit of sight, saved as one.

Who saves names the version that they have seen of all this, so nothing that somebody else has changed since is lost.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.rights import Right, check_new_role, may
from ryadom.errors import BadBody, DepartmentUnknown, LimitUnsuitable, SiteUnknown
from ryadom.store import operators as store
from ryadom.store.departments import NamedDepartment, named_departments, put_memberships
from ryadom.store.new_alerts import alert_newcomer
from ryadom.store.operators import LIMITABLE_ROLES, Colleague, Role
from ryadom.store.sites import Site
from ryadom.store.sql import Connection


class Place(Struct, frozen=True, kw_only=True):
    """What a colleague is, on which of the own sites, in which departments of these, and whether they see only those.

    `department_ids`: of those that are offered; which archived ones somebody is in is not touched.
    """

    role: Role
    site_ids: frozenset[UUID]
    department_ids: frozenset[UUID]
    sees_own_departments_only: bool


class Placed(Struct, frozen=True, kw_only=True):
    """What has changed, by site where it is of one: departments by their names, before and after.

    `sight`: whether the limit was set (True), taken away (False), or neither (None).
    """

    role: Role | None = None
    added_sites: Collection[UUID] = ()
    removed_sites: Collection[UUID] = ()
    departments: Mapping[UUID, tuple[str, str]] = {}
    sight: bool | None = None

    @property
    def is_anything(self) -> bool:
        """Whether it was another place before."""
        return bool(self.role or self.added_sites or self.removed_sites or self.departments or self.sight is not None)

    @property
    def takes_away(self) -> bool:
        """Whether somebody may see less than before, or something else: no session goes on with what it had."""
        return bool(self.role or self.removed_sites or self.sight)


def check_sight(role: Role, *, sees_own_departments_only: bool) -> None:
    """Refuses to limit somebody whose role looks after whole sites.

    Raises:
        LimitUnsuitable: an owner, an admin or an auditor.
    """
    if sees_own_departments_only and role not in LIMITABLE_ROLES:
        raise LimitUnsuitable(
            "Owners, admins and auditors see all of their sites: only operators and supervisors can be limited.",
            field="sees_own_departments_only",
        )


async def choose_departments(
    connection: Connection, role: Role, *, site_ids: Collection[UUID], department_ids: Collection[UUID]
) -> list[NamedDepartment]:
    """All departments that are offered on these sites, if those that are named are among them.

    Raises:
        DepartmentUnknown: one is not.
        BadBody: there are some, and whoever has the role answers nobody.
    """
    offered = await named_departments(connection, site_ids)
    if not set(department_ids) <= {one.id for one in offered}:
        raise DepartmentUnknown("None of these sites offers a department with this id.", field="department_ids")
    if department_ids and not may(role, Right.ANSWER_VISITORS):
        raise BadBody("Whoever only reads is in no department.", field="department_ids")
    return offered


async def put_place(
    connection: Connection,
    colleague: Colleague,
    own_sites: Sequence[Site],
    place: Place,
    *,
    acting_role: Role,
) -> Placed:
    """Stores it; under the lock of operators.

    Raises:
        RightMissing: only an owner may give this role, or take the one before.
        SiteUnknown: one of the sites is not the operator's own.
        BadBody: no site would be left, or departments of whoever answers nobody.
        DepartmentUnknown, LimitUnsuitable: see above.
    """
    check_new_role(acting_role, colleague.role, place.role)
    if not place.site_ids <= {site.id for site in own_sites}:
        raise SiteUnknown("You work on no such site.", field="site_ids")
    if not place.site_ids and not colleague.works_elsewhere:
        raise BadBody("Somebody who works on no site is lost: close their access instead.", field="site_ids")
    check_sight(place.role, sees_own_departments_only=place.sees_own_departments_only)
    offered = await choose_departments(
        connection, place.role, site_ids=place.site_ids, department_ids=place.department_ids
    )
    before = set(colleague.site_ids)
    added, removed = place.site_ids - before, before - place.site_ids
    if place.role is not colleague.role:
        await store.set_role(connection, colleague.id, place.role)
    await store.add_to_sites_by_id(connection, colleague.id, added)
    await store.remove_from_sites(connection, colleague.id, removed)
    await begin_to_answer(connection, colleague.id, before=colleague.role, after=place.role)
    departments = await _put_departments(connection, colleague, offered, place.department_ids)
    is_limited = place.sees_own_departments_only
    # Whatever was reported: a limit may be stored that did not count with the role of before.
    await store.set_sight(connection, colleague.id, sees_own_departments_only=is_limited)
    return Placed(
        role=place.role if place.role is not colleague.role else None,
        added_sites=added,
        removed_sites=removed,
        departments=departments,
        sight=is_limited if is_limited is not colleague.sees_own_departments_only else None,
    )


async def begin_to_answer(connection: Connection, operator_id: UUID, *, before: Role, after: Role) -> None:
    """Has who only read until now mailed of waiting visitors as whoever is new: as their sites say."""
    if may(after, Right.ANSWER_VISITORS) and not may(before, Right.ANSWER_VISITORS):
        await alert_newcomer(connection, operator_id)


async def _put_departments(
    connection: Connection, colleague: Colleague, offered: Sequence[NamedDepartment], chosen: Collection[UUID]
) -> dict[UUID, tuple[str, str]]:
    """By site whose departments they are in changes: the names of those, before and after."""
    was_in = set(colleague.department_ids)
    changed: dict[UUID, tuple[str, str]] = {}
    for site_id in dict.fromkeys(one.site_id for one in offered):
        here = [one for one in offered if one.site_id == site_id]
        before = [one for one in here if one.id in was_in]
        after = [one for one in here if one.id in chosen]
        if before == after:
            continue
        await put_memberships(
            connection,
            colleague.id,
            site_id=site_id,
            added=[one.id for one in after if one not in before],
            removed=[one.id for one in before if one not in after],
        )
        changed[site_id] = (_names(before), _names(after))
    return changed


def _names(departments: Sequence[NamedDepartment]) -> str:
    return "; ".join(one.name for one in departments)
