"""Operators, their roles and the sites they work on."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Role(StrEnum):
    """What an operator is; what that lets them do is the table of `core.rights`."""

    OWNER = "owner"
    ADMIN = "admin"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    AUDITOR = "auditor"


LIMITABLE_ROLES = (Role.SUPERVISOR, Role.OPERATOR)
"""Who may be limited to their own departments. Owners and admins look after all of their sites, and auditors answer for
what is held on all of them, so of nobody in another role the limit counts, though it may be stored."""


class Operator(Struct, frozen=True, kw_only=True):
    """One operator; `email` is compared without regard to case. `sees_own_departments_only`: see `LIMITABLE_ROLES`."""

    id: UUID
    email: str
    name: str
    password_hash: str
    site_keys: tuple[str, ...]
    role: Role = Role.OPERATOR
    has_second_factor: bool = False
    is_active: bool = True
    sees_own_departments_only: bool = False

    @property
    def is_limited(self) -> bool:
        """Whether they see only conversations of their own departments: the limit counts only in some roles."""
        return self.sees_own_departments_only and self.role in LIMITABLE_ROLES


class OnSite(Struct, frozen=True, kw_only=True):
    """An operator as the author of what they do on a site, and what they are."""

    author: Author
    role: Role


class Colleague(Struct, frozen=True, kw_only=True):
    """An operator as those see them who look after access: no more than that needs.

    `site_ids`: on which of the reader's sites they work; `works_elsewhere`: whether on others too. `max_chats`: how
    many conversations at once the server gives to them; None: as many as come. `department_ids`: of those sites,
    archived ones too. `place_version`: of role, sites, departments and limit of sight together; `person_version`: of
    name and address together.
    """

    id: UUID
    email: str
    name: str
    role: Role
    has_second_factor: bool
    session_count: int
    last_seen_at: datetime | None
    is_active: bool
    site_ids: tuple[UUID, ...]
    works_elsewhere: bool
    max_chats: int | None = None
    place_version: int = 0
    person_version: int = 0
    department_ids: tuple[UUID, ...] = ()
    sees_own_departments_only: bool = False


async def insert_operator(connection: Connection, operator: Operator) -> bool:
    """Stores a new operator with the sites they work on; False where the address is taken."""
    inserted = await _queries.insert_operator.run(
        connection,
        id=operator.id,
        email=operator.email,
        name=operator.name,
        password_hash=operator.password_hash,
        role=operator.role,
        sees_own_departments_only=operator.sees_own_departments_only,
    )
    if inserted:
        await _queries.add_to_sites.run(connection, operator_id=operator.id, site_keys=list(operator.site_keys))
    return inserted == 1


async def find_operator_by_email(connection: Connection, email: str) -> Operator | None:
    """The operator with this address."""
    row = await _queries.find_operator_by_email.first(connection, email=email)
    return _operator(row) if row else None


async def all_operators(connection: Connection) -> list[Operator]:
    """Every operator, oldest first."""
    return [_operator(row) for row in await _queries.all_operators.all(connection)]


async def set_password_hash(
    connection: Connection, operator_id: UUID, password_hash: str, *, over: str | None = None
) -> bool:
    """Replaces the password's hash; False where `over` is given, and the hash is another one by now."""
    count = await _queries.set_password_hash.run(connection, id=operator_id, password_hash=password_hash, over=over)
    return count == 1


async def set_role(connection: Connection, operator_id: UUID, role: Role) -> None:
    """Gives an operator another role, and takes away the limit of their sight where the role can't have one."""
    await _queries.set_role.run(connection, id=operator_id, role=role, limitable_roles=list(LIMITABLE_ROLES))


async def set_sight(connection: Connection, operator_id: UUID, *, sees_own_departments_only: bool) -> None:
    """Limits an operator to their own departments, or lets them see all of their sites again."""
    await _queries.set_sight.run(connection, id=operator_id, sees_own_departments_only=sees_own_departments_only)


async def set_person(connection: Connection, operator_id: UUID, *, name: str, email: str) -> int:
    """Gives an operator another name or address; nobody else may have the address. Gives the version of these."""
    version: int = await _queries.set_person.value(connection, id=operator_id, name=name, email=email)
    return version


