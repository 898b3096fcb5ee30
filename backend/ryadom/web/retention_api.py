"""`/panel/api/retention`, `/holds`, `/destructions`: lifetimes, legal holds, acts of destruction with their papers."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.acts import PAGE_ACTS
from ryadom.core.lifetimes import TERMS
from ryadom.core.networks import network_of
from ryadom.core.rights import Right
from ryadom.errors import BadBody, RouteUnknown
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.lifetimes import Lifetime
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.guards import client_address
from ryadom.web.responses import Json, read_json


class NewLifetimes(Struct, frozen=True):
    """How many days each kind is kept; null for as long as nobody erases it, and what is not named stays."""

    days: dict[Lifetime, int | None]


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
    await desk.set_lifetimes(site, new.days, by=_actor(request, session))
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
    return Json({"holds": await desk.holds(session.operator_id, by=_actor(request, session))})


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
        by=_actor(request, session),
    )
    return Json({"id": hold_id}, 201)


async def delete_hold(request: Request, session: OperatorSession) -> Response:
    """Lifts a legal hold."""
    hold_id = _id(request, "hold_id")
    await context_of(request).retention.lift_hold(session.operator_id, hold_id, by=_actor(request, session))
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
        session.operator_id, _id(request, "act_id"), by=_actor(request, session)
    )
    return _file(papers.pdf, f"act-{papers.act.number}.pdf", "application/pdf")


async def get_act_log(request: Request, session: OperatorSession) -> Response:
    """The log export of an act, a CSV to save; the journal notes who took it."""
    papers = await context_of(request).retention.export_act(
        session.operator_id, _id(request, "act_id"), by=_actor(request, session)
    )
    return _file(papers.csv, f"act-{papers.act.number}-log.csv", "text/csv; charset=utf-8")


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def _actor(request: Request, session: OperatorSession) -> Actor:
    network = network_of(client_address(request, context_of(request).settings.trusted_proxies))
    return Actor(kind=ActorKind.OPERATOR, id=session.operator_id, name=session.name, network=network)


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
