"""Signatures of deliveries. Source: Standard Webhooks, github.com/standard-webhooks, version 1."""

import base64
import hmac
import secrets as random
from collections.abc import Sequence
from hashlib import sha256

PREFIX = "whsec_"
SECRET_BYTES = 32
MARK_BYTES = 16
SHOWN_CHARS = 8


def new_secret() -> str:
    """A secret as both sides keep it: `whsec_` and 44 characters of base64."""
    return PREFIX + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode()


def signatures(secrets: Sequence[str], *, id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`: one signature by each secret, in their order. `timestamp`: seconds since 1970."""
    signed = b".".join((id.encode(), str(timestamp).encode(), body))
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in secrets)


def marks_of(header: str) -> tuple[bytes, ...]:
    """The first half of each signature of a header: enough to know the same body again, by the secret alone."""
    return tuple(base64.b64decode(one.partition(",")[2])[:MARK_BYTES] for one in header.split())


def cut(header: str) -> str:
    """The header as people are shown it: enough to find it in the receiver's log, and no signature any more."""
    return " ".join(f"{one[: len('v1,') + SHOWN_CHARS]}…" for one in header.split())


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, sha256)).decode()
