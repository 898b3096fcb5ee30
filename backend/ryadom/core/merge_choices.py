"""With what a conversation may be merged: others of its person on its site; into the journal first, then shown."""

from collections.abc import Sequence
from uuid import UUID

from ryadom.core.merged_elsewhere import hide_in_rows
from ryadom.core.reveals import find_among
from ryadom.core.veiled_rows import cover_rows
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.veil import Veil
from ryadom.protocol.operator import Conversation
from ryadom.store.conversations import find_rows
from ryadom.store.customer_links import VisitorRef
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.mergers import list_others, people_of
from ryadom.store.purviews import sites_in_purview

MAX_CHOICES = 20


class MergeChoices:
    """Gives operators what there is to choose from."""

    def __init__(self, database: Database, journal: JournalQueue, veil: Veil) -> None:
        self._database = database
        self._journal = journal
        self._veil = veil

    async def of(
        self, actor: Actor, operator_id: UUID, conversation_id: UUID, *, sees_contacts: bool
    ) -> Sequence[Conversation]:
        """Rows of the inbox, 20 at most: open ones first, newest activity first. Only an open one is merged into.

        Raises:
            ConversationUnknown: it is not on the operator's sites or not in their sight, or its visitor is blocked.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        async with self._database.connection() as connection:
            sites, purview = await sites_in_purview(connection, operator_id)
            site, head = await find_among(connection, sites, operator_id, conversation_id)
            people = await people_of(connection, VisitorRef(site.id, head.visitor.id))
            ids = await list_others(connection, head, people, limit=MAX_CHOICES, purview=purview)
            shown = await find_rows(connection, [(site.id, id) for id in ids])
            found = {row.id: row for row in await hide_in_rows(connection, shown, purview)}
        rows = [found[id] for id in ids if id in found]
        if rows:
            record = Record(
                controller_id=site.controller_id,
                action=Action.CONVERSATIONS_LISTED,
                actor=actor,
                site_id=site.id,
                visitor_ids=tuple(dict.fromkeys(row.visitor.id for row in rows)),
                conversation_ids=(head.id, *(row.id for row in rows)),
            )
            await self._journal.write([record])
        return rows if sees_contacts else await cover_rows(self._database, self._veil, rows)
