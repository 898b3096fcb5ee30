"""Of what endpoints can be told, and the number of each event."""

from collections.abc import Iterator
from enum import StrEnum
from uuid import UUID, uuid5

from ryadom.store.webhook_feed import Happened
from ryadom.store.webhooks import Audience, StoredEndpoint


class Event(StrEnum):
    """What has happened. Values are stored and sent: add, never rename."""

    CONVERSATION_CREATED = "conversation.created"
    CONVERSATION_ASSIGNED = "conversation.assigned"
    CONVERSATION_CLOSED = "conversation.closed"
    CONVERSATION_REOPENED = "conversation.reopened"
    CONVERSATION_RATED = "conversation.rated"
    MESSAGE_CREATED = "message.created"
    MESSAGE_EDITED = "message.edited"
    MESSAGE_DELETED = "message.deleted"
    CUSTOMER_CREATED = "customer.created"
    CUSTOMER_UPDATED = "customer.updated"
    CUSTOMER_ERASED = "customer.erased"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    SUBJECT_REQUEST_CREATED = "subject_request.created"


TEST = "webhook.test"
"""The type of what `ryadom webhook test` sends; nobody subscribes to it."""

BOT_MESSAGE = "bot.message"
"""The type of what a bot is asked; who is told of events is never asked, and a bot told of nothing else."""

OF_MESSAGES = frozenset((Event.MESSAGE_CREATED, Event.MESSAGE_EDITED, Event.MESSAGE_DELETED))
OF_CONSENTS = frozenset((Event.CONSENT_GIVEN, Event.CONSENT_WITHDRAWN))

_BY_KIND = {
    "message": Event.MESSAGE_CREATED,
    "edit": Event.MESSAGE_EDITED,
    "deletion": Event.MESSAGE_DELETED,
    "assignment": Event.CONVERSATION_ASSIGNED,
    "rating": Event.CONVERSATION_RATED,
}
_BY_STATUS = {"open": Event.CONVERSATION_REOPENED, "closed": Event.CONVERSATION_CLOSED}


def events_of(entry: Happened) -> Iterator[Event]:
    """What an entry means: of the first one of a conversation, that this was begun, too."""
    if entry.seq == 1:
        yield Event.CONVERSATION_CREATED
    if event := _BY_KIND.get(entry.kind) or _BY_STATUS.get(entry.status or ""):
        yield event


def is_told(endpoint: Audience | StoredEndpoint, *, event: str, site_id: UUID | None) -> bool:
    """Whether an endpoint is told of such an event of a site of its controller's."""
    return event in endpoint.events and (not endpoint.site_ids or site_id in endpoint.site_ids)


def event_id(object_id: UUID, event: str, place: int) -> UUID:
    """The webhook-id: made of what has happened, so that the same is the same whenever it is told, and to whomever."""
    return uuid5(object_id, f"{event} {place}")
