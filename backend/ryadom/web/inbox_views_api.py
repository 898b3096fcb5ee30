"""`/panel/api/views`: an operator's own views of the inbox."""

from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.inbox_views import MAX_VIEWS, View, change_views, views_of
from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

MAX_BYTES = 524_288
"""Thirty filters that name all the ids that one may name."""


class NewViews(Struct, frozen=True, kw_only=True):
    """All views of the operator; `over_version` is the version that was seen."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    views: Annotated[list[View], Meta(max_length=MAX_VIEWS)]


async def get_views(request: Request, session: OperatorSession) -> Response:
    """The operator's views in their order."""
    return Json(await views_of(context_of(request).operator_desk.database, session.operator_id))


async def put_views(request: Request, session: OperatorSession) -> Response:
    """Replaces them."""
    new = await read_json(request, NewViews, max_bytes=MAX_BYTES)
    database = context_of(request).operator_desk.database
    return Json(await change_views(database, session.operator_id, new.views, over_version=new.over_version))


INBOX_VIEW_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/views", get_views, Right.READ_CONVERSATIONS),
    GuardedRoute("PUT", "/panel/api/views", put_views, Right.READ_CONVERSATIONS),
)
