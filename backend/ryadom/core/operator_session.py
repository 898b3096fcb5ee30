"""One operator's socket from hello to the end: which sites they work on, what they ask, what they do."""

from collections.abc import Awaitable, Sequence
from contextlib import nullcontext
from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.amendments import Editor
from ryadom.core.known_owners import KnownOwners
from ryadom.core.labels import labels_of_sites
from ryadom.core.operator_desk import OperatorDesk
from ryadom.core.operator_reads import OperatorReads
from ryadom.core.operator_views import OperatorViews
from ryadom.core.rights import COMMAND_RIGHTS, Right, check_right, may
from ryadom.core.site_refs import read_site_refs
from ryadom.core.work.duty import Shift
from ryadom.errors import HelloRepeated, NotSignedIn
from ryadom.live.admission import Place
from ryadom.live.hub import OperatorsTopic, OperatorTopic, SessionTopic, Subscriber, Topic, VeiledTopic, VisitorTopic
from ryadom.live.owner import Owner
from ryadom.live.sieve import Follower
from ryadom.protocol import TYPING_LEASE_S, VERSION
from ryadom.protocol.operator import (
    AddNote,
    AssignConversation,
    ConversationFetched,
    ConversationList,
    DeleteMessage,
    EditMessage,
    FetchConversation,
    FetchCounts,
    Hello,
    ListConversations,
    MarkUnread,
    MergeConversations,
    OperatorCommand,
    SeeMentions,
    SendMessage,
    SetAway,
    SetStatus,
    SnoozeConversation,
    TagConversation,
    Welcome,
)
from ryadom.protocol.shared import Author, AuthorKind, FetchHistory, History, MarkRead, Ping, Pong, SetTyping, Typing
from ryadom.store import inbox
from ryadom.store.departments import departments_of_operator
from ryadom.store.inbox_pages import Reader
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.mentions import unseen_mentions
from ryadom.store.operator_sessions import OperatorSession as SignedInSession
from ryadom.store.operator_sessions import touch_live_sessions
from ryadom.store.purviews import sites_in_purview
from ryadom.store.unread_marks import take_unread_marks


