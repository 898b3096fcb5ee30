"""`/panel/api/account/waiting-alert`: whether an operator gets a mail when a visitor waits and nobody is there."""

from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json


class NewAlert(Struct, frozen=True, kw_only=True):
    """After how many minutes without an answer; None: no mail."""

    minutes: Annotated[int, Meta(ge=1, le=240)] | None


async def get_waiting_alert(request: Request, session: OperatorSession) -> Response:
    """What the operator has chosen, and whether the server can mail."""
    return Json(await context_of(request).waiting_alerts.find(session.operator_id))


async def put_waiting_alert(request: Request, session: OperatorSession) -> Response:
    """Turns the mails on or off."""
    chosen = await read_json(request, NewAlert)
    alerts = context_of(request).waiting_alerts
    return Json(await alerts.choose(session.operator_id, chosen.minutes, by=actor_of(request, session)))


_ALERT = "/panel/api/account/waiting-alert"

WAITING_ALERT_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", _ALERT, get_waiting_alert, Right.ANSWER_VISITORS),
    GuardedRoute("PUT", _ALERT, put_waiting_alert, Right.ANSWER_VISITORS),
)
