"""`/panel/api/register`: where data is and whom it may be sent to; `/panel/api/controllers/{id}/…`: changing that."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.controllers import describe_controller
from ryadom.core.recipients import add_recipient, change_recipient, check_own_machine, remove_recipient
from ryadom.core.registers import check_controller, export_registers, own_registers, residency
from ryadom.core.rights import Right
from ryadom.errors import BadFrame, RouteUnknown
from ryadom.privacy.egress import moscow_today
from ryadom.privacy.resolver import SystemResolver
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

Host = Annotated[str, Meta(max_length=253)]
Port = Annotated[int, Meta(ge=0, le=65_535)]
Line = Annotated[str, Meta(max_length=500)]
Country = Annotated[str, Meta(max_length=2)]
MAX_BYTES = 16_384
"""Two of them, as it was and is to be; JSON may take six bytes for a character."""


class RecipientTold(Struct, frozen=True, kw_only=True):
    """A recipient as a form says it; `registered_in` empty: where it is declared to be. `most_data` null: as it is, and
    of a new one the least."""

    host: Host
    port: Port = 0
    recipient: Line
    country: Country
    registered_in: Country = ""
    purpose: Line
    categories: Line
    notice_on: date | None = None
    is_local: bool = False
    most_data: DataLevel | None = None

    def of(self, controller_id: UUID) -> Recipient:
        """The same as a row of the controller's register."""
        told: dict[str, Any] = {name: getattr(self, name) for name in RecipientTold.__struct_fields__}
        told |= {"registered_in": self.registered_in or None, "most_data": self.most_data or DataLevel.IDS}
        return Recipient(controller_id=controller_id, **told)


class RecipientChanged(RecipientTold, frozen=True, kw_only=True):
    """A recipient as it is to be; `over`: what was said of it when somebody decided.

    Null, as panels of before say nothing: whatever it is now.
    """

    over: RecipientTold | None = None


class Regulated(Struct, frozen=True, kw_only=True):
    """Whether 41-FZ closes the listed messengers to a controller; `over`: as for `RecipientChanged`."""

    is_regulated: bool
    over: bool | None = None


async def get_register(request: Request, session: OperatorSession) -> Response:
    """The registers of the controllers on whose sites the operator works, with what their addresses say now."""
    database = context_of(request).operator_desk.database
    registers = await own_registers(database, SystemResolver(), session.operator_id)
    return Json({"checked_at": datetime.now(UTC), "registers": registers})


async def get_register_file(request: Request, session: OperatorSession) -> Response:
    """The same registers as CSV for a spreadsheet; journalled."""
    database = context_of(request).operator_desk.database
    text = await export_registers(database, session.operator_id, by=actor_of(request, session))
    return download(text.encode(), name="recipients.csv", media_type="text/csv; charset=utf-8")


async def get_residency(request: Request, session: OperatorSession) -> Response:
    """Where the data of this installation is."""
    context = context_of(request)
    places = await residency(context.operator_desk.database, SystemResolver(), context.settings)
    return Json({"checked_at": datetime.now(UTC), "places": places})


async def post_recipient(request: Request, session: OperatorSession) -> Response:
    """Puts a recipient into the register."""
    controller_id = await _controller(request, session)
    recipient = (await read_json(request, RecipientTold)).of(controller_id)
    database = context_of(request).operator_desk.database
    await check_own_machine(database, recipient)
    await add_recipient(
        database,
        SystemResolver(),
        recipient,
        today=moscow_today(),
        by=actor_of(request, session),
    )
    return Response(status_code=204)


async def put_recipient(request: Request, session: OperatorSession) -> Response:
    """Says something else of a host and port in the register."""
    controller_id = await _controller(request, session)
    told = await read_json(request, RecipientChanged, max_bytes=MAX_BYTES)
    recipient = told.of(controller_id)
    database = context_of(request).operator_desk.database
    await check_own_machine(database, recipient)
    await change_recipient(
        database,
        SystemResolver(),
        recipient,
        keeps_level=told.most_data is None,
        seen=told.over.of(controller_id) if told.over else None,
        today=moscow_today(),
        by=actor_of(request, session),
    )
    return Response(status_code=204)


async def delete_recipient(request: Request, session: OperatorSession) -> Response:
    """Takes a host and port out of the register: nothing is sent there any more."""
    controller_id = await _controller(request, session)
    port = request.query_params.get("port", "0")
    if not port.isascii() or not port.isdecimal() or int(port) > 65_535:
        raise BadFrame("port is a number from 0 to 65535; 0 is any.", field="port")
    await remove_recipient(
        context_of(request).operator_desk.database,
        controller_id,
        host=request.query_params.get("host", ""),
        port=int(port),
        by=actor_of(request, session),
    )
    return Response(status_code=204)


async def put_regulated(request: Request, session: OperatorSession) -> Response:
    """Says whether 41-FZ closes the listed messengers to the controller."""
    controller_id = await _controller(request, session)
    told = await read_json(request, Regulated)
    await describe_controller(
        context_of(request).operator_desk.database,
        controller_id,
        by=actor_of(request, session),
        seen=None if told.over is None else {"is_regulated": told.over},
        is_regulated=told.is_regulated,
    )
    return Response(status_code=204)


async def _controller(request: Request, session: OperatorSession) -> UUID:
    try:
        controller_id = UUID(request.path_params["controller_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="controller_id") from None
    await check_controller(context_of(request).operator_desk.database, session.operator_id, controller_id)
    return controller_id


_API = "/panel/api"
_CONTROLLER = f"{_API}/controllers/{{controller_id}}"

REGISTER_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", f"{_API}/register", get_register, Right.SEE_REGISTER),
    GuardedRoute("GET", f"{_API}/register.csv", get_register_file, Right.SEE_REGISTER),
    GuardedRoute("GET", f"{_API}/residency", get_residency, Right.SEE_REGISTER),
    GuardedRoute("POST", f"{_CONTROLLER}/recipients", post_recipient, Right.MANAGE_REGISTER),
    GuardedRoute("PUT", f"{_CONTROLLER}/recipients", put_recipient, Right.MANAGE_REGISTER),
    GuardedRoute("DELETE", f"{_CONTROLLER}/recipients", delete_recipient, Right.MANAGE_REGISTER),
    GuardedRoute("PUT", f"{_CONTROLLER}/regulated", put_regulated, Right.MANAGE_REGISTER),
)
