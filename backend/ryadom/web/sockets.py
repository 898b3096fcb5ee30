"""`/ws/visitor` and `/ws/operator`."""

from starlette.websockets import WebSocket

from ryadom.core.operator_session import OperatorSession
from ryadom.core.visitor_session import VisitorSession
from ryadom.errors import RyadomError
from ryadom.live.hub import Subscriber
from ryadom.protocol import operator, visitor
from ryadom.web.context import context_of
from ryadom.web.frames import FrameDecoder
from ryadom.web.guards import check_own_origin
from ryadom.web.session_api import cookie_of
from ryadom.web.socket import Side

VISITORS: Side[visitor.Hello, visitor.VisitorCommand] = Side(
    name="visitor",
    hello=visitor.Hello,
    decoder=FrameDecoder[visitor.VisitorCommand](visitor.VisitorCommand),
    burst=40,
    per_second=8,
)
OPERATORS: Side[operator.Hello, operator.OperatorCommand] = Side(
    name="operator",
    hello=operator.Hello,
    decoder=FrameDecoder[operator.OperatorCommand](operator.OperatorCommand),
    burst=120,
    per_second=30,
)


async def visitor_socket(websocket: WebSocket) -> None:
    """The widget's socket. Who it is comes with `hello`, never in the URL or a cookie."""
    context = context_of(websocket)
    origin = websocket.headers.get("origin")

    def open_session(subscriber: Subscriber) -> VisitorSession:
        return VisitorSession(context.visitor_desk, subscriber, origin=origin)

    await context.sockets.serve(websocket, VISITORS, open_session)


async def operator_socket(websocket: WebSocket) -> None:
    """The panel's socket. The session cookie says who it is; pages of other origins get nothing."""
    context = context_of(websocket)
    try:
        check_own_origin(websocket, context.settings)
        signed_in = await context.sign_in.find(cookie_of(websocket, context.settings))
    except RyadomError as error:
        await context.sockets.refuse(websocket, error)
        return

    def open_session(subscriber: Subscriber) -> OperatorSession:
        return OperatorSession(context.operator_desk, subscriber, signed_in=signed_in)

    await context.sockets.serve(websocket, OPERATORS, open_session)
