"""All of a card as it is stored, for an operator who sees it masked: one click, one record, then shown."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.campaigns import Parameter, campaign_of
from ryadom.core.cards import MAX_MESSAGES, bounded
from ryadom.core.customers.notes import MAX_NOTES
from ryadom.core.customers.views import ShownNote, find_kept_place, shown_notes
from ryadom.core.reveals import Reveals
from ryadom.core.shown_profiles import ShownProfile, show_profile
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.contact_list import Contact, contacts_in
from ryadom.privacy.hidden import NOTHING_HIDDEN
from ryadom.store.cards import origin_of, own_messages
from ryadom.store.customer_cards import CustomerFacts, find_card
from ryadom.store.customer_notes import list_notes
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor
from ryadom.store.profiles import read_profile
from ryadom.store.visitors import find_names


class RevealedCard(Struct, frozen=True, kw_only=True):
    """What stands masked in `Card` and `CustomerShown`, as it is. `name`: the one that operators see them by."""

    name: str
    own_name: str
    contacts: Sequence[Contact]
    landing_url: str
    campaign: Sequence[Parameter]
    profile: ShownProfile
    facts: CustomerFacts
    notes: Sequence[ShownNote]


class CardReveals:
    """Reveals whole cards."""

    def __init__(self, database: Database, journal: JournalQueue, reveals: Reveals) -> None:
        self._database = database
        self._journal = journal
        self._reveals = reveals

    async def reveal(self, actor: Actor, operator_id: UUID, conversation_id: UUID) -> RevealedCard:
        """The card of a conversation's visitor. It counts as one reveal of the operator: it is one person's.

        Raises:
            ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
            VisitorErased: what was held on the visitor was erased.
            RateLimited: this operator reveals too much at once.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        self._reveals.spend(operator_id)
        async with self._database.connection() as connection:
            place = await find_kept_place(connection, operator_id, conversation_id)
            site_id, visitor_id = place.ref
            names = await find_names(connection, site_id=site_id, visitor_id=visitor_id)
            messages = await own_messages(
                connection, site_id=site_id, visitor_id=visitor_id, limit=MAX_MESSAGES, purview=place.purview
            )
            origin = await origin_of(connection, site_id=site_id, conversation_id=conversation_id)
            profile = await read_profile(connection, site_id=site_id, visitor_id=visitor_id)
            card = await find_card(connection, site_id=site_id, visitor_id=visitor_id)
            notes = await list_notes(connection, site_id=site_id, visitor_id=visitor_id, limit=MAX_NOTES)
        # So many digits take half a second, and others write meanwhile.
        contacts = await asyncio.to_thread(contacts_in, bounded(messages), NOTHING_HIDDEN)
        await self._journal.write([place.record(Action.REVEALED, actor, what="whole_card")])
        return RevealedCard(
            name=names.shown,
            own_name=names.own,
            contacts=contacts,
            landing_url=origin.landing_url,
            campaign=campaign_of(origin.landing_url),
            profile=show_profile(profile, NOTHING_HIDDEN),
            facts=card.facts,
            notes=shown_notes(notes, NOTHING_HIDDEN),
        )
