"""Mail on its way out. A row lives until a server has taken the mail, and longer only if none ever does."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class Purpose(StrEnum):
    """Why a visitor is written to: answers they have not read, or a copy of the conversation that they asked for."""

    ANSWERS = "answers"
    COPY = "copy"


class VisitorPart(Struct, frozen=True, kw_only=True):
    """What a mail to a visitor is made of when it is sent: their conversation after a seq, until another."""

    purpose: Purpose
    site_id: UUID
    visitor_id: UUID
    conversation_id: UUID
    locale: str
    after_seq: int
    until_seq: int


class QueuedMail(Struct, frozen=True, kw_only=True):
    """A mail that waits, is being sent, or (`dead_at`) was given up. `attempts` counts the one under way.

    `part`: of a mail to a visitor, whose subject and body are empty here. `in_hand`: a server was being given it, and
    nobody has noted what it said.
    """

    id: UUID
    controller_id: UUID
    recipient: str
    subject: str
    body: str
    attempts: int
    last_error: str
    queued_at: datetime
    dead_at: datetime | None
    part: VisitorPart | None = None
    in_hand: bool = False


async def insert_mail(
    connection: Connection, *, id: UUID, controller_id: UUID, recipient: str, subject: str, body: str
) -> None:
    """Queues a mail for the next sender."""
    await _queries.insert_mail.run(
        connection, id=id, controller_id=controller_id, recipient=recipient, subject=subject, body=body
    )


async def insert_visitor_mail(
    connection: Connection, *, id: UUID, controller_id: UUID, recipient: str, part: VisitorPart
) -> None:
    """Queues a mail to a visitor, to be written when it is sent."""
    await _queries.insert_visitor_mail.run(
        connection,
        id=id,
        controller_id=controller_id,
        recipient=recipient,
        **{name: getattr(part, name) for name in VisitorPart.__struct_fields__},
    )


async def claim_mail(connection: Connection, *, lease_s: float) -> QueuedMail | None:
    """The mail that is due longest, for this sender alone during the lease; None where none is due."""
    row = await _queries.claim_mail.first(connection, lease_s=lease_s)
    return _mail(row) if row else None


async def delete_mail(connection: Connection, id: UUID) -> None:
    """Forgets a mail that was taken."""
    await _queries.delete_mail.run(connection, id=id)


async def take_in_hand(connection: Connection, mail: QueuedMail) -> bool:
    """Notes that a server is about to be given a claimed mail; False where it is gone, or somebody else's meanwhile."""
    return await _queries.take_in_hand.run(connection, id=mail.id, attempts=mail.attempts) == 1


async def put_off_mail(connection: Connection, mail: QueuedMail, *, pause_s: float, reason: str) -> None:
    """Lets a claimed mail wait for its next attempt."""
    await _queries.put_off_mail.run(connection, id=mail.id, attempts=mail.attempts, pause_s=pause_s, reason=reason)


async def give_up_mail(connection: Connection, mail: QueuedMail, *, reason: str) -> None:
    """Ends the attempts at a claimed mail; it stays to be looked at."""
    await _queries.give_up_mail.run(connection, id=mail.id, attempts=mail.attempts, reason=reason)


async def revive_mail(connection: Connection, id: UUID) -> bool:
    """Makes a mail that was given up due again; False where there is none such."""
    return await _queries.revive_mail.run(connection, id=id) == 1


async def delete_dead_mails(connection: Connection, *, older_s: float) -> int:
    """Deletes what was given up so long ago; gives how many."""
    return await _queries.delete_dead_mails.run(connection, older_s=older_s)


async def list_mails(connection: Connection, *, limit: int) -> list[QueuedMail]:
    """What waits and what was given up, oldest first, at most `limit`."""
    return [_mail(row) for row in await _queries.list_mails.all(connection, limit=limit)]


def _mail(row: Row) -> QueuedMail:
    own = {name: row[name] for name in QueuedMail.__struct_fields__ if name != "part"}
    if row["purpose"] is None:
        return QueuedMail(**own)
    fields = {name: row[name] for name in VisitorPart.__struct_fields__}
    return QueuedMail(**own, part=VisitorPart(**(fields | {"purpose": Purpose(row["purpose"])})))
