"""`/panel/api/first-steps`: how far the operator's sites have come."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.first_steps import first_steps
from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json


async def get_first_steps(request: Request, session: OperatorSession) -> Response:
    """What has been done, site by site. Nothing in it is about a visitor."""
    context = context_of(request)
    sites = await first_steps(context.operator_desk.database, context.sightings, session.operator_id)
    return Json({"sites": sites})


FIRST_STEPS_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/first-steps", get_first_steps, Right.MANAGE_SITES),
)
