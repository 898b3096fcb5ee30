"""`/panel/api/password-link` and `/panel/api/operators/ID/…`: access that colleagues have forgotten or lost."""

from typing import Annotated

from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ryadom.core.rights import Right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of, network_of_request
from ryadom.web.colleague_api import own_colleague
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.guards import check_own_origin
from ryadom.web.responses import Json, read_json


class Link(Struct, frozen=True):
    """What a link holds."""

    token: Annotated[str, Meta(min_length=1, max_length=100)]


class NewPassword(Link, frozen=True):
    """What whoever has the link chooses."""

    password: Annotated[str, Meta(max_length=256)]


async def post_password_link(request: Request, session: OperatorSession) -> Response:
    """Makes a link by which a colleague chooses a new password; its token is shown this once."""
    operator_id = await own_colleague(request, session)
    by = actor_of(request, session)
    return Json(await context_of(request).lost_access.make_link(session, operator_id, by=by), 201)


async def delete_second_factor_of(request: Request, session: OperatorSession) -> Response:
    """Forgets a colleague's second factor; their sessions end."""
    operator_id = await own_colleague(request, session)
    by = actor_of(request, session)
    await context_of(request).lost_access.reset_second_factor(session, operator_id, by=by)
    return Response(status_code=204)


async def post_link(request: Request) -> Response:
    """Whose password a link changes. A POST, so that the token stands in no address and no log."""
    check_own_origin(request, context_of(request).settings)
    link = await read_json(request, Link)
    return Json(await context_of(request).lost_access.show(link.token, network=network_of_request(request)))


async def put_link(request: Request) -> Response:
    """Changes the password; gives the address to sign in with."""
    check_own_origin(request, context_of(request).settings)
    chosen = await read_json(request, NewPassword)
    email = await context_of(request).lost_access.choose_password(
        chosen.token, password=chosen.password, network=network_of_request(request)
    )
    return Json({"email": email})


def lost_access_routes() -> list[BaseRoute]:
    """The addresses of what was forgotten or lost."""
    manage, api = Right.MANAGE_OPERATORS, "/panel/api"
    return [
        GuardedRoute("POST", f"{api}/operators/{{operator_id}}/password-link", post_password_link, manage),
        GuardedRoute("DELETE", f"{api}/operators/{{operator_id}}/second-factor", delete_second_factor_of, manage),
        Route(f"{api}/password-link", post_link, methods=["POST"]),
        Route(f"{api}/password-link", put_link, methods=["PUT"]),
    ]
