"""Departments (направления) of a site: what an administrator may choose, and reading and changing it.

Operators of a site see all of its conversations: a department says whom one is for. Only whoever is limited to their
own departments (`store.purviews`) does not see those of others.
"""

from collections.abc import Container, Sequence
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.core.colleague_changes import DEPARTMENTS_CHANGED
from ryadom.core.rights import Right, may
from ryadom.core.texts import clean_line
from ryadom.errors import BadBody, SiteUnknown
from ryadom.live.relay import Relay
from ryadom.privacy.overruling import noted_of, settings_changed
from ryadom.store import departments as store
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.departments import StoredDepartment
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operator_sessions import session_ids_of
from ryadom.store.operators import Colleague, count_places, list_colleagues, lock_operators
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.sql import Connection

MAX_NAME_CHARS = 40
MAX_OFFERED = 20
MAX_DEPARTMENTS = 200
MAX_MEMBERS = 500

Name = Annotated[str, Meta(max_length=MAX_NAME_CHARS)]


class ChosenDepartment(Struct, frozen=True, kw_only=True):
    """One department as it is to be; `id` is None for a new one, `name_en` empty where it is called the same there."""

    id: UUID | None = None
    name: Name
    name_en: Name = ""
    member_ids: Annotated[list[UUID], Meta(max_length=MAX_MEMBERS)] = []
    is_archived: bool = False


class ChosenDepartments(Struct, frozen=True, kw_only=True):
    """All departments of a site, in their order; `is_required`: visitors are asked for one before they write."""

    is_required: bool = False
    departments: Annotated[list[ChosenDepartment], Meta(max_length=MAX_DEPARTMENTS)] = []


class Member(Struct, frozen=True, kw_only=True):
    """Somebody who may be in a department: they answer visitors of the site."""

    id: UUID
    name: str


class ShownDepartment(Struct, frozen=True, kw_only=True):
    """One department as it is; `open_count`: how many open conversations are in it, at most 1,000."""

    id: UUID
    name: str
    name_en: str
    member_ids: tuple[UUID, ...]
    is_archived: bool
    open_count: int


class SiteDepartments(Struct, frozen=True, kw_only=True):
    """A site and its departments; `version` is to be named by who changes them."""

    site_id: UUID
    name: str
    version: int
    is_required: bool
    departments: list[ShownDepartment]
    colleagues: list[Member]


async def departments_of_sites(database: Database, operator_id: UUID) -> list[SiteDepartments]:
    """The departments of every site that an operator works on, oldest site first."""
    async with database.connection() as connection:
        return await _read(connection, await sites_of_operator(connection, operator_id))


async def change_departments(
    database: Database,
    relay: Relay,
    operator_id: UUID,
    site_id: UUID,
    chosen: ChosenDepartments,
    *,
    over_version: int,
    by: Actor,
) -> SiteDepartments:
    """Replaces the departments of a site that the operator works on, and journals who did it.

    What is not to be offered any more is archived: conversations keep it, and its name with them. Whoever is in others
    from now on has their panels begin anew, for these know which they are in from their welcome; so does the server of
    who serves them. All others are told what may be chosen.

    Raises:
        BadBody: departments that can't be; `field` says which.
        SiteUnknown: the operator works on no such site.
        SettingsChanged: somebody else has changed them since `over_version`.
        JournalUnavailable: the journal can't be written, so nothing is changed.
    """
    tidy = check_departments(chosen)
    async with database.transaction() as connection:
        # First of all, as whoever changes a colleague's departments does: nobody waits in a circle.
        await lock_operators(connection)
        site = next((one for one in await sites_of_operator(connection, operator_id) if one.id == site_id), None)
        if site is None:
            raise SiteUnknown("You work on no site with this id.", field="site_id")
        if not await store.put_choice(connection, site.id, is_required=tidy.is_required, over_version=over_version):
            raise await settings_changed(connection, noted_of(site, "departments"), by)
        [before] = await _read(connection, [site])
        _check_known(tidy.departments, before)
        for place, department in enumerate(tidy.departments):
            await store.put_department(connection, _stored(site.id, department), place=place)
        [after] = await _read(connection, [site])
        moved = _moved(before, after)
        versions = await count_places(connection, moved)
        restarted = await session_ids_of(connection, *moved)
        told = [
            *(_told_of(id, version, before, after) for id, version in sorted(versions.items())),
            {"what": "departments", "before": _summary(before), "after": _summary(after)},
        ]
        records = [
            Record(
                controller_id=site.controller_id,
                action=Action.SETTINGS_CHANGED,
                actor=by,
                site_id=site.id,
                details=details,
            )
            for details in told
        ]
        await journal.append(connection, records)
    relay.restart_sessions(restarted)
    relay.renew_site(site_id)
    return after


