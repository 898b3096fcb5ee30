"""Who is mailed when a visitor waits and nobody is there: oneself, a colleague, whoever is new on a site."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.colleague_api import own_colleague
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.sites_api import own_site

Minutes = Annotated[int, Meta(ge=1, le=240)]


class NewChoice(Struct, frozen=True, kw_only=True):
    """After how many minutes without an answer; None: no mail.

    `over`: what whoever chooses has seen; left out, as panels of before do: over whatever there is.
    """

    minutes: Minutes | None
    over: Minutes | UnsetType | None = UNSET


class NewOfSite(Struct, frozen=True, kw_only=True):
    """What whoever comes to a site begins with; `over_version` is the version that whoever changes it has seen."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    minutes: Minutes | None


async def get_own(request: Request, session: OperatorSession) -> Response:
    """What holds of the operator, and whether the server can mail."""
    return Json(await context_of(request).alert_choices.find_own(session.operator_id))


async def put_own(request: Request, session: OperatorSession) -> Response:
    """Turns the own mails on or off."""
    new = await read_json(request, NewChoice)
    choices, by = context_of(request).alert_choices, actor_of(request, session)
    return Json(await choices.choose_own(session.operator_id, new.minutes, seen=new.over, by=by))


async def get_all(request: Request, session: OperatorSession) -> Response:
    """Who works on the operator's sites and is mailed, what these sites say of whoever is new, and who would hear."""
    return Json(await context_of(request).alert_choices.list_all(session.operator_id))


async def put_colleague(request: Request, session: OperatorSession) -> Response:
    """Turns the mails of somebody who works on the operator's sites on or off; the own ones too."""
    context = context_of(request)
    operator_id = await own_colleague(request, session)
    new = await read_json(request, NewChoice)
    by = actor_of(request, session)
    await context.alert_choices.choose_for(session, operator_id, new.minutes, seen=new.over, by=by)
    return Response(status_code=204)


async def put_site(request: Request, session: OperatorSession) -> Response:
    """Says what whoever comes to a site from now on begins with."""
    site_id = await own_site(request, session)
    new = await read_json(request, NewOfSite)
    choices, by = context_of(request).alert_choices, actor_of(request, session)
    return Json(
        await choices.choose_for_new(session.operator_id, site_id, new.minutes, over_version=new.over_version, by=by)
    )


_OWN = "/panel/api/account/waiting-alert"

WAITING_ALERT_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", _OWN, get_own, Right.ANSWER_VISITORS),
    GuardedRoute("PUT", _OWN, put_own, Right.ANSWER_VISITORS),
    GuardedRoute("GET", "/panel/api/waiting-alerts", get_all, Right.SEE_OPERATORS),
    GuardedRoute("PUT", "/panel/api/operators/{operator_id}/waiting-alert", put_colleague, Right.MANAGE_OPERATORS),
    GuardedRoute("PUT", "/panel/api/sites/{site_id}/waiting-alert", put_site, Right.MANAGE_OPERATORS),
)
