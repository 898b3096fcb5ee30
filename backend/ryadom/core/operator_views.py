"""What an operator is about to be shown, into the journal first. Source: 152-FZ article 19 part 2(8)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.person_keys import PersonKeys
from ryadom.protocol.operator import Conversation
from ryadom.protocol.shared import FetchHistory
from ryadom.store.conversations import Head
from ryadom.store.journal_chain import Action, Actor, Record, Sealed
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from ryadom.store.visitors import find_names


class OperatorViews:
    """One operator's views. A method returns once the journal has the view for good; only then may it be shown.

    Call them with no connection in hand: they wait for one of their own. All raise JournalUnavailable where the journal
    can't be written; then nothing may be shown.
    """

    def __init__(self, journal: JournalQueue, keys: PersonKeys, actor: Actor) -> None:
        self._journal = journal
        self._keys = keys
        self._actor = actor
        self._controllers: Mapping[UUID, UUID] = {}

    async def panel_opened(self, sites: Iterable[Site]) -> None:
        """From now on the operator is shown what happens on these sites: each event is no record of its own."""
        self._controllers = {site.id: site.controller_id for site in sites}
        # Every controller once, in the order of the sites.
        await self._journal.write(
            [
                Record(controller_id=controller_id, action=Action.PANEL_OPENED, actor=self._actor)
                for controller_id in dict.fromkeys(self._controllers.values())
            ]
        )

    async def conversations_listed(self, page: Iterable[Conversation], *, folder: str | None = None) -> None:
        """A page of rows, or one row. A page without rows shows nobody and is no view.

        One record per site: what names people names the site whose they are, so a reader of some sites sees no others'.
        """
        by_site: defaultdict[UUID, list[Conversation]] = defaultdict(list)
        for conversation in page:
            by_site[conversation.site_id].append(conversation)
        records = [
            Record(
                controller_id=self._controllers[site_id],
                action=Action.CONVERSATIONS_LISTED,
                actor=self._actor,
                site_id=site_id,
                visitor_ids=tuple(dict.fromkeys(row.visitor.id for row in rows)),
                conversation_ids=tuple(row.id for row in rows),
                details={"folder": folder} if folder else {},
            )
            for site_id, rows in by_site.items()
        ]
        if records:
            await self._journal.write(records)

    async def seal_name(self, connection: Connection, head: Head) -> Sealed | None:
        """The name by which a visitor is shown now, sealed under their key, for `conversation_opened`; None without."""
        names = await find_names(connection, site_id=head.site_id, visitor_id=head.visitor.id)
        if not names.shown:
            return None
        return await self._keys.seal(
            connection,
            site_id=head.site_id,
            visitor_id=head.visitor.id,
            details={"visitor_name": names.shown},
        )

    async def conversation_opened(self, head: Head, command: FetchHistory, *, sealed: Sealed | None) -> None:
        """A page of a thread."""
        part = {"after_seq": command.after_seq, "before_seq": command.before_seq}
        record = Record(
            controller_id=self._controllers[head.site_id],
            action=Action.CONVERSATION_OPENED,
            actor=self._actor,
            site_id=head.site_id,
            visitor_ids=(head.visitor.id,),
            conversation_ids=(head.id,),
            details={bound: str(seq) for bound, seq in part.items() if seq is not None},
            sealed=sealed,
        )
        await self._journal.write([record])
