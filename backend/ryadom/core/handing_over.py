"""Whom a conversation may be given to, and how a closed one comes back; its lock is held by whoever calls."""

from uuid import UUID

from ryadom.core.rights import ANSWERING_ROLES, Right, may
from ryadom.errors import DepartmentUnknown, OperatorUnknown
from ryadom.protocol.shared import Author, Department, Status
from ryadom.store.conversations import Head
from ryadom.store.departments import find_by_wish, find_offered
from ryadom.store.entries import NewAssignment, NewStatus, Stored, append_entry
from ryadom.store.mergers import find_leader
from ryadom.store.operators import find_on_site
from ryadom.store.sql import Connection

MAX_WISH_CHARS = 64
"""Longer than any name."""


async def find_colleague(connection: Connection, site_id: UUID, operator_id: UUID) -> Author:
    """An operator who may be given a conversation of the site.

    Raises:
        OperatorUnknown: nobody with this id works there, or they may only read.
    """
    found = await find_on_site(connection, site_id=site_id, operator_id=operator_id)
    if found is None or not may(found.role, Right.ANSWER_VISITORS):
        raise OperatorUnknown("Nobody with this id answers on the conversation's site.", field="operator_id")
    return found.author


async def find_department(connection: Connection, site_id: UUID, department_id: UUID) -> Department:
    """A department that may be given a conversation of the site.

    Raises:
        DepartmentUnknown: the site has none with this id, or it is archived.
    """
    found = await find_offered(connection, site_id=site_id, id=department_id)
    if found is None:
        raise DepartmentUnknown(
            "The conversation's site offers no department with this id. Choose one of `welcome.sites`.",
            field="department_id",
        )
    return found


async def find_wished(connection: Connection, site_id: UUID, wish: str | None) -> Department | None:
    """The department that a visitor, or the page, names by its id or its name in either language; None for no other."""
    if not wish or len(wish) > MAX_WISH_CHARS or not wish.isprintable():
        return None
    return await find_by_wish(connection, site_id=site_id, wish=wish.strip())


async def return_to_queue(connection: Connection, head: Head, wish: str | None) -> tuple[Stored, ...]:
    """The entries by which a visitor opens a closed conversation: back to the queue, of the department they name.

    A department that the site does not offer is passed over. One that was merged goes to whoever leads the other one
    instead, while that is open, they are at work and both are still taken for one person's: the person has a dialogue
    with them already.
    """
    if head.status is Status.OPEN:
        return ()
    if leader := await find_leader(connection, head, roles=ANSWERING_ROLES):
        return await _return_to(connection, head, leader)
    department = await find_wished(connection, head.site_id, wish)
    entries: tuple[Stored, ...] = ()
    if head.assignee is not None or department:
        content = NewAssignment(operator=None, department=department)
        entries = (await append_entry(connection, head=head, author=head.visitor, echo_id=None, content=content),)
    return (*entries, await reopen(connection, head, head.visitor))


async def _return_to(connection: Connection, head: Head, leader: Author) -> tuple[Stored, ...]:
    # Opened first: what is said of whose it is belongs to what begins now.
    opened = await reopen(connection, head, head.visitor)
    if head.assignee is not None and head.assignee.id == leader.id:
        return (opened,)
    content = NewAssignment(operator=leader, is_automatic=True)
    return (opened, await append_entry(connection, head=head, author=leader, echo_id=None, content=content))


async def reopen(connection: Connection, head: Head, author: Author) -> Stored:
    """The entry that opens a closed conversation; its operator keeps it."""
    content = NewStatus(status=Status.OPEN)
    return await append_entry(connection, head=head, author=author, echo_id=None, content=content)
