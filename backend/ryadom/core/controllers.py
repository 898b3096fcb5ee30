"""Controllers of personal data: adding and describing them. Source: 152-FZ articles 3, 22 and 22.1."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from stdnum.exceptions import ValidationError
from stdnum.ru import inn as inn_numbers

from ryadom.core.texts import clean_email, clean_line
from ryadom.errors import BadBody, ControllerUnknown
from ryadom.privacy.overruling import check_overruled
from ryadom.store import controllers as controller_store
from ryadom.store import journal
from ryadom.store.controllers import Controller
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal import Naming, Noted
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.sql import Connection

MAX_ADDRESS_CHARS = 500


async def add_controller(database: Database, *, by: Actor = COMMAND_LINE, **told: str | bool | None) -> Controller:
    """Stores a controller; `told` and `by` as for `describe_controller`.

    Raises:
        BadBody: a field that can't be so; `field` says which.
    """
    controller = _described(Controller(id=new_id()), told)
    async with database.transaction() as connection:
        await controller_store.insert_controller(connection, controller)
        await _note(connection, controller, "controller_added", by, told)
    return controller


async def describe_controller(
    database: Database,
    controller_id: UUID | None,
    *,
    by: Actor = COMMAND_LINE,
    seen: Mapping[str, object] | None = None,
    **told: str | bool | None,
) -> Controller:
    """Changes what is known of a controller (None: of the only one), and gives all that is.

    `told`: `legal_name`, `inn`, `address`, `officer_name`, `officer_email`, `officer_post`, `ispdn_name`,
    `processor_name`, `processor_address`, and `is_regulated`, a bool; None leaves a field as it is.
    Who did it (`by`) is journalled in the same transaction. `seen`: what fields were when somebody decided.

    Raises:
        BadBody: a field that can't be so; `field` says which.
        ControllerUnknown: there is no such controller, or it is not clear which is meant.
        SettingsChanged: somebody else has changed one of these fields since it was `seen`; `field` says which.
    """
    async with database.transaction() as connection:
        if controller_id is None and len(await controller_store.all_controllers(connection)) > 1:
            raise ControllerUnknown("There are several controllers: say which, `ryadom controller list` shows them.")
        before = await find_controller(connection, controller_id)
        await controller_store.hold_controller(connection, before.id)
        before = await find_controller(connection, before.id)
        controller = _described(before, told)
        named = [name for name, text in told.items() if text is not None]
        await check_overruled(
            connection,
            {name: getattr(controller, name) for name in named},
            seen=seen,
            now={name: getattr(before, name) for name in named},
            noted=Noted(controller_id=before.id, whats=("controller_described",), naming=Naming.FIELDS),
            by=by,
        )
        await controller_store.update_controller(connection, controller)
        changed = {name: told[name] for name in named if getattr(controller, name) != getattr(before, name)}
        await _note(connection, controller, "controller_described", by, changed)
    return controller


async def list_controllers(database: Database) -> list[Controller]:
    """Every controller, oldest first."""
    async with database.connection() as connection:
        return await controller_store.all_controllers(connection)


async def find_controller(connection: Connection, controller_id: UUID | None) -> Controller:
    """The controller with this id; without an id the oldest one, made where there is none yet.

    Raises:
        ControllerUnknown: no controller has this id.
    """
    if controller_id is None:
        return await controller_store.default_controller(connection)
    known = {controller.id: controller for controller in await controller_store.all_controllers(connection)}
    if controller_id not in known:
        raise ControllerUnknown(
            f"No controller has the id {controller_id}. `ryadom controller list` shows them.", field="controller"
        )
    return known[controller_id]


def clean_inn(text: str) -> str:
    """An ИНН of 10 or 12 digits without the spaces people write into it.

    Raises:
        BadBody: not an ИНН, or its check digits don't fit.
    """
    try:
        return str(inn_numbers.validate(text))
    except ValidationError:
        raise BadBody(
            f"{text!r} is not an ИНН: 10 or 12 digits, the last of which check the others.", field="inn"
        ) from None


async def _note(connection: Connection, controller: Controller, what: str, by: Actor, told: dict[str, Any]) -> None:
    """Names of the fields only: an officer's name is personal."""
    fields = " ".join(name for name, text in told.items() if text is not None)
    record = Record(
        controller_id=controller.id,
        action=Action.SETTINGS_CHANGED,
        actor=by,
        details={"what": what, "fields": fields},
    )
    await journal.append(connection, [record])


def _described(controller: Controller, told: dict[str, Any]) -> Controller:
    return replace(controller, **{name: _CLEAN[name](text) for name, text in told.items() if text is not None})


_CLEAN: dict[str, Callable[[Any], object]] = {
    "legal_name": partial(clean_line, field="legal_name"),
    "inn": clean_inn,
    "address": partial(clean_line, field="address", max_chars=MAX_ADDRESS_CHARS),
    "officer_name": partial(clean_line, field="officer_name"),
    "officer_email": partial(clean_email, field="officer_email"),
    "is_regulated": bool,
    "ispdn_name": partial(clean_line, field="ispdn_name"),
    "officer_post": partial(clean_line, field="officer_post"),
    "processor_name": partial(clean_line, field="processor_name"),
    "processor_address": partial(clean_line, field="processor_address", max_chars=MAX_ADDRESS_CHARS),
}
