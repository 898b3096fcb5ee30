"""Visitors who are one person: taken for one by an operator, and parted again. No conversation is changed by either."""

from uuid import UUID

from ryadom.core.customers.place import Place, find_place, hold_visitor
from ryadom.errors import CardFull, VisitorUnknown
from ryadom.store import customer_links as store
from ryadom.store import journal
from ryadom.store.customer_links import VisitorRef
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor
from ryadom.store.sql import Connection

MAX_PEOPLE = 20
"""So many visitors may be one person: more are rather a shared telephone."""


class CustomerLinks:
    """Links people and parts them, one at a time for each controller, so no two links can cross each other."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def link(self, actor: Actor, operator_id: UUID, conversation_id: UUID, other: VisitorRef) -> None:
        """Takes another visitor for the same person as a conversation's. Once more, nothing happens.

        Raises:
            ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
            VisitorUnknown: the other one is not on the operator's sites of this controller, has no conversation that
                they see, is blocked, erased, or the same one.
            VisitorErased: what was held on the visitor was erased.
            CardFull: that would make more than 20.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        async with self._database.transaction() as connection:
            place = await self._begin(connection, operator_id, conversation_id, other)
            if other in await store.linked_to(connection, [place.ref]):
                return
            # In one order, as whoever erases both would hold them.
            for ref in sorted((place.ref, other)):
                await hold_visitor(connection, ref)
            if await store.link(connection, place.ref, other, by=operator_id) > MAX_PEOPLE:
                raise CardFull(f"At most {MAX_PEOPLE} visitors can be one person.", field="visitor_id")
            await journal.append(connection, [place.record(Action.PEOPLE_LINKED, actor, other)])

    async def part(self, actor: Actor, operator_id: UUID, conversation_id: UUID, other: VisitorRef) -> None:
        """Takes another visitor out of the person that a conversation's is. Once more, nothing happens.

        Raises:
            ConversationUnknown, VisitorUnknown, JournalUnavailable: as for `link`.
        """
        async with self._database.transaction() as connection:
            place = await self._begin(connection, operator_id, conversation_id, other)
            if await store.unlink(connection, place.ref, other):
                await journal.append(connection, [place.record(Action.PEOPLE_UNLINKED, actor, other)])

    async def _begin(
        self, connection: Connection, operator_id: UUID, conversation_id: UUID, other: VisitorRef
    ) -> Place:
        place = await find_place(connection, operator_id, conversation_id)
        site_ids = [site.id for site in place.sites]
        if other == place.ref or not await store.describe(
            connection, [other], site_ids=site_ids, purview=place.purview
        ):
            raise VisitorUnknown("There is no such visitor on your sites.", field="visitor_id")
        await store.lock_controller(connection, place.site.controller_id)
        return place
