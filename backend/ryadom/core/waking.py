"""Brings snoozed conversations back when their time has come: each once, by whichever process comes first.

A conversation is woken under its lock, by an entry, and only while its snooze is due: so a second process that has
seen it too finds nothing left to do, and after a downtime what has become due meanwhile wakes with the first look.
"""

from uuid import UUID

from ryadom.core.timeline_rules import lock_conversation
from ryadom.errors import ConversationUnknown
from ryadom.live.owner import Owner
from ryadom.live.writer import Change, Writer
from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewSnooze, append_entry
from ryadom.store.marks import find_marks, list_due
from ryadom.store.sql import Connection

LOOK_INTERVAL_S = 2.0
MAX_AT_ONCE = 200
"""Woken by one look; what is left waits for the next."""


class Waking:
    """`look` is a chore."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database = database
        self._writer = writer

    async def look(self) -> int:
        """Wakes what is due; gives how many this process has woken.

        Raises:
            DatabaseUnavailable: Postgres is away; the next look finds them.
        """
        async with self._database.connection() as connection:
            due = await list_due(connection, limit=MAX_AT_ONCE)
        woken = 0
        for sleeper in due:
            woken += await self._wake(Owner(sleeper.site_id, sleeper.visitor_id), sleeper.id)
        return woken

    async def _wake(self, owner: Owner, conversation_id: UUID) -> bool:
        async def change(connection: Connection) -> Change[bool]:
            try:
                head = await lock_conversation(connection, owner, conversation_id)
            except ConversationUnknown:
                return Change(result=False)  # blocked meanwhile: it wakes once it is blocked no more
            marks = await find_marks(connection, head)
            if not marks.is_due or marks.snoozed_by is None or head.status is not Status.OPEN:
                return Change(result=False)
            entry = await append_entry(
                connection, head=head, author=marks.snoozed_by, echo_id=None, content=NewSnooze(until=None)
            )
            return Change(result=True, entries=(entry,))

        return await self._writer.write(owner, change)
