"""Whose card it is: the visitor of a conversation on the operator's sites, held while something of them is changed."""

from uuid import UUID

from msgspec import Struct

from ryadom.core.reveals import find_among, find_on_sites
from ryadom.core.visitor_standing import refuse_untouchable
from ryadom.live.owner import Owner
from ryadom.store.conversations import Head
from ryadom.store.customer_links import VisitorRef
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.purviews import Purview, sites_in_purview
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from ryadom.store.visitors import lock_visitor


class Place(Struct, frozen=True):
    """A visitor of the operator's sites, by one of their conversations.

    `sites`: the operator's, of the same controller. `purview`: how far they see on these; None: everything.
    """

    site: Site
    head: Head
    sites: tuple[Site, ...]
    purview: Purview | None

    @property
    def ref(self) -> VisitorRef:
        """Which visitor that is."""
        return VisitorRef(self.site.id, self.head.visitor.id)

    def record(self, action: Action, actor: Actor, *others: VisitorRef, **details: str) -> Record:
        """What the journal says of something done here, to this visitor and to others."""
        return Record(
            controller_id=self.site.controller_id,
            action=action,
            actor=actor,
            site_id=self.site.id,
            visitor_ids=tuple(dict.fromkeys((self.head.visitor.id, *(other.visitor_id for other in others)))),
            conversation_ids=(self.head.id,),
            details=details,
        )


async def find_place(connection: Connection, operator_id: UUID, conversation_id: UUID) -> Place:
    """Whose card a conversation has.

    Raises:
        ConversationUnknown: see `find_on_sites`.
    """
    sites, purview = await sites_in_purview(connection, operator_id)
    site, head = await find_among(connection, sites, operator_id, conversation_id)
    return Place(site, head, tuple(one for one in sites if one.controller_id == site.controller_id), purview)


async def check_place(database: Database, operator_id: UUID, conversation_id: UUID) -> None:
    """Asked before a body is read: who does not work there hears nothing else.

    Raises:
        ConversationUnknown: as for `find_place`.
    """
    async with database.connection() as connection:
        await find_on_sites(connection, operator_id, conversation_id)


async def hold_place(connection: Connection, operator_id: UUID, conversation_id: UUID) -> Place:
    """The same, and the visitor's row is held until the transaction ends, so nobody erases or blocks them meanwhile.

    Raises:
        ConversationUnknown: as for `find_place`.
        VisitorErased, VisitorBlocked: see `refuse_untouchable`.
    """
    place = await find_place(connection, operator_id, conversation_id)
    await hold_visitor(connection, place.ref)
    return place


async def hold_visitor(connection: Connection, ref: VisitorRef) -> None:
    """Holds a visitor's row, unless nothing of them may be changed.

    Raises:
        VisitorErased, VisitorBlocked: see `refuse_untouchable`.
    """
    await lock_visitor(connection, site_id=ref.site_id, visitor_id=ref.visitor_id, locale="ru")
    await refuse_untouchable(connection, Owner(ref.site_id, ref.visitor_id))