async def count_places(connection: Connection, operator_ids: Collection[UUID]) -> dict[UUID, int]:
    """Notes that these are not where they were: whoever has looked at one of them before has to look again.

    Gives the version of each place.
    """
    rows = await _queries.count_places.all(connection, ids=list(operator_ids))
    return {row["id"]: row["place_version"] for row in rows}


async def lock_operators(connection: Connection) -> None:
    """Lets nobody else add operators or change their roles until the transaction ends; inside a transaction."""
    await _queries.lock_operators.run(connection)


async def hold_operator(connection: Connection, operator_id: UUID) -> None:
    """Lets nobody sign in as an operator until the transaction ends; whoever is about to is waited for."""
    await _queries.hold_operator.run(connection, id=operator_id)


async def find_active_role(connection: Connection, operator_id: UUID) -> Role | None:
    """The role that an operator has now; None for one whose access is closed, and where there is none."""
    role = await _queries.find_active_role.value(connection, id=operator_id)
    return Role(role) if role else None


async def set_active(connection: Connection, operator_id: UUID, *, is_active: bool) -> None:
    """Opens or closes an operator's access."""
    await _queries.set_active.run(connection, id=operator_id, is_active=is_active)


async def add_to_sites_by_id(connection: Connection, operator_id: UUID, site_ids: Collection[UUID]) -> None:
    """Lets an operator work on these sites too."""
    await _queries.add_to_sites_by_id.run(connection, operator_id=operator_id, site_ids=list(site_ids))


async def remove_from_sites(connection: Connection, operator_id: UUID, site_ids: Collection[UUID]) -> None:
    """Lets an operator not work on these sites any more."""
    await _queries.remove_from_sites.run(connection, operator_id=operator_id, site_ids=list(site_ids))


async def find_on_site(connection: Connection, *, site_id: UUID, operator_id: UUID) -> OnSite | None:
    """An operator who works on the site and may sign in; None for anybody else."""
    row = await _queries.find_on_site.first(connection, site_id=site_id, operator_id=operator_id)
    if row is None:
        return None
    author = Author(
        kind=AuthorKind.OPERATOR,
        id=operator_id,
        name=row["name"],
        public_name=row["public_name"],
        avatar=row["avatar_digest"] or "",
    )
    return OnSite(author=author, role=Role(row["role"]))


async def list_colleagues(connection: Connection, *, site_ids: Collection[UUID]) -> list[Colleague]:
    """Everybody who works on one of these sites, oldest first; a firm has few enough for one page."""
    return [_colleague(row) for row in await _queries.list_colleagues.all(connection, site_ids=list(site_ids))]


async def list_leaders(connection: Connection, pairs: Sequence[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Of pairs of a site and an operator, those who lead any conversation there, or led it when it was closed."""
    if not pairs:
        return set()
    site_ids, operator_ids = zip(*pairs, strict=True)
    rows = await _queries.list_leaders.all(connection, site_ids=list(site_ids), operator_ids=list(operator_ids))
    return {(row["site_id"], row["operator_id"]) for row in rows}


def _operator(row: Row) -> Operator:
    return Operator(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        password_hash=row["password_hash"],
        site_keys=tuple(row["site_keys"]),
        role=Role(row["role"]),
        has_second_factor=row["has_second_factor"],
        is_active=row["is_active"],
        sees_own_departments_only=row["sees_own_departments_only"],
    )


def _colleague(row: Row) -> Colleague:
    return Colleague(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        has_second_factor=row["has_second_factor"],
        session_count=row["session_count"],
        last_seen_at=row["last_seen_at"],
        is_active=row["is_active"],
        site_ids=tuple(row["site_ids"]),
        works_elsewhere=row["works_elsewhere"],
        max_chats=row["max_chats"],
        place_version=row["place_version"],
        person_version=row["person_version"],
        department_ids=tuple(row["department_ids"]),
        sees_own_departments_only=row["sees_own_departments_only"] and Role(row["role"]) in LIMITABLE_ROLES,
    )
