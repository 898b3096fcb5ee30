"""What a card shows of a customer beyond one conversation: into the journal first, then shown."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.customers.facts import cover_fact, cover_facts
from ryadom.core.customers.likely import LIKELY_LIMITS, LikelyPerson, find_likely
from ryadom.core.customers.notes import MAX_NOTES
from ryadom.core.customers.place import Place, find_place
from ryadom.core.reveals import Reveals
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.visitor_standing import refuse_erased
from ryadom.errors import RateLimited
from ryadom.live.admission import Admission
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.owner import Owner
from ryadom.privacy.contacts import CONTACT_KINDS
from ryadom.privacy.display import mask_for_display
from ryadom.privacy.hidden import NOTHING_HIDDEN, Hidden
from ryadom.privacy.policies import Masking
from ryadom.store.customer_cards import Change, CustomerCard, CustomerFacts, find_card, list_changes
from ryadom.store.customer_links import KnownPerson, VisitorRef, describe, linked_to
from ryadom.store.customer_notes import CustomerNote, list_notes
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor
from ryadom.store.sql import Connection
from ryadom.store.subject_people import AboutRequest, requests_about

PAGE_CHANGES = 20


class ShownNote(Struct, frozen=True, kw_only=True):
    """A note. `is_masked`: something stands masked in it."""

    id: UUID
    author_id: UUID
    author_name: str
    body: str
    version: int
    created_at: datetime
    edited_at: datetime | None
    is_masked: bool = False


class CustomerShown(Struct, frozen=True, kw_only=True):
    """What operators wrote down, and who else is, or may be, the same person.

    `masked`: the fields in which something stands masked. `likely`: nobody, for who may not link people. `requests`: of
    data subjects, about this person; None for who has no right to them.
    """

    revision: int
    facts: CustomerFacts
    changed_at: datetime | None
    masked: tuple[str, ...] = ()
    notes: Sequence[ShownNote] = ()
    linked: Sequence[KnownPerson] = ()
    likely: Sequence[LikelyPerson] = ()
    requests: Sequence[AboutRequest] | None = None


class Written(Struct, frozen=True, kw_only=True):
    """What operators wrote down, as it is stored."""

    facts: CustomerFacts
    notes: Sequence[ShownNote]


class ShownChange(Struct, frozen=True, kw_only=True):
    """One change of a field, by an operator or (`is_by_program`) a program with a key of that name.

    `is_masked`: something stands masked in what it was or is.
    """

    id: UUID
    field: str
    before: str
    after: str
    operator_name: str
    at: datetime
    is_masked: bool = False
    is_by_program: bool = False


class HistoryPage(Struct, frozen=True, kw_only=True):
    """Changes, the newest first; `next_id` begins the page after, None on the last one."""

    changes: Sequence[ShownChange]
    next_id: UUID | None


class CustomerViews:
    """Gives operators what is written down of customers. The clock is monotonic, in seconds."""

    def __init__(
        self,
        database: Database,
        journal: JournalQueue,
        masking: Masking,
        reveals: Reveals,
        lexemes: Lexemes,
        *,
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._journal = journal
        self._masking = masking
        self._reveals = reveals
        self._lexemes = lexemes
        self.likely_admission: Admission[UUID] = Admission(LIKELY_LIMITS, clock=clock)

    async def open(
        self,
        actor: Actor,
        operator_id: UUID,
        conversation_id: UUID,
        *,
        sees_contacts: bool,
        sees_requests: bool,
        links_people: bool,
    ) -> CustomerShown:
        """What is written down of a conversation's visitor. `sees_contacts`: nothing is masked.

        Who is likely the same person is told to who `links_people`; to who sees contacts masked, at a pace.

        Raises:
            ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
            VisitorErased: what was held on the visitor was erased.
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        place, card, notes = await self._read(operator_id, conversation_id)
        async with self._database.connection() as connection:
            linked_refs = await linked_to(connection, [place.ref])
            linked = await describe(
                connection, linked_refs, site_ids=[site.id for site in place.sites], purview=place.purview
            )
            requests = None
            if sees_requests:
                requests = await requests_about(
                    connection, [place.ref, *(one.ref for one in linked)], site_ids=[site.id for site in place.sites]
                )
        likely: list[LikelyPerson] = []
        if links_people:
            likely = await self._find_likely(operator_id, place, card.facts, linked_refs, sees_contacts=sees_contacts)
        others = [one.ref for one in linked] + [one.person.ref for one in likely]
        record = place.record(Action.CARD_VIEWED, actor, *others, what="customer")
        await self._journal.write([record])
        hidden = NOTHING_HIDDEN if sees_contacts else self._masking.hidden_on(place.site.id)
        facts, masked = await asyncio.to_thread(cover_facts, card.facts, hidden)
        return CustomerShown(
            revision=card.revision,
            facts=facts,
            changed_at=card.changed_at,
            masked=masked,
            notes=await asyncio.to_thread(shown_notes, notes, hidden),
            linked=[self._named(one, sees_contacts) for one in linked],
            likely=[replace(one, person=self._named(one.person, sees_contacts)) for one in likely],
            requests=requests,
        )

    async def reveal(self, actor: Actor, operator_id: UUID, conversation_id: UUID) -> Written:
        """What is written down, as it is, for who sees it masked.

        Raises:
            RateLimited: this operator reveals too much at once.
            ConversationUnknown, VisitorErased, JournalUnavailable: as for `open`.
        """
        self._reveals.spend(operator_id)
        place, card, notes = await self._read(operator_id, conversation_id)
        await self._journal.write([place.record(Action.REVEALED, actor, what="customer")])
        return Written(facts=card.facts, notes=shown_notes(notes, NOTHING_HIDDEN))

    async def history(
        self,
        actor: Actor,
        operator_id: UUID,
        conversation_id: UUID,
        *,
        before_id: UUID | None,
        sees_contacts: bool,
        reveals: bool = False,
    ) -> HistoryPage:
        """A page of what was changed before one of the changes (None: from the end). `reveals`: as it is, this once.

        Raises:
            RateLimited, ConversationUnknown, VisitorErased, JournalUnavailable: as for `reveal`.
        """
        if reveals:
            self._reveals.spend(operator_id)
        async with self._database.connection() as connection:
            place = await find_kept_place(connection, operator_id, conversation_id)
            site_id, visitor_id = place.ref
            found = await list_changes(
                connection, site_id=site_id, visitor_id=visitor_id, before_id=before_id, limit=PAGE_CHANGES + 1
            )
        action = Action.REVEALED if reveals else Action.CARD_VIEWED
        await self._journal.write([place.record(action, actor, what="customer_history")])
        is_clear = sees_contacts or reveals
        hidden = NOTHING_HIDDEN if is_clear else self._masking.hidden_on(site_id)
        page = found[:PAGE_CHANGES]
        changes = await asyncio.to_thread(lambda: [_shown_change(one, hidden) for one in page])
        return HistoryPage(changes=changes, next_id=page[-1].id if len(found) > len(page) else None)

    async def _find_likely(
        self,
        operator_id: UUID,
        place: Place,
        facts: CustomerFacts,
        linked: Sequence[VisitorRef],
        *,
        sees_contacts: bool,
    ) -> list[LikelyPerson]:
        """Whoever may be the same person; nobody while this operator is ahead of their pace."""
        is_paced = not sees_contacts and any(
            CONTACT_KINDS & self._masking.hidden_on(one.id).kinds for one in place.sites
        )

        def spend(tried: int) -> None:
            if not is_paced:
                return
            pace = self.likely_admission.enter(operator_id)
            try:
                for _ in range(tried):
                    pace.spend(0)
            finally:
                pace.leave()

        try:
            return await find_likely(self._database, self._lexemes, place, facts, but=linked, spend=spend)
        except RateLimited:
            return []

    async def _read(
        self, operator_id: UUID, conversation_id: UUID
    ) -> tuple[Place, CustomerCard, Sequence[CustomerNote]]:
        async with self._database.connection() as connection:
            place = await find_kept_place(connection, operator_id, conversation_id)
            site_id, visitor_id = place.ref
            card = await find_card(connection, site_id=site_id, visitor_id=visitor_id)
            notes = await list_notes(connection, site_id=site_id, visitor_id=visitor_id, limit=MAX_NOTES)
        return place, card, notes

    def _named(self, person: KnownPerson, sees_contacts: bool) -> KnownPerson:
        if sees_contacts:
            return person
        return replace(person, name=mask_for_display(person.name, self._masking.hidden_on(person.site_id)).text)


