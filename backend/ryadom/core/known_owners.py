"""Whose the conversations are that an operator has to do with."""

from collections.abc import Collection
from uuid import UUID

from ryadom.core.timeline_rules import unknown_conversation
from ryadom.live.owner import Owner
from ryadom.store.conversations import find_owner
from ryadom.store.database import Database

MAX_OWNERS = 5_000


class KnownOwners:
    """Of conversations on these sites. That never changes, so each is looked up once.

    What is in sight changes, so whoever does not see all of their sites (`limited_id`) is asked about each time anew,
    in the statement that finds whose it is.
    """

    def __init__(self, database: Database, site_ids: Collection[UUID], *, limited_id: UUID | None = None) -> None:
        self._database = database
        self._site_ids = site_ids
        self._limited_id = limited_id
        self._known: dict[UUID, Owner] = {}

    async def of(self, conversation_id: UUID, *, field: str = "conversation_id") -> Owner:
        """Whose it is; it may be of a blocked visitor. `field`: where the command names it.

        Raises:
            ConversationUnknown: there is none on these sites, or not in sight.
        """
        if self._limited_id is None:
            return await self.whose(conversation_id, field=field)
        return await self._look(conversation_id, self._limited_id, field=field)

    async def whose(self, conversation_id: UUID, *, field: str = "conversation_id") -> Owner:
        """The same, in sight or not: for what asks `of` before it tells anything.

        Raises:
            ConversationUnknown: there is none on these sites.
        """
        known = self._known.get(conversation_id)
        return known or await self._look(conversation_id, None, field=field)

    async def _look(self, conversation_id: UUID, limited_id: UUID | None, *, field: str) -> Owner:
        async with self._database.connection() as connection:
            found = await find_owner(connection, id=conversation_id, site_ids=self._site_ids, reader_id=limited_id)
        if found is None:
            raise unknown_conversation(field)
        if len(self._known) >= MAX_OWNERS:
            self._known.clear()
        self._known[conversation_id] = owner = Owner(*found)
        return owner
