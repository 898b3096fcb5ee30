"""Whose the conversations are that an operator has to do with."""

from collections.abc import Collection
from uuid import UUID

from ryadom.core.timeline_rules import unknown_conversation
from ryadom.live.owner import Owner
from ryadom.store.conversations import find_owner
from ryadom.store.database import Database

MAX_OWNERS = 5_000


class KnownOwners:
    """Of conversations on these sites. That never changes, so each is looked up once."""

    def __init__(self, database: Database, site_ids: Collection[UUID]) -> None:
        self._database = database
        self._site_ids = site_ids
        self._known: dict[UUID, Owner] = {}

    async def of(self, conversation_id: UUID, *, field: str = "conversation_id") -> Owner:
        """Whose it is; it may be of a blocked visitor. `field`: where the command names it.

        Raises:
            ConversationUnknown: there is none on these sites.
        """
        if (known := self._known.get(conversation_id)) is not None:
            return known
        async with self._database.connection() as connection:
            found = await find_owner(connection, id=conversation_id, site_ids=self._site_ids)
        if found is None:
            raise unknown_conversation(field)
        if len(self._known) >= MAX_OWNERS:
            self._known.clear()
        owner = self._known[conversation_id] = Owner(*found)
        return owner