class OperatorSession:
    """An operator behind one socket. `begin` once, then `handle` one command after the other, then `finish`.

    `network` is where the socket comes from, for the journal: an IPv4 address or the /64 of an IPv6 one.
    """

    def __init__(self, desk: OperatorDesk, subscriber: Subscriber, *, signed_in: SignedInSession, network: str) -> None:
        self._desk = desk
        self._subscriber = subscriber
        self._signed_in = signed_in
        self._sees_contacts = may(signed_in.role, Right.SEE_CONTACTS)
        self._operator = Author(
            kind=AuthorKind.OPERATOR,
            id=signed_in.operator_id,
            name=signed_in.name,
            public_name=signed_in.public_name,
            avatar=signed_in.avatar,
        )
        self._actor = Actor(kind=ActorKind.OPERATOR, id=signed_in.operator_id, name=signed_in.name, network=network)
        self._views = OperatorViews(desk.journal, desk.person_keys, self._actor)
        self._topics: tuple[Topic, ...] = ()
        self._place: Place[UUID] | None = None
        self._site_ids: list[UUID] = []
        self._controllers: dict[UUID, UUID] = {}
        self._shift: Shift | None = None
        self._follower: Follower | None = None

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
            # Subscribed first: what happens while we read waits in the corked outbox. Who is limited from here on has
            # their sessions ended, so that must be heard of before it is asked how far this one sees.
            self._topics = (SessionTopic(self._signed_in.id), OperatorTopic(self._operator.id))
            desk.hub.subscribe(self._subscriber, self._topics)
            sites, purview = await sites_in_purview(connection, self._operator.id)
            self._site_ids = [site.id for site in sites]
            self._controllers = {site.id: site.controller_id for site in sites}
            self._follow(is_limited=purview is not None)
            limited_id = self._operator.id if purview else None
            self._owners = KnownOwners(desk.database, self._site_ids, limited_id=limited_id)
            # The session may have ended between the handshake and the hello; from here on the hub tells us.
            if not await touch_live_sessions(connection, [self._signed_in.id]):
                raise NotSignedIn("The session has ended. Sign in again.")
            self._place = desk.admission.enter(self._operator.id, oust=self._subscriber.end)
            own = await departments_of_operator(connection, self._operator.id, site_ids=self._site_ids)
            reader = Reader(
                operator_id=self._operator.id,
                site_ids=self._site_ids,
                department_ids=[id for ids in own.values() for id in ids],
                served_site_ids=[site_id for site_id, ids in own.items() if ids],
                purview=purview,
            )
            self._reads = OperatorReads(desk, reader, self._views, self._owners, sees_contacts=self._sees_contacts)
            counts = await inbox.count_folders(connection, reader)
            mentions = await unseen_mentions(connection, self._operator.id, site_ids=self._site_ids, purview=purview)
            marks = await take_unread_marks(connection, self._operator.id, site_ids=self._site_ids, purview=purview)
            refs = await read_site_refs(connection, sites, own=own, now=desk.now())
            labels = await labels_of_sites(connection, self._controllers.values())
            # Whoever only reads answers nobody: visitors are not told that somebody is there.
            answers = may(self._signed_in.role, Right.ANSWER_VISITORS)
            is_away = answers and await desk.duty.sign_on(connection, self._operator.id)
        await self._views.panel_opened(sites)
        welcome = Welcome(
            protocol=VERSION,
            server_time=desk.now(),
            operator=self._operator,
            email=self._signed_in.email,
            sites=refs,
            counts=counts,
            edit_window_s=int(desk.amendments.window_s),
            away=is_away,
            labels=labels,
            mentions=mentions,
            unread_marks=marks,
        )
        self._subscriber.outbox.reply(welcome)
        desk.site_news.greeted(refs)
        self._subscriber.outbox.uncork()
        if answers:
            posts = [*self._site_ids, *(id for ids in own.values() for id in ids)]
            self._shift = desk.duty.begin(self._operator.id, posts, is_away=is_away)

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
                await self._show(self._reads.list_conversations(command))
            case FetchConversation():
                await self._show(self._reads.fetch_conversation(command))
            case FetchCounts():
                outbox.reply(await self._reads.fetch_counts(command))
            case FetchHistory():
                await self._show(self._reads.fetch_history(command))
            case SendMessage(conversation_id=conversation_id, echo_id=echo_id, body=body):
                owner = await self._owners.of(conversation_id)
                await conversations.post_from_operator(
                    owner,
                    self._operator,
                    conversation_id=conversation_id,
                    echo_id=echo_id,
                    body=body,
                    choices=command.choices,
                    file_ids=command.file_ids,
                    reply_to_seq=command.reply_to_seq,
                )
                await self._desk.unread_marks.note_read(owner, self._operator.id, conversation_id)
            case AddNote(conversation_id=conversation_id):
                await self._desk.notes.add(await self._owners.of(conversation_id), self._operator, command)
            case SeeMentions(conversation_id=conversation_id):
                await self._desk.notes.see_mentions(await self._owners.of(conversation_id), self._operator.id, command)
            case MarkUnread(conversation_id=conversation_id):
                await self._desk.unread_marks.set(await self._owners.of(conversation_id), self._operator.id, command)
            case EditMessage():
                await self._desk.amendments.edit(*await self._amended(command.conversation_id), command)
            case DeleteMessage():
                await self._desk.amendments.delete(*await self._amended(command.conversation_id), command)
            case AssignConversation():
                await self._desk.leading.assign(await self._owners.of(command.conversation_id), self._operator, command)
            case SetStatus():
                await self._desk.leading.set_status(
                    await self._owners.of(command.conversation_id), self._operator, command
                )
            case MergeConversations(conversation_id=conversation_id, into_id=into_id):
                owner, into = await self._owners.of(conversation_id), await self._owners.of(into_id, field="into_id")
                await self._desk.merging.merge(owner, into, self._operator, command)
            case SnoozeConversation():
                await self._desk.leading.snooze(await self._owners.of(command.conversation_id), self._operator, command)
            case TagConversation():
                await self._desk.leading.tag(await self._owners.of(command.conversation_id), self._operator, command)
            case SetAway(away=away):
                await self._desk.duty.set_away(self._operator.id, self._site_ids, is_away=away)
            case MarkRead(conversation_id=conversation_id, seq=seq):
                owner = await self._owners.of(conversation_id)
                has_moved = await conversations.mark_read(
                    owner,
                    conversation_id=conversation_id,
                    reader=AuthorKind.OPERATOR,
                    seq=seq,
                    reader_id=self._operator.id,
                )
                if has_moved:
                    await self._desk.unread_marks.note_read(owner, self._operator.id, conversation_id)
            case SetTyping():
                await self._tell_typing(command)
            case Ping():
                outbox.reply(Pong(server_time=self._desk.now()))
            case _:
                assert_never(command)

    def finish(self) -> None:
        """Leaves what was followed. Safe at any time, also before or in the middle of `begin`."""
        self._desk.hub.unsubscribe(self._subscriber, self._topics)
        if self._follower is not None:
            self._desk.sieve.leave(self._follower)
        if self._place is not None:
            self._place.leave()
        if self._shift is not None:
            self._shift.end()
            self._shift = None

    def _follow(self, *, is_limited: bool) -> None:
        """Hears from now on of what happens on the operator's sites, as far as they see."""
        if is_limited:
            self._follower = Follower(
                self._subscriber,
                operator_id=self._operator.id,
                site_ids=self._site_ids,
                is_veiled=not self._sees_contacts,
            )
            self._desk.sieve.follow(self._follower)
            return
        followed = [OperatorsTopic(id) if self._sees_contacts else VeiledTopic(id) for id in self._site_ids]
        self._topics = (*self._topics, *followed)
        self._desk.hub.subscribe(self._subscriber, followed)

    async def _show(self, reading: Awaitable[ConversationList | ConversationFetched | History]) -> None:
        """Replies with what is read; to whoever is limited, nothing stays shown that leaves their sight meanwhile."""
        follower = self._follower
        with nullcontext() if follower is None else follower.reading():
            answer = await reading
            self._subscriber.outbox.reply(answer)
            if follower is not None:
                follower.show(_shown_in(answer))

    async def _amended(self, conversation_id: UUID) -> tuple[Owner, Editor]:
        owner = await self._owners.of(conversation_id)
        return owner, Editor(
            author=self._operator,
            actor=self._actor,
            controller_id=self._controllers[owner.site_id],
            deletes_any=may(self._signed_in.role, Right.DELETE_MESSAGES),
        )

    async def _tell_typing(self, command: SetTyping) -> None:
        owner = await self._owners.of(command.conversation_id)
        typing = Typing(
            conversation_id=command.conversation_id,
            author=self._operator,
            active=command.active,
            expires_in_s=TYPING_LEASE_S,
        )
        seen = replace(typing, author=self._operator.for_visitor())
        self._desk.relay.publish(VisitorTopic(*owner), seen)
        self._desk.relay.publish(OperatorsTopic(owner.site_id), typing, but=self._subscriber)


def _shown_in(answer: ConversationList | ConversationFetched | History) -> Sequence[UUID]:
    """The conversations of which an answer shows something."""
    match answer:
        case ConversationList(conversations=rows):
            return [row.id for row in rows]
        case ConversationFetched(conversation=row):
            return [row.id]
        case History(conversation_id=id):
            return [id]
