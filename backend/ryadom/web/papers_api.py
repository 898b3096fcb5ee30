"""`/panel/api/papers`: one's controllers with what papers need of them, and the papers as PDF."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.papers import Order, PaperKind
from ryadom.core.rights import Right
from ryadom.errors import RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import Special
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

Line = Annotated[str, Meta(max_length=1_000)]

_PAPERS = {
    "notice.pdf": Order(kind=PaperKind.NOTICE),
    "measures-4.pdf": Order(kind=PaperKind.MEASURES, level=4),
    "measures-3.pdf": Order(kind=PaperKind.MEASURES, level=3),
    "mandate.pdf": Order(kind=PaperKind.MANDATE),
}


class ControllerFields(Struct, frozen=True, kw_only=True):
    """What is told of a controller."""

    legal_name: Line | None = None
    inn: Line | None = None
    address: Line | None = None
    officer_name: Line | None = None
    officer_email: Line | None = None


class ControllerTold(ControllerFields, frozen=True, kw_only=True):
    """What changes of a controller; what is left out stays as it is.

    `over`: all of it as it was seen; null, as panels of before say nothing: whatever it is now.
    """

    over: ControllerFields | None = None


class Marking(Struct, frozen=True, kw_only=True):
    """Whether health data may come on a site; `over`: how it was seen to be marked, null as for `ControllerTold`."""

    special: Special
    over: Special | None = None


async def get_papers(request: Request, session: OperatorSession) -> Response:
    """The controllers on whose sites one works, what is missing of them, and how many people they hold data on."""
    return Json({"controllers": await context_of(request).papers.list(actor_of(request, session))})


async def get_paper(request: Request, session: OperatorSession) -> Response:
    """A paper: `notice.pdf`, `measures-4.pdf`, `measures-3.pdf`, `mandate.pdf`."""
    papers, actor, id = context_of(request).papers, actor_of(request, session), _id(request, "controller_id")
    await papers.check_controller(actor, id)
    name = request.path_params["paper"]
    if name not in _PAPERS:
        raise RouteUnknown("There is no such paper.", field="paper")
    content = await papers.paper(actor, id, _PAPERS[name])
    return download(content, name=name, media_type="application/pdf")


async def put_controller(request: Request, session: OperatorSession) -> Response:
    """Changes what is known of a controller."""
    papers, actor, id = context_of(request).papers, actor_of(request, session), _id(request, "controller_id")
    await papers.check_whole(actor, id)
    told = await read_json(request, ControllerTold, max_bytes=16_384)
    names = ControllerFields.__struct_fields__
    seen = {name: getattr(told.over, name) for name in names} if told.over else None
    await papers.describe(actor, id, seen=seen, **{name: getattr(told, name) for name in names})
    return Response(status_code=204)


async def put_site_special(request: Request, session: OperatorSession) -> Response:
    """Marks a site where health data may come."""
    papers, actor, id = context_of(request).papers, actor_of(request, session), _id(request, "site_id")
    await papers.check_site(actor, id)
    marking = await read_json(request, Marking)
    marked = await papers.mark_special(actor, id, marking.special, seen=marking.over)
    return Json({"needs_publication": marked.needs_publication})


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None


_ONE = "/panel/api/controllers/{controller_id}"
PAPER_ROUTES = (
    GuardedRoute("GET", "/panel/api/papers", get_papers, Right.SEE_PAPERS),
    GuardedRoute("GET", f"{_ONE}/papers/{{paper}}", get_paper, Right.SEE_PAPERS),
    GuardedRoute("PUT", _ONE, put_controller, Right.MANAGE_CONTROLLER),
    GuardedRoute("PUT", "/panel/api/sites/{site_id}/special", put_site_special, Right.MANAGE_CONTROLLER),
)
