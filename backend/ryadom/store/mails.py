"""Mail on its way out. A row lives until a server has taken the mail, and longer only if none ever does."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class QueuedMail(Struct, frozen=True, kw_only=True):
    """A mail that waits, is being sent, or (`dead_at`) was given up. `attempts` counts the one under way."""

    id: UUID
    controller_id: UUID
    recipient: str
    subject: str
    body: str
    attempts: int
    last_error: str
    queued_at: datetime
    dead_at: datetime | None


async def insert_mail(
    connection: Connection, *, id: UUID, controller_id: UUID, recipient: str, subject: str, body: str
) -> None:
    """Queues a mail for the next sender."""
    await _queries.insert_mail.run(
        connection, id=id, controller_id=controller_id, recipient=recipient, subject=subject, body=body
    )


async def claim_mail(connection: Connection, *, lease_s: float) -> QueuedMail | None:
    """The mail that is due longest, for this sender alone during the lease; None where none is due."""
    row = await _queries.claim_mail.first(connection, lease_s=lease_s)
    return _mail(row) if row else None


async def delete_mail(connection: Connection, id: UUID) -> None:
    """Forgets a mail that was taken."""
    await _queries.delete_mail.run(connection, id=id)


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
    return QueuedMail(**{name: row[name] for name in QueuedMail.__struct_fields__})
