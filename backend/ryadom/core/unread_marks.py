"""Conversations that an operator has marked unread, to look at them again: theirs alone, on all of their screens.

It is no read mark: colleagues, the visitor, counts and waits know nothing of it, and it takes no place in the timeline.
"""

from uuid import UUID

from ryadom.core.timeline_rules import unknown_conversation
from ryadom.live.hub import OperatorTopic
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.protocol.operator import MarkUnread, UnreadMarked
from ryadom.store.database import Database
from ryadom.store.unread_marks import delete_mark, insert_mark


class UnreadMarks:
    """Sets marks and takes them away. Only the operator's own sockets are told."""

    def __init__(self, database: Database, relay: Relay) -> None:
        self._database = database
        self._relay = relay

    async def set(self, owner: Owner, operator_id: UUID, command: MarkUnread) -> None:
        """Does what is asked, and tells it, also where it was so before: that is the acknowledgement.

        Raises:
            ConversationUnknown: its visitor is blocked, so nobody sees it.
        """
        key = {"site_id": owner.site_id, "conversation_id": command.conversation_id, "operator_id": operator_id}
        async with self._database.connection() as connection:
            if not command.unread:
                await delete_mark(connection, **key)
            elif not await insert_mark(connection, **key):
                raise unknown_conversation()
        self._tell(operator_id, command.conversation_id, unread=command.unread)

    async def note_read(self, owner: Owner, operator_id: UUID, conversation_id: UUID) -> None:
        """The operator reads further in the conversation, or answers there."""
        key = {"site_id": owner.site_id, "conversation_id": conversation_id, "operator_id": operator_id}
        async with self._database.connection() as connection:
            was_marked = await delete_mark(connection, **key)
        if was_marked:
            self._tell(operator_id, conversation_id, unread=False)

    def _tell(self, operator_id: UUID, conversation_id: UUID, *, unread: bool) -> None:
        self._relay.publish(OperatorTopic(operator_id), UnreadMarked(conversation_id=conversation_id, unread=unread))
