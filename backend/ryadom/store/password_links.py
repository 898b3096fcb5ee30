"""Links to choose a new password: single-use, and known here only by the hash of what is in the link."""

from uuid import UUID

from msgspec import Struct

from ryadom.store.operators import Role
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class PasswordLink(Struct, frozen=True, kw_only=True):
    """Whose password a link changes, and what the person is now who has made it."""

    operator_id: UUID
    email: str
    name: str
    role: Role
    maker_role: Role


async def put_link(
    connection: Connection, operator_id: UUID, *, token_sha256: bytes, made_by: UUID, lifetime_s: float
) -> None:
    """Stores a link; the one before of the same person is of no use from then on."""
    await _queries.put_link.run(
        connection, operator_id=operator_id, token_sha256=token_sha256, made_by=made_by, lifetime_s=lifetime_s
    )


async def find_link(connection: Connection, token_sha256: bytes) -> PasswordLink | None:
    """What a link is for; None where it has expired, an access is closed, or its maker left one of their sites."""
    row = await _queries.find_link.first(connection, token_sha256=token_sha256)
    if row is None:
        return None
    return PasswordLink(
        operator_id=row["id"],
        email=row["email"],
        name=row["name"],
        role=Role(row["role"]),
        maker_role=Role(row["maker_role"]),
    )


async def take_link(connection: Connection, token_sha256: bytes) -> bool:
    """Uses a link up; False where it is gone, has expired, or somebody else was first."""
    return await _queries.take_link.run(connection, token_sha256=token_sha256) == 1


async def delete_links_made_by(connection: Connection, operator_id: UUID) -> None:
    """Forgets the links that an operator has made for others."""
    await _queries.delete_links_made_by.run(connection, made_by=operator_id)


async def delete_old_links(connection: Connection) -> int:
    """Forgets links that have expired; gives how many."""
    return await _queries.delete_old_links.run(connection)
