"""Legal holds: while one is on, nothing of the person or the conversation is erased. The journal knows of all."""

from collections.abc import Collection
from uuid import UUID

from ryadom.core.texts import clean_line
from ryadom.errors import ConversationUnknown, HoldKnown, HoldUnknown, VisitorUnknown
from ryadom.store import journal
from ryadom.store import legal_holds as store
from ryadom.store.conversations import find_owner
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, ActorKind, Record
from ryadom.store.legal_holds import Hold
from ryadom.store.sites import Site
from ryadom.store.sql import Connection
from ryadom.store.visitors import exists

MAX_REASON_CHARS = 300


async def place_hold(
    database: Database,
    site: Site,
    *,
    reason: str,
    visitor_id: UUID | None = None,
    conversation_id: UUID | None = None,
    by: Actor = COMMAND_LINE,
) -> UUID:
    """Places a hold on a person, or on one conversation and with it on the card of its person; gives the hold's id.

    Raises:
        BadBody: the reason is not one line of 1 to 300 characters.
        ConversationUnknown, VisitorUnknown: the site has none such, or their erasure has begun.
        HoldKnown: this is held already.
        JournalUnavailable: the journal can't be written; nothing is held.
    """
    reason = clean_line(reason, field="reason", max_chars=MAX_REASON_CHARS)
    hold_id = new_id()
    async with database.transaction() as connection:
        owner_id = await _owner(connection, site, visitor_id, conversation_id)
        if not await store.lock_visitor(connection, site_id=site.id, visitor_id=owner_id):
            raise VisitorUnknown("The erasure of this visitor has begun: nothing is left to hold.", field="visitor_id")
        placed = await store.insert_hold(
            connection,
            id=hold_id,
            site_id=site.id,
            visitor_id=owner_id,
            conversation_id=conversation_id,
            reason=reason,
            placed_by=by.name if by.kind is ActorKind.OPERATOR else "",
        )
        if not placed:
            raise HoldKnown("This is held already. Lift that hold first to give another reason.", field="visitor")
        await _note(connection, site, "hold_placed", by, visitor_id=owner_id, conversation_id=conversation_id)
    return hold_id


async def lift_hold(database: Database, sites: Collection[Site], hold_id: UUID, *, by: Actor = COMMAND_LINE) -> Hold:
    """Lifts a hold; what is over its lifetime is erased by the next run.

    Raises:
        HoldUnknown: these sites have none of this id.
        JournalUnavailable: the journal can't be written; the hold stays.
    """
    known = {site.id: site for site in sites}
    async with database.transaction() as connection:
        hold = await store.delete_hold(connection, hold_id, list(known))
        if hold is None:
            raise HoldUnknown("Your sites have no hold of this id.", field="hold_id")
        site, conversation_id = known[hold.site_id], hold.conversation_id
        await _note(connection, site, "hold_lifted", by, visitor_id=hold.visitor_id, conversation_id=conversation_id)
    return hold


async def list_holds(database: Database, site_ids: Collection[UUID]) -> list[Hold]:
    """All holds on these sites, the newest first."""
    async with database.connection() as connection:
        return await store.list_holds(connection, site_ids)


async def _owner(connection: Connection, site: Site, visitor_id: UUID | None, conversation_id: UUID | None) -> UUID:
    if conversation_id is not None:
        owner = await find_owner(connection, id=conversation_id, site_ids=[site.id])
        if owner is None:
            raise ConversationUnknown("The site has no such conversation.", field="conversation_id")
        return owner[1]
    if visitor_id is None or not await exists(connection, site_id=site.id, visitor_id=visitor_id):
        raise VisitorUnknown("Nothing is stored of such a visitor on this site.", field="visitor_id")
    return visitor_id


async def _note(
    connection: Connection, site: Site, what: str, by: Actor, *, visitor_id: UUID, conversation_id: UUID | None
) -> None:
    """The reason is not told: it may be about somebody."""
    record = Record(
        controller_id=site.controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=by,
        site_id=site.id,
        visitor_ids=(visitor_id,),
        conversation_ids=(conversation_id,) if conversation_id else (),
        details={"what": what},
    )
    await journal.append(connection, [record])
