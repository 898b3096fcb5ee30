"""The card of a visitor: their contacts, consents and other conversations; into the journal first, then shown."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.campaigns import Parameter, campaign_of
from ryadom.core.merged_elsewhere import hide_in_rows
from ryadom.core.reveals import find_among
from ryadom.core.shown_profiles import ShownProfile, show_profile
from ryadom.core.veiled_rows import cover_rows
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.contact_list import Contact, contacts_in
from ryadom.privacy.display import find_hidden, mask_for_display
from ryadom.privacy.hidden import NOTHING_HIDDEN
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.protocol.operator import Conversation
from ryadom.protocol.visitor import Purpose
from ryadom.store.cards import OwnMessage, origin_of, other_conversations, own_messages
from ryadom.store.consent_events import Action as ConsentAction
from ryadom.store.consent_events import events_of_visitor
from ryadom.store.conversations import Cursor, Head, find_rows
from ryadom.store.customer_links import VisitorRef, linked_to
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.profiles import browsers_of_people, read_profile
from ryadom.store.purviews import Purview, sites_in_purview
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from ryadom.store.visitors import find_names, find_standing

MAX_MESSAGES = 500
MAX_CHARS = 60_000
"""How much of what a visitor wrote is searched for contacts, newest first."""

MAX_CONSENTS = 50
PAGE_CONVERSATIONS = 10


class ConsentShown(Struct, frozen=True, kw_only=True):
    """One thing a visitor did with a consent."""

    purpose: Purpose
    action: ConsentAction
    version: int
    at: datetime


class ConversationsPage(Struct, frozen=True, kw_only=True):
    """The other conversations of the visitor, or of whoever is the same person by the site's or an operator's word.

    On the operator's sites, newest first, as rows of the inbox have them.

    `next_cursor` is None on the last page.
    """

    conversations: Sequence[Conversation]
    next_cursor: Cursor | None


class Card(Struct, frozen=True, kw_only=True):
    """What a card shows. Of an erased visitor it is empty: what the law keeps of them is not for everyday use.

    `own_name`: what the visitor calls themselves; operators see them by their card's name, else by the site's.
    `contacts`: found in their newest messages, of those that the operator may see. `landing_url`: the page on which
    this conversation began, and `campaign` what its address says of the one that brought them. `metrica_client_id`:
    what the site's counter calls their browser. `consents`: newest first. `profile`: what the site tells of them.
    `is_masked`: something stands masked in what a reveal of the whole card shows, so not in `others`.
    """

    is_erased: bool
    is_masked: bool = False
    is_name_masked: bool = False
    own_name: str = ""
    contacts: Sequence[Contact] = ()
    landing_url: str = ""
    campaign: Sequence[Parameter] = ()
    metrica_client_id: str = ""
    consents: Sequence[ConsentShown] = ()
    others: ConversationsPage = ConversationsPage(conversations=(), next_cursor=None)
    profile: ShownProfile | None = None


class Cards:
    """Gives cards to operators."""

    def __init__(self, database: Database, journal: JournalQueue, masking: Masking, veil: Veil) -> None:
        self._database = database
        self._journal = journal
        self._masking = masking
        self._veil = veil

    async def open(self, actor: Actor, operator_id: UUID, conversation_id: UUID, *, sees_contacts: bool) -> Card:
        """The card of a conversation's visitor. `sees_contacts`: what the site masks on display is shown as it is.

        Raises:
            ConversationUnknown: it is not on the operator's sites.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        async with self._database.connection() as connection:
            sites, purview = await sites_in_purview(connection, operator_id)
            site, head = await find_among(connection, sites, operator_id, conversation_id)
            if (await find_standing(connection, site_id=site.id, visitor_id=head.visitor.id)).is_erased:
                return Card(is_erased=True)
            messages = await own_messages(
                connection, site_id=site.id, visitor_id=head.visitor.id, limit=MAX_MESSAGES, purview=purview
            )
            events = await events_of_visitor(connection, site_id=site.id, visitor_id=head.visitor.id)
            others = await _others(connection, head, None, sites=sites, purview=purview)
            origin = await origin_of(connection, site_id=site.id, conversation_id=head.id)
            profile = await read_profile(connection, site_id=site.id, visitor_id=head.visitor.id)
            names = await find_names(connection, site_id=site.id, visitor_id=head.visitor.id)
        landing_url = origin.landing_url
        if not sees_contacts:
            landing_url = self._veil.cover_address(site.id, landing_url)
        masked = NOTHING_HIDDEN if sees_contacts else self._masking.hidden_on(site.id)
        # So many digits take half a second, and others write meanwhile.
        contacts = await asyncio.to_thread(contacts_in, bounded(messages), masked)
        shown = await asyncio.to_thread(show_profile, profile, masked)
        await self._note(Action.CARD_VIEWED, actor, site, head, others.conversations)
        is_name_masked = bool(masked and find_hidden(names.shown, masked))
        own_name = mask_for_display(names.own, masked).text if masked else names.own
        return Card(
            is_erased=False,
            # The campaign is what the address says.
            is_masked=is_name_masked
            or own_name != names.own
            or landing_url != origin.landing_url
            or shown.is_masked
            or any(one.piece is not None for one in contacts),
            is_name_masked=is_name_masked,
            own_name=own_name,
            contacts=contacts,
            landing_url=landing_url,
            campaign=campaign_of(landing_url),
            metrica_client_id=origin.metrica_client_id,
            consents=[
                ConsentShown(purpose=event.purpose, action=event.action, version=event.version, at=event.created_at)
                for event in events[: -MAX_CONSENTS - 1 : -1]
            ],
            others=others if sees_contacts else await self._cover(others),
            profile=shown,
        )

    async def more_conversations(
        self, actor: Actor, operator_id: UUID, conversation_id: UUID, after: Cursor | None, *, sees_contacts: bool
    ) -> ConversationsPage:
        """A page of the visitor's other conversations, the first where `after` is None. `sees_contacts`: as above.

        Raises:
            ConversationUnknown: it is not on the operator's sites.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        async with self._database.connection() as connection:
            sites, purview = await sites_in_purview(connection, operator_id)
            site, head = await find_among(connection, sites, operator_id, conversation_id)
            page = await _others(connection, head, after, sites=sites, purview=purview)
        await self._note(Action.CONVERSATIONS_LISTED, actor, site, head, page.conversations)
        return page if sees_contacts else await self._cover(page)

    async def _cover(self, page: ConversationsPage) -> ConversationsPage:
        return replace(page, conversations=await cover_rows(self._database, self._veil, page.conversations))

    async def _note(
        self, action: Action, actor: Actor, site: Site, head: Head, others: Collection[Conversation]
    ) -> None:
        # One record for each site: a reader of some sites sees no others'. Who is one person is of one controller.
        shown = {site.id: [(head.visitor.id, head.id)]}
        for other in others:
            shown.setdefault(other.site_id, []).append((other.visitor.id, other.id))
        await self._journal.write(
            [
                Record(
                    controller_id=site.controller_id,
                    action=action,
                    actor=actor,
                    site_id=site_id,
                    visitor_ids=tuple(dict.fromkeys(visitor_id for visitor_id, _ in of_site)),
                    conversation_ids=tuple(id for _, id in of_site),
                )
                for site_id, of_site in shown.items()
            ]
        )


async def _others(
    connection: Connection, head: Head, after: Cursor | None, *, sites: Collection[Site], purview: Purview | None
) -> ConversationsPage:
    site_ids = {site.id for site in sites}
    own = VisitorRef(head.site_id, head.visitor.id)
    linked = [one for one in await linked_to(connection, [own]) if one.site_id in site_ids]
    keys, following = await other_conversations(
        connection,
        people=await browsers_of_people(connection, [own, *linked]),
        but_id=head.id,
        after=after,
        limit=PAGE_CONVERSATIONS,
        purview=purview,
    )
    rows = await find_rows(connection, keys, purview=purview) if keys else []
    found = {row.id: _without_others_words(row, head) for row in await hide_in_rows(connection, rows, purview)}
    return ConversationsPage(conversations=[found[id] for _, id in keys if id in found], next_cursor=following)


def _without_others_words(row: Conversation, head: Head) -> Conversation:
    """Words of this visitor alone: what becomes of somebody who was linked with them, an open card is not told."""
    return row if row.visitor.id == head.visitor.id else replace(row, last_message=None)


def bounded(messages: Iterable[OwnMessage]) -> list[OwnMessage]:
    """Of a visitor's messages the newest, 60,000 characters at most: so much is searched for contacts."""
    chosen: list[OwnMessage] = []
    chars = 0
    for message in messages:
        chars += len(message.body)
        if chars > MAX_CHARS:
            break
        chosen.append(message)
    return chosen