async def find_kept_place(connection: Connection, operator_id: UUID, conversation_id: UUID) -> Place:
    """Whose card a conversation has, where anything may be there.

    Raises:
        ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
        VisitorErased: what was held on the visitor was erased.
    """
    place = await find_place(connection, operator_id, conversation_id)
    await refuse_erased(connection, Owner(place.site.id, place.head.visitor.id))
    return place


def shown_notes(notes: Sequence[CustomerNote], hidden: Hidden) -> list[ShownNote]:
    """Notes as those see them from whom this is hidden."""
    shown = []
    for note in notes:
        body = mask_for_display(note.body, hidden).text if hidden else note.body
        shown.append(
            ShownNote(
                id=note.id,
                author_id=note.author_id,
                author_name=note.author_name,
                body=body,
                version=note.version,
                created_at=note.created_at,
                edited_at=note.edited_at,
                is_masked=body != note.body,
            )
        )
    return shown


def _shown_change(change: Change, hidden: Hidden) -> ShownChange:
    before, after = (cover_fact(change.field, text, hidden) for text in (change.before, change.after))
    return ShownChange(
        id=change.id,
        field=change.field,
        before=before,
        after=after,
        operator_name=change.hand_name,
        at=change.at,
        is_masked=(before, after) != (change.before, change.after),
        is_by_program=change.is_by_program,
    )
