"""`/panel/api/sites`: how the widget of each site looks, what it says, and when somebody is there."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.mail_choices import mail_state
from ryadom.core.rights import Right
from ryadom.core.widget_settings import WidgetSettings, change_widget, check_settings, widgets_of_operator
from ryadom.errors import RouteUnknown, SiteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.widget_config import look_for_pages

MAX_BYTES = 65_536


class NewSettings(Struct, frozen=True, kw_only=True):
    """All settings of a site; `over_version` is the version that whoever changed them has seen."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    settings: WidgetSettings


class AskedLook(Struct, frozen=True, kw_only=True):
    """Settings that nobody has saved yet, and the language of the pages."""

    language: Literal["ru", "en"]
    settings: WidgetSettings


async def get_sites(request: Request, session: OperatorSession) -> Response:
    """The operator's sites with their settings; whether mail to visitors can go out, and where pages of chats are."""
    context = context_of(request)
    sites = await widgets_of_operator(context.operator_desk.database, session.operator_id)
    return Json({"sites": sites, "mail": mail_state(context.settings), "public_url": context.settings.public_url})


async def post_look(request: Request, session: OperatorSession) -> Response:
    """What pages would be told if these settings were saved; of a site that the operator works on."""
    await own_site(request, session)
    asked = await read_json(request, AskedLook, max_bytes=MAX_BYTES)
    return Json(look_for_pages(check_settings(asked.settings), language=asked.language))


async def put_widget(request: Request, session: OperatorSession) -> Response:
    """Replaces the settings of one site."""
    site_id = await own_site(request, session)
    new = await read_json(request, NewSettings, max_bytes=MAX_BYTES)
    context = context_of(request)
    changed = await change_widget(
        context.operator_desk.database,
        session.operator_id,
        site_id,
        new.settings,
        over_version=new.over_version,
        by=actor_of(request, session),
    )
    context.widget_configs.forget(changed.key)
    # Which files the site takes is what panels know of it too.
    context.relay.renew_site(site_id)
    return Json(changed)


async def own_site(request: Request, session: OperatorSession) -> UUID:
    """The id in the address, asked before a body is read: who does not work there hears nothing else."""
    try:
        site_id = UUID(request.path_params["site_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="site_id") from None
    database = context_of(request).operator_desk.database
    if site_id not in {site.site_id for site in await widgets_of_operator(database, session.operator_id)}:
        raise SiteUnknown("You work on no site with this id.", field="site_id")
    return site_id


SITE_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/sites", get_sites, Right.MANAGE_SITES),
    GuardedRoute("POST", "/panel/api/sites/{site_id}/widget/look", post_look, Right.MANAGE_SITES),
    GuardedRoute("PUT", "/panel/api/sites/{site_id}/widget", put_widget, Right.MANAGE_SITES),
)
