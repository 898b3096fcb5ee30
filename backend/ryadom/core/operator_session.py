"""One operator's socket from hello to the end: which sites they work on, what they ask, what they do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.conversations import Conversations
from ryadom.core.cursors import read_cursor, write_cursor
from ryadom.core.operator_views import OperatorViews
from ryadom.core.presence import Presence
from ryadom.core.resume import fetch_history
from ryadom.core.rights import COMMAND_RIGHTS, Right, check_right, may
from ryadom.core.veiled_rows import cover_rows
from ryadom.core.widget_settings import read_settings
from ryadom.errors import ConversationUnknown, HelloRepeated, NotSignedIn
from ryadom.live.admission import Admission, Place
from ryadom.live.hub import Hub, OperatorsTopic, SessionTopic, Subscriber, Topic, VeiledTopic, VisitorTopic
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.privacy.messengers import MESSENGERS
from ryadom.privacy.person_keys import PersonKeys
from ryadom.privacy.veil import Veil
from ryadom.protocol import TYPING_LEASE_S, VERSION
from ryadom.protocol.operator import (
    AssignConversation,
    ClosedMessenger,
    Conversation,
    ConversationFetched,
    ConversationList,
    CountsFetched,
    FetchConversation,
    FetchCounts,
    FilesTaken,
    Hello,
    ListConversations,
    OperatorCommand,
    SendMessage,
    SetStatus,
    SiteRef,
    Welcome,
)
from ryadom.protocol.shared import Author, AuthorKind, FetchHistory, MarkRead, Ping, Pong, SetTyping, Typing
from ryadom.store import conversations as store
from ryadom.store.controllers import regulated_sites
from ryadom.store.database import Database
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.operator_sessions import OperatorSession as SignedInSession
from ryadom.store.operator_sessions import touch_live_sessions
from ryadom.store.sites import sites_of_operator
from ryadom.store.widget_settings import settings_of_sites

MAX_OWNERS = 5_000

_MESSENGERS = tuple(ClosedMessenger(name=name, domains=domains) for name, (domains, _) in MESSENGERS.items())


class OperatorDesk(Struct, frozen=True, kw_only=True):
    """What operators' sessions work with."""

    database: Database
    hub: Hub
    relay: Relay
    presence: Presence
    conversations: Conversations
    admission: Admission[UUID]
    journal: JournalQueue
    person_keys: PersonKeys
    veil: Veil
    now: Callable[[], datetime]


