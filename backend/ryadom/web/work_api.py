"""Who works on what: `/panel/api/work/…`, the rule of each site, and the limit of each operator."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.work_rules import Mode, WorkRule
from ryadom.web.actors import actor_of
from ryadom.web.colleague_api import own_colleague
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.sites_api import own_site


class NewRule(Struct, frozen=True, kw_only=True):
    """A rule; `over_version` is the version that whoever changed it has seen. `return_min`: minutes, or never."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    mode: Mode
    return_min: Annotated[int, Meta(ge=1, le=60)] | None


class NewLimit(Struct, frozen=True):
    """How many conversations at once are given to an operator; null: as many as come, 0: none.

    `over`: the limit that whoever sets it has seen; left out, as panels of before do: over whatever there is.
    """

    max_chats: Annotated[int, Meta(ge=0, le=100)] | None
    over: Annotated[int, Meta(ge=0, le=100)] | UnsetType | None = UNSET


async def get_colleagues(request: Request, session: OperatorSession) -> Response:
    """Who answers on the operator's sites, and how they stand."""
    return Json({"colleagues": await context_of(request).work.colleagues(session.operator_id)})


async def get_rules(request: Request, session: OperatorSession) -> Response:
    """The operator's sites with their rules."""
    return Json({"sites": await context_of(request).work.rules(session.operator_id)})


async def put_rule(request: Request, session: OperatorSession) -> Response:
    """Replaces the rule of one site."""
    site_id = await own_site(request, session)
    new = await read_json(request, NewRule)
    rule = WorkRule(version=new.over_version, mode=new.mode, return_min=new.return_min)
    work = context_of(request).work
    return Json(await work.change_rule(session.operator_id, site_id, rule, by=actor_of(request, session)))


async def put_limit(request: Request, session: OperatorSession) -> Response:
    """Sets the limit of somebody who works on the operator's sites; the own one too."""
    context = context_of(request)
    operator_id = await own_colleague(request, session)
    change = await read_json(request, NewLimit)
    by = actor_of(request, session)
    await context.colleagues.set_limit(session, operator_id, change.max_chats, seen=change.over, by=by)
    context.work.on_change()
    return Response(status_code=204)


WORK_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/work/colleagues", get_colleagues, Right.LEAD_CONVERSATIONS),
    GuardedRoute("GET", "/panel/api/work-rules", get_rules, Right.MANAGE_SITES),
    GuardedRoute("PUT", "/panel/api/sites/{site_id}/work-rule", put_rule, Right.MANAGE_SITES),
    GuardedRoute("PUT", "/panel/api/operators/{operator_id}/limit", put_limit, Right.MANAGE_OPERATORS),
)
