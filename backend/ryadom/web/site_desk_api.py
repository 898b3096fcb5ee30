"""`/panel/api/own-sites`: which sites there are, what they are called, and on which origins their chats work."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right
from ryadom.core.site_desk import SiteProperties
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.sites_api import own_site

MAX_BYTES = 65_536


class NewSite(SiteProperties, frozen=True, kw_only=True):
    """A site to be added; whose it is must be said where the operator works for several controllers."""

    controller_id: UUID | None = None


class ChangedSite(SiteProperties, frozen=True, kw_only=True):
    """A site as it is to be; `over` is how whoever changed it saw it."""

    over: SiteProperties


async def get_own_sites(request: Request, session: OperatorSession) -> Response:
    """The operator's sites, and the controllers whose a new one may be."""
    return Json(await context_of(request).site_desk.list(session.operator_id))


async def post_site(request: Request, session: OperatorSession) -> Response:
    """Adds a site."""
    new = await read_json(request, NewSite, max_bytes=MAX_BYTES)
    added = await context_of(request).site_desk.add(
        session.operator_id, new, controller_id=new.controller_id, by=actor_of(request, session)
    )
    return Json(added, status_code=201)


async def put_site(request: Request, session: OperatorSession) -> Response:
    """Gives a site another name or other origins."""
    site_id = await own_site(request, session)
    changed = await read_json(request, ChangedSite, max_bytes=MAX_BYTES)
    context = context_of(request)
    site = await context.site_desk.change(
        session.operator_id, site_id, changed, over=changed.over, by=actor_of(request, session)
    )
    context.widget_configs.forget(site.key)
    return Json(site)


SITE_DESK_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/own-sites", get_own_sites, Right.MANAGE_SITES),
    GuardedRoute("POST", "/panel/api/own-sites", post_site, Right.MANAGE_SITES),
    GuardedRoute("PUT", "/panel/api/own-sites/{site_id}", put_site, Right.MANAGE_SITES),
)