class OperatorSession:
    """An operator behind one socket. `begin` once, then `handle` one command after the other, then `finish`.

    `network` is where the socket comes from, for the journal: an IPv4 address or the /64 of an IPv6 one.
    """

    def __init__(self, desk: OperatorDesk, subscriber: Subscriber, *, signed_in: SignedInSession, network: str) -> None:
        self._desk = desk
        self._subscriber = subscriber
        self._signed_in = signed_in
        self._sees_contacts = may(signed_in.role, Right.SEE_CONTACTS)
        self._operator = Author(kind=AuthorKind.OPERATOR, id=signed_in.operator_id, name=signed_in.name)
        actor = Actor(kind=ActorKind.OPERATOR, id=signed_in.operator_id, name=signed_in.name, network=network)
        self._views = OperatorViews(desk.journal, desk.person_keys, actor)
        self._topics: tuple[Topic, ...] = ()
        self._place: Place[UUID] | None = None
        self._site_ids: list[UUID] = []
        self._present_on: list[UUID] = []
        self._owners: dict[UUID, Owner] = {}

    async def begin(self, hello: Hello) -> None:
        """Answers the hello with `welcome`.

        Raises:
            NotSignedIn: the session has ended meanwhile.
            SecondFactorDue: the role needs a second factor, and none is set up.
            JournalUnavailable: the journal can't be written, so nothing may be shown.
            TooManySockets: the operator has as many as one may have.
        """
        desk = self._desk
        check_right(self._signed_in, COMMAND_RIGHTS[Hello])
        async with desk.database.connection() as connection:
            sites = await sites_of_operator(connection, self._operator.id)
            self._site_ids = [site.id for site in sites]
            # Subscribed first: what happens while we read waits in the corked outbox.
            followed = [OperatorsTopic(id) if self._sees_contacts else VeiledTopic(id) for id in self._site_ids]
            self._topics = (SessionTopic(self._signed_in.id), *followed)
            desk.hub.subscribe(self._subscriber, self._topics)
            # The session may have ended between the handshake and the hello; from here on the hub tells us.
            if not await touch_live_sessions(connection, [self._signed_in.id]):
                raise NotSignedIn("The session has ended. Sign in again.")
            self._place = desk.admission.enter(self._operator.id, oust=self._subscriber.end)
            counts = await store.count_folders(connection, site_ids=self._site_ids, operator_id=self._operator.id)
            regulated = await regulated_sites(connection, self._site_ids)
            chosen = await settings_of_sites(connection, self._site_ids)
        rules = {site_id: read_settings(stored).files for site_id, stored in chosen.items()}
        await self._views.panel_opened(sites)
        welcome = Welcome(
            protocol=VERSION,
            server_time=desk.now(),
            operator=self._operator,
            email=self._signed_in.email,
            sites=[
                SiteRef(
                    id=site.id,
                    name=site.name,
                    closed_messengers=_MESSENGERS if site.id in regulated else (),
                    files=FilesTaken(accept=rules[site.id].accept, max_bytes=rules[site.id].max_bytes),
                )
                for site in sites
            ],
            counts=counts,
        )
        self._subscriber.outbox.reply(welcome)
        self._subscriber.outbox.uncork()
        # Whoever only reads answers nobody: visitors are not told that somebody is there.
        answers = may(self._signed_in.role, Right.ANSWER_VISITORS)
        for site_id in self._site_ids if answers else ():
            desk.presence.operator_arrives(site_id)
            self._present_on.append(site_id)

    def spend(self, size_bytes: int) -> None:
        """Notes a command of this size, once `begin` has returned.

        Raises:
            RateLimited: all the sockets of this one together have used up what one may use.
        """
        if self._place is not None:
            self._place.spend(size_bytes)

    async def handle(self, command: OperatorCommand) -> None:
        """Does what the operator asks; answers go to the outbox, refusals are raised.

        Raises:
            RightMissing: the operator's role may not do this.
            RyadomError: of any kind; the socket tells it to the client.
        """
        check_right(self._signed_in, COMMAND_RIGHTS[type(command)])
        outbox, conversations = self._subscriber.outbox, self._desk.conversations
        match command:
            case Hello():
                raise HelloRepeated("This socket has said hello already.")
            case ListConversations():
                outbox.reply(await self._list(command))
            case FetchConversation():
                outbox.reply(await self._fetch_conversation(command))
            case FetchCounts():
                outbox.reply(await self._fetch_counts(command))
            case FetchHistory():
                await self._fetch_history(command)
            case SendMessage(conversation_id=conversation_id, echo_id=echo_id, body=body, file_ids=file_ids):
                owner = await self._owner(conversation_id)
                await conversations.post_from_operator(
                    owner,
                    self._operator,
                    conversation_id=conversation_id,
                    echo_id=echo_id,
                    body=body,
                    file_ids=file_ids,
                )
            case AssignConversation(conversation_id=conversation_id, echo_id=echo_id, operator_id=assignee_id):
                owner = await self._owner(conversation_id)
                await conversations.assign(
                    owner, self._operator, conversation_id=conversation_id, echo_id=echo_id, assignee_id=assignee_id
                )
            case SetStatus(conversation_id=conversation_id, echo_id=echo_id, status=status):
                owner = await self._owner(conversation_id)
                await conversations.set_status(
                    owner, self._operator, conversation_id=conversation_id, echo_id=echo_id, status=status
                )
            case MarkRead(conversation_id=conversation_id, seq=seq):
                owner = await self._owner(conversation_id)
                await conversations.mark_read(
                    owner, conversation_id=conversation_id, reader=AuthorKind.OPERATOR, seq=seq
                )
            case SetTyping():
                await self._tell_typing(command)
            case Ping():
                outbox.reply(Pong(server_time=self._desk.now()))
            case _:
                assert_never(command)

    def finish(self) -> None:
        """Leaves what was followed. Safe at any time, also before or in the middle of `begin`."""
        self._desk.hub.unsubscribe(self._subscriber, self._topics)
        if self._place is not None:
            self._place.leave()
        for site_id in self._present_on:
            self._desk.presence.operator_leaves(site_id)
        self._present_on = []

    async def _list(self, command: ListConversations) -> ConversationList:
        async with self._desk.database.connection() as connection:
            page, following = await store.list_folder(
                connection,
                site_ids=self._site_ids,
                operator_id=self._operator.id,
                folder=command.folder,
                after=read_cursor(command.cursor) if command.cursor else None,
                limit=command.limit,
            )
        await self._views.conversations_listed(page, folder=command.folder)
        return ConversationList(
            request_id=command.request_id,
            folder=command.folder,
            conversations=await self._shown(page),
            next_cursor=write_cursor(following),
        )

    async def _fetch_conversation(self, command: FetchConversation) -> ConversationFetched:
        owner = await self._owner(command.conversation_id)
        async with self._desk.database.connection() as connection:
            found = await store.find_conversation(connection, site_id=owner.site_id, id=command.conversation_id)
        if found is None:
            raise _unknown()
        await self._views.conversations_listed([found])
        [shown] = await self._shown([found])
        return ConversationFetched(request_id=command.request_id, conversation=shown)

    async def _fetch_counts(self, command: FetchCounts) -> CountsFetched:
        async with self._desk.database.connection() as connection:
            counts = await store.count_folders(connection, site_ids=self._site_ids, operator_id=self._operator.id)
        return CountsFetched(request_id=command.request_id, counts=counts)

    async def _fetch_history(self, command: FetchHistory) -> None:
        owner = await self._owner(command.conversation_id)
        async with self._desk.database.connection() as connection:
            head = await store.find_head(connection, site_id=owner.site_id, id=command.conversation_id)
            if head is None or head.is_blocked:
                raise _unknown()
            history = await fetch_history(connection, head, command, audience=AuthorKind.OPERATOR)
            sealed = await self._views.seal_name(connection, head)
        await self._views.conversation_opened(head, command, sealed=sealed)
        if not self._sees_contacts:
            history = await self._desk.veil.cover_history(owner.site_id, history)
        self._subscriber.outbox.reply(history)

    async def _tell_typing(self, command: SetTyping) -> None:
        owner = await self._owner(command.conversation_id)
        typing = Typing(
            conversation_id=command.conversation_id,
            author=self._operator,
            active=command.active,
            expires_in_s=TYPING_LEASE_S,
        )
        self._desk.relay.publish(VisitorTopic(*owner), typing)
        self._desk.relay.publish(OperatorsTopic(owner.site_id), typing, but=self._subscriber)

    async def _owner(self, conversation_id: UUID) -> Owner:
        """Whose conversation it is; that never changes, so it is asked once. It may be of a blocked visitor."""
        if (known := self._owners.get(conversation_id)) is not None:
            return known
        async with self._desk.database.connection() as connection:
            found = await store.find_owner(connection, id=conversation_id, site_ids=self._site_ids)
        if found is None:
            raise _unknown()
        if len(self._owners) >= MAX_OWNERS:
            self._owners.clear()
        owner = self._owners[conversation_id] = Owner(*found)
        return owner

    async def _shown(self, page: Sequence[Conversation]) -> list[Conversation]:
        """The rows as this operator may see them, with who is here."""
        desk = self._desk
        rows = page if self._sees_contacts else await cover_rows(desk.database, desk.veil, page)
        # Looked at last: whoever comes or goes from here on is told of after the answer.
        return [
            replace(row, visitor_online=desk.presence.visitor_online(Owner(row.site_id, row.visitor.id)))
            for row in rows
        ]


def _unknown() -> ConversationUnknown:
    return ConversationUnknown("There is no such conversation on your sites.", field="conversation_id")
