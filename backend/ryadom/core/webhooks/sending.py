"""One call to one endpoint: sealed URL and secrets opened, the body signed, sent."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.outgoing.answers import Answer
from ryadom.core.outgoing.client import Call, Caller
from ryadom.core.outgoing.urls import Target, read_url
from ryadom.core.sealing import Seal
from ryadom.core.webhooks.signing import marks_of, signatures
from ryadom.errors import WebhookSealed
from ryadom.store.egress import DataLevel
from ryadom.store.webhook_queue import Sent
from ryadom.store.webhooks import Sealed, StoredEndpoint

PURPOSE = "webhook endpoint"
SIGNATURE = "webhook-signature"
BOTH_SECRETS_S = 86_400.0
"""For how long deliveries are signed by the secret before the newest, too."""


class OpenEndpoint(Struct, frozen=True, kw_only=True):
    """An endpoint with its URL and the secrets that sign now, the newest first; `is_stale`: sealed under an old key."""

    stored: StoredEndpoint
    url: str
    target: Target
    secrets: tuple[str, ...]
    is_stale: bool

    def __repr__(self) -> str:
        return f"OpenEndpoint({self.stored.id})"


def open_endpoint(seal: Seal, stored: StoredEndpoint, *, now: datetime) -> OpenEndpoint:
    """What a call to an endpoint needs.

    Raises:
        WebhookSealed: the key that it was sealed with is gone.
    """
    owner = stored.id.bytes
    url, secret = seal.open(stored.sealed_url, owner=owner), seal.open(stored.sealed_secret, owner=owner)
    if url is None or secret is None:
        raise WebhookSealed(
            f"URL and secret of the webhook {stored.id} can't be opened: RYADOM_SECRET_KEY is another than it was. "
            "Put the old key behind the new one, or remove the webhook and add it anew."
        )
    secrets, is_stale = [secret.secret.decode()], url.is_stale or secret.is_stale
    if stored.sealed_before is not None and stored.before_until is not None and now < stored.before_until:
        before = seal.open(stored.sealed_before, owner=owner)
        secrets += [before.secret.decode()] if before else []
        is_stale = is_stale or (before is not None and before.is_stale)
    return OpenEndpoint(
        stored=stored,
        url=url.secret.decode(),
        target=read_url(url.secret.decode()),
        secrets=tuple(secrets),
        is_stale=is_stale,
    )


def reseal(seal: Seal, stored: StoredEndpoint, *, now: datetime) -> Sealed | None:
    """The same URL and secrets under the newest key; None where they are.

    Raises:
        WebhookSealed: see `open_endpoint`.
    """
    endpoint = open_endpoint(seal, stored, now=now)
    if not endpoint.is_stale:
        return None
    url, secret, *before = (
        seal.close(text.encode(), owner=stored.id.bytes) for text in (endpoint.url, *endpoint.secrets)
    )
    return Sealed(url=url, secret=secret, before=before[0] if before else stored.sealed_before)


async def send(caller: Caller, endpoint: OpenEndpoint, *, id: UUID, body: bytes, now: Callable[[], datetime]) -> Answer:
    """What the endpoint answers.

    Raises:
        RyadomError: see `Caller.send`.
    """
    return await caller.send(call_to(endpoint, id=id, body=body, at=now()))


def sent_of(call: Call, *, at: datetime, level: DataLevel) -> Sent:
    """What is kept of a call."""
    mark = marks_of(call.headers[SIGNATURE])[0]
    return Sent(at=at.replace(microsecond=0), body_bytes=len(call.body), data=level, mark=mark)


def call_to(endpoint: OpenEndpoint, *, id: UUID, body: bytes, at: datetime) -> Call:
    """The call to be sent. The time is signed with the body: receivers refuse what is over 5 minutes old."""
    timestamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": str(id),
        "webhook-timestamp": str(timestamp),
        SIGNATURE: signatures(endpoint.secrets, id=str(id), timestamp=timestamp, body=body),
    }
    return Call(
        controller_id=endpoint.stored.controller_id,
        target=endpoint.target,
        headers=headers,
        body=body,
        may_repeat=True,
    )
