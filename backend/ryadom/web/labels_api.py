"""`/panel/api/labels`: the tags and results that a controller's operators put on conversations."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.labels import MAX_LABELS, ChosenLabel
from ryadom.core.rights import Right
from ryadom.errors import RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

MAX_BYTES = 131_072


class NewLabels(Struct, frozen=True, kw_only=True):
    """All labels of a controller; `over_version` is the version that whoever changed them has seen."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    labels: Annotated[list[ChosenLabel], Meta(max_length=MAX_LABELS)]


async def get_labels(request: Request, session: OperatorSession) -> Response:
    """The controllers of the operator's sites with their labels."""
    return Json({"controllers": await context_of(request).labels.shown_to(session.operator_id)})


async def put_labels(request: Request, session: OperatorSession) -> Response:
    """Replaces the labels of one controller."""
    controller_id = await _own_controller(request, session)
    new = await read_json(request, NewLabels, max_bytes=MAX_BYTES)
    changed = await context_of(request).labels.change(
        session.operator_id,
        controller_id,
        new.labels,
        over_version=new.over_version,
        by=actor_of(request, session),
    )
    return Json(changed)


async def post_label(request: Request, session: OperatorSession) -> Response:
    """Adds one label, or gives the one of this name."""
    controller_id = await _own_controller(request, session)
    chosen = await read_json(request, ChosenLabel)
    by = actor_of(request, session)
    return Json(await context_of(request).labels.add(session.operator_id, controller_id, chosen, by=by))


async def _own_controller(request: Request, session: OperatorSession) -> UUID:
    """The id in the address, asked before a body is read: who works for another controller hears nothing else."""
    try:
        controller_id = UUID(request.path_params["controller_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="controller_id") from None
    await context_of(request).labels.check_own(session.operator_id, controller_id)
    return controller_id


LABEL_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/labels", get_labels, Right.MANAGE_LABELS),
    GuardedRoute("PUT", "/panel/api/controllers/{controller_id}/labels", put_labels, Right.MANAGE_LABELS),
    GuardedRoute("POST", "/panel/api/controllers/{controller_id}/labels", post_label, Right.MANAGE_LABELS),
)
