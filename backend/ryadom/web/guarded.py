"""Routes of the panel's API: each names the right that it needs, and nobody gets further without it."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ryadom.core.rights import Right, check_right
from ryadom.store.operator_sessions import OperatorSession
from ryadom.web.context import context_of
from ryadom.web.guards import check_own_origin
from ryadom.web.session_api import cookie_of

SAFE_METHODS = frozenset({"GET", "HEAD"})

Endpoint = Callable[[Request, OperatorSession], Awaitable[Response]]


class GuardedRoute(Route):
    """One method of one address, for signed-in operators who have `right`. The endpoint is given whose request it is.

    What changes something must come from the panel's own origin. `has_head`: unless it is False, HEAD is answered as
    GET without the body, by all that GET does.
    """

    def __init__(self, method: str, path: str, endpoint: Endpoint, right: Right, *, has_head: bool = True) -> None:
        self.method = method
        self.right = right

        async def guarded(request: Request) -> Response:
            context = context_of(request)
            if request.method not in SAFE_METHODS:
                check_own_origin(request, context.settings)
            session = await context.sign_in.find(cookie_of(request, context.settings))
            check_right(session, right)
            return await endpoint(request, session)

        super().__init__(path, guarded, methods=[method], name=endpoint.__name__)
        if not has_head:
            self.methods = {method}
