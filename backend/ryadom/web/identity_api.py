"""`/panel/api/identity`: with what each site signs who its visitors are."""

from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.sites import Site
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json
from ryadom.web.sites_api import own_site


class SecretChange(Struct, frozen=True, kw_only=True):
    """`over_version` is the version that whoever changes it has seen; 0: there was none."""

    over_version: Annotated[int, Meta(ge=0, le=2**53 - 1)]


async def get_identity(request: Request, session: OperatorSession) -> Response:
    """The operator's sites, each with whether it has a secret; no secret itself."""
    return Json({"sites": await context_of(request).identity_secrets.states_of_operator(session.operator_id)})


async def post_show_secret(request: Request, session: OperatorSession) -> Response:
    """The newest secret of a site."""
    site = await _site(request, session)
    return Json(await context_of(request).identity_secrets.show(site, by=actor_of(request, session)))


async def post_secret(request: Request, session: OperatorSession) -> Response:
    """Makes a new secret; the one before stays good beside it."""
    site = await _site(request, session)
    change = await read_json(request, SecretChange)
    return Json(
        await context_of(request).identity_secrets.replace(
            site, over_version=change.over_version, by=actor_of(request, session)
        )
    )


async def post_drop_secret(request: Request, session: OperatorSession) -> Response:
    """Takes the secret before the newest back."""
    site = await _site(request, session)
    change = await read_json(request, SecretChange)
    return Json(
        await context_of(request).identity_secrets.drop_before(
            site, over_version=change.over_version, by=actor_of(request, session)
        )
    )


async def _site(request: Request, session: OperatorSession) -> Site:
    site_id = await own_site(request, session)
    return await context_of(request).identity_secrets.site_of_operator(session.operator_id, site_id)


_SECRET = "/panel/api/sites/{site_id}/identity/secret"  # noqa: S105 - an address

IDENTITY_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/identity", get_identity, Right.MANAGE_SITES),
    GuardedRoute("POST", _SECRET, post_secret, Right.MANAGE_SITES),
    GuardedRoute("POST", f"{_SECRET}/show", post_show_secret, Right.MANAGE_SITES),
    GuardedRoute("POST", f"{_SECRET}/drop_before", post_drop_secret, Right.MANAGE_SITES),
)
