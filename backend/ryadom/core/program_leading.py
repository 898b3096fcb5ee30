"""Where programs lead conversations: all that one request changes in one transaction, as entries by the program.

A request over one `ETag` can be sent again: its entries are known by what it was made of, and it is answered by what
stands there by then. A tag never comes back, since every entry makes a conversation's version grow.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4, uuid5

import msgspec
from msgspec import UNSET, Struct

from ryadom.core import leads
from ryadom.core.api_keys import Program
from ryadom.core.bots import bot_of_program
from ryadom.core.handing_over import find_department
from ryadom.core.preconditions import Precondition
from ryadom.core.public_lists import find_conversation, no_conversation
from ryadom.core.timeline_rules import lock_conversation
from ryadom.core.work.leaving import return_if_left
from ryadom.errors import BadBody, ConversationUnknown, LabelUnknown, RyadomError, VisitorErased
from ryadom.live.owner import Owner
from ryadom.live.writer import Change, Writer
from ryadom.protocol.labels import LabelKind
from ryadom.protocol.public import PublicConversation
from ryadom.protocol.public_orders import ConversationChange
from ryadom.protocol.shared import Status
from ryadom.store import journal
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.entries import NewAssignment, NewContent, NewStatus, Stored, append_entry, find_by_echo
from ryadom.store.journal_chain import Action, Record
from ryadom.store.labels import list_labels
from ryadom.store.sql import Connection

_NAMESPACE = UUID("0f4a5c36-3b0e-4a43-8a0f-6e3c1d7b9e52")
_FIELDS = {
    "add_ids": "add_tag_ids",
    "conversation_id": "snoozed_until",
    "result_id": "result",
    "until": "snoozed_until",
}
"""What operators' commands call fields, and programs' requests."""


class ProgramLeading(Struct, frozen=True, kw_only=True):
    """Changes conversations by what operators are held to as well (`core/leads.py`)."""

    database: Database
    writer: Writer

    async def change(
        self,
        program: Program,
        conversation_id: UUID,
        order: ConversationChange,
        over: Precondition,
        *,
        network: str | None,
    ) -> PublicConversation:
        """The conversation as it is then. What is so already is no change, and the journal has a view instead.

        Raises:
            ConversationUnknown: see `PublicDesk.conversation`.
            PreconditionFailed: it has been changed since it was read.
            OperatorUnknown, DepartmentUnknown, LabelUnknown, SnoozeUnsuitable: see `core/leads.py`; `field` says which.
            BadBody: a result without an end, or nothing that is to change.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        if order == ConversationChange():
            raise BadBody("The order says nothing: name what is to change.")
        async with self.database.connection() as connection:
            before = await find_conversation(connection, program, conversation_id)
        owner = Owner(program.site(before.site).id, before.customer_id)
        bot = await bot_of_program(self.database, program)
        seed = uuid4() if not over.tag else _seed(program, conversation_id, order, over)

        async def change(connection: Connection) -> Change[PublicConversation]:
            head = await lock_conversation(connection, owner, conversation_id)
            known = await find_by_echo(
                connection, site_id=owner.site_id, conversation_id=head.id, echo_id=_echo_of(seed, 0)
            )
            now = await find_conversation(connection, program, conversation_id)
            contents: Sequence[tuple[str, NewContent]] = ()
            if known is None:
                over.check(now)
                contents = await _contents(connection, program, owner, head, now, order)
            entries: list[Stored] = []
            for place, (_, content) in enumerate(contents):
                echo_id = _echo_of(seed, place)
                entries.append(await append_entry(connection, head=head, author=bot, echo_id=echo_id, content=content))
            if any(isinstance(content, NewStatus) and content.status is Status.OPEN for _, content in contents):
                entries += await return_if_left(connection, head)
            if entries:
                now = await find_conversation(connection, program, conversation_id)
            # Where nothing changes it is shown all the same.
            record = Record(
                controller_id=program.key.controller_id,
                action=Action.CONVERSATION_LED if entries else Action.CONVERSATION_OPENED,
                actor=program.actor(network),
                site_id=owner.site_id,
                visitor_ids=(owner.visitor_id,),
                conversation_ids=(conversation_id,),
                details={"fields": " ".join(dict.fromkeys(name for name, _ in contents))} if entries else {},
            )
            await journal.append(connection, [record])
            return Change(result=now, entries=tuple(entries))

        try:
            return await self.writer.write(owner, change)
        except (VisitorErased, ConversationUnknown):
            raise no_conversation() from None
        except RyadomError as error:
            error.field = _FIELDS.get(error.field or "", error.field)
            raise


