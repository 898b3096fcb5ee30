"""What programs read: people and conversations, page by page and one by one. The journal knows who began to.

The first page of a list is in it as an export is, one customer, conversation or thread as a view of theirs is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.api_keys import Program
from ryadom.core.list_cursors import ListCursor, ListCursors, digest_of
from ryadom.errors import ConversationUnknown, VisitorUnknown
from ryadom.live.journal_queue import JournalQueue
from ryadom.protocol.public import PublicConversation, PublicCustomer, PublicMessage
from ryadom.protocol.public_consents import PublicConsent
from ryadom.protocol.public_pages import Page
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Record
from ryadom.store.public_lists import (
    NEWEST,
    OLDEST,
    ConversationFilter,
    ListPlace,
    list_consents,
    list_conversations,
    list_customers,
    list_messages,
)
from ryadom.store.public_objects import (
    ObjectKey,
    load_conversations,
    load_customers,
    load_messages,
    shown_conversations,
)
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

T = TypeVar("T")
MIN_LIMIT, DEFAULT_LIMIT, MAX_LIMIT = 1, 50, 100


class PageAsked(Struct, frozen=True, kw_only=True):
    """Which page of a list: behind `cursor` (empty: the first), of sites with these keys (none: all of the key's)."""

    cursor: str
    limit: int
    site_keys: tuple[str, ...] = ()


class Walk(Struct, frozen=True, kw_only=True):
    """One request for a page: where it goes on, and how the next one does."""

    cursors: ListCursors
    program: Program
    begun: ListCursor
    limit: int
    is_first: bool

    @property
    def place(self) -> ListPlace:
        """Behind which the page begins."""
        return self.begun.place

    @property
    def row_limit(self) -> int:
        """One more than the page holds: whether there is one tells whether there is more."""
        return self.limit + 1

    def ending_at(self, seq: int) -> "Walk":
        """The walk up to here: a cursor must not bring, unjournalled, what comes behind the end that it had."""
        return replace(self, begun=replace(self.begun, until_seq=seq))

    def page(self, data: Sequence[T], places: Sequence[ListPlace]) -> Page[T]:
        """The page of what was found at these places, of which those over the limit are not given."""
        has_more = len(places) > self.limit
        return Page(
            data=tuple(data[: self.limit]),
            has_more=has_more,
            next=self.cursors.write(replace(self.begun, place=places[self.limit - 1]), key_id=self.program.key.id)
            if has_more
            else None,
        )

    def page_to(self, data: Sequence[T], place: ListPlace | None) -> Page[T]:
        """The page of what was found up to this place, which may be less than stands there; None: there is no more."""
        following = None
        if place is not None:
            following = self.cursors.write(replace(self.begun, place=place), key_id=self.program.key.id)
        return Page(data=tuple(data), has_more=place is not None, next=following)


def walk(
    cursors: ListCursors, program: Program, asked: PageAsked, name: str, *filters: object, first: ListPlace
) -> Walk:
    """Where the list of this name with these filters goes on.

    Raises:
        CursorInvalid, CursorExpired: begin again without one.
    """
    digest = digest_of(name, sorted(set(asked.site_keys)), *filters)
    begun = cursors.read(asked.cursor, digest, key_id=program.key.id) if asked.cursor else cursors.begin(digest, first)
    return Walk(cursors=cursors, program=program, begun=begun, limit=asked.limit, is_first=not asked.cursor)


class PublicDesk(Struct, frozen=True, kw_only=True):
    """Customers, their consents, conversations and messages for programs.

    All of it raises ScopeMissing for a site that the key may not ask for, CursorInvalid and CursorExpired (begin again
    without one), and JournalUnavailable: it can't be journalled, so nothing is given.
    """

    database: Database
    journal: JournalQueue
    cursors: ListCursors

    async def conversations(
        self, program: Program, asked: PageAsked, only: ConversationFilter, *, network: str | None
    ) -> Page[PublicConversation]:
        """Newest first."""
        sites = program.chosen(asked.site_keys)
        step = walk(self.cursors, program, asked, "conversations", only, first=NEWEST)
        # Where all are asked for, nothing has to be planned by its value.
        async with self.database.transaction() if only.is_of_somebody else self.database.connection() as connection:
            places = await list_conversations(
                connection, [site.id for site in sites], only, step.place, limit=step.row_limit
            )
            loaded = await load_conversations(connection, _keys_of(places, step))
        if step.is_first:
            await self._begun("conversations", program, sites, network)
        return _shown(step.page(loaded, places), PublicConversation)

    async def customers(self, program: Program, asked: PageAsked, *, network: str | None) -> Page[PublicCustomer]:
        """Newest first."""
        sites = program.chosen(asked.site_keys)
        step = walk(self.cursors, program, asked, "customers", first=NEWEST)
        async with self.database.connection() as connection:
            places = await list_customers(connection, [site.id for site in sites], step.place, limit=step.row_limit)
            loaded = await load_customers(connection, _keys_of(places, step))
        if step.is_first:
            await self._begun("customers", program, sites, network)
        return _shown(step.page(loaded, places), PublicCustomer)

    async def consents(
        self,
        program: Program,
        asked: PageAsked,
        *,
        since: datetime | None,
        before: datetime | None,
        network: str | None,
    ) -> Page[PublicConsent]:
        """Given and withdrawn at or after `since` and before `before`, newest first."""
        sites = program.chosen(asked.site_keys)
        step = walk(self.cursors, program, asked, "consents", since, before, first=NEWEST)
        async with self.database.connection() as connection:
            found = await list_consents(
                connection,
                [site.id for site in sites],
                step.place,
                since=since,
                before=before,
                limit=step.row_limit,
            )
        if step.is_first:
            await self._begun("consents", program, sites, network)
        return step.page([consent for _, consent in found], [place for place, _ in found])

    async def messages(
        self, program: Program, conversation_id: UUID, asked: PageAsked, *, network: str | None
    ) -> Page[PublicMessage]:
        """Of one conversation, oldest first, up to what was the newest when the list was begun.

        Raises:
            ConversationUnknown: as for `conversation`.
        """
        step = walk(self.cursors, program, asked, "messages", conversation_id, first=OLDEST)
        async with self.database.connection() as connection:
            conversation = await find_conversation(connection, program, conversation_id)
            if step.is_first:
                step = step.ending_at(conversation.version)
            key = program.site(conversation.site).id, conversation_id
            keys = await list_messages(
                connection, key, after_seq=step.place.seq, until_seq=step.begun.until_seq, limit=step.row_limit
            )
            loaded = await load_messages(connection, keys[: step.limit])
            # Whoever was blocked meanwhile is not given any more.
            if not await shown_conversations(connection, [key]):
                raise no_conversation()
        if step.is_first:
            await self.note_conversation(program, conversation, network=network)
        places = [ListPlace(one.conversation_id, one.site_id, seq=one.seq) for one in keys]
        return _shown(step.page(loaded, places), PublicMessage)

    async def conversation(self, program: Program, id: UUID) -> PublicConversation:
        """One conversation. Whoever shows it tells the journal before (`note_conversation`).

        Raises:
            ConversationUnknown: there is none, it is of a site that the key is not for, or its visitor is blocked or
                erased.
        """
        async with self.database.connection() as connection:
            return await find_conversation(connection, program, id)

    async def customer(self, program: Program, id: UUID) -> PublicCustomer:
        """One customer. Whoever shows them tells the journal before (`note_customer`).

        Raises:
            VisitorUnknown: there is none, they have never written, are of a site that the key is not for, blocked or
                erased.
        """
        async with self.database.connection() as connection:
            return await find_customer(connection, program, id)

    async def note_conversation(
        self, program: Program, conversation: PublicConversation, *, network: str | None
    ) -> None:
        """Tells the journal that the program is shown a conversation, or begins to read its messages."""
        await self._viewed(
            program,
            Action.CONVERSATION_OPENED,
            conversation.site,
            network,
            visitor_id=conversation.customer_id,
            conversation_ids=(UUID(conversation.id),),
        )

    async def note_customer(self, program: Program, customer: PublicCustomer, *, network: str | None) -> None:
        """Tells the journal that the program is shown a customer."""
        await self._viewed(program, Action.CARD_VIEWED, customer.site, network, visitor_id=UUID(customer.id))

    async def _begun(self, what: str, program: Program, sites: Sequence[Site], network: str | None) -> None:
        record = Record(
            controller_id=program.key.controller_id,
            action=Action.EXPORTED,
            actor=program.actor(network),
            site_id=sites[0].id if len(sites) == 1 else None,
            details={"what": what, "form": "json", "sites": ", ".join(site.key for site in sites)},
        )
        await self.journal.write([record])

    async def _viewed(
        self,
        program: Program,
        action: Action,
        site_key: str,
        network: str | None,
        *,
        visitor_id: UUID,
        conversation_ids: tuple[UUID, ...] = (),
    ) -> None:
        record = Record(
            controller_id=program.key.controller_id,
            action=action,
            actor=program.actor(network),
            site_id=program.site(site_key).id,
            visitor_ids=(visitor_id,),
            conversation_ids=conversation_ids,
            details={"what": "customer"} if action is Action.CARD_VIEWED else {},
        )
        await self.journal.write([record])


async def find_conversation(connection: Connection, program: Program, id: UUID) -> PublicConversation:
    """A conversation as the program is given it.

    Raises:
        ConversationUnknown: see `PublicDesk.conversation`.
    """
    for found in await load_conversations(connection, _wherever(program, id)):
        if isinstance(found, PublicConversation):
            return found
    raise no_conversation()


async def find_customer(connection: Connection, program: Program, id: UUID) -> PublicCustomer:
    """A customer as the program is given them.

    Raises:
        VisitorUnknown: see `PublicDesk.customer`.
    """
    for found in await load_customers(connection, _wherever(program, id)):
        if isinstance(found, PublicCustomer):
            return found
    raise no_customer()


def no_customer() -> VisitorUnknown:
    """What is told of a customer who is not there, or not the program's."""
    return VisitorUnknown("There is no such customer on the sites of this key.", field="id")


def no_conversation() -> ConversationUnknown:
    """What is told of a conversation that is not there, or not the program's."""
    return ConversationUnknown("There is no such conversation on the sites of this key.", field="id")


def _wherever(program: Program, id: UUID) -> list[ObjectKey]:
    """The keys that an object with this id may have: it stands in addresses without its site."""
    return [(site.id, id) for site in program.sites]


def _keys_of(places: Sequence[ListPlace], step: Walk) -> list[ObjectKey]:
    return [place.key for place in places[: step.limit]]


def _shown(page: Page[object], kind: type[T]) -> Page[T]:
    """Without what has gone between its being found and its being loaded."""
    return Page(data=tuple(one for one in page.data if isinstance(one, kind)), has_more=page.has_more, next=page.next)
