"""Which key a webhook ends with, as those are told who may see the webhook: always one of the same controller."""

from ryadom.protocol.public_webhooks import WebhookKeeper
from ryadom.store.webhooks import StoredEndpoint


def keeper_of(endpoint: StoredEndpoint) -> WebhookKeeper | None:
    """The key that looks after it; None: somebody of the house does."""
    if endpoint.api_key_id is None or endpoint.key_name is None:
        return None
    return WebhookKeeper(id=endpoint.api_key_id, name=endpoint.key_name, ends_at=endpoint.key_ends_at)
