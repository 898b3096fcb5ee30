"""`POST /exchange/visitor`: what `/ws/visitor` does, by requests, for visitors whose network lets no websocket pass.

The body is JSON declared as text, as a browser sends a string: so it needs no preflight, which would be one more thing
for a bad network to break. That gives a foreign page nothing: who the visitor is stands in the hello, no cookie is
looked at, and the session asks for the origin as it does on a socket.
"""

import asyncio
from collections.abc import Callable

from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response

from ryadom.core.visitor_session import VisitorSession
from ryadom.errors import BadFrame, OverLimit, RyadomError
from ryadom.live.admission import Place
from ryadom.live.hub import Subscriber
from ryadom.protocol import MAX_FRAME_BYTES, visitor
from ryadom.web.assets import OF_ANY_PAGE
from ryadom.web.context import Context, context_of
from ryadom.web.exchange import Answer, Asked, Exchange
from ryadom.web.responses import Json, decode_json, error_response, read_body
from ryadom.web.socket import Session, Side
from ryadom.web.sockets import VISITORS, caller_of

EXCHANGES: Side[visitor.Hello, visitor.VisitorCommand] = Side(
    name="visitor_exchange", hello=VISITORS.hello, decoder=VISITORS.decoder
)
MAX_BYTES = 2 * MAX_FRAME_BYTES
"""A hello and as much of commands as one frame may hold."""

CLOSE_RESTART = 1012
HEADERS = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Vary": "Origin",
    "X-Content-Type-Options": "nosniff",
}

VisitorsSession = Session[visitor.Hello, visitor.VisitorCommand]


async def post_exchange(request: Request) -> Response:
    """An `Asked`, answered with an `Answer`; what is wrong with the request itself, with an error of HTTP.

    Any page may read a refusal, as it may read a socket's close code: it says nothing of anybody.
    """
    context = context_of(request)
    try:
        place = context.addresses.enter(request)
        try:
            return await _answer(request, context, place)
        finally:
            if place is not None:
                place.leave()
    except RyadomError as error:
        if isinstance(error, OverLimit):
            context.metrics.refusals.labels(error.limit).inc()
        context.metrics.errors.labels(error.code).inc()
        response = error_response(error)
        response.headers.update(HEADERS | OF_ANY_PAGE)
        return response


async def _answer(request: Request, context: Context, place: Place[str] | None) -> Response:
    asked = _read(await read_body(request, max_bytes=MAX_BYTES))
    if context.health.is_draining:
        # Whoever serves next listens already; here not even a connection is to be kept.
        return Json(Answer(frames=[], close=CLOSE_RESTART), headers=HEADERS | OF_ANY_PAGE | {"Connection": "close"})
    exchange = Exchange(asked)
    is_back = bool(asked.commands) or asked.mark is not None
    caller = replace(caller_of(request, context.settings), is_back=is_back)

    def open_session(subscriber: Subscriber) -> VisitorsSession:
        exchange.outbox = subscriber.outbox
        return _Counted(VisitorSession(context.visitor_desk, subscriber, caller), len(asked.hello))

    leaving = asyncio.create_task(_when_gone(request, exchange.leave))
    try:
        await context.sockets.serve(exchange, EXCHANGES, open_session, address=place)
    finally:
        leaving.cancel()
    readers = {"Access-Control-Allow-Origin": caller.origin or ""} if exchange.is_admitted else OF_ANY_PAGE
    return Json(exchange.answer(), headers=HEADERS | readers)


def _read(body: bytes) -> Asked:
    try:
        body.decode()  # the decoder leaves frames as they came
    except UnicodeDecodeError:
        raise BadFrame("The body is not UTF-8.") from None
    return decode_json(body, Asked)


async def _when_gone(request: Request, leave: Callable[[], None]) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    leave()


class _Counted:
    """A visitor's session whose hello is counted as a command: here there are as many hellos as requests."""

    def __init__(self, session: VisitorSession, hello_bytes: int) -> None:
        self._session = session
        self._hello_bytes = hello_bytes
        self.spend = session.spend
        self.handle = session.handle
        self.finish = session.finish

    async def begin(self, hello: visitor.Hello, /) -> None:
        """Answers the hello.

        Raises:
            RyadomError: as the session's own; RateLimited too.
        """
        await self._session.begin(hello)
        self._session.spend(self._hello_bytes)
