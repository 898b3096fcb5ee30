"""`/api/v1`: for programs, which come with a key. Errors are problem details. Source: RFC 9457, RFC 6750.

Each address names the scope that it needs, and no key without it gets further.
"""

import functools
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct
from msgspec.inspect import IntType, Metadata, StructType, Type, VarTupleType, type_info
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ryadom.core import api_keys
from ryadom.core.api_keys import Program
from ryadom.core.leads import YEARS
from ryadom.errors import BadBody, RateLimited, RyadomError
from ryadom.store.api_keys import StoredKey
from ryadom.web.context import Context, context_of
from ryadom.web.program_keys import key_of
from ryadom.web.responses import problem, read_json
from ryadom.web.streamed import while_here

MAX_ORDER_BYTES = 65_536
"""Of a body: JSON may take twelve bytes for a character."""

_NUMBER = re.compile(r"-?[0-9]{1,9}")

Endpoint = Callable[[Request, Program], Awaitable[Response]]
T = TypeVar("T")
S = TypeVar("S", bound=Struct)


class ApiRoute(Route):
    """One method of one address, for programs whose key has `scope`. The endpoint is given whose request it is.

    Of each key one request is answered at a time, and whoever leaves ends theirs, unless the endpoint itself sees to
    that (`has_own_turns`). Each answer to a key that is good says how often it may still ask (`RateLimit-…`). `order`
    is what its body of so many bytes says, which the endpoint reads by `order_of`.
    """

    def __init__(
        self,
        method: str,
        path: str,
        endpoint: Endpoint,
        scope: api_keys.Scope,
        *,
        order: type[Struct] | None = None,
        max_order_bytes: int = MAX_ORDER_BYTES,
        has_own_turns: bool = False,
    ) -> None:
        self.scope = scope

        async def guarded(request: Request) -> Response:
            context = context_of(request)
            standing = None
            response: Response
            try:
                key = await key_of(request)
                standing = context.key_limits.take(key.id)
                if standing.wait_s:
                    raise RateLimited(
                        "This key asks more often than it may. Wait as long as Retry-After says.",
                        limit="api_key",
                        retry_after_s=standing.wait_s,
                    )
                program = await context.api_keys.admit(key, scope)
                if order is not None:
                    # Before it is listened for whether they leave: what comes until then is the body.
                    request.state.order = await read_json(request, order, max_bytes=max_order_bytes)
                if has_own_turns:
                    response = await endpoint(request, program)
                else:
                    response = await while_here(request, _in_turn(context, lambda: endpoint(request, program), key))
            except RyadomError as error:
                context.metrics.errors.labels(error.code).inc()
                if isinstance(error, RateLimited):
                    context.metrics.refusals.labels(error.limit).inc()
                response = problem(error)
            if standing is not None:
                response.headers.update(standing.headers)
            return response

        super().__init__(path, guarded, methods=[method], name=endpoint.__name__)
        # Starlette answers HEAD as GET without the body: whoever only looks would have a whole export made
        self.methods = {method}


SiteKeys = Annotated[tuple[str, ...], Meta(description="Key of a site; may be repeated. All of the key's unless said.")]
Since = Annotated[
    datetime, Meta(tz=True, description="What began, or was done, at or after this time: ISO 8601 with a zone.")
]
Before = Annotated[
    datetime, Meta(tz=True, description="What began, or was done, before this time: ISO 8601 with a zone.")
]


async def _in_turn(context: Context, answer: Callable[[], Awaitable[T]], key: StoredKey) -> T:
    """The answer, made when it is the key's turn.

    Raises:
        Busy: as many wait for it as may.
    """
    async with context.api_turns.turn(key.id):
        return await answer()


def order_of(request: Request, kind: type[S]) -> S:
    """What the body of a request says, which its `ApiRoute` has read as this kind."""
    order = request.state.order
    if not isinstance(order, kind):
        raise TypeError(f"{request.url.path} takes {kind.__name__}: name it in the table of operations")
    return order


def asked_of(request: Request, kind: type[S]) -> S:
    """The query as a struct of this kind. What is a tuple there may be repeated.

    Raises:
        BadBody: what the kind has no field for, or of another type, or twice; `field` says which.
    """
    types = _types_of(kind)
    given: dict[str, str | int | list[str | int]] = {}
    for name, value in request.query_params.multi_items():
        if name not in types:
            raise BadBody(f"There is nothing to ask for by {name}.", field=name)
        kind_of_one = types[name]
        if isinstance(kind_of_one, VarTupleType):
            several = given.setdefault(name, [])
            if isinstance(several, list):
                several.append(_said(value, kind_of_one.item_type))
            continue
        if name in given:
            raise BadBody(f"Say {name} once.", field=name)
        given[name] = _said(value, kind_of_one)
    try:
        asked = msgspec.convert(given, type=kind)
    except msgspec.ValidationError as error:
        path = str(error).partition("`$.")[2].rstrip("`").partition("[")[0]
        raise BadBody(f"{error}.", field=path or None) from None
    for name in types:
        value = getattr(asked, name)
        if isinstance(value, datetime) and value.year not in YEARS:
            raise BadBody(f"Name a time of the years {YEARS[0]} to {YEARS[-1]}.", field=name)
    return asked


def _said(value: str, kind: Type) -> str | int:
    # Not msgspec's lax mode: there `null` stands for what was not said, and a filter would be dropped in silence.
    bare = kind.type if isinstance(kind, Metadata) else kind
    return int(value) if isinstance(bare, IntType) and _NUMBER.fullmatch(value) else value


@functools.cache
def _types_of(kind: type[Struct]) -> dict[str, Type]:
    shape = type_info(kind)
    fields = shape.fields if isinstance(shape, StructType) else ()
    # A description wraps the type that it is of.
    return {one.encode_name: one.type.type if isinstance(one.type, Metadata) else one.type for one in fields}
