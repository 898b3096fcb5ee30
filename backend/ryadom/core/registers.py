"""The registers of recipients as the panel shows them, with what their addresses say now; and the other places."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.reach import reach_of_operator
from ryadom.core.recipients import HEADINGS, list_recipients, register_rows
from ryadom.privacy.egress import Egress
from ryadom.privacy.places import NamedPlace, own_places, places_of_recipients
from ryadom.privacy.residency import Place
from ryadom.privacy.resolver import Resolver
from ryadom.privacy.spreadsheets import as_csv
from ryadom.settings import Settings
from ryadom.store import journal
from ryadom.store.controllers import Controller
from ryadom.store.database import Database
from ryadom.store.egress import Recipient, all_recipients
from ryadom.store.journal_chain import Action, Actor, Record

LOOKUP_DEADLINE_S = 8.0
"""A page waits no longer for names; what could not be looked up by then is said to be so."""


class Listed(Struct, frozen=True, kw_only=True):
    """A recipient, and where it is now."""

    recipient: Recipient
    place: Place


class Register(Struct, frozen=True, kw_only=True):
    """One controller's register."""

    controller_id: UUID
    legal_name: str
    is_regulated: bool
    recipients: Sequence[Listed]


async def own_registers(database: Database, resolver: Resolver, operator_id: UUID) -> list[Register]:
    """The registers of the controllers on whose sites an operator works. Looks every host up; takes 8 s at most."""
    controllers = await _own_controllers(database, operator_id)
    rows = [row for controller in controllers for row in await list_recipients(database, controller.id)]
    places = await places_of_recipients(rows, egress=Egress(database, resolver), deadline_s=LOOKUP_DEADLINE_S)
    listed = [Listed(recipient=row, place=place) for row, place in zip(rows, places, strict=True)]
    return [
        Register(
            controller_id=controller.id,
            legal_name=controller.legal_name,
            is_regulated=controller.is_regulated,
            recipients=[one for one in listed if one.recipient.controller_id == controller.id],
        )
        for controller in controllers
    ]


async def export_registers(database: Database, operator_id: UUID, *, by: Actor) -> str:
    """The same registers as CSV. The export (`by`) is journalled before it is given.

    Raises:
        JournalUnavailable: the journal can't be written, so nothing is exported.
    """
    controllers = await _own_controllers(database, operator_id)
    async with database.transaction() as connection:
        rows = [row for controller in controllers for row in await all_recipients(connection, controller.id)]
        records = [
            Record(controller_id=controller.id, action=Action.EXPORTED, actor=by, details={"what": "recipients"})
            for controller in controllers
        ]
        await journal.append(connection, records)
    return as_csv(HEADINGS, register_rows(rows))


async def residency(database: Database, resolver: Resolver, settings: Settings) -> list[NamedPlace]:
    """The places of the installation itself, by the settings of this process and what all registers declare."""
    register = await list_recipients(database)
    return [named async for named in own_places(settings, register=register, resolver=resolver)]


async def check_controller(database: Database, operator_id: UUID, controller_id: UUID) -> None:
    """Lets only those pass who work on all sites of the controller: a register holds on all of them.

    Raises:
        ControllerUnknown: the operator works on none, or there is no such controller.
        RightMissing: it has sites that the operator does not work on.
    """
    async with database.connection() as connection:
        (await reach_of_operator(connection, operator_id)).whole_controller(controller_id)


async def _own_controllers(database: Database, operator_id: UUID) -> list[Controller]:
    async with database.connection() as connection:
        return list((await reach_of_operator(connection, operator_id)).controllers)
