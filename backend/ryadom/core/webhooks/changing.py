"""What all changes of endpoints share: who may, what is refused, and what the journal says."""

from collections.abc import Callable
from uuid import UUID

from ryadom.errors import WebhookUnknown
from ryadom.store import webhooks as store
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.sql import Connection
from ryadom.store.webhooks import StoredEndpoint

Check = Callable[[StoredEndpoint], None]
"""Refuses a change by raising; asked once nobody else can change the endpoint any more."""


def accept(_endpoint: StoredEndpoint) -> None:
    """The check of whoever has looked before."""


def key_of(by: Actor) -> UUID | None:
    """The key of a program, with which the endpoint ends; None: somebody of the house looks after it."""
    return by.id if by.kind is ActorKind.API_KEY else None


async def held(connection: Connection, id: UUID) -> StoredEndpoint:
    """One endpoint, until the transaction ends.

    Raises:
        WebhookUnknown: there is none with this number.
    """
    endpoint = await store.lock_endpoint(connection, id)
    if endpoint is None:
        raise unknown()
    return endpoint


def unknown() -> WebhookUnknown:
    """What is told of an endpoint that is not there."""
    return WebhookUnknown("No webhook has this number: `ryadom webhook list` shows them.", field="id")
