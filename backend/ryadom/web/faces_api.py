"""`/panel/api/account/face`: what visitors see of oneself; `/avatars/DIGEST`: the picture, for everybody."""

import re

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from ryadom.core.avatars import MAX_UPLOAD_BYTES, MEDIA_TYPE
from ryadom.core.rights import Right
from ryadom.errors import RouteUnknown
from ryadom.store.faces import find_avatar
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.actors import actor_of
from ryadom.web.assets import IMMUTABLE, OF_ANY_PAGE
from ryadom.web.context import context_of
from ryadom.web.guarded import GuardedRoute
from ryadom.web.responses import Json, read_body, read_json

_DIGEST = re.compile(r"[0-9a-f]{32}")


class PublicName(Struct, frozen=True, kw_only=True):
    """The name that visitors see; empty: as colleagues."""

    public_name: str


async def get_face(request: Request, session: OperatorSession) -> Response:
    """The own name, the one for visitors, and the picture's digest."""
    return Json(await context_of(request).faces.find(session.operator_id))


async def put_name(request: Request, session: OperatorSession) -> Response:
    """Changes the name that visitors see."""
    chosen = await read_json(request, PublicName)
    faces = context_of(request).faces
    await faces.set_public_name(session.operator_id, chosen.public_name, by=actor_of(request, session))
    return Json(await faces.find(session.operator_id))


async def put_avatar(request: Request, session: OperatorSession) -> Response:
    """Replaces the picture by what the body is, whatever it calls itself."""
    upload = await read_body(request, max_bytes=MAX_UPLOAD_BYTES)
    faces = context_of(request).faces
    await faces.set_avatar(session.operator_id, upload, by=actor_of(request, session))
    return Json(await faces.find(session.operator_id))


async def delete_avatar(request: Request, session: OperatorSession) -> Response:
    """Takes the picture away."""
    faces = context_of(request).faces
    await faces.remove_avatar(session.operator_id, by=actor_of(request, session))
    return Json(await faces.find(session.operator_id))


async def get_avatar(request: Request) -> Response:
    """A picture. Its address changes with it, so it may be kept for ever.

    Raises:
        RouteUnknown: nobody has it, or has it any more.
    """
    digest = request.path_params["digest"]
    avatar = None
    if _DIGEST.fullmatch(digest):
        async with context_of(request).public_database.connection() as connection:
            avatar = await find_avatar(connection, digest)
    if avatar is None:
        raise RouteUnknown("There is no such picture.")
    headers = {
        "Cache-Control": IMMUTABLE,
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        **OF_ANY_PAGE,
    }
    return Response(avatar, headers=headers, media_type=MEDIA_TYPE)


FACE_ROUTES: tuple[BaseRoute, ...] = (
    GuardedRoute("GET", "/panel/api/account/face", get_face, Right.OWN_ACCOUNT),
    GuardedRoute("PUT", "/panel/api/account/face", put_name, Right.OWN_ACCOUNT),
    GuardedRoute("PUT", "/panel/api/account/avatar", put_avatar, Right.OWN_ACCOUNT),
    GuardedRoute("DELETE", "/panel/api/account/avatar", delete_avatar, Right.OWN_ACCOUNT),
)
