"""Acts of destruction, for those who may see them: a list, and each with its papers. Taking those is journalled."""

from collections.abc import Collection
from uuid import UUID

from ryadom.core.controllers import find_controller
from ryadom.errors import ActUnknown, ControllerUnknown
from ryadom.store import destructions as store
from ryadom.store import journal
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.destructions import Act, ActPapers, Begun
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.sql import Connection

PAGE_ACTS = 50


async def list_acts(database: Database, site_ids: Collection[UUID], *, after: UUID | None = None) -> list[Act]:
    """At most 50 acts on these sites, the newest first; with `after` those that follow that one.

    Raises:
        ActUnknown: these sites have no such act.
    """
    async with database.connection() as connection:
        before = (await _find(connection, after, site_ids)).act if after else None
        return await store.list_acts(connection, site_ids, limit=PAGE_ACTS, before=before)


async def list_begun(database: Database) -> list[Begun]:
    """What is under way, or was when its process ended: it has no act yet."""
    async with database.connection() as connection:
        return await store.list_begun(connection)


async def export_act(database: Database, act_id: UUID, site_ids: Collection[UUID], *, by: Actor) -> ActPapers:
    """An act with its papers, once the journal knows who takes them.

    Raises:
        ActUnknown: these sites have no such act.
        JournalUnavailable: the journal can't be written, so nothing is given.
    """
    async with database.transaction() as connection:
        found = await _find(connection, act_id, site_ids)
        record = Record(
            controller_id=found.act.controller_id,
            action=Action.EXPORTED,
            actor=by,
            site_id=found.act.site_id,
            details={"what": "act", "number": str(found.act.number)},
        )
        await journal.append(connection, [record])
    return found


async def export_numbered_act(
    database: Database, controller_id: UUID | None, number: int, *, by: Actor = COMMAND_LINE
) -> ActPapers:
    """As `export_act`, by the act's number at a controller (None: at the only one).

    Raises:
        ActUnknown: the controller has no act of this number.
        ControllerUnknown: no such controller, or it is not clear which is meant.
    """
    async with database.transaction() as connection:
        if controller_id is None and len(await all_controllers(connection)) > 1:
            raise ControllerUnknown("There are several controllers: say which, `ryadom controller list` shows them.")
        controller = await find_controller(connection, controller_id)
        found = await store.find_id(connection, controller_id=controller.id, number=number)
    if found is None:
        raise ActUnknown(f"There is no act No. {number}. `ryadom destruction list` shows all.", field="number")
    act_id, site_id = found
    return await export_act(database, act_id, [site_id], by=by)


async def _find(connection: Connection, act_id: UUID, site_ids: Collection[UUID]) -> ActPapers:
    found = await store.find_act(connection, act_id, site_ids)
    if found is None:
        raise ActUnknown("Your sites have no act of this id.", field="act_id")
    return found
