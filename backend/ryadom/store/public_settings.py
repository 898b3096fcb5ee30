"""What programs are told of how a firm works: pages of it, oldest first, behind an id; and one by its id."""

from collections.abc import Collection
from uuid import UUID

from ryadom.protocol.labels import Colour
from ryadom.protocol.public_settings import PublicCannedReply, PublicDepartment, PublicOperator, PublicTag
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


async def list_operators(
    connection: Connection, site_ids: Collection[UUID], *, after_id: UUID, limit: int
) -> list[PublicOperator]:
    """Whoever works on one of these sites, also who may not sign in any more."""
    rows = await _queries.list_operators.all(connection, site_ids=list(site_ids), after_id=after_id, row_limit=limit)
    return [_operator(row) for row in rows]


async def find_operator(connection: Connection, site_ids: Collection[UUID], id: UUID) -> PublicOperator | None:
    """One of the same."""
    row = await _queries.find_operator.first(connection, site_ids=list(site_ids), id=id)
    return _operator(row) if row else None


async def list_departments(
    connection: Connection, site_ids: Collection[UUID], *, after_id: UUID, limit: int
) -> list[PublicDepartment]:
    """Of these sites, archived or not."""
    rows = await _queries.list_departments.all(connection, site_ids=list(site_ids), after_id=after_id, row_limit=limit)
    return [_department(row) for row in rows]


async def find_department(connection: Connection, site_ids: Collection[UUID], id: UUID) -> PublicDepartment | None:
    """One of the same."""
    row = await _queries.find_department.first(connection, site_ids=list(site_ids), id=id)
    return _department(row) if row else None


async def list_tags(connection: Connection, controller_id: UUID, *, after_id: UUID, limit: int) -> list[PublicTag]:
    """Of a controller, archived or not."""
    rows = await _queries.list_tags.all(connection, controller_id=controller_id, after_id=after_id, row_limit=limit)
    return [_tag(row) for row in rows]


async def find_tag(connection: Connection, controller_id: UUID, id: UUID) -> PublicTag | None:
    """One of the same."""
    row = await _queries.find_tag.first(connection, controller_id=controller_id, id=id)
    return _tag(row) if row else None


async def list_replies(
    connection: Connection, controller_id: UUID, site_ids: Collection[UUID], *, after_id: UUID, limit: int
) -> list[PublicCannedReply]:
    """Those that colleagues share: of a controller, and of these sites; no operator's own."""
    rows = await _queries.list_replies.all(
        connection, controller_id=controller_id, site_ids=list(site_ids), after_id=after_id, row_limit=limit
    )
    return [_reply(row) for row in rows]


async def find_reply(
    connection: Connection, controller_id: UUID, site_ids: Collection[UUID], id: UUID
) -> PublicCannedReply | None:
    """One of the same."""
    row = await _queries.find_reply.first(connection, controller_id=controller_id, site_ids=list(site_ids), id=id)
    return _reply(row) if row else None


def _operator(row: Row) -> PublicOperator:
    return PublicOperator(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        role=row["role"],
        is_active=row["is_active"],
        sites=tuple(row["sites"]),
    )


def _department(row: Row) -> PublicDepartment:
    return PublicDepartment(
        id=row["id"],
        site=row["site"],
        name=row["name"],
        name_en=row["name_en"],
        is_archived=row["is_archived"],
        operator_ids=tuple(row["operator_ids"]),
    )


def _tag(row: Row) -> PublicTag:
    return PublicTag(id=row["id"], name=row["name"], colour=Colour(row["colour"]), is_archived=row["is_archived"])


def _reply(row: Row) -> PublicCannedReply:
    return PublicCannedReply(
        id=row["id"],
        site=row["site"],
        shortcut=row["shortcut"],
        body=row["body"],
        version=row["version"],
        updated_at=row["changed_at"],
    )
