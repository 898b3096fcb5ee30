"""What the journal says of connectors."""

from ryadom.store import journal
from ryadom.store.connector_pushes import NewPush
from ryadom.store.connectors import StoredConnector
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sql import Connection


async def journal_change(
    connection: Connection, stored: StoredConnector, what: str, by: Actor, push: NewPush | None = None
) -> None:
    """Notes a change of a connector, or that a conversation (`push`) was sent through it by hand.

    Raises:
        JournalUnavailable: it can't be noted.
    """
    record = Record(
        controller_id=stored.controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=by,
        site_id=push.site_id if push else None,
        visitor_ids=(push.visitor_id,) if push else (),
        conversation_ids=(push.conversation_id,) if push else (),
        details={"what": what, "host": stored.origin},
    )
    await journal.append(connection, [record])
