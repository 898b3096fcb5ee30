"""JSON answers, the one shape of errors, and the headers every answer carries."""

import asyncio
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from ryadom.errors import (
    BadFrame,
    Internal,
    MethodUnknown,
    RouteUnknown,
    RyadomError,
    SettingsChanged,
    TooLarge,
    TooSlow,
)
from ryadom.web.context import context_of

BODY_TIMEOUT_S = 8.0
"""Less than the connection has for a request, so that whoever is slow is told so."""

MAX_JSON_BYTES = 4_096

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Json(Response):
    """JSON by msgspec, never cached."""

    media_type = "application/json"

    def __init__(self, content: object, status_code: int = 200, headers: dict[str, str] | None = None) -> None:
        super().__init__(content, status_code, {"Cache-Control": "no-store", **(headers or {})})

    def render(self, content: Any) -> bytes:
        """The JSON of anything msgspec knows."""
        return msgspec.json.encode(content)


def error_response(error: RyadomError) -> Json:
    """`{"error": {"code", "message", "field", "retry_after_s"}}` with the error's status.

    Where somebody else's change is in the way, and it is known whose, `newer` `{"by", "at"}` too.
    """
    body: dict[str, object] = {
        "code": error.code,
        "message": error.message,
        "field": error.field,
        "retry_after_s": error.retry_after_s,
    }
    if isinstance(error, SettingsChanged) and error.newer:
        body["newer"] = error.newer._asdict()
    headers = {"Retry-After": str(max(1, round(error.retry_after_s)))} if error.retry_after_s else None
    return Json({"error": body}, error.http_status, headers)


def problem(error: RyadomError) -> Json:
    """`{"type", "title", "status", "detail", "code", "field"}` as application/problem+json."""
    status = HTTPStatus(error.http_status)
    body = {
        "type": f"urn:ryadom:{error.code}",
        "title": status.phrase,
        "status": status,
        "detail": error.message,
        "code": error.code,
        **({"field": error.field} if error.field else {}),
    }
    headers = {"Content-Type": "application/problem+json"}
    if error.retry_after_s:
        headers["Retry-After"] = str(max(1, round(error.retry_after_s)))
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Json(body, status, headers)


def _told(request: Request, error: RyadomError) -> Json:
    """In the shape of the address: programs are told problems."""
    return problem(error) if request.url.path.startswith("/api/") else error_response(error)


async def tell_ryadom_error(request: Request, error: Exception) -> Response:
    """Translates what the core refused with."""
    if not isinstance(error, RyadomError):
        raise error
    context_of(request).metrics.errors.labels(error.code).inc()
    return error_response(error)


async def tell_http_error(request: Request, error: Exception) -> Response:
    """Translates what the router refused with (404, 405)."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = sorted(_methods_of(request))
        response = _told(request, MethodUnknown(f"This address takes {', '.join(methods)}."))
        response.headers["Allow"] = ", ".join(methods)
        return response
    response = _told(request, RouteUnknown("There is nothing at this address."))
    response.status_code = error.status_code
    return response


def _methods_of(request: Request) -> set[str]:
    """Of all routes of the address; the router names those of the first alone."""
    return {
        method
        for route in request.app.routes
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
        for method in route.methods or ()
    }


async def tell_nobody(_request: Request, _error: Exception) -> Response:
    """The client has gone in the middle of its request: there is nobody to tell, and nothing to log."""
    return Response(status_code=400)


async def tell_bug(request: Request, error: Exception) -> Response:
    """What no one foresaw: the log has it, the client gets a typed answer."""
    log.error("request failed", path=request.url.path, exc_info=error)
    return _told(request, Internal("Something went wrong here. Try again."))


async def read_body(request: Request, *, max_bytes: int) -> bytes:
    """The body of a request.

    Raises:
        TooLarge: it has more than `max_bytes` bytes; the rest is not read.
        TooSlow: it took longer than 8 s to come.
    """
    body = b""
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise TooLarge(f"The body is over {max_bytes} bytes.")
    except TimeoutError:
        raise TooSlow(f"The body did not come within {BODY_TIMEOUT_S:g} s.") from None
    return body


async def read_json(request: Request, shape: type[T], *, max_bytes: int = MAX_JSON_BYTES, empty: T | None = None) -> T:
    """The body of a request as a struct; `empty` stands for none at all, where there may be none.

    Raises:
        BadFrame: not declared as JSON, no JSON, or of another shape.
        TooLarge: over `max_bytes`, 4 KiB unless told.
        TooSlow: see `read_body`.
    """
    body = await read_body(request, max_bytes=max_bytes)
    if not body and empty is not None:
        return empty
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise BadFrame("Send JSON with Content-Type: application/json.", field="content-type")
    return decode_json(body, shape)


def decode_json(body: bytes, shape: type[T]) -> T:
    """A body as a struct.

    Raises:
        BadFrame: no JSON, or of another shape.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        raise BadFrame(f"{error}.", field=str(error).partition("`$.")[2].rstrip("`") or None) from None
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise BadFrame(f"The body is not JSON: {error}.") from None
