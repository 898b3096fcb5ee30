"""Where operators lead conversations: to somebody, to an end, out of the way; and the tags they put on them.

Whoever was quicker is not overruled unawares: a deed names the `last_seq` that the operator saw, and where another one
has led the conversation elsewhere since, it is refused. Tags are in nobody's way, so they need none.
"""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from ryadom.core.handing_over import find_colleague, find_department
from ryadom.core.timeline_rules import find_known, kept_text, lock_conversation
from ryadom.core.visitor_standing import refuse_erased
from ryadom.errors import BadBody, ConversationChanged, LabelUnknown, SnoozeUnsuitable
from ryadom.live.owner import Owner
from ryadom.live.writer import Change, Writer
from ryadom.privacy.policies import Masking
from ryadom.protocol.labels import LabelKind
from ryadom.protocol.operator import AssignConversation, SetStatus, SnoozeConversation, TagConversation
from ryadom.protocol.shared import Author, Status
from ryadom.store.conversations import Head
from ryadom.store.entries import NewAssignment, NewContent, NewSnooze, NewStatus, NewTags, Stored, append_entry
from ryadom.store.labels import known_labels
from ryadom.store.legal_holds import lock_visitor
from ryadom.store.marks import find_marks, is_overtaken, is_time_to_come
from ryadom.store.sql import Connection

MAX_SNOOZE_DAYS = 366
MAX_TAGS = 20
MAX_REMARK_CHARS = 1_000


class Leading:
    """Each method commits one entry, then publishes it. A repeated `echo_id` publishes the first one once more."""

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
        assignee_id, department_id = command.operator_id, command.department_id
        remark = await self._kept_remark(owner, command.comment)

        async def content(connection: Connection, head: Head) -> NewAssignment:
            if remark:
                await refuse_erased(connection, owner)
            await _refuse_overtaken(connection, head, operator, command.over_seq)
            assignee = await find_colleague(connection, owner.site_id, assignee_id) if assignee_id else None
            department = await find_department(connection, owner.site_id, department_id) if department_id else None
            return NewAssignment(operator=assignee, department=department, remark=remark)

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
            await _refuse_overtaken(connection, head, operator, command.over_seq)
            if command.status is Status.OPEN:
                await refuse_erased(connection, owner)
                return NewStatus(status=Status.OPEN)
            if command.result_id is not None:
                await _check_offered(connection, owner, [command.result_id], LabelKind.RESULT, field="result_id")
            return NewStatus(status=Status.CLOSED, result_id=command.result_id)

        await self._lead(owner, operator, command, content)

    async def snooze(self, owner: Owner, operator: Author, command: SnoozeConversation) -> None:
        """Puts an open conversation out of the way, or (None) back.

        Raises:
            SnoozeUnsuitable: it is closed, or the time does not lie ahead, or too far.
            ConversationChanged: another operator was quicker.
            EchoIdTaken: somebody else has used this `echo_id` here.
        """

        async def content(connection: Connection, head: Head) -> NewSnooze:
            await _refuse_overtaken(connection, head, operator, command.over_seq)
            if head.status is Status.CLOSED:
                raise SnoozeUnsuitable("A closed conversation is out of the way already.", field="conversation_id")
            until = command.until
            if until is not None and not await is_time_to_come(connection, until, max_days=MAX_SNOOZE_DAYS):
                raise SnoozeUnsuitable("Name a time to come, within a year.", field="until")
            return NewSnooze(until=until)

        await self._lead(owner, operator, command, content)

    async def tag(self, owner: Owner, operator: Author, command: TagConversation) -> None:
        """Puts tags on, which the controller must offer, and takes others off.

        Raises:
            LabelUnknown: the site's controller offers no such tag; or there would be too many.
            EchoIdTaken: somebody else has used this `echo_id` here.
        """
        add_ids = tuple(dict.fromkeys(id for id in command.add_ids if id not in command.remove_ids))

        async def content(connection: Connection, head: Head) -> NewTags:
            held = (await find_marks(connection, head)).tag_ids
            added = tuple(id for id in add_ids if id not in held)
            removed = tuple(id for id in held if id in command.remove_ids)
            await _check_offered(connection, owner, added, LabelKind.TAG, field="add_ids")
            tag_ids = (*(id for id in held if id not in removed), *added)
            if len(tag_ids) > MAX_TAGS:
                raise LabelUnknown(f"A conversation has at most {MAX_TAGS} tags.", field="add_ids")
            # Where nothing changes there is an entry all the same: it is the acknowledgement.
            return NewTags(tag_ids=tag_ids, added_ids=added, removed_ids=removed)

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
            head = await lock_conversation(connection, owner, command.conversation_id)
            if known := await find_known(connection, head, operator, command.echo_id):
                return known
            content = await content_of(connection, head)
            entry = await append_entry(connection, head=head, author=operator, echo_id=command.echo_id, content=content)
            return Change(result=entry, entries=(entry,))

        await self._writer.write(owner, change)


async def _refuse_overtaken(connection: Connection, head: Head, operator: Author, over_seq: int | None) -> None:
    if over_seq is not None and await is_overtaken(connection, head, operator_id=operator.id, over_seq=over_seq):
        raise ConversationChanged("Another operator was quicker. Look at it as it is now.", field="over_seq")


async def _check_offered(
    connection: Connection, owner: Owner, ids: Collection[UUID], kind: LabelKind, *, field: str
) -> None:
    if not ids:
        return
    known = await known_labels(connection, owner.site_id, ids)
    if any(known.get(id) != (kind, False) for id in ids):
        raise LabelUnknown(f"The site's controller offers no such {kind}. Choose one of `welcome.labels`.", field=field)
