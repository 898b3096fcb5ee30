"""`/panel/api/views` and `/panel/api/shared-views`: an operator's own views of the inbox, and those of colleagues."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.inbox_views import MAX_HIDDEN, MAX_VIEWS, View, change_views
from ryadom.core.rights import Right
from ryadom.core.shared_views import Kept, SharedViews
from ryadom.errors import RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.shared_views import Audience
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

MAX_BYTES = 524_288
"""Thirty filters that name all the ids that one may name."""

Version = Annotated[int, Meta(ge=1, le=2**53 - 1)]


class NewViews(Struct, frozen=True, kw_only=True):
    """All views of the operator; `over_version` is the version that was seen. `hidden`: null leaves it as it is."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    views: Annotated[list[View], Meta(max_length=MAX_VIEWS)]
    hidden: Annotated[list[UUID], Meta(max_length=MAX_HIDDEN)] | None = None


class NewSharedView(Struct, frozen=True, kw_only=True):
    """A view to share; of one that is to come back, `after` is its version as it was deleted."""

    view: View
    audience: Audience
    after: Annotated[int, Meta(ge=0, le=2**52)] = 0


class ChangedSharedView(Struct, frozen=True, kw_only=True):
    """What a shared view is to be; `over_version` is the version that whoever changes it has seen."""

    over_version: Version
    view: Kept
    audience: Audience


class DeletedSharedView(Struct, frozen=True, kw_only=True):
    """A shared view to delete, as `ChangedSharedView`."""

    over_version: Version


async def get_views(request: Request, session: OperatorSession) -> Response:
    """The operator's views in their order, and those that are shared with them."""
    return Json(await _shared(request).shown_to(session))


async def put_views(request: Request, session: OperatorSession) -> Response:
    """Replaces their own, and what they hide of the others."""
    new = await read_json(request, NewViews, max_bytes=MAX_BYTES)
    changed = await change_views(
        context_of(request).operator_desk.database,
        session.operator_id,
        new.views,
        hidden=new.hidden,
        over_version=new.over_version,
    )
    return Json(changed)


async def get_view_counts(request: Request, session: OperatorSession) -> Response:
    """How many conversations are in each."""
    return Json({"counts": await context_of(request).view_counts.shown_to(session)})


async def post_shared_view(request: Request, session: OperatorSession) -> Response:
    """Shares one."""
    new = await read_json(request, NewSharedView)
    by = actor_of(request, session)
    return Json(await _shared(request).add(session, new.view, new.audience, after=new.after, by=by), 201)


async def put_shared_view(request: Request, session: OperatorSession) -> Response:
    """Makes another of it."""
    id = await _found(request, session)
    new = await read_json(request, ChangedSharedView)
    changed = await _shared(request).change(
        session, id, new.view, new.audience, over_version=new.over_version, by=actor_of(request, session)
    )
    return Json(changed)


async def delete_shared_view(request: Request, session: OperatorSession) -> Response:
    """Takes it from everybody."""
    id = await _found(request, session)
    deleted = await read_json(request, DeletedSharedView)
    await _shared(request).delete(session, id, over_version=deleted.over_version, by=actor_of(request, session))
    return Response(status_code=204)


def _shared(request: Request) -> SharedViews:
    return context_of(request).shared_views


async def _found(request: Request, session: OperatorSession) -> UUID:
    """The id in the address, asked before a body is read: who may not change it hears nothing else."""
    try:
        id = UUID(request.path_params["view_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="view_id") from None
    await _shared(request).find(session, id)
    return id


INBOX_VIEW_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/views", get_views, Right.READ_CONVERSATIONS),
    GuardedRoute("PUT", "/panel/api/views", put_views, Right.READ_CONVERSATIONS),
    GuardedRoute("GET", "/panel/api/views/counts", get_view_counts, Right.READ_CONVERSATIONS),
    GuardedRoute("POST", "/panel/api/shared-views", post_shared_view, Right.SHARE_VIEWS),
    GuardedRoute("PUT", "/panel/api/shared-views/{view_id}", put_shared_view, Right.SHARE_VIEWS),
    GuardedRoute("DELETE", "/panel/api/shared-views/{view_id}", delete_shared_view, Right.SHARE_VIEWS),
)
