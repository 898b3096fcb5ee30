"""What visitors and operators say. Where conversations are led is in `core/leading.py`, amendments in their own."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.campaigns import Parameter, campaign_behind, with_campaign
from ryadom.core.chat_invitations import append_answered, take_answered
from ryadom.core.conversation_rules.heeding import NOTHING, RuleKeeper, append_deeds
from ryadom.core.conversation_rules.matching import Said
from ryadom.core.conversation_rules.rule import Occasion
from ryadom.core.files.claims import append_message
from ryadom.core.handing_over import find_wished, reopen, return_to_queue
from ryadom.core.introductions import introduce
from ryadom.core.timeline_rules import (
    find_known,
    kept_choices,
    kept_text,
    lock_conversation,
    no_message,
    refuse_messenger,
    unknown_conversation,
)
from ryadom.core.visitor_standing import refuse_erased, refuse_shut_out
from ryadom.core.webhook_bots.leading import lead_by_bot
from ryadom.core.work.leaving import has_lost_leader
from ryadom.live.hub import OperatorsTopic, VisitorTopic
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.live.writer import Change, Writer
from ryadom.privacy.policies import Masking
from ryadom.protocol.operator import PageVisited
from ryadom.protocol.shared import AnyEntry, Author, AuthorKind, Page, ReadMarked, Status
from ryadom.protocol.visitor import About
from ryadom.store import conversations as store
from ryadom.store import journal
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewStatus, Stored, append_entry, has_message
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Record
from ryadom.store.posts import Post
from ryadom.store.sql import Connection
from ryadom.store.visitor_mails import put_address
from ryadom.store.visitors import lock_visitor, name_visitor


class Visit(Struct, frozen=True, kw_only=True):
    """A visitor as their socket knows them: what the first message makes a row of.

    `campaign`: what led them here by the newest page that tells of it, kept nowhere until they write.
    """

    owner: Owner
    locale: str
    page: Page | None
    name: str = ""
    campaign: Sequence[Parameter] = ()

    @property
    def author(self) -> Author:
        """The visitor as an author."""
        return Author(kind=AuthorKind.VISITOR, id=self.owner.visitor_id, name=self.name)

    def on(self, page: Page | None) -> "Visit":
        """The same visitor on another page."""
        brought = campaign_behind(page) if page else ()
        return replace(self, page=page, campaign=brought or self.campaign)


async def no_gate(_connection: Connection) -> None:
    """A gate for what no visitor writes: invented chats."""


class Conversations:
    """Changes conversations. Each method commits, then publishes; what it gives is what was stored.

    A repeated `echo_id` stores nothing and publishes the first entry once more: whoever missed it, e.g. because a
    commit's answer was lost, has it now, and everybody else ignores a seq they know.

    Before anything else a body is made what may be kept of it (`Masking`): nothing past this class sees more.
    `keeps_addresses`: answers can be mailed, so it is kept where to. `rules`: what sites want done with what visitors
    write; None: nothing, of invented chats.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        relay: Relay,
        masking: Masking,
        *,
        keeps_addresses: bool = False,
        rules: RuleKeeper | None = None,
    ) -> None:
        self._database = database
        self._rules = rules
        self._keeps_addresses = keeps_addresses
        self._writer = writer
        self._relay = relay
        self._masking = masking

    async def post_from_visitor(
        self,
        visit: Visit,
        *,
        echo_id: UUID,
        body: str,
        about: About | None = None,
        conversation_id: UUID | None,
        current_id: UUID | None = None,
        department: str | None = None,
        gate: Callable[[Connection], Awaitable[None]],
        file_ids: Sequence[UUID] = (),
    ) -> AnyEntry:
        """Posts into the visitor's conversation; begins one where there is none, opens it again where it was closed.

        `conversation_id` is what the client asked for, `current_id` what its socket last knew to be the current one.
        `department` is whom it is for, where it begins a conversation or opens one again; see `SendMessage`. `gate`
        refuses content that the visitor has not agreed to; where they have, nobody needs to ask it. `file_ids`: what
        they have uploaded and sent with no message yet. A conversation that begins with a form as bots fill it in
        (`Introduction.is_trapped`) is closed at once.

        Raises:
            BadBody: see `clean_body` and `introduce`.
            ConversationUnknown: `conversation_id` names another conversation than the visitor's current one.
            EchoIdTaken: an operator has used this `echo_id` here.
            VisitorErased: what was held on the visitor was erased, and the socket has not heard of it yet.
            VisitorBlocked: the visitor's data are blocked.
            ConsentRequired: `gate` does not let it pass.
            FileUnknown: see `append_message`.
        """
        introduction = introduce(about, locale=visit.locale)
        body = introduction.before(body, may_be_empty=bool(file_ids))
        body = await kept_text(self._masking, visit.owner.site_id, body, may_be_empty=bool(file_ids))
        site_id, visitor_id = visit.owner
        name = await self._masking.apply_aside(site_id, introduction.name) if introduction.name else ""
        email = await self._address(site_id, introduction.email)
        said = Said(body=body, page_url=visit.page.url if visit.page else None, locale=visit.locale)
        rules = self._rules
        is_plain = not name and not email and not file_ids and not (rules and rules.may_concern(site_id, said))
        if (likely_id := conversation_id or current_id) and is_plain:
            plain = Post(site_id=site_id, conversation_id=likely_id, author=visit.author, echo_id=echo_id, body=body)
            posted = await self._writer.post(visit.owner, plain)
            if isinstance(posted, Stored):
                return posted.for_visitor()

        async def post(connection: Connection) -> Change[Stored]:
            await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id, locale=visit.locale)
            await refuse_shut_out(connection, visit.owner)
            await gate(connection)
            if name:
                await name_visitor(connection, site_id=site_id, visitor_id=visitor_id, name=name)
            head = await store.lock_current_head(connection, site_id=site_id, visitor_id=visitor_id)
            if conversation_id is not None and (head is None or head.id != conversation_id):
                raise unknown_conversation()
            if head is not None and (known := await find_known(connection, head, visit.author, echo_id)):
                return known
            is_new = head is None
            head = head or await _begin(connection, visit, department)
            begins = is_new or head.status is Status.CLOSED
            answered = await take_answered(connection, head, is_new=is_new) if begins else None
            reopening = await return_to_queue(connection, head, department)
            wanted = NOTHING
            if rules and not introduction.is_trapped:
                occasions = [Occasion.BEGUN if is_new else Occasion.REOPENED] if begins else []
                wanted = await rules.ask(connection, head, said, *occasions, Occasion.MESSAGE)
            if begins:
                if answered is not None:
                    reopening = (*reopening, *await append_answered(connection, head, answered))
                if not introduction.is_trapped:
                    reopening = (*reopening, *await lead_by_bot(connection, head, wanted.handing))
            message = await append_message(
                connection, head, head.visitor, echo_id=echo_id, body=body, file_ids=file_ids
            )
            if email and not introduction.is_trapped:
                await put_address(
                    connection,
                    site_id=site_id,
                    conversation_id=head.id,
                    visitor_id=visitor_id,
                    email=email,
                    locale=visit.locale,
                    seq=message.entry.seq,
                )
            deeds = await append_deeds(connection, head, wanted, reopening)
            # Kept, found and answered like any other, but nobody is called to it: it waits for nobody.
            ending: tuple[Stored, ...] = ()
            if is_new and introduction.is_trapped:
                closed = NewStatus(status=Status.CLOSED)
                ending = (await append_entry(connection, head=head, author=head.visitor, echo_id=None, content=closed),)
            started = await store.find_conversation(connection, site_id=site_id, id=head.id) if is_new else None
            return Change(result=message, entries=(*reopening, message, *deeds, *ending), started=started)

        return (await self._writer.write(visit.owner, post)).for_visitor()

    async def _address(self, site_id: UUID, email: str) -> str:
        """Where answers go by mail; empty where none may, or the site keeps no addresses in its texts either."""
        if not self._keeps_addresses or not email:
            return ""
        return email if await self._masking.apply_aside(site_id, email) == email else ""

    async def post_from_operator(
        self,
        owner: Owner,
        operator: Author,
        *,
        conversation_id: UUID,
        echo_id: UUID,
        body: str,
        choices: Sequence[str] = (),
        file_ids: Sequence[UUID] = (),
        uploader: Author | None = None,
        reply_to_seq: int | None = None,
        record_of: Callable[[Stored], Record] | None = None,
        is_by_program: bool = False,
    ) -> Stored:
        """Answers. A conversation that is nobody's or a bot's becomes the writer's first; a closed one is opened again.

        A bot that writes takes none. `uploader`: see `append_message`. `record_of`: what the journal says of the
        message, in one transaction with it; of one that had been stored before it is not asked. `is_by_program`: it is
        written in the operator's name, and their sight is not asked.

        Raises:
            ConversationUnknown: there is none, or its visitor is blocked, or the operator does not see it.
            BadBody: see `clean_body`; a choice is no short line, or is there twice.
            MessengerForbidden: it links to a messenger that is closed to the site's controller.
            EchoIdTaken: somebody else has used this `echo_id` here.
            VisitorErased: what was held on the visitor was erased.
            FileUnknown: see `append_message`.
            MessageUnknown: there was never a message at `reply_to_seq` that the visitor could see.
            JournalUnavailable: it is to be journalled and can't be; nothing was stored.
        """
        body = await kept_text(self._masking, owner.site_id, body, may_be_empty=bool(file_ids))
        choices = await kept_choices(self._masking, owner.site_id, choices)
        for text in (body, *choices):
            await refuse_messenger(self._database, owner.site_id, text)
        plain = Post(
            site_id=owner.site_id, conversation_id=conversation_id, author=operator, echo_id=echo_id, body=body
        )
        # A group commit knows of nothing but words, and of no bots.
        is_plain = not choices and not file_ids and reply_to_seq is None and record_of is None and not operator.bot
        if is_plain and isinstance(posted := await self._writer.post(owner, plain), Stored):
            return posted

        async def post(connection: Connection) -> Change[Stored]:
            reader_id = None if is_by_program else operator.id
            head = await lock_conversation(connection, owner, conversation_id, reader_id=reader_id)
            if known := await find_known(connection, head, operator, echo_id):
                return known
            if head.status is Status.CLOSED:
                await refuse_erased(connection, owner)
            if reply_to_seq is not None and not await has_message(connection, head, reply_to_seq):
                raise no_message()
            before: tuple[Stored, ...] = ()
            if head.status is Status.CLOSED:
                before = (await reopen(connection, head, operator),)
            is_nobodys = head.assignee is None or head.assignee.bot
            if not is_nobodys and before:
                is_nobodys = await has_lost_leader(connection, head)
            if is_nobodys and not operator.bot:
                content = NewAssignment(operator=operator)
                before += (await append_entry(connection, head=head, author=operator, echo_id=None, content=content),)
            posted = await append_message(
                connection,
                head,
                operator,
                echo_id=echo_id,
                body=body,
                choices=choices,
                file_ids=file_ids,
                uploader=uploader,
                reply_to_seq=reply_to_seq,
            )
            if record_of is not None:
                await journal.append(connection, [record_of(posted)])
            return Change(result=posted, entries=(*before, posted))

        return await self._writer.write(owner, post)

    async def end_by_visitor(self, visit: Visit, *, conversation_id: UUID, echo_id: UUID) -> None:
        """Closes a visitor's own conversation; one that is closed stays as it is.

        Raises:
            EchoIdTaken: an operator has used this `echo_id` here.
            VisitorBlocked: the visitor's data are blocked.
        """

        async def change(connection: Connection) -> Change[None]:
            await refuse_shut_out(connection, visit.owner)
            head = await lock_conversation(connection, visit.owner, conversation_id)
            if known := await find_known(connection, head, visit.author, echo_id):
                return Change(result=None, entries=known.entries, repeated=True)
            if head.status is Status.CLOSED:
                return Change(result=None)
            content = NewStatus(status=Status.CLOSED)
            entry = await append_entry(connection, head=head, author=head.visitor, echo_id=echo_id, content=content)
            return Change(result=None, entries=(entry,))

        await self._writer.write(visit.owner, change)

    async def mark_read(
        self, owner: Owner, *, conversation_id: UUID, reader: AuthorKind, seq: int, reader_id: UUID | None = None
    ) -> bool:
        """Moves a read mark forward, never beyond the newest entry, and tells both sides; gives whether it moved.

        `reader_id`: the operator who has read; of what has left their sight meanwhile none is moved.
        """
        async with self._database.connection() as connection:
            moved = await store.mark_read(
                connection, site_id=owner.site_id, id=conversation_id, reader=reader, seq=seq, reader_id=reader_id
            )
        if moved is not None:
            marked = ReadMarked(conversation_id=conversation_id, reader=reader, seq=moved.seq)
            self._relay.publish(OperatorsTopic(owner.site_id), marked)
            if moved.public_moved:
                self._relay.publish(VisitorTopic(*owner), replace(marked, seq=moved.public_seq))
        return moved is not None

    async def visit_page(self, owner: Owner, *, conversation_id: UUID, page: Page, is_step: bool) -> None:
        """Notes the page that a visitor with a conversation is on; `is_step`: as one that they went to."""
        async with self._database.connection() as connection:
            is_noted = await store.set_page(
                connection, site_id=owner.site_id, id=conversation_id, page=page, is_step=is_step
            )
        if is_noted:
            self._relay.publish(OperatorsTopic(owner.site_id), PageVisited(conversation_id=conversation_id, page=page))

    async def set_client_id(self, owner: Owner, *, conversation_id: UUID, client_id: str) -> None:
        """Notes what the counter on the visitor's page calls their browser."""
        async with self._database.connection() as connection:
            await store.set_client_id(connection, site_id=owner.site_id, id=conversation_id, client_id=client_id)


async def _begin(connection: Connection, visit: Visit, department: str | None) -> Head:
    site_id, visitor_id = visit.owner
    conversation_id = new_id()
    wished = await find_wished(connection, site_id, department)
    await store.insert_conversation(
        connection,
        site_id=site_id,
        id=conversation_id,
        visitor_id=visitor_id,
        page=visit.page,
        landing_url=with_campaign(visit.page.url, visit.campaign) if visit.page else None,
        department_id=wished.id if wished else None,
    )
    head = await store.find_head(connection, site_id=site_id, id=conversation_id)
    if head is None:
        raise unknown_conversation()
    return head
