"""Invitations of colleagues: single-use, and known here only by the hash of what is in the link."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.operators import Role
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Invitation(Struct, frozen=True, kw_only=True):
    """One invitation, with name and present role of who sent it last. It is of no use after `expires_at`."""

    id: UUID
    email: str
    role: Role
    site_ids: tuple[UUID, ...]
    department_ids: tuple[UUID, ...]
    sees_own_departments_only: bool
    invited_by: UUID
    inviter_name: str
    inviter_role: Role
    created_at: datetime
    expires_at: datetime
    is_expired: bool


class NewInvitation(Struct, frozen=True, kw_only=True):
    """An invitation to store."""

    id: UUID
    token_sha256: bytes
    email: str
    role: Role
    site_ids: tuple[UUID, ...]
    department_ids: tuple[UUID, ...]
    sees_own_departments_only: bool
    invited_by: UUID
    lifetime_s: float


async def insert_invitation(connection: Connection, invitation: NewInvitation) -> None:
    """Stores an invitation."""
    await _queries.insert_invitation.run(
        connection,
        id=invitation.id,
        token_sha256=invitation.token_sha256,
        email=invitation.email,
        role=invitation.role,
        site_ids=list(invitation.site_ids),
        department_ids=list(invitation.department_ids),
        sees_own_departments_only=invitation.sees_own_departments_only,
        invited_by=invitation.invited_by,
        lifetime_s=invitation.lifetime_s,
    )


async def renew_invitation(
    connection: Connection, id: UUID, *, token_sha256: bytes, invited_by: UUID, lifetime_s: float
) -> bool:
    """Gives an invitation another token, so that the one before is of no use, and its whole lifetime again.

    False where it was gone.
    """
    renewed = await _queries.renew_invitation.run(
        connection, id=id, token_sha256=token_sha256, invited_by=invited_by, lifetime_s=lifetime_s
    )
    return renewed == 1


async def list_invitations(connection: Connection, *, site_ids: Collection[UUID]) -> list[Invitation]:
    """The invitations to one of these sites, oldest first."""
    return [_invitation(row) for row in await _queries.list_invitations.all(connection, site_ids=list(site_ids))]


async def find_by_token(connection: Connection, token_sha256: bytes) -> Invitation | None:
    """The invitation of a link, unless it has expired, or who sent it does not work on all of its sites any more."""
    row = await _queries.find_by_token.first(connection, token_sha256=token_sha256)
    return _invitation(row) if row else None


async def take_invitation(connection: Connection, token_sha256: bytes) -> bool:
    """Uses an invitation up; False where it is gone, has expired, or somebody else was first."""
    return await _queries.take_invitation.run(connection, token_sha256=token_sha256) == 1


async def delete_invitation(connection: Connection, id: UUID) -> bool:
    """Withdraws an invitation; False where it was gone."""
    return await _queries.delete_invitation.run(connection, id=id) == 1


async def delete_old_invitations(connection: Connection, *, expired_s: float) -> int:
    """Forgets invitations that expired so long ago; gives how many."""
    return await _queries.delete_old_invitations.run(connection, expired_s=expired_s)


def _invitation(row: Row) -> Invitation:
    return Invitation(
        id=row["id"],
        email=row["email"],
        role=Role(row["role"]),
        site_ids=tuple(row["site_ids"]),
        department_ids=tuple(row["department_ids"]),
        sees_own_departments_only=row["sees_own_departments_only"],
        invited_by=row["invited_by"],
        inviter_name=row["inviter_name"],
        inviter_role=Role(row["inviter_role"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        is_expired=row["is_expired"],
    )
