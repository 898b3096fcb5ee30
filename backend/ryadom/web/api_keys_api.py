"""`/panel/api/api-keys`: keys of programs, for those who may give data to one."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.key_desk import NewKey
from ryadom.core.rights import Right
from ryadom.errors import RouteUnknown
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_json

# A thousand sites
MAX_BYTES = 65_536


async def get_api_keys(request: Request, session: OperatorSession) -> Response:
    """The keys for the operator's sites, and what a new one may be for."""
    return Json(await context_of(request).key_desk.own(session))


async def post_api_key(request: Request, session: OperatorSession) -> Response:
    """Makes a key, and tells what it is used by, this once."""
    new = await read_json(request, NewKey, max_bytes=MAX_BYTES)
    made = await context_of(request).key_desk.make(session, new, actor_of(request, session))
    return Json(made, status_code=201)


async def delete_api_key(request: Request, session: OperatorSession) -> Response:
    """Revokes a key for good."""
    try:
        key_id = UUID(request.path_params["key_id"])
    except ValueError:
        raise RouteUnknown("There is nothing at this address: its id is not a UUID.", field="key_id") from None
    await context_of(request).key_desk.revoke(session, key_id, actor_of(request, session))
    return Response(status_code=204)


API_KEY_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/api-keys", get_api_keys, Right.MANAGE_KEYS),
    GuardedRoute("POST", "/panel/api/api-keys", post_api_key, Right.MANAGE_KEYS),
    GuardedRoute("DELETE", "/panel/api/api-keys/{key_id}", delete_api_key, Right.MANAGE_KEYS),
)
