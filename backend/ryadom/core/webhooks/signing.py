"""Signatures of deliveries. Source: Standard Webhooks, github.com/standard-webhooks, version 1."""

import base64
import hmac
import secrets as random
from collections.abc import Sequence
from hashlib import sha256

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret as both sides keep it: `whsec_` and 44 characters of base64."""
    return PREFIX + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode()


def signatures(secrets: Sequence[str], *, id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`: one signature by each secret, in their order. `timestamp`: seconds since 1970."""
    signed = b".".join((id.encode(), str(timestamp).encode(), body))
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets)


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, sha256)).decode()
