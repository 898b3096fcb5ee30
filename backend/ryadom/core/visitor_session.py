"""One visitor's socket from hello to the end: who they are, what they follow, what they may command."""

from datetime import datetime
from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.chat_invitations import ChatInvitations
from ryadom.core.conversations import Conversations, Visit
from ryadom.core.draft_previews import DraftPreviews
from ryadom.core.mail_copies import MailCopies
from ryadom.core.newcomers import PRICED, Newcomers
from ryadom.core.page_talk import PageTalk
from ryadom.core.presence import Presence
from ryadom.core.profiles import Profiles
from ryadom.core.ratings import Ratings
from ryadom.core.reception import Reception
from ryadom.core.resume import fetch_history, refuse_seq_ahead, state_of
from ryadom.core.site_visitors import SiteVisitors
from ryadom.core.sites import check_origin, is_site_key
from ryadom.core.subject_intake import SubjectIntake
from ryadom.core.texts import clean_locale, clean_page
from ryadom.core.timeline_rules import unknown_conversation
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_consents import CONSENT_OF_ITS_OWN, Caller, ConsentTalk
from ryadom.core.visitor_sight import VisitorSight
from ryadom.core.visitor_standing import Restraint, standing_of
from ryadom.core.waiting_line import WaitingLine
from ryadom.errors import ConsentRefusal, HelloRepeated, SeqAhead, SiteUnknown
from ryadom.live.admission import Admission, Place
from ryadom.live.hub import DepartmentTopic, Hub, OperatorsTopic, Subscriber, Topic, VisitorsTopic, VisitorTopic
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.protocol import MAX_PAGE_ENTRIES, TYPING_LEASE_S, VERSION
from ryadom.protocol.shared import (
    Author,
    AuthorKind,
    Error,
    FetchHistory,
    History,
    MarkRead,
    Ping,
    Pong,
    SetTyping,
    Typing,
)
from ryadom.protocol.visitor import (
    Agree,
    AskErasure,
    CopySent,
    DismissInvitation,
    EndConversation,
    ErasureAsked,
    Hello,
    Identify,
    PreviewDraft,
    RateConversation,
    SendCopy,
    SendMessage,
    SetAttributes,
    SetClientId,
    SiteState,
    Track,
    VisitorCommand,
    VisitPage,
    Welcome,
    WithdrawConsent,
)
from ryadom.store.conversations import Head, find_current_head
from ryadom.store.database import Database
from ryadom.store.entries import read_history
from ryadom.store.ids import new_id
from ryadom.store.sites import find_site
from ryadom.store.sql import Connection
from ryadom.store.visitors import Standing

LATEST_ENTRIES = 50


class VisitorDesk(Struct, frozen=True, kw_only=True):
    """What visitors' sessions work with; `greeting_database` is the part of the pool that hellos may take.

    `own_origin`: of the server, whose page of each site's chat may open it too.
    """

    database: Database
    greeting_database: Database
    hub: Hub
    relay: Relay
    tokens: VisitorTokens
    presence: Presence
    conversations: Conversations
    ratings: Ratings
    profiles: Profiles
    reception: Reception
    waiting_line: WaitingLine
    admission: Admission[Owner]
    intake: SubjectIntake
    newcomers: Newcomers
    copies: MailCopies
    site_visitors: SiteVisitors
    chat_invitations: ChatInvitations
    draft_previews: DraftPreviews
    own_origin: str | None = None


