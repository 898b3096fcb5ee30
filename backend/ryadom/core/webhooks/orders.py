"""What programs order of webhooks: bodies of requests of `/api/v1`."""

from hashlib import sha256
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from ryadom.core.outgoing.urls import MAX_URL_CHARS
from ryadom.core.webhooks.events import Event
from ryadom.protocol.public import Instant
from ryadom.protocol.public_orders import Order
from ryadom.store.egress import DataLevel

Events = Annotated[tuple[Event, ...], Meta(min_length=1, max_length=len(Event))]
Sites = Annotated[tuple[str, ...], Meta(min_length=1, max_length=1_000, description="Keys of sites.")]


class NewProgramWebhook(Order, frozen=True, kw_only=True):
    """Where a program is told, and of what. `sites` null: of all of the firm's, also those to come."""

    url: Annotated[str, Meta(min_length=1, max_length=MAX_URL_CHARS)]
    events: Events
    sites: Sites | None
    data: DataLevel = DataLevel.IDS

    @property
    def sha256(self) -> bytes:
        """Of all but the URL, in whatever order it is spelled: by it a repetition is known."""
        sites = None if self.sites is None else sorted(set(self.sites))
        return sha256(msgspec.json.encode((sorted(set(self.events)), sites, self.data))).digest()


class WebhookChange(Order, frozen=True, kw_only=True):
    """Of what else a webhook is told; what is left out stays as it is. Another URL is another webhook."""

    events: Events | UnsetType = UNSET
    sites: Sites | UnsetType | None = UNSET
    data: DataLevel | UnsetType = UNSET


class Replay(Order, frozen=True, kw_only=True):
    """One delivery by its `webhook-id`, or all that were given up of what happened since then: one of the two."""

    delivery_id: UUID | UnsetType = UNSET
    given_up_since: Instant | UnsetType = UNSET
