"""`/panel/api/conversations/{id}/ban`, `/panel/api/sites/{id}/bans`: visitors who may not write for a while."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.bans import MAX_REASON_CHARS
from ryadom.core.cursors import read_cursor, write_cursor
from ryadom.core.rights import Right, may
from ryadom.errors import RouteUnknown
from ryadom.store.bans import Ban
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import sites_of_operator
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

MAX_HOURS = 8_760


class NewBan(Struct, frozen=True, kw_only=True):
    """Why, and for how many hours; None: until somebody lifts it.

    `over`: when the ban was placed that whoever bans has seen, null where they saw none; left out, as panels of before
    say nothing: whatever there is.
    """

    reason: Annotated[str, Meta(max_length=MAX_REASON_CHARS)]
    hours: Annotated[int, Meta(ge=1, le=MAX_HOURS)] | None
    over: Annotated[datetime, Meta(tz=True)] | UnsetType | None = UNSET


async def get_ban(request: Request, session: OperatorSession) -> Response:
    """The ban of a conversation's visitor, or null, and whether the operator may change that."""
    ban = await context_of(request).bans.find(
        actor_of(request, session),
        session.operator_id,
        _id(request, "conversation_id"),
        sees_contacts=may(session.role, Right.SEE_CONTACTS),
    )
    return _told(ban, session)


async def put_ban(request: Request, session: OperatorSession) -> Response:
    """Keeps a conversation's visitor from writing."""
    conversation_id = _id(request, "conversation_id")
    context, by = context_of(request), actor_of(request, session)
    # Whose it is comes before what is asked: who works elsewhere hears nothing else.
    await context.bans.check_own(session.operator_id, conversation_id)
    new = await read_json(request, NewBan)
    ban = await context.bans.ban(
        by, session.operator_id, conversation_id, reason=new.reason, hours=new.hours, over=new.over
    )
    return _told(ban, session)


async def delete_ban(request: Request, session: OperatorSession) -> Response:
    """Lets a conversation's visitor write again."""
    await context_of(request).bans.lift(
        actor_of(request, session), session.operator_id, _id(request, "conversation_id")
    )
    return _told(None, session)


async def get_ban_sites(request: Request, session: OperatorSession) -> Response:
    """The sites whose bans the operator may see."""
    async with context_of(request).operator_desk.database.connection() as connection:
        sites = await sites_of_operator(connection, session.operator_id)
    return Json({"sites": [{"site_id": site.id, "name": site.name} for site in sites]})


async def get_bans(request: Request, session: OperatorSession) -> Response:
    """A page of a site's bans, without a cursor the first."""
    cursor = request.query_params.get("cursor")
    page = await context_of(request).bans.list(
        actor_of(request, session),
        session.operator_id,
        _id(request, "site_id"),
        read_cursor(cursor) if cursor else None,
    )
    return Json({"bans": page.bans, "next_cursor": write_cursor(page.next_cursor)})


def _told(ban: Ban | None, session: OperatorSession) -> Response:
    return Json({"ban": ban, "may_change": may(session.role, Right.BAN_VISITORS)})


def _id(request: Request, name: str) -> UUID:
    try:
        return UUID(request.path_params[name])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field=name) from None


_BAN = "/panel/api/conversations/{conversation_id}/ban"

BAN_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", _BAN, get_ban, Right.READ_CONVERSATIONS),
    GuardedRoute("PUT", _BAN, put_ban, Right.BAN_VISITORS),
    GuardedRoute("DELETE", _BAN, delete_ban, Right.BAN_VISITORS),
    GuardedRoute("GET", "/panel/api/bans", get_ban_sites, Right.SEE_BANS),
    GuardedRoute("GET", "/panel/api/sites/{site_id}/bans", get_bans, Right.SEE_BANS),
)
