"""What visitors and operators do to a conversation: every rule of its timeline is here."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.files.claims import append_message
from ryadom.core.introductions import introduce
from ryadom.core.rights import Right, may
from ryadom.core.texts import check_length, clean_body
from ryadom.core.visitor_standing import refuse_erased, refuse_shut_out
from ryadom.errors import ConversationUnknown, EchoIdTaken, MessengerForbidden, OperatorUnknown
from ryadom.live.hub import OperatorsTopic, VisitorTopic
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.live.writer import Change, Writer
from ryadom.privacy.messengers import linked_messenger
from ryadom.privacy.policies import Masking
from ryadom.protocol.operator import ConversationStarted, PageVisited
from ryadom.protocol.shared import AnyEntry, Author, AuthorKind, Page, ReadMarked, Status
from ryadom.protocol.visitor import About
from ryadom.store import conversations as store
from ryadom.store.controllers import is_regulated_site
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewStatus, Stored, append_entry, find_by_echo
from ryadom.store.ids import new_id
from ryadom.store.operators import find_on_site
from ryadom.store.posts import Post
from ryadom.store.sql import Connection
from ryadom.store.visitors import lock_visitor, name_visitor


class Visit(Struct, frozen=True, kw_only=True):
    """A visitor as their socket knows them: what the first message makes a row of."""

    owner: Owner
    locale: str
    page: Page | None
    name: str = ""

    @property
    def author(self) -> Author:
        """The visitor as an author."""
        return Author(kind=AuthorKind.VISITOR, id=self.owner.visitor_id, name=self.name)


async def no_gate(_connection: Connection) -> None:
    """A gate for what no visitor writes: invented chats."""


class Conversations:
    """Changes conversations. Each method commits, then publishes; what it gives is what was stored.

    A repeated `echo_id` stores nothing and publishes the first entry once more: whoever missed it, e.g. because a
    commit's answer was lost, has it now, and everybody else ignores a seq they know.

    Before anything else a body is made what may be kept of it (`Masking`): nothing past this class sees more.
    """

    def __init__(self, database: Database, writer: Writer, relay: Relay, masking: Masking) -> None:
        self._database = database
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
        gate: Callable[[Connection], Awaitable[None]],
        file_ids: Sequence[UUID] = (),
    ) -> AnyEntry:
        """Posts into the visitor's conversation; begins one where there is none, opens it again where it was closed.

        `conversation_id` is what the client asked for, `current_id` what its socket last knew to be the current one.
        `gate` refuses content that the visitor has not agreed to; where they have, nobody needs to ask it. `file_ids`:
        what they have uploaded and sent with no message yet.

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
        body = await self._kept(
            visit.owner, introduction.before(body, may_be_empty=bool(file_ids)), may_be_empty=bool(file_ids)
        )
        site_id, visitor_id = visit.owner
        name = await self._masking.apply_aside(site_id, introduction.name)
        if (likely_id := conversation_id or current_id) and not name and not file_ids:
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
                raise _unknown_conversation()
            if head is not None and (known := await _known(connection, head, visit.author, echo_id)):
                return known
            is_new = head is None
            head = head or await _begin(connection, visit)
            reopening = await _reopen(connection, head, head.visitor, keep_assignee=False)
            message = await append_message(
                connection, head, head.visitor, echo_id=echo_id, body=body, file_ids=file_ids
            )
            started = await store.find_conversation(connection, site_id=site_id, id=head.id) if is_new else None
            return Change(
                result=message,
                entries=(*reopening, message),
                started=ConversationStarted(conversation=replace(started, visitor_online=True)) if started else None,
            )

        return (await self._writer.write(visit.owner, post)).for_visitor()

    async def post_from_operator(
        self,
        owner: Owner,
        operator: Author,
        *,
        conversation_id: UUID,
        echo_id: UUID,
        body: str,
        file_ids: Sequence[UUID] = (),
    ) -> None:
        """Answers. A conversation that is nobody's becomes the writer's first; a closed one is opened again.

        Raises:
            BadBody: see `clean_body`.
            MessengerForbidden: it links to a messenger that is closed to the site's controller.
            EchoIdTaken: somebody else has used this `echo_id` here.
            VisitorErased: what was held on the visitor was erased.
            FileUnknown: see `append_message`.
        """
        body = await self._kept(owner, body, may_be_empty=bool(file_ids))
        if messenger := linked_messenger(body):
            await self._refuse_if_regulated(owner.site_id, messenger)
        plain = Post(
            site_id=owner.site_id, conversation_id=conversation_id, author=operator, echo_id=echo_id, body=body
        )
        if not file_ids and isinstance(await self._writer.post(owner, plain), Stored):
            return

        async def post(connection: Connection) -> Change[Stored]:
            head = await _lock(connection, owner, conversation_id)
            if known := await _known(connection, head, operator, echo_id):
                return known
            if head.status is Status.CLOSED:
                await refuse_erased(connection, owner)
            before = await _reopen(connection, head, operator, keep_assignee=True)
            if head.assignee is None:
                content = NewAssignment(operator=operator)
                before += (await append_entry(connection, head=head, author=operator, echo_id=None, content=content),)
            message = await append_message(connection, head, operator, echo_id=echo_id, body=body, file_ids=file_ids)
            return Change(result=message, entries=(*before, message))

        await self._writer.write(owner, post)

    async def _refuse_if_regulated(self, site_id: UUID, messenger: str) -> None:
        async with self._database.connection() as connection:
            if await is_regulated_site(connection, site_id):
                raise MessengerForbidden(
                    f"The message links to {messenger}, through which this organisation may not speak with customers "
                    "(41-FZ). Take the link out.",
                    field="body",
                )

    async def assign(
        self, owner: Owner, operator: Author, *, conversation_id: UUID, echo_id: UUID, assignee_id: UUID | None
    ) -> None:
        """Gives the conversation to an operator of its site, or (None) back to the queue.

        Raises:
            OperatorUnknown: the assignee does not work on this site, or may only read there.
            EchoIdTaken: somebody else has used this `echo_id` here.
        """

        async def change(connection: Connection) -> Change[Stored]:
            head = await _lock(connection, owner, conversation_id)
            if known := await _known(connection, head, operator, echo_id):
                return known
            assignee = await _colleague(connection, owner.site_id, assignee_id) if assignee_id else None
            content = NewAssignment(operator=assignee)
            entry = await append_entry(connection, head=head, author=operator, echo_id=echo_id, content=content)
            return Change(result=entry, entries=(entry,))

        await self._writer.write(owner, change)

    async def set_status(
        self, owner: Owner, operator: Author, *, conversation_id: UUID, echo_id: UUID, status: Status
    ) -> None:
        """Closes the conversation or opens it again.

        Raises:
            EchoIdTaken: somebody else has used this `echo_id` here.
            VisitorErased: it can't be opened: what was held on the visitor was erased.
        """

        async def change(connection: Connection) -> Change[Stored]:
            head = await _lock(connection, owner, conversation_id)
            if known := await _known(connection, head, operator, echo_id):
                return known
            if status is Status.OPEN:
                await refuse_erased(connection, owner)
            content = NewStatus(status=status)
            entry = await append_entry(connection, head=head, author=operator, echo_id=echo_id, content=content)
            return Change(result=entry, entries=(entry,))

        await self._writer.write(owner, change)

    async def end_by_visitor(self, visit: Visit, *, conversation_id: UUID, echo_id: UUID) -> None:
        """Closes a visitor's own conversation; one that is closed stays as it is.

        Raises:
            EchoIdTaken: an operator has used this `echo_id` here.
            VisitorBlocked: the visitor's data are blocked.
        """

        async def change(connection: Connection) -> Change[None]:
            await refuse_shut_out(connection, visit.owner)
            head = await _lock(connection, visit.owner, conversation_id)
            if known := await _known(connection, head, visit.author, echo_id):
                return Change(result=None, entries=known.entries, repeated=True)
            if head.status is Status.CLOSED:
                return Change(result=None)
            content = NewStatus(status=Status.CLOSED)
            entry = await append_entry(connection, head=head, author=head.visitor, echo_id=echo_id, content=content)
            return Change(result=None, entries=(entry,))

        await self._writer.write(visit.owner, change)

    async def mark_read(self, owner: Owner, *, conversation_id: UUID, reader: AuthorKind, seq: int) -> None:
        """Moves a read mark forward and tells both sides; a mark beyond the newest entry stops there."""
        async with self._database.connection() as connection:
            moved = await store.mark_read(connection, site_id=owner.site_id, id=conversation_id, reader=reader, seq=seq)
        if moved is not None:
            marked = ReadMarked(conversation_id=conversation_id, reader=reader, seq=moved)
            self._relay.publish(OperatorsTopic(owner.site_id), marked)
            self._relay.publish(VisitorTopic(*owner), marked)

    async def visit_page(self, owner: Owner, *, conversation_id: UUID, page: Page) -> None:
        """Notes the page that a visitor with a conversation is on."""
        async with self._database.connection() as connection:
            is_noted = await store.set_page(connection, site_id=owner.site_id, id=conversation_id, page=page)
        if is_noted:
            self._relay.publish(OperatorsTopic(owner.site_id), PageVisited(conversation_id=conversation_id, page=page))

    async def _kept(self, owner: Owner, body: str, *, may_be_empty: bool) -> str:
        clean = clean_body(body, may_be_empty=may_be_empty)
        kept = await self._masking.apply_aside(owner.site_id, clean)
        check_length(kept)  # «карта •••• 1234» may be longer than what it stands for
        return kept


