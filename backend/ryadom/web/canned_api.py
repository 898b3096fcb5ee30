"""`/panel/api/canned-replies`: ready replies, one's own and those that colleagues share."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.canned_csv import read_replies, write_replies
from ryadom.core.canned_replies import CannedReplies
from ryadom.core.canned_shapes import Scope, Words
from ryadom.core.rights import Right
from ryadom.errors import BadBody, RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.downloads import download
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_body, read_json

MAX_BYTES = 64 * 1024
MAX_FILE_BYTES = 4 * 1024 * 1024
"""Of an import: the longest replies, as many as may be."""

Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]


class NewReply(Struct, frozen=True, kw_only=True):
    """A reply to add; `site_id` where it is shared: of this site, or of its controller."""

    scope: Scope
    words: Words
    site_id: UUID | None = None


class ChangedReply(Struct, frozen=True, kw_only=True):
    """Other words for a reply; `over_version` is the version that whoever changes it has seen."""

    over_version: Version
    words: Words


class DeletedReply(Struct, frozen=True, kw_only=True):
    """A reply to delete, as `ChangedReply`."""

    over_version: Version


async def get_replies(request: Request, session: OperatorSession) -> Response:
    """All that the operator may use."""
    return Json(await _desk(request).list(session))


async def post_reply(request: Request, session: OperatorSession) -> Response:
    """Adds one."""
    new = await read_json(request, NewReply, max_bytes=MAX_BYTES)
    id = await _desk(request).add(
        session, new.words, scope=new.scope, site_id=new.site_id, by=actor_of(request, session)
    )
    return Json({"id": id}, 201)


async def put_reply(request: Request, session: OperatorSession) -> Response:
    """Gives one other words."""
    id = await _found(request, session)
    changed = await read_json(request, ChangedReply, max_bytes=MAX_BYTES)
    by = actor_of(request, session)
    await _desk(request).change(session, id, changed.words, over_version=changed.over_version, by=by)
    return Response(status_code=204)


async def delete_reply(request: Request, session: OperatorSession) -> Response:
    """Deletes one."""
    id = await _found(request, session)
    deleted = await read_json(request, DeletedReply)
    await _desk(request).delete(session, id, over_version=deleted.over_version, by=actor_of(request, session))
    return Response(status_code=204)


async def get_replies_file(request: Request, session: OperatorSession) -> Response:
    """The replies of one scope (and site, where it is shared) as CSV."""
    scope, site_id = _shelf_asked(request)
    shown = await _desk(request).list(session)
    of_shelf = [
        Words(shortcut=one.shortcut, body=one.body)
        for one in shown.replies
        if one.scope is scope and (scope is Scope.OWN or site_id in one.site_ids)
    ]
    return download(write_replies(of_shelf).encode(), name=f"replies-{scope.value}.csv", media_type="text/csv")


async def post_replies_file(request: Request, session: OperatorSession) -> Response:
    """Takes the replies of such a file in."""
    scope, site_id = _shelf_asked(request)
    rows = read_replies(await read_body(request, max_bytes=MAX_FILE_BYTES))
    by = actor_of(request, session)
    return Json(await _desk(request).take_in(session, rows, scope=scope, site_id=site_id, by=by))


def _desk(request: Request) -> CannedReplies:
    return CannedReplies(context_of(request).operator_desk.database)


async def _found(request: Request, session: OperatorSession) -> UUID:
    """The id in the address, asked before a body is read: who may not change it hears nothing else."""
    try:
        id = UUID(request.path_params["reply_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="reply_id") from None
    await _desk(request).find(session, id)
    return id


def _shelf_asked(request: Request) -> tuple[Scope, UUID | None]:
    scope, site_id = request.query_params.get("scope", ""), request.query_params.get("site_id", "")
    try:
        return Scope(scope), UUID(site_id) if site_id else None
    except ValueError:
        raise BadBody(f"scope is one of {', '.join(Scope)}, and site_id a UUID.", field="scope") from None


_API = "/panel/api/canned-replies"
CANNED_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", _API, get_replies, Right.ANSWER_VISITORS),
    GuardedRoute("POST", _API, post_reply, Right.ANSWER_VISITORS),
    GuardedRoute("GET", f"{_API}/file", get_replies_file, Right.ANSWER_VISITORS),
    GuardedRoute("POST", f"{_API}/file", post_replies_file, Right.ANSWER_VISITORS),
    GuardedRoute("PUT", f"{_API}/{{reply_id}}", put_reply, Right.ANSWER_VISITORS),
    GuardedRoute("DELETE", f"{_API}/{{reply_id}}", delete_reply, Right.ANSWER_VISITORS),
)
