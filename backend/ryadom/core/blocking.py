"""Blocking a person: their data stay as they are, and nobody works with them. Source: 152-FZ art. 3 p. 7, art. 21.

The visitor's row says since when and why; their conversations' rows, which every write locks and every list reads, say
that it is so. Both change in one transaction: what was stored before it is hidden, and after it nothing is stored.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
import structlog
from msgspec import Struct

from ryadom.core.work.leaving import note_shown_again
from ryadom.errors import RyadomError
from ryadom.live.announcements import announce
from ryadom.live.envelopes import AnyEnvelope, ToOperators, VisitorChanged
from ryadom.live.line import Line
from ryadom.privacy.persons import Person
from ryadom.protocol.operator import ConversationHidden, ConversationShown
from ryadom.store import journal
from ryadom.store.conversations import list_ids_of_visitor, set_blocked
from ryadom.store.database import Database
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.lifetimes import begin_anew
from ryadom.store.sql import Connection
from ryadom.store.subject_people import restricting_kinds
from ryadom.store.subject_requests import Kind, SubjectRequest
from ryadom.store.visitors import block, lock_block_reason, unblock

log = structlog.get_logger(__name__)


class BlockReason(StrEnum):
    """Why a person is blocked. Values are stored: add, never rename.

    `inaccurate`: they say that the data are wrong (article 21 part 1); `unlawful`: that they are processed unlawfully
    (part 1); `regulator`: the regulator asked for it (part 1); `undestroyed`: they can't be destroyed in time (part 6);
    `withdrawn`: the consent was withdrawn, and the term to destroy them runs (part 5). Retention erases of the blocked
    only those of the last two: store/lifetimes.sql.
    """

    INACCURATE = "inaccurate"
    UNLAWFUL = "unlawful"
    REGULATOR = "regulator"
    UNDESTROYED = "undestroyed"
    WITHDRAWN = "withdrawn"


_STRONGER = {
    BlockReason.INACCURATE: (BlockReason.REGULATOR, BlockReason.WITHDRAWN, BlockReason.UNDESTROYED),
    BlockReason.UNLAWFUL: (BlockReason.REGULATOR, BlockReason.WITHDRAWN, BlockReason.UNDESTROYED),
    BlockReason.WITHDRAWN: (BlockReason.REGULATOR,),
    BlockReason.UNDESTROYED: (BlockReason.REGULATOR,),
    BlockReason.REGULATOR: (),
}
"""What each reason does not replace."""

RESTRICTIONS = {Kind.RECTIFICATION: BlockReason.INACCURATE, Kind.RESTRICTION: BlockReason.UNLAWFUL}
"""Why a request of a kind blocks its people."""


class Blocked(Struct, frozen=True):
    """Whether something changed, and whether running servers could be told."""

    is_changed: bool
    is_told: bool


async def block_person(
    database: Database, line: Line, person: Person, *, now: datetime, reason: BlockReason, by: Actor = COMMAND_LINE
) -> Blocked:
    """Hides a person from operators, search, export and channels, and takes nothing of theirs; deletes nothing.

    Who is blocked already stays so since then, with the new reason unless theirs is stronger. What servers can't be
    told they find in the database; only panels that are open go on showing what they had loaded, until they read it
    again.
    """
    site_id, visitor_id = person.site.id, person.visitor_id
    async with database.transaction() as connection:
        is_new = await _block(connection, person, now, reason, by)
        ids = await list_ids_of_visitor(connection, site_id=site_id, visitor_id=visitor_id)
    return Blocked(is_new, await _tell(line, person, [ConversationHidden(conversation_id=id) for id in ids]))


async def unblock_person(database: Database, line: Line, person: Person, *, by: Actor = COMMAND_LINE) -> Blocked:
    """Makes everything as it was before the blocking; harmless where there is none.

    What somebody leads who may not answer there any more goes back to the queue within 5 s, as without a blocking.
    What is over its lifetime and was passed over meanwhile is erased by the next run.
    """
    async with database.transaction() as connection:
        was_blocked, ids = await _unblock(connection, person, by)
    return Blocked(was_blocked, await _tell(line, person, [ConversationShown(conversation_id=id) for id in ids]))


async def lift_restriction(
    database: Database, line: Line, person: Person, request: SubjectRequest, *, now: datetime, by: Actor
) -> Blocked:
    """Unblocks a person as far as this request has blocked them.

    They stay blocked for what else they are blocked for, and while another open request restricts them: then for the
    reason of that one.
    """
    site_id, visitor_id = person.site.id, person.visitor_id
    async with database.transaction() as connection:
        reason = await lock_block_reason(connection, site_id=site_id, visitor_id=visitor_id)
        if reason != RESTRICTIONS[request.kind]:
            return Blocked(is_changed=False, is_told=True)
        others = await restricting_kinds(connection, site_id=site_id, visitor_id=visitor_id, but=request.id)
        if others:
            if reason != RESTRICTIONS[others[0]]:
                await _block(connection, person, now, RESTRICTIONS[others[0]], by)
            return Blocked(is_changed=False, is_told=True)
        was_blocked, ids = await _unblock(connection, person, by)
    return Blocked(was_blocked, await _tell(line, person, [ConversationShown(conversation_id=id) for id in ids]))


async def _block(connection: Connection, person: Person, now: datetime, reason: BlockReason, by: Actor) -> bool:
    """Gives whether they were not blocked before."""
    site_id, visitor_id = person.site.id, person.visitor_id
    stronger = [one.value for one in _STRONGER[reason]]
    is_new = await block(
        connection, site_id=site_id, visitor_id=visitor_id, at=now, reason=reason.value, stronger=stronger
    )
    await set_blocked(connection, site_id=site_id, visitor_id=visitor_id, is_blocked=True)
    if not is_new:
        # Retention may have passed over them for the reason before.
        await begin_anew(connection, site_id)
    await journal.append(connection, [_record(person, Action.PERSON_BLOCKED, by, {"reason": reason.value})])
    return is_new


async def _unblock(connection: Connection, person: Person, by: Actor) -> tuple[bool, list[UUID]]:
    site_id, visitor_id = person.site.id, person.visitor_id
    was_blocked = await unblock(connection, site_id=site_id, visitor_id=visitor_id)
    if was_blocked:
        await set_blocked(connection, site_id=site_id, visitor_id=visitor_id, is_blocked=False)
        await note_shown_again(connection, site_id=site_id, visitor_id=visitor_id)
        await begin_anew(connection, site_id)
        await journal.append(connection, [_record(person, Action.PERSON_UNBLOCKED, by, {})])
    return was_blocked, await list_ids_of_visitor(connection, site_id=site_id, visitor_id=visitor_id)


def _record(person: Person, action: Action, by: Actor, details: dict[str, str]) -> Record:
    return Record(
        controller_id=person.site.controller_id,
        action=action,
        actor=by,
        site_id=person.site.id,
        visitor_ids=(person.visitor_id,),
        details=details,
    )


async def _tell(line: Line, person: Person, frames: list[ConversationHidden] | list[ConversationShown]) -> bool:
    site_id = person.site.id
    envelopes: list[AnyEnvelope] = [ToOperators(site_id, msgspec.Raw(msgspec.json.encode(frame))) for frame in frames]
    try:
        await announce(line, [*envelopes, VisitorChanged(site_id, person.visitor_id)])
    except RyadomError as error:
        log.warning("servers not told", reason=error.message)
        return False
    return True
