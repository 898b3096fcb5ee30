"""What operators lead where they may not answer any more goes back to the queue: no visitor writes to nobody.

Whoever takes something away from an operator takes their conversations back in the same transaction, but for what
others hold at that moment, and for what is too much to hold at once. That, and what is given to them while they lose
it, the dispatcher finds by how things stand (`Dispatcher.take_back`). Opening an access again gives nothing back:
others may be at it.
"""

from uuid import UUID

from ryadom.core.rights import ANSWERING_ROLES
from ryadom.store import dispatch as store
from ryadom.store.conversations import Head, find_head
from ryadom.store.entries import NewAssignment, Stored, append_entry
from ryadom.store.sql import Connection

MOST_HELD = 200
"""Taken back in one transaction: messages into what it holds wait until it ends."""


async def take_back_from(connection: Connection, operator_id: UUID) -> int:
    """To be called once what is taken away is; gives how many conversations went back. The feed tells of them."""
    await store.note_leaving(connection, operator_id)
    held = await store.lock_orphaned(connection, operator_id, roles=ANSWERING_ROLES, limit=MOST_HELD)
    for one in held:
        # Under its lock by a statement of its own, as all that is appended: the snapshot of the first may be older.
        head = await find_head(connection, site_id=one.site_id, id=one.id)
        if head is not None:
            await append_return(connection, head, has_left=True)
    return len(held)


async def note_shown_again(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> None:
    """To be called once a visitor's blocking ends: the dispatcher takes back what is led by who has left meanwhile."""
    await store.note_left_of(connection, site_id=site_id, visitor_id=visitor_id, roles=ANSWERING_ROLES)


async def has_lost_leader(connection: Connection, head: Head) -> bool:
    """Whether an open conversation, whose lock is held, is led by somebody who may not answer there any more."""
    return await store.is_orphaned(connection, site_id=head.site_id, id=head.id, roles=ANSWERING_ROLES)


async def return_if_left(connection: Connection, head: Head) -> tuple[Stored, ...]:
    """The entry by which a conversation that was opened again goes back, where its operator has left; else none.

    Closed ones stay with whoever led them: that is what happened. Its lock is held.
    """
    if not await has_lost_leader(connection, head):
        return ()
    returned = await append_return(connection, head, has_left=True)
    return (returned,) if returned else ()


async def append_return(connection: Connection, head: Head, *, has_left: bool) -> Stored | None:
    """Sends a conversation back to the queue, in the name of its operator; None where none leads it."""
    if head.assignee is None:
        return None
    content = NewAssignment(operator=None, is_automatic=True, has_left=has_left)
    return await append_entry(connection, head=head, author=head.assignee, echo_id=None, content=content)
