"""Merging conversations of one person: one is closed and points to the other, in which it goes on.

An operator may err about who is who, so what was said in one browser is never shown in another one: no message is
moved, copied or numbered anew, and a visitor is told of a closing and no more. So undoing it is opening it again.
"""

from contextlib import suppress

from ryadom.core.handing_over import find_colleague
from ryadom.core.leads import MAX_TAGS
from ryadom.core.timeline_rules import find_known, lock_conversation, refuse_overtaken, unknown_conversation
from ryadom.core.visitor_standing import refuse_erased
from ryadom.errors import ConversationUnknown, EchoIdTaken, MergeUnsuitable, NotOnePerson, OperatorUnknown
from ryadom.live.owner import Owner
from ryadom.live.writer import Change, Writer
from ryadom.protocol.operator import MergeConversations
from ryadom.protocol.shared import Author, Status
from ryadom.store.conversations import Head, take_turn_of_visitor
from ryadom.store.customer_links import VisitorRef
from ryadom.store.entries import NewAssignment, NewMerge, NewStatus, NewTags, Stored, append_entry, find_by_echo
from ryadom.store.legal_holds import lock_visitor
from ryadom.store.marks import find_marks
from ryadom.store.mergers import are_one_person, waited_since
from ryadom.store.sql import Connection


class Merging:
    """Merges, both conversations in one transaction, then publishes to both sides of either."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def merge(self, owner: Owner, into: Owner, operator: Author, command: MergeConversations) -> None:
        """Closes a conversation that goes on in another one. A repeated `echo_id` publishes the entries once more.

        The other one gets its tags, as many as fit, and its operator where none leads it; and whoever waited for a
        person in the one waits in the other, which a bot then leads no more.

        Raises:
            MergeUnsuitable: they are of two sites, or one and the same; or one of them is closed, or was merged before.
            NotOnePerson: nobody has taken their visitors for one person.
            ConversationUnknown: one of them is no more, or its visitor is blocked, or the operator does not see it;
                `field` says which.
            ConversationChanged: another operator was quicker with the one that is to be merged.
            EchoIdTaken: this `echo_id` was used in one of them for something else.
            VisitorErased: what was held on one of the visitors was erased.
        """
        if command.conversation_id == command.into_id:
            raise MergeUnsuitable("A conversation can't be merged with itself.", field="into_id")
        if owner.site_id != into.site_id:
            raise MergeUnsuitable("Conversations of two sites can't be merged.", field="into_id")

        async def change(connection: Connection) -> Change[None]:
            head, target = await _lock_both(connection, owner, into, operator, command)
            if known := await _find_merged(connection, head, target, operator, command):
                return known
            await refuse_overtaken(connection, head, operator, command.over_seq)
            await _refuse_unsuitable(connection, owner, into, head, target)
            waited = await waited_since(connection, head)
            told = await _bring_over(connection, head, target, operator, is_waiting=waited is not None)
            merged = await append_entry(
                connection,
                head=target,
                author=operator,
                echo_id=command.echo_id,
                content=NewMerge(from_id=head.id, waited_since=waited),
            )
            closed = await append_entry(
                connection,
                head=head,
                author=operator,
                echo_id=command.echo_id,
                content=NewStatus(status=Status.CLOSED, merged_into_id=target.id),
            )
            return Change(result=None, entries=(closed,), beside=(*told, merged))

        await self._writer.write(owner, change, beside=into)


async def _lock_both(
    connection: Connection, owner: Owner, into: Owner, operator: Author, command: MergeConversations
) -> tuple[Head, Head]:
    """Both heads, held until the transaction ends.

    People before conversations, as whoever erases or blocks them takes them, and each in the order of their ids: so two
    who merge the same in opposite directions wait for each other in turn, and never in a circle.
    """
    for site_id, visitor_id in sorted({owner, into}):
        await lock_visitor(connection, site_id=site_id, visitor_id=visitor_id)
    if owner == into:
        # A consent is noted in all conversations of its visitor, in any order: not while these are being locked.
        await take_turn_of_visitor(connection, owner.visitor_id)
    heads: dict[str, Head] = {}
    places = {"conversation_id": (command.conversation_id, owner), "into_id": (command.into_id, into)}
    for field, (id, whose) in sorted(places.items(), key=lambda place: place[1][0]):
        try:
            heads[field] = await lock_conversation(connection, whose, id, reader_id=operator.id)
        except ConversationUnknown:
            raise unknown_conversation(field) from None
    return heads["conversation_id"], heads["into_id"]


async def _find_merged(
    connection: Connection, head: Head, target: Head, operator: Author, command: MergeConversations
) -> Change[None] | None:
    """What this command has done already, to be published once more; None where it is new."""
    known = await find_known(connection, head, operator, command.echo_id)
    beside = await find_by_echo(connection, site_id=target.site_id, conversation_id=target.id, echo_id=command.echo_id)
    if known:
        return Change(result=None, entries=known.entries, beside=(beside,) if beside else (), repeated=True)
    if beside:
        raise EchoIdTaken("This echo_id was used for something else. Make a fresh random UUID.", field="echo_id")
    return None


async def _refuse_unsuitable(connection: Connection, owner: Owner, into: Owner, head: Head, target: Head) -> None:
    if head.status is Status.CLOSED:
        raise MergeUnsuitable("It is closed, or was merged already. Open it first.", field="conversation_id")
    if target.status is Status.CLOSED:
        raise MergeUnsuitable("The other one is closed, or was merged itself. Open it first.", field="into_id")
    for whose in (owner, into):
        await refuse_erased(connection, whose)
    if not await are_one_person(connection, VisitorRef(*owner), VisitorRef(*into)):
        raise NotOnePerson("Take their visitors for one person first, on the customer's card.", field="into_id")


async def _bring_over(
    connection: Connection, head: Head, target: Head, operator: Author, *, is_waiting: bool
) -> tuple[Stored, ...]:
    """The entries by which the other conversation gets what it lacks: an operator, or the queue, and tags."""
    told: list[Stored] = []
    leader: Author | None = None
    if (target.assignee is None or target.assignee.bot) and head.assignee and not head.assignee.bot:
        with suppress(OperatorUnknown):  # who works there no more leads nothing new
            leader = await find_colleague(connection, target.site_id, head.assignee.id)
    # A bot has not heard what is asked in the other one.
    is_left = leader is None and is_waiting and target.assignee is not None and target.assignee.bot
    if leader or is_left:
        content = NewAssignment(operator=leader)
        told.append(await append_entry(connection, head=target, author=operator, echo_id=None, content=content))
    brought, held = (await find_marks(connection, head)).tag_ids, (await find_marks(connection, target)).tag_ids
    added = tuple(id for id in brought if id not in held)[: max(0, MAX_TAGS - len(held))]
    if added:
        tags = NewTags(tag_ids=(*held, *added), added_ids=added, removed_ids=())
        told.append(await append_entry(connection, head=target, author=operator, echo_id=None, content=tags))
    return tuple(told)