async def _begin(connection: Connection, visit: Visit) -> Head:
    site_id, visitor_id = visit.owner
    conversation_id = new_id()
    await store.insert_conversation(
        connection, site_id=site_id, id=conversation_id, visitor_id=visitor_id, page=visit.page
    )
    head = await store.find_head(connection, site_id=site_id, id=conversation_id)
    if head is None:
        raise _unknown_conversation()
    return head


async def _lock(connection: Connection, owner: Owner, conversation_id: UUID) -> Head:
    head = await store.lock_head(connection, site_id=owner.site_id, id=conversation_id)
    # A blocked visitor's is to operators as if there were none. The lock is held: so it stays while they write.
    if head is None or head.is_blocked:
        raise _unknown_conversation()
    return head


async def _known(connection: Connection, head: Head, author: Author, echo_id: UUID) -> Change[Stored] | None:
    stored = await find_by_echo(connection, site_id=head.site_id, conversation_id=head.id, echo_id=echo_id)
    if stored is None:
        return None
    if (stored.entry.author.kind, stored.entry.author.id) != (author.kind, author.id):
        raise EchoIdTaken("Somebody else has used this echo_id here. Make a fresh random UUID.", field="echo_id")
    return Change(result=stored, entries=(stored,), repeated=True)


async def _reopen(connection: Connection, head: Head, author: Author, *, keep_assignee: bool) -> tuple[Stored, ...]:
    """The entries that open a closed conversation; a visitor's return puts it back in the queue."""
    if head.status is Status.OPEN:
        return ()
    contents: list[NewAssignment | NewStatus] = [NewStatus(status=Status.OPEN)]
    if head.assignee is not None and not keep_assignee:
        contents.insert(0, NewAssignment(operator=None))
    entries = [
        await append_entry(connection, head=head, author=author, echo_id=None, content=content) for content in contents
    ]
    return tuple(entries)


async def _colleague(connection: Connection, site_id: UUID, operator_id: UUID) -> Author:
    found = await find_on_site(connection, site_id=site_id, operator_id=operator_id)
    if found is None or not may(found[1], Right.ANSWER_VISITORS):
        raise OperatorUnknown("Nobody with this id answers on the conversation's site.", field="operator_id")
    return Author(kind=AuthorKind.OPERATOR, id=operator_id, name=found[0])


def _unknown_conversation() -> ConversationUnknown:
    return ConversationUnknown("There is no such conversation here.", field="conversation_id")
