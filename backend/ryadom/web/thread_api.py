"""`/panel/api`: what operators have in a thread beside its socket: whom a note may call."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right
from ryadom.store.mentions import operators_to_call
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json
from ryadom.web.sites_api import own_site


async def get_colleagues_to_call(request: Request, session: OperatorSession) -> Response:
    """Whom a note of this operator may call on the site: ids and names, by name."""
    site_id = await own_site(request, session)
    async with context_of(request).operator_desk.database.connection() as connection:
        colleagues = await operators_to_call(connection, site_id=site_id)
    return Json(
        {
            "colleagues": [
                {"id": one.id, "name": one.name, "seen_department_ids": one.seen_department_ids}
                for one in colleagues
                if one.id != session.operator_id
            ]
        }
    )


THREAD_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/sites/{site_id}/colleagues", get_colleagues_to_call, Right.ANSWER_VISITORS),
)