def check_departments(chosen: ChosenDepartments) -> ChosenDepartments:
    """The departments with their names tidied.

    Raises:
        BadBody: a name that can't be stored, or that two of those offered have; the same department twice; too many
            offered; `field` says which.
    """
    tidy = [
        ChosenDepartment(
            id=one.id,
            name=clean_line(one.name, field=f"departments[{place}].name", max_chars=MAX_NAME_CHARS),
            name_en=_optional(one.name_en, field=f"departments[{place}].name_en"),
            member_ids=list(dict.fromkeys(one.member_ids)),
            is_archived=one.is_archived,
        )
        for place, one in enumerate(chosen.departments)
    ]
    known = [one.id for one in tidy if one.id is not None]
    if len(set(known)) < len(known):
        raise BadBody("One department is in the list twice.", field="departments")
    names: set[str] = set()
    for place, one in enumerate(tidy):
        if not one.is_archived and one.name.casefold() in names:
            raise BadBody("Two departments have the same name.", field=f"departments[{place}].name")
        names |= set() if one.is_archived else {one.name.casefold()}
    if len(names) > MAX_OFFERED:
        raise BadBody(f"At most {MAX_OFFERED} departments can be offered. Archive some.", field="departments")
    return ChosenDepartments(is_required=chosen.is_required, departments=tidy)


def _optional(text: str, *, field: str) -> str:
    return clean_line(text, field=field, max_chars=MAX_NAME_CHARS) if text.strip() else ""


def _check_known(departments: Sequence[ChosenDepartment], before: SiteDepartments) -> None:
    """Nothing is lost, nothing of another site is taken, and only who answers here is in a department."""
    named = {one.id for one in departments if one.id is not None}
    own = {one.id for one in before.departments}
    if missing := own - named:
        raise BadBody(f"{len(missing)} departments are missing. Archive what is not needed.", field="departments")
    if named - own:
        raise BadBody("The site has no department with this id.", field="departments")
    colleagues = {colleague.id for colleague in before.colleagues}
    for place, one in enumerate(departments):
        if not colleagues.issuperset(one.member_ids):
            raise BadBody(
                "Somebody in the list does not answer on this site.", field=f"departments[{place}].member_ids"
            )


def _stored(site_id: UUID, chosen: ChosenDepartment) -> StoredDepartment:
    return StoredDepartment(
        site_id=site_id,
        id=chosen.id or new_id(),
        name=chosen.name,
        name_en=chosen.name_en,
        is_archived=chosen.is_archived,
        member_ids=tuple(chosen.member_ids),
        open_count=0,
    )


async def _read(connection: Connection, sites: Sequence[Site]) -> list[SiteDepartments]:
    ids = [site.id for site in sites]
    choices = await store.list_choices(connection, ids)
    departments = await store.list_departments(connection, ids)
    colleagues = [one for one in await list_colleagues(connection, site_ids=ids) if _answers(one)]
    shown = []
    for site in sites:
        here = {one.id: Member(id=one.id, name=one.name) for one in colleagues if site.id in one.site_ids}
        shown.append(
            SiteDepartments(
                site_id=site.id,
                name=site.name,
                version=choices[site.id].version,
                is_required=choices[site.id].is_required,
                departments=[_shown(one, here) for one in departments if one.site_id == site.id],
                colleagues=list(here.values()),
            )
        )
    return shown


def _answers(colleague: Colleague) -> bool:
    return colleague.is_active and may(colleague.role, Right.ANSWER_VISITORS)


def _shown(department: StoredDepartment, here: Container[UUID]) -> ShownDepartment:
    """Without those who answer here no more."""
    return ShownDepartment(
        id=department.id,
        name=department.name,
        name_en=department.name_en,
        member_ids=tuple(id for id in department.member_ids if id in here),
        is_archived=department.is_archived,
        open_count=department.open_count,
    )


def _moved(before: SiteDepartments, after: SiteDepartments) -> set[UUID]:
    """Who is in other departments than before, or in one that is archived or offered again.

    Conversations keep an archived department, and its members their sight of these; but on the page of colleagues
    nobody is in one.
    """
    was = {one.id: one for one in before.departments}
    moved: set[UUID] = set()
    for one in after.departments:
        members, old = set(one.member_ids), was.get(one.id)
        members_before = set(old.member_ids) if old else set()
        moved |= members ^ members_before
        if old and old.is_archived is not one.is_archived:
            moved |= members | members_before
    return moved


def _told_of(operator_id: UUID, version: int, before: SiteDepartments, after: SiteDepartments) -> dict[str, str]:
    """What has become of one who was moved, in this version of their place: as where it is changed for them alone."""
    was, now = (
        "; ".join(one.name for one in site.departments if operator_id in one.member_ids and not one.is_archived)
        for site in (before, after)
    )
    return {
        "what": DEPARTMENTS_CHANGED,
        "operator_id": str(operator_id),
        "before": was,
        "after": now,
        "version": str(version),
    }


def _summary(departments: SiteDepartments) -> str:
    """Names, with the number of members; what is archived in brackets."""
    told = [
        f"[{one.name}]" if one.is_archived else f"{one.name}: {len(one.member_ids)}" for one in departments.departments
    ]
    return "; ".join(told)
