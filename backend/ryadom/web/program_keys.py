"""The key that a program comes with: looked up once it may be, for whoever guesses must not keep the database busy."""

from starlette.requests import Request

from ryadom.core import api_keys
from ryadom.errors import ApiKeyInvalid
from ryadom.store.api_keys import StoredKey
from ryadom.web.context import context_of
from ryadom.web.guards import network_of_client


async def key_of(request: Request) -> StoredKey:
    """The key that the request comes with; the database is asked for few from one place that were not good lately.

    Raises:
        ApiKeyInvalid: none, or it is not good.
        RateLimited: too many such have come from there.
    """
    context, secret = context_of(request), _secret_of(request)
    digest, limits = api_keys.hash_of(secret), context.key_limits
    if not limits.was_good(digest):
        context.new_key_limits.take(network_of_client(request, context.settings.trusted_proxies))
    try:
        key = await context.api_keys.find(secret)
    except ApiKeyInvalid:
        limits.note_bad(digest)
        raise
    limits.note_good(digest)
    return key


def _secret_of(request: Request) -> str:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise ApiKeyInvalid("Send a key: `Authorization: Bearer rk_…`. `ryadom api-key add` makes one.")
    return secret.strip()
