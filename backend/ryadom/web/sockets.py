"""`/ws/visitor` and `/ws/operator`."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection
from starlette.websockets import WebSocket

from ryadom.core.networks import network_of
from ryadom.core.operator_session import OperatorSession
from ryadom.core.visitor_consents import Caller
from ryadom.core.visitor_session import VisitorSession
from ryadom.errors import OverLimit, RyadomError
from ryadom.live.admission import Place
from ryadom.live.hub import Subscriber
from ryadom.protocol import operator, visitor
from ryadom.settings import Settings
from ryadom.web.context import context_of
from ryadom.web.frames import FrameDecoder
from ryadom.web.guards import check_own_origin, client_address
from ryadom.web.responses import error_response
from ryadom.web.session_api import cookie_of
from ryadom.web.socket import Side

VISITORS: Side[visitor.Hello, visitor.VisitorCommand] = Side(
    name="visitor",
    hello=visitor.Hello,
    decoder=FrameDecoder[visitor.VisitorCommand](visitor.VisitorCommand),
)
OPERATORS: Side[operator.Hello, operator.OperatorCommand] = Side(
    name="operator",
    hello=operator.Hello,
    decoder=FrameDecoder[operator.OperatorCommand](operator.OperatorCommand),
)

MAX_USER_AGENT_CHARS = 512

AddressPlace = Place[str] | None


async def visitor_socket(websocket: WebSocket) -> None:
    """The widget's socket. Who it is comes with `hello`, never in the URL or a cookie."""
    await _with_place(websocket, _serve_visitor)


async def operator_socket(websocket: WebSocket) -> None:
    """The panel's socket. The session cookie says who it is; pages of other origins get nothing."""
    await _with_place(websocket, _serve_operator)


def caller_of(connection: HTTPConnection, settings: Settings) -> Caller:
    """Who asks for a visitor's session, as the head of the request tells it."""
    ip = client_address(connection, settings.trusted_proxies)
    return Caller(
        origin=connection.headers.get("origin"),
        ip=None if ip == "unknown" else ip,
        user_agent=connection.headers.get("user-agent", "")[:MAX_USER_AGENT_CHARS],
    )


async def _with_place(websocket: WebSocket, serve: Callable[[WebSocket, AddressPlace], Awaitable[None]]) -> None:
    """Serves it within what its address may use; past that it is refused before it is opened, with status 429."""
    context = context_of(websocket)
    try:
        place = context.addresses.enter(websocket)
    except OverLimit as error:
        context.metrics.refusals.labels(error.limit).inc()
        await websocket.send_denial_response(error_response(error))
        return
    try:
        await serve(websocket, place)
    finally:
        if place is not None:
            place.leave()


async def _serve_visitor(websocket: WebSocket, place: AddressPlace) -> None:
    context = context_of(websocket)
    caller = caller_of(websocket, context.settings)

    def open_session(subscriber: Subscriber) -> VisitorSession:
        return VisitorSession(context.visitor_desk, subscriber, caller)

    await context.sockets.serve(websocket, VISITORS, open_session, address=place)


async def _serve_operator(websocket: WebSocket, place: AddressPlace) -> None:
    context = context_of(websocket)
    try:
        check_own_origin(websocket, context.settings)
        signed_in = await context.sign_in.find(cookie_of(websocket, context.settings))
    except RyadomError as error:
        await context.sockets.refuse(websocket, error)
        return

    network = network_of(client_address(websocket, context.settings.trusted_proxies))

    def open_session(subscriber: Subscriber) -> OperatorSession:
        return OperatorSession(context.operator_desk, subscriber, signed_in=signed_in, network=network)

    await context.sockets.serve(websocket, OPERATORS, open_session, address=place)
