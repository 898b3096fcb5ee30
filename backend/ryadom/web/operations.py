"""For whoever runs the server: `/healthz`, `/readyz`, `/metrics`; for whoever builds on it: `/protocol.json`."""

import functools
import hmac

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from ryadom.errors import RouteUnknown
from ryadom.protocol.schema import protocol_schema
from ryadom.web.context import context_of
from ryadom.web.guards import is_direct_loopback


async def get_healthz(_request: Request) -> Response:
    """200 while the process runs its loop; says nothing of Postgres, so that an outage there kills no process."""
    return PlainTextResponse("ok\n")


async def get_readyz(request: Request) -> Response:
    """200 when requests can be served; 503 and the reason when not."""
    await context_of(request).health.check_ready()
    return PlainTextResponse("ready\n")


async def get_metrics(request: Request) -> Response:
    """Prometheus' text format: for the bearer of the token, or, where none is set, for programs on this machine.

    Raises:
        RouteUnknown: for anybody else, as if there were nothing here.
    """
    context = context_of(request)
    token = context.settings.metrics_token
    if token is None:
        allowed = is_direct_loopback(request)
    else:
        expected = f"Bearer {token}".encode()
        allowed = hmac.compare_digest(request.headers.get("authorization", "").encode(), expected)
    if not allowed:
        raise RouteUnknown("There is nothing at this address.")
    return Response(context.metrics.exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")


async def get_protocol(_request: Request) -> Response:
    """The JSON Schema of every frame."""
    return Response(
        _protocol_json(), media_type="application/schema+json", headers={"Access-Control-Allow-Origin": "*"}
    )


@functools.cache
def _protocol_json() -> bytes:
    return msgspec.json.encode(protocol_schema())
