"""Whose the conversations are that an operator has to do with."""

from collections.abc import Collection
from uuid import UUID

from ryadom.core.timeline_rules import unknown_conversation
from ryadom.live.owner import Owner
from ryadom.store.conversations import find_owner
from ryadom.store.database import Database
from ryadom.store.purviews import find_purview

MAX_OWNERS = 5_000


class KnownOwners:
    """Of conversations on these sites. That never changes, so each is looked up once.

    What is in sight changes, so whoever does not see all of their sites (`limited_id`) is asked about each time anew.
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
        if self._limited_id is not None:
            return await self._look(conversation_id, self._limited_id, field=field)
        if (known := self._known.get(conversation_id)) is not None:
            return known
        owner = await self._look(conversation_id, None, field=field)
        if len(self._known) >= MAX_OWNERS:
            self._known.clear()
        self._known[conversation_id] = owner
        return owner

    async def _look(self, conversation_id: UUID, limited_id: UUID | None, *, field: str) -> Owner:
        async with self._database.connection() as connection:
            purview = await find_purview(connection, limited_id) if limited_id is not None else None
            found = await find_owner(connection, id=conversation_id, site_ids=self._site_ids, purview=purview)
        if found is None:
            raise unknown_conversation(field)
        return Owner(*found)
