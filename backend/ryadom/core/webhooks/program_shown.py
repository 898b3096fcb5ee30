"""Webhooks and what they were told, as programs read them: without URL and secrets, of the key's sites."""

from collections.abc import Mapping
from uuid import UUID

from ryadom.core.api_keys import Program
from ryadom.core.webhooks.keepers import keeper_of
from ryadom.protocol.public_webhooks import PublicDelivery, PublicWebhook
from ryadom.store.webhook_queue import Delivery
from ryadom.store.webhooks import StoredEndpoint


def shown_delivery(one: Delivery, keys: Mapping[UUID, str]) -> PublicDelivery:
    """A line of its log; `keys`: of the key's sites."""
    return PublicDelivery(
        id=one.event_id,
        event=one.event,
        site=keys[one.site_id] if one.site_id else None,
        about_id=one.object_id,
        happened_at=one.happened_at,
        queued_at=one.queued_at,
        due_at=one.due_at,
        attempts=one.attempts,
        outcome=one.outcome,
        tried_at=one.tried_at,
        status=one.status,
        took_ms=one.took_ms,
        failure=one.failure,
        answer=one.answer,
        origin=one.origin,
        sent_at=one.sent_at,
        sent_bytes=one.sent_bytes,
        sent_data=one.sent_data,
    )


def shown_webhook(program: Program, one: StoredEndpoint) -> PublicWebhook:
    """What it is told, and who looks after it."""
    keys = {site.id: site.key for site in program.sites}
    return PublicWebhook(
        id=one.id,
        created_at=one.made_at,
        origin=one.origin,
        sites=tuple(sorted(keys[id] for id in one.site_ids if id in keys)) if one.site_ids else None,
        events=tuple(sorted(one.events)),
        data=one.data,
        is_enabled=one.disabled_at is None,
        disabled_at=one.disabled_at,
        disabled_because=one.disabled_because,
        before_until=one.before_until,
        looked_after_by=keeper_of(one),
    )
