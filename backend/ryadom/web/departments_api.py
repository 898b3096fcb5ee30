"""`/panel/api/departments`: what visitors of each site choose from, and which operators are in it."""

from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.departments import ChosenDepartments, change_departments, departments_of_sites
from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.sites_api import MAX_BYTES, own_site


class NewDepartments(Struct, frozen=True, kw_only=True):
    """All departments of a site; `over_version` is the version that whoever changed them has seen."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    chosen: ChosenDepartments


async def get_departments(request: Request, session: OperatorSession) -> Response:
    """The operator's sites with their departments."""
    database = context_of(request).operator_desk.database
    return Json({"sites": await departments_of_sites(database, session.operator_id)})


async def put_departments(request: Request, session: OperatorSession) -> Response:
    """Replaces the departments of one site."""
    site_id = await own_site(request, session)
    new = await read_json(request, NewDepartments, max_bytes=MAX_BYTES)
    context = context_of(request)
    changed = await change_departments(
        context.operator_desk.database,
        context.operator_desk.relay,
        session.operator_id,
        site_id,
        new.chosen,
        over_version=new.over_version,
        by=actor_of(request, session),
    )
    context.visitor_desk.reception.forget(site_id)
    return Json(changed)


DEPARTMENT_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/departments", get_departments, Right.MANAGE_SITES),
    GuardedRoute("PUT", "/panel/api/sites/{site_id}/departments", put_departments, Right.MANAGE_SITES),
)
