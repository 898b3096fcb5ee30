"""What the journal says of changes of endpoints: which host, never a path."""

from uuid import UUID

from ryadom.store import journal
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sql import Connection


async def journal_change(
    connection: Connection, controller_id: UUID, what: str, origin: str, by: Actor, **details: str
) -> None:
    """Journals a change in its transaction.

    Raises:
        JournalUnavailable: it can't be.
    """
    record = Record(
        controller_id=controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=by,
        details={"what": what, "host": origin} | details,
    )
    await journal.append(connection, [record])