class VisitorSession:
    """A visitor behind one socket. `begin` once, then `handle` one command after the other, then `finish`."""

    def __init__(self, desk: VisitorDesk, subscriber: Subscriber, caller: Caller) -> None:
        self._desk = desk
        self._subscriber = subscriber
        self._caller = caller
        self._topics: tuple[Topic, ...] = ()
        self._place: Place[Owner] | None = None
        self._conversation_id: UUID | None = None
        self._is_present = False
        self._sight: VisitorSight | None = None

    async def begin(self, hello: Hello) -> None:
        """Answers the hello with `welcome` and, where there is a conversation, what the client has missed of it.

        Raises:
            SiteUnknown: no site has this key.
            OriginForbidden: the page is not of the site's origins.
            TokenInvalid: forged, broken, of another site, too old or revoked.
            TooManySockets: the visitor has as many as one may have.
        """
        desk = self._desk
        async with desk.greeting_database.connection() as connection:
            site = await find_site(connection, hello.site) if is_site_key(hello.site) else None
            if site is None:
                raise SiteUnknown("No site has this key. Check data-site in the script tag.", field="site")
            check_origin(site, self._caller.origin, own=desk.own_origin)
            identity = desk.tokens.read(hello.token, site_id=site.id) if hello.token is not None else None
            self._controller_id = site.controller_id
            owner = Owner(site.id, identity.visitor_id if identity else new_id())
            self._ticket = desk.waiting_line.ticket(owner)
            self._visit = Visit(owner=owner, locale=clean_locale(hello.locale), page=clean_page(hello.page))
            offer = await desk.reception.offer(connection, site.id)
            # Subscribed first: what happens while we read waits in the corked outbox, and a revocation finds us.
            departments = [DepartmentTopic(department.id) for department in offer.departments]
            self._topics = (VisitorTopic(*owner), VisitorsTopic(site.id), *departments)
            desk.hub.subscribe(self._subscriber, self._topics)
            standing = await standing_of(connection, identity) if identity else Standing()
            self._restraint = Restraint(desk.database, owner, standing)
            self._place = desk.admission.enter(owner, oust=self._subscriber.end)
            head = await find_current_head(connection, site_id=site.id, visitor_id=owner.visitor_id)
            self._has_worked = head is None and desk.newcomers.has_worked(owner, hello.proof)
            if head is not None:
                self._visit = replace(self._visit, name=head.visitor.name)
            self._consents = ConsentTalk(
                site, self._visit, self._caller, self._subscriber, database=desk.database, relay=desk.relay
            )
            self._page_talk = PageTalk(
                desk.profiles,
                self._consents,
                self._subscriber,
                hub=desk.hub,
                relay=desk.relay,
                tokens=desk.tokens,
            )
            consents, may_take = await self._consents.read(connection)
            state = await desk.reception.state_of(connection, site, self._visit.locale, consents)
            # The same once more: a new one would be told to all tabs of the browser.
            told = hello.token if self._caller.is_back else None
            welcome = self._welcome(state, told or self._issue(standing.revoked_generation), head)
            missed = await self._missed(connection, head, hello) if head else None
            is_seen = offer.shows_visitors and may_take and not standing.is_blocked
            # Whoever is back has it: a wait that begins with news would end at once, again and again.
            asks = is_seen and not standing.is_banned and not self._caller.is_back
            invited = await desk.chat_invitations.find(connection, owner) if asks else None
        if offer.shows_visitors:
            self._sight = VisitorSight(desk.site_visitors, owner, is_blocked=standing.is_blocked)
        self._subscriber.outbox.reply(welcome)
        if missed is not None:
            self._subscriber.outbox.reply(missed)
        if invited is not None:
            self._subscriber.outbox.reply(invited)
        self._subscriber.outbox.uncork()
        if self._sight is not None and is_seen:
            self._sight.show(self._visit.page)
        # Operators are told of nobody whom they may not see.
        desk.presence.visitor_arrives(owner, None if standing.is_blocked else self._conversation_id)
        self._is_present = True
        self._ticket.hold(self._conversation_id)
        is_restrained = standing.is_blocked or standing.is_banned
        if may_take and not is_restrained and not self._caller.is_back:
            # Whoever goes on with entries that they hold has not left the page.
            await self._note_page(is_step=hello.conversation_id is None)

    def spend(self, size_bytes: int) -> None:
        """Notes a command of this size, once `begin` has returned.

        Raises:
            RateLimited: all the sockets of this one together have used up what one may use.
        """
        if self._place is not None:
            self._place.spend(size_bytes)

    async def handle(self, command: VisitorCommand) -> None:
        """Does what the visitor asks; answers go to the outbox, refusals are raised.

        Raises:
            RyadomError: of any kind; the socket tells it to the client.
        """
        if not await self._restraint.admit(command):
            return
        # Before the consents, which would be noted.
        if isinstance(command, PRICED):
            await self._ask_for_work()
        try:
            await self._consents.admit(command, self._visit.page)
        except ConsentRefusal:
            # A consent of its own that is missing says nothing of those that must be.
            if self._sight is not None and type(command) not in CONSENT_OF_ITS_OWN:
                self._sight.hide()
            raise
        await self._do(command)
        if self._sight is not None:
            await self._sight.follow(command, self._visit.page, self._consents, self._desk.database)

    async def _do(self, command: VisitorCommand) -> None:
        match command:
            case Hello():
                raise HelloRepeated("This socket has said hello already. Open another for another site or token.")
            case SendMessage():
                await self._send_message(command)
            case FetchHistory():
                await self._fetch_history(command)
            case MarkRead():
                await self._desk.conversations.mark_read(
                    self._visit.owner,
                    conversation_id=await self._own(command.conversation_id),
                    reader=AuthorKind.VISITOR,
                    seq=command.seq,
                )
            case SetTyping():
                await self._tell_typing(command)
            case PreviewDraft():
                await self._own(command.conversation_id)
                await self._desk.draft_previews.show(self._visit.owner, command)
            case VisitPage():
                self._visit = replace(self._visit, page=clean_page(command.page))
                await self._note_page(is_step=True)
            case DismissInvitation():
                await self._desk.chat_invitations.dismiss(self._visit.owner, command.invitation_id)
            case SetClientId():
                await self._note_client_id(command.client_id)
            case EndConversation():
                await self._desk.conversations.end_by_visitor(
                    self._visit,
                    conversation_id=await self._own(command.conversation_id),
                    echo_id=command.echo_id,
                )
            case RateConversation():
                await self._rate(command)
            case Agree():
                await self._consents.agree(command.document_ids, echo_id=command.echo_id, page=self._visit.page)
            case WithdrawConsent():
                await self._consents.withdraw(command, self._visit.page)
                if self._conversation_id is not None:
                    self._desk.draft_previews.end(self._visit.owner, self._conversation_id)
            case AskErasure():
                await self._ask_erasure(command)
            case SendCopy():
                await self._send_copy(command)
            case Identify() | SetAttributes() | Track():
                self._visit = await self._page_talk.take(command, self._visit)
            case Ping():
                self._subscriber.outbox.reply(Pong(server_time=self._now()))
            case _:
                assert_never(command)

    def finish(self) -> None:
        """Leaves what was followed. Safe at any time, also before or in the middle of `begin`."""
        self._desk.hub.unsubscribe(self._subscriber, self._topics)
        if self._place is not None:
            self._place.leave()
        if self._is_present:
            self._desk.presence.visitor_leaves(self._visit.owner)
            self._is_present = False
            self._ticket.give_back()
        if self._sight is not None:
            self._sight.hide()

    def _issue(self, revoked: int) -> str:
        site_id, visitor_id = self._visit.owner
        return self._desk.tokens.issue(site_id=site_id, visitor_id=visitor_id, revoked_generation=revoked)

    def _welcome(self, site: SiteState, token: str, head: Head | None) -> Welcome:
        self._conversation_id = head.id if head else None
        return Welcome(
            protocol=VERSION,
            server_time=self._now(),
            visitor_id=self._visit.owner.visitor_id,
            token=token,
            site=site,
            conversation=state_of(head) if head else None,
        )

    async def _missed(self, connection: Connection, head: Head, hello: Hello) -> History | Error:
        resumes = hello.conversation_id == head.id
        try:
            refuse_seq_ahead(hello.after_seq if resumes else 0, head.last_public_seq)
        except SeqAhead as error:
            return Error.of(error)
        return await read_history(
            connection,
            head=head,
            audience=AuthorKind.VISITOR,
            limit=MAX_PAGE_ENTRIES if resumes else LATEST_ENTRIES,
            request_id=None,
            after_seq=hello.after_seq if resumes else None,
        )

    async def _send_message(self, command: SendMessage) -> None:
        desk, visit = self._desk, self._visit
        try:
            entry = await desk.conversations.post_from_visitor(
                visit,
                echo_id=command.echo_id,
                body=command.body,
                about=command.about,
                conversation_id=command.conversation_id,
                current_id=self._conversation_id,
                department=command.department,
                gate=self._consents.require,
                file_ids=command.file_ids,
            )
        except ConsentRefusal:
            await self._consents.show()
            raise
        if self._conversation_id is None and entry.seq == 1:
            desk.newcomers.note_begun(visit.owner.site_id, has_worked=self._has_worked)
        # Here, or in another tab before the first message of this one.
        self._visit = replace(visit, name=entry.author.name)
        if self._conversation_id != entry.conversation_id:
            self._conversation_id = entry.conversation_id
            desk.presence.visitor_writes(visit.owner, entry.conversation_id)
            self._ticket.hold(entry.conversation_id)

    async def _ask_for_work(self) -> None:
        """Lets those through who are known, who have worked, and who need not.

        Raises:
            WorkRequired: a newcomer who is to work first.
        """
        newcomers, owner = self._desk.newcomers, self._visit.owner
        if self._conversation_id is not None or self._has_worked or not newcomers.are_asked(owner.site_id):
            return
        # Another tab may have begun it.
        async with self._desk.database.connection() as connection:
            head = await self._current_head(connection)
        if head is None:
            raise newcomers.refusal(owner)

    async def _rate(self, command: RateConversation) -> None:
        await self._own(command.conversation_id)
        try:
            await self._desk.ratings.rate(self._visit, command, gate=self._consents.require)
        except ConsentRefusal:
            await self._consents.show()
            raise

    async def _ask_erasure(self, command: AskErasure) -> None:
        taken = await self._desk.intake.take_from_chat(self._controller_id, self._visit, echo_id=command.echo_id)
        asked = ErasureAsked(echo_id=command.echo_id, number=taken.number, due_on=taken.due_on)
        self._subscriber.outbox.reply(asked)

    async def _send_copy(self, command: SendCopy) -> None:
        try:
            email = await self._desk.copies.take(
                self._visit, command, controller_id=self._controller_id, gate=self._consents.require
            )
        except ConsentRefusal:
            await self._consents.show()
            raise
        self._subscriber.outbox.reply(CopySent(echo_id=command.echo_id, email=email))

    async def _fetch_history(self, command: FetchHistory) -> None:
        async with self._desk.database.connection() as connection:
            head = await self._current_head(connection)
            if head is None or head.id != command.conversation_id:
                raise unknown_conversation()
            history = await fetch_history(connection, head, command, audience=AuthorKind.VISITOR)
        self._subscriber.outbox.reply(history)

    async def _note_page(self, *, is_step: bool) -> None:
        if self._conversation_id is not None and self._visit.page is not None:
            await self._desk.conversations.visit_page(
                self._visit.owner,
                conversation_id=self._conversation_id,
                page=self._visit.page,
                # Where the site does not show who is where, nobody keeps where they were.
                is_step=is_step and self._sight is not None,
            )

    async def _note_client_id(self, client_id: str) -> None:
        if self._conversation_id is not None:
            await self._desk.conversations.set_client_id(
                self._visit.owner, conversation_id=self._conversation_id, client_id=client_id
            )

    async def _tell_typing(self, command: SetTyping) -> None:
        await self._own(command.conversation_id)
        owner = self._visit.owner
        self._desk.relay.publish(
            OperatorsTopic(owner.site_id),
            Typing(
                conversation_id=command.conversation_id,
                author=Author(kind=AuthorKind.VISITOR, id=owner.visitor_id, name=""),
                active=command.active,
                expires_in_s=TYPING_LEASE_S,
            ),
        )

    async def _own(self, conversation_id: UUID) -> UUID:
        """The id, if it is of the visitor's own conversation; another tab may have begun it a moment ago."""
        if conversation_id != self._conversation_id:
            async with self._desk.database.connection() as connection:
                head = await self._current_head(connection)
            self._conversation_id = head.id if head else None
        if conversation_id != self._conversation_id:
            raise unknown_conversation()
        return conversation_id

    async def _current_head(self, connection: Connection) -> Head | None:
        site_id, visitor_id = self._visit.owner
        return await find_current_head(connection, site_id=site_id, visitor_id=visitor_id)

    def _now(self) -> datetime:
        return self._desk.tokens.now()
