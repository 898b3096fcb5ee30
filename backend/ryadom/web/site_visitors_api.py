"""`/panel/api/visitors`: who is on the operator's sites now, and asking them into the chat."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.chat_invitations import Invitation
from ryadom.core.rights import Right
from ryadom.errors import BadFrame
from ryadom.live.owner import Owner
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

API = "/panel/api/visitors"


class Wanted(Struct, frozen=True, kw_only=True):
    """The query: the ticket of an opened list; `page`: words in the address or the title of a page."""

    ticket: Annotated[str, Meta(max_length=1_024)] = ""
    site_id: UUID | None = None
    page: Annotated[str, Meta(max_length=200)] = ""


class Asked(Struct, frozen=True, kw_only=True):
    """Whom to invite, and with which words."""

    site_id: UUID
    visitor_id: UUID
    body: Annotated[str, Meta(max_length=4_000)]


async def post_opening(request: Request, session: OperatorSession) -> Response:
    """Opens the list, which is journalled."""
    return Json(await context_of(request).visitor_list.open(session, by=actor_of(request, session)))


async def get_visitors(request: Request, session: OperatorSession) -> Response:
    """Who is there now."""
    given = {name: value for name, value in request.query_params.items() if value}
    try:
        wanted = msgspec.convert(given, type=Wanted, strict=False)
    except msgspec.ValidationError as error:
        raise BadFrame(f"{error}.", field=str(error).partition("`$.")[2].rstrip("`") or None) from None
    shown = await context_of(request).visitor_list.read(
        session, wanted.ticket, site_id=wanted.site_id, page=wanted.page
    )
    return Json(shown)


async def post_invitation(request: Request, session: OperatorSession) -> Response:
    """Asks a visitor into the chat."""
    asked = await read_json(request, Asked, max_bytes=32_768)
    invitation = Invitation(owner=Owner(asked.site_id, asked.visitor_id), body=asked.body)
    by = actor_of(request, session)
    invitation_id = await context_of(request).chat_invitations.invite(session.operator_id, invitation, by=by)
    return Json({"invitation_id": invitation_id})


SITE_VISITOR_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("POST", f"{API}/openings", post_opening, Right.SEE_VISITORS),
    GuardedRoute("GET", API, get_visitors, Right.SEE_VISITORS),
    GuardedRoute("POST", f"{API}/invitations", post_invitation, Right.ANSWER_VISITORS),
)
