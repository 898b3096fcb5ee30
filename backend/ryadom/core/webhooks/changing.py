"""What all changes of endpoints share: who may, and what is refused."""

from collections.abc import Callable
from uuid import UUID

from ryadom.core.outgoing.client import Caller
from ryadom.core.outgoing.urls import Target
from ryadom.errors import BadBody, WebhookUnknown
from ryadom.store import webhooks as store
from ryadom.store.egress import DataLevel
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


async def check_level(caller: Caller, controller_id: UUID, target: Target, data: DataLevel) -> None:
    """Asks the register of recipients whether so much may be sent there.

    Raises:
        BadBody: no more than less.
        EgressForbidden, CalendarUnknown, HostUnresolved: nothing at all, see `Caller.clear`.
    """
    most = (await caller.clear(controller_id, target)).recipient.most_data
    if data.at_most(most) != data:
        raise BadBody(
            f"The register of recipients allows {target.host} no more than {most}. Allow {data} there first, "
            "in the panel or by `ryadom egress`, or choose less.",
            field="data",
        )


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
