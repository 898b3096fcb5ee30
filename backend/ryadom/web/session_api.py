"""`/panel/api/session`: signing in (POST), who am I (GET), signing out (DELETE)."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from ryadom.core.rights import RIGHTS, Right, is_second_factor_due
from ryadom.core.sign_in import Proof
from ryadom.errors import NotSignedIn
from ryadom.settings import Settings
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import Role
from ryadom.web.context import context_of
from ryadom.web.guards import check_own_origin, client_address, is_https
from ryadom.web.responses import Json, read_json

COOKIE_LIFETIME_S = 30 * 86_400
"""How long the browser keeps the cookie; the session behind it ends earlier, when it is idle."""


class Credentials(Struct, frozen=True):
    """What the sign-in form sends; the code where the answer without one was `second_factor_expected`."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=256)]
    code: Annotated[str, Meta(max_length=64)] = ""


class OperatorRef(Struct, frozen=True):
    """Who is signed in."""

    id: UUID
    name: str


class SessionShown(Struct, frozen=True):
    """What the panel learns of a session.

    `second_factor_due`: until it is set up, nothing else is allowed; `lock_after_s`: how long the panel may be left
    alone, in seconds, 0 for as long as one likes.
    """

    operator: OperatorRef
    email: str
    role: Role
    rights: list[Right]
    second_factor_due: bool
    lock_after_s: int

    @classmethod
    def of(cls, session: OperatorSession, settings: Settings) -> "SessionShown":
        """The session without its secrets."""
        return cls(
            OperatorRef(session.operator_id, session.name),
            session.email,
            session.role,
            sorted(RIGHTS[session.role]),
            is_second_factor_due(session),
            settings.panel_lock_minutes * 60,
        )


async def post_session(request: Request) -> Response:
    """Signs in and sets the cookie: HttpOnly, SameSite=Strict, and bound to the host where there is TLS."""
    context = context_of(request)
    check_own_origin(request, context.settings)
    credentials = await read_json(request, Credentials)
    address = client_address(request, context.settings.trusted_proxies)
    signed_in = await context.sign_in.sign_in(
        credentials.email, Proof(password=credentials.password, code=credentials.code, address=address)
    )
    response = Json(SessionShown.of(signed_in.session, context.settings))
    response.set_cookie(
        _cookie_name(request, context.settings),
        signed_in.cookie,
        max_age=COOKIE_LIFETIME_S,
        httponly=True,
        samesite="strict",
        secure=is_https(request, context.settings),
    )
    return response


async def get_session(request: Request) -> Response:
    """Who is signed in; `null` where nobody is, which is no error: every first visit begins so."""
    context = context_of(request)
    try:
        session = await context.sign_in.find(cookie_of(request, context.settings))
    except NotSignedIn:
        return Json(None)
    return Json(SessionShown.of(session, context.settings))


async def delete_session(request: Request) -> Response:
    """Signs out: the session ends, its open sockets too, and the cookie is taken back."""
    context = context_of(request)
    check_own_origin(request, context.settings)
    cookie = cookie_of(request, context.settings)
    address = client_address(request, context.settings.trusted_proxies)
    session = await context.sign_in.sign_out(cookie, address=address)
    context.relay.end_session(session.id)
    response = Response(status_code=204)
    response.delete_cookie(
        _cookie_name(request, context.settings),
        httponly=True,
        samesite="strict",
        secure=is_https(request, context.settings),
    )
    return response


def cookie_of(connection: HTTPConnection, settings: Settings) -> str | None:
    """The session cookie of a request or socket."""
    return connection.cookies.get(_cookie_name(connection, settings))


def _cookie_name(connection: HTTPConnection, settings: Settings) -> str:
    # __Host-: the browser takes it only over TLS, for this host alone, so a neighbouring subdomain can't plant one.
    return "__Host-ryadom_session" if is_https(connection, settings) else "ryadom_session"