async def _contents(
    connection: Connection,
    program: Program,
    owner: Owner,
    head: Head,
    now: PublicConversation,
    order: ConversationChange,
) -> Sequence[tuple[str, NewContent]]:
    """What is to be appended, each with what it changes: an opening before all else, an end after it."""
    status = now.status if order.status is UNSET else order.status
    opens = status is Status.OPEN and now.status is Status.CLOSED
    contents: list[tuple[str, NewContent]] = []
    if opens:
        contents.append(("status", await leads.status_change(connection, owner, Status.OPEN, None)))
    if order.add_tag_ids or order.remove_tag_ids:
        tags = await leads.tagging(connection, owner, head, add_ids=order.add_tag_ids, remove_ids=order.remove_tag_ids)
        if tags.added_ids or tags.removed_ids:
            contents.append(("tags", tags))
    if assignment := await _assignment(connection, owner, head, now, order):
        contents.append(("operator", assignment))
    # An opening ends a snooze by itself.
    snoozed_until = None if opens else now.snoozed_until
    if order.snoozed_until is not UNSET and order.snoozed_until != snoozed_until:
        contents.append(("snooze", await leads.snooze(connection, status, order.snoozed_until)))
    result_id = await _result(connection, program, order, status)
    if status is Status.CLOSED and (
        now.status is Status.OPEN or (order.result is not UNSET and order.result != now.result)
    ):
        contents.append(("status", await leads.status_change(connection, owner, Status.CLOSED, result_id)))
    return contents


async def _assignment(
    connection: Connection, owner: Owner, head: Head, now: PublicConversation, order: ConversationChange
) -> NewAssignment | None:
    """To whom it goes; None where it stays. What the request does not say stays, though they be gone by now."""
    operator_id = now.operator_id if order.operator_id is UNSET else order.operator_id
    department_id = None if order.department_id is UNSET else order.department_id
    if department_id == now.department_id:
        department_id = None
    # A bot is no operator: to name none takes the conversation from it.
    is_from_bot = order.operator_id is None and head.assignee is not None and head.assignee.bot
    if operator_id == now.operator_id and not is_from_bot:
        if department_id is None:
            return None
        department = await find_department(connection, owner.site_id, department_id)
        return NewAssignment(operator=head.assignee, department=department)
    return await leads.assignment(connection, owner, operator_id=operator_id, department_id=department_id)


async def _result(connection: Connection, program: Program, order: ConversationChange, status: Status) -> UUID | None:
    if order.result is UNSET:
        return None
    if status is Status.OPEN:
        raise BadBody("A result goes with an end: say `status` `closed`.", field="result")
    controller_id = program.key.controller_id
    for label in (await list_labels(connection, [controller_id]))[controller_id]:
        if (label.kind, label.name, label.is_archived) == (LabelKind.RESULT, order.result, False):
            return label.id
    raise LabelUnknown("The site's controller offers no result of this name.", field="result")


def _seed(program: Program, conversation_id: UUID, order: ConversationChange, over: Precondition) -> UUID:
    """The same for a request that is sent again, and for no other."""
    told = msgspec.json.encode(order, order="deterministic").decode()
    return uuid5(_NAMESPACE, f"{program.key.id}\n{conversation_id}\n{over.tag}\n{told}")


def _echo_of(seed: UUID, place: int) -> UUID:
    return uuid5(seed, str(place))
