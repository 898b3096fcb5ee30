"""What goes wrong between a CRM and us, on the wire: for simulators that are Starlette applications on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse

Do = Callable[[], Response]
"""Does what was asked for."""

Fault = Callable[[Request, Do], Awaitable[Response]]


async def cut_after(request: Request, do: Do) -> Response:
    """It is done, and the line breaks before anything is said."""
    answer = do()
    request.scope["abort"]()
    return answer


async def half_after(_request: Request, do: Do) -> Response:
    """It is done, and the line breaks in the middle of the answer."""
    return _Half(do().body)


async def silent_after(request: Request, do: Do) -> Response:
    """It is done, and nothing is said until who asked hangs up."""
    answer = do()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return answer


async def html_after(_request: Request, do: Do) -> Response:
    """It is done, and a proxy between says that it gave up."""
    do()
    return HTMLResponse("<html><title>504 Gateway Time-out</title></html>", status_code=504)


async def nothing_after(_request: Request, do: Do) -> Response:
    """It is done, and what is said of it has been cut to nothing on the way."""
    do()
    return JSONResponse({})


async def endless_after(request: Request, do: Do) -> Response:
    """It is done, and what is said of it has no end."""
    do()
    return await endless(request, do)


def reworded(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Fault:
    """It is done, and told otherwise: each object of the answer, from within outwards, as this has it."""

    def told(value: Any) -> Any:
        if isinstance(value, list):
            return [told(one) for one in value]
        return change({name: told(one) for name, one in value.items()}) if isinstance(value, dict) else value

    async def fault(_request: Request, do: Do) -> Response:
        answer = do()
        if not answer.body:
            return answer
        return JSONResponse(told(json.loads(bytes(answer.body))), status_code=answer.status_code)

    return fault


def without(*names: str) -> Fault:
    """It is done, and the answer shows nothing under these names."""
    return reworded(lambda row: {name: value for name, value in row.items() if name not in names})


async def fine(_request: Request, do: Do) -> Response:
    """It is done, and said so."""
    return do()


def answers(content: object) -> Fault:
    """With 200, whatever was asked for; it is not done."""

    async def fault(_request: Request, _do: Do) -> Response:
        return JSONResponse(content)

    return fault


async def denied(_request: Request, _do: Do) -> Response:
    """With 200, whichever of the CRMs it is, that it is not done: each has one of these ways to say so."""
    told = "Значение не подходит"
    return JSONResponse(
        {
            "error": "ERROR_CORE",
            "error_description": told,
            "success": False,
            "errorMsg": told,
            "ok": False,
            "result": "fail",
            "code": 41,
            "meta": {"status": 422, "errors": [{"message": told, "field": "name"}]},
            "status": 400,
            "title": "Bad Request",
            "detail": told,
        }
    )


async def html(_request: Request, _do: Do) -> Response:
    """A page of repairs, with a good status."""
    return HTMLResponse("<html>Ведутся технические работы</html>")


async def html_403(_request: Request, _do: Do) -> Response:
    """A page of a filter before them, which takes something in the words for an attack."""
    return HTMLResponse("<html><title>403 Forbidden</title></html>", status_code=403)


async def html_429(_request: Request, _do: Do) -> Response:
    """The same of a proxy that puts it otherwise, and says for how long in no words of ours."""
    return HTMLResponse("<html><title>429 Too Many Requests</title></html>", status_code=429)


async def html_503(_request: Request, _do: Do) -> Response:
    """A page of what counts calls before them."""
    return HTMLResponse("<html><title>503 Service Temporarily Unavailable</title></html>", status_code=503)


async def endless(_request: Request, _do: Do) -> Response:
    """An answer that goes on and on."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"result": ["'
        while True:
            yield b"a" * 65_536
            # Or nobody would see that who asked has hung up.
            await asyncio.sleep(0)

    return StreamingResponse(pieces(), media_type="application/json")


async def moved(_request: Request, _do: Do) -> Response:
    """They have another name now."""
    return RedirectResponse("https://other.test/elsewhere", status_code=302)


def abortable(app: Starlette) -> Starlette:
    """The same application, whose faults can break the line."""

    async def served(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            # uvicorn passes a method of the exchange, which knows its line.
            scope["abort"] = send.__self__.transport.abort
        await app(scope, receive, send)

    # What serves it looks there for whoever counts.
    cast(Any, served).state = app.state
    return cast(Starlette, served)


class _Half(Response):
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(self.body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": self.body[:5], "more_body": True})
        scope["abort"]()
