"""`/panel/api/connectors`: CRMs that conversations go to, for those who look after that."""

from uuid import UUID

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.connectors.panel_shapes import ChangedConnector, Draft, NewConnector
from ryadom.core.rights import Right
from ryadom.errors import BadFrame, RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

# Fifty templates of a thousand characters, and a thousand sites; JSON may take six bytes for a character.
MAX_BYTES = 400_000
MAX_PLACE_DIGITS = 18


class Again(Struct, frozen=True, kw_only=True):
    """One conversation, or (null) all that failed."""

    conversation_id: UUID | None = None


class Switched(Struct, frozen=True):
    """Whether a connector pushes."""

    is_enabled: bool


async def get_connectors(request: Request, session: OperatorSession) -> Response:
    """The connectors of the operator's sites, how it goes with each, and what a new one may be."""
    return Json(await context_of(request).connector_desk.own(session))


async def post_connector(request: Request, session: OperatorSession) -> Response:
    """Adds a connector; its secrets are told to nobody from then on."""
    new = await read_json(request, NewConnector, max_bytes=MAX_BYTES)
    made = await context_of(request).connector_desk.add(session, new, actor_of(request, session))
    return Json(made, status_code=201)


async def put_connector(request: Request, session: OperatorSession) -> Response:
    """Has a connector push otherwise."""
    id = await _managed(request, session)
    wanted = await read_json(request, ChangedConnector, max_bytes=MAX_BYTES)
    await context_of(request).connector_desk.change(session, id, wanted, actor_of(request, session))
    return Response(status_code=204)


async def post_connector_test(request: Request, session: OperatorSession) -> Response:
    """Tries the account, and says what came of it."""
    return Json(await context_of(request).connector_desk.test(session, _id(request)))


async def post_connector_lists(request: Request, session: OperatorSession) -> Response:
    """What can be picked in the account, as what stands in the form says."""
    id = await _managed(request, session)
    draft = await read_json(request, Draft, max_bytes=MAX_BYTES)
    return Json(await context_of(request).connector_desk.lists(session, id, draft))


async def post_connector_preview(request: Request, session: OperatorSession) -> Response:
    """The card that a conversation would become, as what stands in the form says."""
    id = await _managed(request, session)
    draft = await read_json(request, Draft, max_bytes=MAX_BYTES)
    return Json(await context_of(request).connector_desk.preview(session, id, draft, actor_of(request, session)))


async def get_connector_log(request: Request, session: OperatorSession) -> Response:
    """The newest pushes, or those behind a `cursor`; with `failed=1` those that were tried and are not sent."""
    page = await context_of(request).connector_desk.log(
        session, _id(request), only_failed=request.query_params.get("failed") == "1", before=_place(request)
    )
    return Json({"pushes": page.pushes, "next_cursor": None if page.next is None else str(page.next)})


async def post_connector_resend(request: Request, session: OperatorSession) -> Response:
    """Makes pushes due again, and says how many."""
    id = await _managed(request, session)
    again = await read_json(request, Again)
    desk = context_of(request).connector_desk
    count = await desk.send(session, id, again.conversation_id, by=actor_of(request, session))
    return Json({"count": count})


async def put_connector_enabled(request: Request, session: OperatorSession) -> Response:
    """Lets a connector push again, or nothing more for now."""
    id = await _managed(request, session)
    switched = await read_json(request, Switched)
    await context_of(request).connector_desk.switch(
        session, id, is_enabled=switched.is_enabled, by=actor_of(request, session)
    )
    return Response(status_code=204)


async def delete_connector(request: Request, session: OperatorSession) -> Response:
    """Forgets a connector, with what waits for it and its log; the cards stay in the CRM."""
    await context_of(request).connector_desk.remove(session, _id(request), actor_of(request, session))
    return Response(status_code=204)


async def _managed(request: Request, session: OperatorSession) -> UUID:
    """Whose it is comes before what is asked: who works elsewhere hears nothing else."""
    id = _id(request)
    await context_of(request).connector_desk.managed(session, id)
    return id


def _id(request: Request) -> UUID:
    try:
        return UUID(request.path_params["connector_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="connector_id") from None


def _place(request: Request) -> int | None:
    text = request.query_params.get("cursor")
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= MAX_PLACE_DIGITS):
        raise BadFrame("cursor is the `next_cursor` of the page before.", field="cursor")
    return int(text)


_CONNECTORS = "/panel/api/connectors"
_CONNECTOR = f"{_CONNECTORS}/{{connector_id}}"

CONNECTOR_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", _CONNECTORS, get_connectors, Right.MANAGE_CONNECTORS),
    GuardedRoute("POST", _CONNECTORS, post_connector, Right.MANAGE_CONNECTORS),
    GuardedRoute("PUT", _CONNECTOR, put_connector, Right.MANAGE_CONNECTORS),
    GuardedRoute("DELETE", _CONNECTOR, delete_connector, Right.MANAGE_CONNECTORS),
    GuardedRoute("POST", f"{_CONNECTOR}/test", post_connector_test, Right.MANAGE_CONNECTORS),
    GuardedRoute("POST", f"{_CONNECTOR}/lists", post_connector_lists, Right.MANAGE_CONNECTORS),
    GuardedRoute("POST", f"{_CONNECTOR}/preview", post_connector_preview, Right.MANAGE_CONNECTORS),
    GuardedRoute("GET", f"{_CONNECTOR}/log", get_connector_log, Right.MANAGE_CONNECTORS),
    GuardedRoute("POST", f"{_CONNECTOR}/resend", post_connector_resend, Right.MANAGE_CONNECTORS),
    GuardedRoute("PUT", f"{_CONNECTOR}/enabled", put_connector_enabled, Right.MANAGE_CONNECTORS),
)
