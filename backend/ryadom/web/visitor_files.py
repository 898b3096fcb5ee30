"""`/visitor/KEY/files`: what visitors send and open. Their token comes in a header: in no address, and in no cookie.

Any page may ask, as any may open the socket: the page's origin is compared with the site's, and nothing that a browser
sends by itself says who asks.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ryadom.errors import RyadomError, TokenInvalid
from ryadom.web.assets import OF_ANY_PAGE
from ryadom.web.context import context_of
from ryadom.web.file_api import id_of
from ryadom.web.file_transfer import NAME_HEADER, receive_file, serve_file
from ryadom.web.guards import is_https, network_of_client
from ryadom.web.responses import Json, tell_ryadom_error

PREFLIGHT = {
    **OF_ANY_PAGE,
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": f"authorization, content-type, range, {NAME_HEADER}",
    "Access-Control-Max-Age": "7200",
}

Endpoint = Callable[[Request], Awaitable[Response]]


def _of_any_page(endpoint: Endpoint) -> Endpoint:
    """The endpoint, whose answers and refusals every page's script may read."""

    async def answered(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        try:
            response = await endpoint(request)
        except RyadomError as error:
            response = await tell_ryadom_error(request, error)
        response.headers.update(OF_ANY_PAGE)
        return response

    return answered


async def post_visitor_file(request: Request) -> Response:
    """Takes a file; `send_message` sends it."""
    context = context_of(request)
    context.upload_limits.take(network_of_client(request, context.settings.trusted_proxies))
    upload = await context.uploads.admit_visitor(
        request.path_params["key"], origin=_origin(request), token=_token(request)
    )
    return await receive_file(request, upload)


async def get_visitor_file(request: Request) -> Response:
    """A file of the visitor's conversation, for a script that shows it."""
    _note_download(request)
    served = await context_of(request).downloads.for_visitor(
        id_of(request, "file_id"),
        key=request.path_params["key"],
        origin=_origin(request),
        token=_token(request),
    )
    return await serve_file(served)


async def get_visitor_link(request: Request) -> Response:
    """A link to it, for the browser to download."""
    _note_download(request)
    link = await context_of(request).downloads.link_for_visitor(
        id_of(request, "file_id"),
        key=request.path_params["key"],
        origin=_origin(request),
        token=_token(request),
    )
    return Json({"path": f"/files/{link}"})


async def get_linked_file(request: Request) -> Response:
    """The file that a link is to."""
    return await serve_file(await context_of(request).downloads.by_link(request.path_params["link"]))


def _note_download(request: Request) -> None:
    context = context_of(request)
    context.download_limits.take(network_of_client(request, context.settings.trusted_proxies))


def _origin(request: Request) -> str | None:
    """Of the page that asks. For one of our own origin that only reads browsers say it in another way."""
    if "origin" not in request.headers and request.headers.get("sec-fetch-site") == "same-origin":
        scheme = "https" if is_https(request, context_of(request).settings) else "http"
        return f"{scheme}://{request.headers.get('host')}"
    return request.headers.get("origin")


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenInvalid("Send the token of the last welcome: Authorization: Bearer ….", field="authorization")
    return token.strip()


_FILES = "/visitor/{key}/files"

VISITOR_FILE_ROUTES: tuple[BaseRoute, ...] = (
    Route(_FILES, _of_any_page(post_visitor_file), methods=["POST", "OPTIONS"]),
    Route(f"{_FILES}/{{file_id}}", _of_any_page(get_visitor_file), methods=["GET", "OPTIONS"]),
    Route(f"{_FILES}/{{file_id}}/link", _of_any_page(get_visitor_link), methods=["GET", "OPTIONS"]),
    Route("/files/{link}", get_linked_file),
)
