"""What leads a conversation somewhere, as an entry of its timeline: checked under its lock, by whoever it is led.

Whoever holds the lock appends what these give; `core/leading.py` for operators, `core/program_leading.py` for programs.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from ryadom.core.handing_over import find_colleague, find_department
from ryadom.core.visitor_standing import refuse_erased
from ryadom.errors import LabelUnknown, SnoozeUnsuitable
from ryadom.live.owner import Owner
from ryadom.protocol.labels import LabelKind
from ryadom.protocol.shared import Status
from ryadom.store.conversations import Head
from ryadom.store.entries import NewAssignment, NewSnooze, NewStatus, NewTags
from ryadom.store.labels import known_labels
from ryadom.store.marks import find_marks, is_time_to_come
from ryadom.store.sql import Connection

MAX_SNOOZE_DAYS = 366
YEARS = range(1970, 9_999)
MAX_TAGS = 20


async def assignment(
    connection: Connection, owner: Owner, *, operator_id: UUID | None, department_id: UUID | None, remark: str = ""
) -> NewAssignment:
    """To an operator of the site, or (None) back to the queue; and to a department, or (None) where it stays in its.

    Raises:
        OperatorUnknown: the assignee does not work on this site, or may only read there.
        DepartmentUnknown: the site has no such department, or does not offer it any more.
    """
    assignee = await find_colleague(connection, owner.site_id, operator_id) if operator_id else None
    department = await find_department(connection, owner.site_id, department_id) if department_id else None
    return NewAssignment(operator=assignee, department=department, remark=remark)


async def status_change(connection: Connection, owner: Owner, status: Status, result_id: UUID | None) -> NewStatus:
    """An end, with a result if one is named, or a new beginning.

    Raises:
        LabelUnknown: the site's controller offers no such result.
        VisitorErased: it can't be opened: what was held on the visitor was erased.
    """
    if status is Status.OPEN:
        await refuse_erased(connection, owner)
        return NewStatus(status=Status.OPEN)
    if result_id is not None:
        await _check_offered(connection, owner, [result_id], LabelKind.RESULT, field="result_id")
    return NewStatus(status=Status.CLOSED, result_id=result_id)


async def snooze(connection: Connection, status: Status, until: datetime | None) -> NewSnooze:
    """Out of the way until a time, or (None) back.

    Raises:
        SnoozeUnsuitable: the conversation is closed, or the time does not lie ahead, or too far.
    """
    if status is Status.CLOSED:
        raise SnoozeUnsuitable("A closed conversation is out of the way already.", field="conversation_id")
    # Times that Postgres, or a change of zone, can't reckon with are as far away.
    is_near = until is None or until.year in YEARS
    if not is_near or (until and not await is_time_to_come(connection, until, max_days=MAX_SNOOZE_DAYS)):
        raise SnoozeUnsuitable("Name a time to come, within a year.", field="until")
    return NewSnooze(until=until)


async def tagging(
    connection: Connection, owner: Owner, head: Head, *, add_ids: Sequence[UUID], remove_ids: Collection[UUID]
) -> NewTags:
    """Tags on, which the controller must offer, and others off. What is in both is taken off.

    Raises:
        LabelUnknown: the site's controller offers no such tag; or there would be too many.
    """
    held = (await find_marks(connection, head)).tag_ids
    wanted = dict.fromkeys(id for id in add_ids if id not in remove_ids)
    added = tuple(id for id in wanted if id not in held)
    removed = tuple(id for id in held if id in remove_ids)
    await _check_offered(connection, owner, added, LabelKind.TAG, field="add_ids")
    tag_ids = (*(id for id in held if id not in removed), *added)
    if len(tag_ids) > MAX_TAGS:
        raise LabelUnknown(f"A conversation has at most {MAX_TAGS} tags.", field="add_ids")
    return NewTags(tag_ids=tag_ids, added_ids=added, removed_ids=removed)


async def _check_offered(
    connection: Connection, owner: Owner, ids: Collection[UUID], kind: LabelKind, *, field: str
) -> None:
    if not ids:
        return
    known = await known_labels(connection, owner.site_id, ids)
    if any(known.get(id) != (kind, False) for id in ids):
        raise LabelUnknown(f"The site's controller offers no such {kind}. Choose one that it offers.", field=field)
