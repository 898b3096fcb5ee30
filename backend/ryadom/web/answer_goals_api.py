"""`/panel/api/answer-goals`: how long visitors of each site may wait before the list says that it is late."""

from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.answer_goals import change_goal, goals_of_sites
from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.sites_api import own_site


class NewGoal(Struct, frozen=True, kw_only=True):
    """A goal in minutes, or None; `over_version` is the version that whoever changed it has seen."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    minutes: Annotated[int, Meta(ge=1, le=1_440)] | None


async def get_goals(request: Request, session: OperatorSession) -> Response:
    """The operator's sites with their goals."""
    database = context_of(request).operator_desk.database
    return Json({"sites": await goals_of_sites(database, session.operator_id)})


async def put_goal(request: Request, session: OperatorSession) -> Response:
    """Replaces the goal of one site."""
    site_id = await own_site(request, session)
    new = await read_json(request, NewGoal)
    desk = context_of(request).operator_desk
    changed = await change_goal(
        desk.database,
        desk.relay,
        session.operator_id,
        site_id,
        new.minutes,
        over_version=new.over_version,
        by=actor_of(request, session),
    )
    return Json(changed)


ANSWER_GOAL_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/answer-goals", get_goals, Right.MANAGE_SITES),
    GuardedRoute("PUT", "/panel/api/sites/{site_id}/answer-goal", put_goal, Right.MANAGE_SITES),
)
