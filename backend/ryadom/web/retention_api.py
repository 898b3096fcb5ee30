"""`/panel/api/retention`, `/holds`, `/destructions`: lifetimes, legal holds, acts of destruction with their papers."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.acts import PAGE_ACTS
from ryadom.core.lifetimes import TERMS
from ryadom.core.rights import Right
from ryadom.errors import BadBody, RouteUnknown
from ryadom.store.lifetimes import Lifetime
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json


class NewLifetimes(Struct, frozen=True):
    """How many days each kind is kept; null for as long as nobody erases it, and what is not named stays.

    `over`: how many it was when somebody decided; null, as panels of before say nothing: whatever it is now.
    """

    days: dict[Lifetime, int | None]
    over: dict[Lifetime, int | None] | None = None


class NewHold(Struct, frozen=True, kw_only=True):
    """A legal hold on everything of a visitor's, or on one conversation."""

    site_id: UUID
    visitor_id: UUID | None = None
    conversation_id: UUID | None = None
    reason: Annotated[str, Meta(max_length=300)]


async def get_retention(request: Request, session: OperatorSession) -> Response:
    """The lifetimes of each site, and what can and should be set."""
    sites = await context_of(request).retention.lifetimes(session.operator_id)
    return Json({"sites": sites, "terms": TERMS})


async def put_lifetimes(request: Request, session: OperatorSession) -> Response:
    """Sets lifetimes of a site."""
    desk = context_of(request).retention
    site = await desk.site(session.operator_id, _id(request, "site_id"))
    new = await read_json(request, NewLifetimes)
    await desk.set_lifetimes(site, new.days, seen=new.over, by=actor_of(request, session))
    return Response(status_code=204)


async def get_due(request: Request, session: OperatorSession) -> Response:
    """What lifetimes (`?messages=365&pages=90`) would erase today; without any, those that are set."""
    desk = context_of(request).retention
    site = await desk.site(session.operator_id, _id(request, "site_id"))
    asked = {kind: _days(kind, request.query_params[kind]) for kind in Lifetime if kind in request.query_params}
    days: Mapping[Lifetime, int | None] = asked
    if not asked:
        [days] = [one.days for one in await desk.lifetimes(session.operator_id) if one.id == site.id]
    return Json({"due": await desk.count_due(site, days)})


async def get_holds(request: Request, session: OperatorSession) -> Response:
    """The legal holds, the newest first."""
    desk = context_of(request).retention
    return Json({"holds": await desk.holds(session.operator_id, by=actor_of(request, session))})


async def post_hold(request: Request, session: OperatorSession) -> Response:
    """Places a legal hold."""
    desk = context_of(request).retention
    new = await read_json(request, NewHold)
    if (new.visitor_id is None) == (new.conversation_id is None):
        raise BadBody("Name either a visitor or a conversation.", field="conversation_id")
    site = await desk.site(session.operator_id, new.site_id)
    hold_id = await desk.place_hold(
        site,
        visitor_id=new.visitor_id,
        conversation_id=new.conversation_id,
        reason=new.reason,
        by=actor_of(request, session),
    )
    return Json({"id": hold_id}, 201)


async def delete_hold(request: Request, session: OperatorSession) -> Response:
    """Lifts a legal hold."""
    hold_id = _id(request, "hold_id")
    await context_of(request).retention.lift_hold(session.operator_id, hold_id, by=actor_of(request, session))
    return Response(status_code=204)


async def get_acts(request: Request, session: OperatorSession) -> Response:
    """A page of acts, the newest first; `?after=ID` gives those that follow that one."""
    asked = request.query_params.get("after")
    after = _uuid(asked, "after") if asked else None
    acts = await context_of(request).retention.acts(session.operator_id, after=after)
    return Json({"acts": acts, "is_last": len(acts) < PAGE_ACTS})


async def get_act(request: Request, session: OperatorSession) -> Response:
    """The act, a PDF to save; the journal notes who took it."""
    papers = await context_of(request).retention.export_act(
        session.operator_id, _id(request, "act_id"), by=actor_of(request, session)
    )
    return download(papers.pdf, name=f"act-{papers.act.number}.pdf", media_type="application/pdf")


async def get_act_log(request: Request, session: OperatorSession) -> Response:
    """The log export of an act, a CSV to save; the journal notes who took it."""
    papers = await context_of(request).retention.export_act(
        session.operator_id, _id(request, "act_id"), by=actor_of(request, session)
    )
    return download(papers.csv, name=f"act-{papers.act.number}-log.csv", media_type="text/csv; charset=utf-8")


def _days(kind: Lifetime, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise BadBody("A lifetime is a whole number of days.", field=kind.value)
    return int(text)


def _id(request: Request, name: str) -> UUID:
    return _uuid(request.path_params[name], name)


def _uuid(text: str, name: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None


_API = "/panel/api"
_SEE, _MANAGE = Right.SEE_ACTS, Right.MANAGE_RETENTION

RETENTION_ROUTES = (
    GuardedRoute("GET", f"{_API}/retention", get_retention, _SEE),
    GuardedRoute("PUT", f"{_API}/retention/{{site_id}}", put_lifetimes, _MANAGE),
    GuardedRoute("GET", f"{_API}/retention/{{site_id}}/due", get_due, _SEE),
    GuardedRoute("GET", f"{_API}/holds", get_holds, _SEE),
    GuardedRoute("POST", f"{_API}/holds", post_hold, _MANAGE),
    GuardedRoute("DELETE", f"{_API}/holds/{{hold_id}}", delete_hold, _MANAGE),
    GuardedRoute("GET", f"{_API}/destructions", get_acts, _SEE),
    GuardedRoute("GET", f"{_API}/destructions/{{act_id}}/act", get_act, _SEE),
    GuardedRoute("GET", f"{_API}/destructions/{{act_id}}/log", get_act_log, _SEE),
)
