"""Invitations into the chat that wait for an answer, or keep their visitor from being asked again: one for each.

Whose it is, is told by the ids of site and visitor.
"""

from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class HeldInvitation(Struct, frozen=True, kw_only=True):
    """One that has been neither answered nor dismissed; `left_s`: for so long it can be."""

    id: UUID
    operator_id: UUID
    body: str
    left_s: float


async def put_invitation(
    connection: Connection,
    owner: tuple[UUID, UUID],
    *,
    id: UUID,
    operator_id: UUID,
    body: str,
    again_after_s: float,
    quiet_s: float,
) -> bool:
    """Keeps it in the place of an older one; False where the visitor is not to be asked yet."""
    row = await _queries.put_invitation.first(
        connection,
        site_id=owner[0],
        visitor_id=owner[1],
        id=id,
        operator_id=operator_id,
        body=body,
        again_after_s=again_after_s,
        quiet_s=quiet_s,
    )
    return row is not None


async def find_invitation(
    connection: Connection, owner: tuple[UUID, UUID], *, lifetime_s: float
) -> HeldInvitation | None:
    """The one that waits for an answer."""
    row = await _queries.find_invitation.first(connection, site_id=owner[0], visitor_id=owner[1], lifetime_s=lifetime_s)
    return _held(row) if row else None


async def take_invitation(
    connection: Connection, owner: tuple[UUID, UUID], *, conversation_id: UUID, lifetime_s: float
) -> HeldInvitation | None:
    """The same, which is answered now and there no more; None also where somebody has written there since."""
    row = await _queries.take_invitation.first(
        connection,
        site_id=owner[0],
        visitor_id=owner[1],
        conversation_id=conversation_id,
        lifetime_s=lifetime_s,
    )
    return _held(row) if row and not row["is_over"] else None


async def dismiss(connection: Connection, owner: tuple[UUID, UUID], *, id: UUID) -> None:
    """Notes that its visitor does not want to be asked, and forgets what was said."""
    await _queries.dismiss.run(connection, site_id=owner[0], visitor_id=owner[1], id=id)


async def count_of_operator(connection: Connection, operator_id: UUID, *, within_s: float) -> int:
    """How many an operator has invited a moment ago."""
    return int(await _queries.count_of_operator.value(connection, operator_id=operator_id, within_s=within_s))


async def delete_old(connection: Connection, *, older_than_s: float) -> int:
    """Deletes those that are over; gives how many."""
    return await _queries.delete_old.run(connection, older_than_s=older_than_s)


def _held(row: Row) -> HeldInvitation:
    return HeldInvitation(id=row["id"], operator_id=row["operator_id"], body=row["body"], left_s=row["left_s"])
