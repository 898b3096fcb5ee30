"""What a visitor's commands do, once they may be done: what the session holds between one and the next."""

from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.conversations import Visit
from ryadom.core.page_talk import PageTalk
from ryadom.core.resume import fetch_history
from ryadom.core.texts import clean_page
from ryadom.core.timeline_rules import unknown_conversation
from ryadom.core.visitor_consents import ConsentTalk
from ryadom.core.visitor_desk import VisitorDesk
from ryadom.core.waiting_line import Ticket
from ryadom.errors import ConsentRefusal, HelloRepeated
from ryadom.live.hub import OperatorsTopic, Subscriber
from ryadom.protocol import TYPING_LEASE_S
from ryadom.protocol.shared import Author, AuthorKind, FetchHistory, MarkRead, Ping, Pong, SetTyping, Typing
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
    Track,
    VisitorCommand,
    VisitPage,
    WithdrawConsent,
)
from ryadom.store.conversations import Head, find_current_head
from ryadom.store.sql import Connection


class VisitorDeeds:
    """The deeds of one socket, one after the other; answers go to its outbox.

    `visit` is the visitor as the socket knows them, `conversation_id` the conversation that it knows them to have.
    `keeps_pages`: where they go is kept while they have one.
    """

    def __init__(
        self,
        desk: VisitorDesk,
        subscriber: Subscriber,
        consents: ConsentTalk,
        ticket: Ticket,
        *,
        visit: Visit,
        controller_id: UUID,
        conversation_id: UUID | None,
        has_worked: bool,
        keeps_pages: bool,
    ) -> None:
        self.visit = visit
        self.conversation_id = conversation_id
        self._desk = desk
        self._subscriber = subscriber
        self._consents = consents
        self._ticket = ticket
        self._controller_id = controller_id
        self._has_worked = has_worked
        self._keeps_pages = keeps_pages
        self._page_talk = PageTalk(
            desk.profiles, consents, subscriber, hub=desk.hub, relay=desk.relay, tokens=desk.tokens
        )

    async def do(self, command: VisitorCommand) -> None:
        """Does what the visitor asks.

        Raises:
            RyadomError: of any kind, for the client.
        """
        match command:
            case Hello():
                raise HelloRepeated("This socket has said hello already. Open another for another site or token.")
            case SendMessage():
                await self._send_message(command)
            case FetchHistory():
                await self._fetch_history(command)
            case MarkRead():
                await self._desk.conversations.mark_read(
                    self.visit.owner,
                    conversation_id=await self._own(command.conversation_id),
                    reader=AuthorKind.VISITOR,
                    seq=command.seq,
                )
            case SetTyping():
                await self._tell_typing(command)
            case PreviewDraft():
                await self._own(command.conversation_id)
                await self._desk.draft_previews.show(self.visit.owner, command)
            case VisitPage():
                self.visit = self.visit.on(clean_page(command.page))
                await self.note_page(is_step=True)
            case DismissInvitation():
                await self._desk.chat_invitations.dismiss(self.visit.owner, command.invitation_id)
            case SetClientId():
                await self._note_client_id(command.client_id)
            case EndConversation():
                await self._desk.conversations.end_by_visitor(
                    self.visit,
                    conversation_id=await self._own(command.conversation_id),
                    echo_id=command.echo_id,
                )
            case RateConversation():
                await self._rate(command)
            case Agree():
                await self._consents.agree(command.document_ids, echo_id=command.echo_id, page=self.visit.page)
            case WithdrawConsent():
                await self._consents.withdraw(command, self.visit.page)
                if self.conversation_id is not None:
                    self._desk.draft_previews.end(self.visit.owner, self.conversation_id)
            case AskErasure():
                await self._ask_erasure(command)
            case SendCopy():
                await self._send_copy(command)
            case Identify() | SetAttributes() | Track():
                self.visit = await self._page_talk.take(command, self.visit)
            case Ping():
                self._subscriber.outbox.reply(Pong(server_time=self._desk.tokens.now()))
            case _:
                assert_never(command)

    async def ask_for_work(self) -> None:
        """Lets those through who are known, who have worked, and who need not.

        Raises:
            WorkRequired: a newcomer who is to work first.
        """
        newcomers, owner = self._desk.newcomers, self.visit.owner
        if self.conversation_id is not None or self._has_worked or not newcomers.are_asked(owner.site_id):
            return
        # Another tab may have begun it.
        async with self._desk.database.connection() as connection:
            head = await self._current_head(connection)
        if head is None:
            raise newcomers.refusal(owner)

    async def note_page(self, *, is_step: bool) -> None:
        """Has operators see where the visitor is; `is_step`: they have come there just now."""
        if self.conversation_id is not None and self.visit.page is not None:
            await self._desk.conversations.visit_page(
                self.visit.owner,
                conversation_id=self.conversation_id,
                page=self.visit.page,
                # Where the site does not show who is where, nobody keeps where they were.
                is_step=is_step and self._keeps_pages,
            )

    async def _send_message(self, command: SendMessage) -> None:
        desk, visit = self._desk, self.visit
        try:
            entry = await desk.conversations.post_from_visitor(
                visit,
                echo_id=command.echo_id,
                body=command.body,
                about=command.about,
                conversation_id=command.conversation_id,
                current_id=self.conversation_id,
                department=command.department,
                gate=self._consents.require,
                file_ids=command.file_ids,
            )
        except ConsentRefusal:
            await self._consents.show()
            raise
        if self.conversation_id is None and entry.seq == 1:
            desk.newcomers.note_begun(visit.owner.site_id, has_worked=self._has_worked)
        # Here, or in another tab before the first message of this one.
        self.visit = replace(visit, name=entry.author.name)
        if self.conversation_id != entry.conversation_id:
            self.conversation_id = entry.conversation_id
            desk.presence.visitor_writes(visit.owner, entry.conversation_id)
            self._ticket.hold(entry.conversation_id)

    async def _rate(self, command: RateConversation) -> None:
        await self._own(command.conversation_id)
        try:
            await self._desk.ratings.rate(self.visit, command, gate=self._consents.require)
        except ConsentRefusal:
            await self._consents.show()
            raise

    async def _ask_erasure(self, command: AskErasure) -> None:
        taken = await self._desk.intake.take_from_chat(self._controller_id, self.visit, echo_id=command.echo_id)
        asked = ErasureAsked(echo_id=command.echo_id, number=taken.number, due_on=taken.due_on)
        self._subscriber.outbox.reply(asked)

    async def _send_copy(self, command: SendCopy) -> None:
        try:
            email = await self._desk.copies.take(
                self.visit, command, controller_id=self._controller_id, gate=self._consents.require
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

    async def _note_client_id(self, client_id: str) -> None:
        if self.conversation_id is not None:
            await self._desk.conversations.set_client_id(
                self.visit.owner, conversation_id=self.conversation_id, client_id=client_id
            )

    async def _tell_typing(self, command: SetTyping) -> None:
        await self._own(command.conversation_id)
        owner = self.visit.owner
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
        if conversation_id != self.conversation_id:
            async with self._desk.database.connection() as connection:
                head = await self._current_head(connection)
            self.conversation_id = head.id if head else None
        if conversation_id != self.conversation_id:
            raise unknown_conversation()
        return conversation_id

    async def _current_head(self, connection: Connection) -> Head | None:
        site_id, visitor_id = self.visit.owner
        return await find_current_head(connection, site_id=site_id, visitor_id=visitor_id)
