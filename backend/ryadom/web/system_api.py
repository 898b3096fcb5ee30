"""`/panel/api/system`: how the installation is, for administrators. Nothing personal and no secret is in it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json


async def get_system(request: Request, _session: OperatorSession) -> Response:
    """Everything at one moment."""
    return Json(await context_of(request).system.report())


SYSTEM_ROUTES: tuple[BaseRoute, ...] = (GuardedRoute("GET", "/panel/api/system", get_system, Right.SEE_SYSTEM),)
