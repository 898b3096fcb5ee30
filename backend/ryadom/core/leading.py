"""Where operators lead conversations: to somebody, to an end, out of the way; and the tags they put on them.

Whoever was quicker is not overruled unawares: a deed names the `last_seq` that the operator saw, and where another one
has led the conversation elsewhere since, it is refused. Tags are in nobody's way, so they need none.
"""

from collections.abc import Awaitable, Callable

from ryadom.core import leads
from ryadom.core.timeline_rules import find_known, kept_text, lock_conversation, refuse_overtaken
from ryadom.core.visitor_standing import refuse_erased
from ryadom.core.work.leaving import return_if_left
from ryadom.errors import BadBody
from ryadom.live.owner import Owner
from ryadom.live.writer import Change, Writer
from ryadom.privacy.policies import Masking
from ryadom.protocol.operator import AssignConversation, SetStatus, SnoozeConversation, TagConversation
from ryadom.protocol.shared import Author, Status
from ryadom.store.conversations import Head
from ryadom.store.entries import NewAssignment, NewContent, NewSnooze, NewStatus, NewTags, Stored, append_entry
from ryadom.store.legal_holds import lock_visitor
from ryadom.store.sql import Connection

MAX_REMARK_CHARS = 1_000


class Leading:
    """Each method commits one entry, then publishes it. A repeated `echo_id` publishes the first one once more.

    What is opened again goes back to the queue, by a second one, where who led it may not answer there any more.
    """

    def __init__(self, writer: Writer, masking: Masking) -> None:
        self._writer = writer
        self._masking = masking

    async def assign(self, owner: Owner, operator: Author, command: AssignConversation) -> None:
        """Gives the conversation to an operator of its site, or (None) back to the queue; and to a department.

        Raises:
            OperatorUnknown: the assignee does not work on this site, or may only read there.
            DepartmentUnknown: the site has no such department, or does not offer it any more.
            ConversationChanged: another operator was quicker.
            EchoIdTaken: somebody else has used this `echo_id` here.
            BadBody: the comment is too long, or can't be stored.
            VisitorErased: nothing is said any more of whom everything was erased.
        """
        remark = await self._kept_remark(owner, command.comment)

        async def content(connection: Connection, head: Head) -> NewAssignment:
            if remark:
                await refuse_erased(connection, owner)
            await refuse_overtaken(connection, head, operator, command.over_seq)
            return await leads.assignment(
                connection,
                owner,
                operator_id=command.operator_id,
                department_id=command.department_id,
                remark=remark,
            )

        await self._lead(owner, operator, command, content, says_something=bool(remark))

    async def set_status(self, owner: Owner, operator: Author, command: SetStatus) -> None:
        """Closes the conversation, with a result if one is named, or opens it again.

        Raises:
            LabelUnknown: the site's controller offers no such result.
            ConversationChanged: another operator was quicker.
            EchoIdTaken: somebody else has used this `echo_id` here.
            VisitorErased: it can't be opened: what was held on the visitor was erased.
        """

        async def content(connection: Connection, head: Head) -> NewStatus:
            await refuse_overtaken(connection, head, operator, command.over_seq)
            return await leads.status_change(connection, owner, command.status, command.result_id)

        await self._lead(owner, operator, command, content)

    async def snooze(self, owner: Owner, operator: Author, command: SnoozeConversation) -> None:
        """Puts an open conversation out of the way, or (None) back.

        Raises:
            SnoozeUnsuitable: it is closed, or the time does not lie ahead, or too far.
            ConversationChanged: another operator was quicker.
            EchoIdTaken: somebody else has used this `echo_id` here.
        """

        async def content(connection: Connection, head: Head) -> NewSnooze:
            await refuse_overtaken(connection, head, operator, command.over_seq)
            return await leads.snooze(connection, head.status, command.until)

        await self._lead(owner, operator, command, content)

    async def tag(self, owner: Owner, operator: Author, command: TagConversation) -> None:
        """Puts tags on, which the controller must offer, and takes others off.

        Raises:
            LabelUnknown: the site's controller offers no such tag; or there would be too many.
            EchoIdTaken: somebody else has used this `echo_id` here.
        """

        async def content(connection: Connection, head: Head) -> NewTags:
            # Where nothing changes there is an entry all the same: it is the acknowledgement.
            return await leads.tagging(connection, owner, head, add_ids=command.add_ids, remove_ids=command.remove_ids)

        await self._lead(owner, operator, command, content)

    async def _kept_remark(self, owner: Owner, comment: str) -> str:
        if not comment.strip():
            return ""
        if len(comment) > MAX_REMARK_CHARS:
            raise BadBody(f"A comment has at most {MAX_REMARK_CHARS} characters.", field="comment")
        return await kept_text(self._masking, owner.site_id, comment)

    async def _lead(
        self,
        owner: Owner,
        operator: Author,
        command: AssignConversation | SetStatus | SnoozeConversation | TagConversation,
        content_of: Callable[[Connection, Head], Awaitable[NewContent]],
        *,
        says_something: bool = False,
    ) -> None:
        async def change(connection: Connection) -> Change[Stored]:
            if says_something:
                # Who erases locks the visitor's row: so it is marked before this, or finds this done.
                await lock_visitor(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
            head = await lock_conversation(connection, owner, command.conversation_id, reader_id=operator.id)
            if known := await find_known(connection, head, operator, command.echo_id):
                return known
            content = await content_of(connection, head)
            entry = await append_entry(connection, head=head, author=operator, echo_id=command.echo_id, content=content)
            is_opened = isinstance(content, NewStatus) and content.status is Status.OPEN
            returned = await return_if_left(connection, head) if is_opened else ()
            return Change(result=entry, entries=(entry, *returned))

        await self._writer.write(owner, change)
