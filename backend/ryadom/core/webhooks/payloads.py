"""What a delivery says: the objects as they are when it is sent, and of them no more than the recipient may have.

So what was erased, blocked or deleted meanwhile is not sent, and the queue is no second copy of anybody's data.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from ryadom.core.webhooks.events import OF_CONSENTS, OF_MESSAGES, Event
from ryadom.core.webhooks.levels import closer_at, conversation_at, customer_at, message_at
from ryadom.protocol.public import PublicConversation, PublicCustomer, PublicMessage, Tombstone, message_id
from ryadom.store.egress import DataLevel
from ryadom.store.public_objects import (
    MessageKey,
    load_conversations,
    load_customers,
    load_messages,
    shown_conversations,
)
from ryadom.store.sql import Connection
from ryadom.store.webhook_facts import (
    Closer,
    ConsentFact,
    RequestFact,
    load_closers,
    load_consents,
    load_requests,
)
from ryadom.store.webhook_queue import Delivery

_WITH_CUSTOMER = frozenset((Event.CONVERSATION_CREATED, Event.CUSTOMER_CREATED, Event.CUSTOMER_UPDATED)) | OF_CONSENTS


class EventData(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an event is about. `sends` says how much of the objects is told: what is not is an empty text.

    `seq` is the entry's place in its conversation, by which events of one conversation are put in order. `closed_by`:
    of a closing.
    """

    sends: DataLevel
    seq: int | UnsetType = UNSET
    conversation: PublicConversation | UnsetType = UNSET
    closed_by: Closer | UnsetType = UNSET
    message: PublicMessage | UnsetType = UNSET
    customer: PublicCustomer | Tombstone | UnsetType = UNSET
    consent: ConsentFact | UnsetType = UNSET
    subject_request: RequestFact | UnsetType = UNSET


class EventBody(Struct, frozen=True, kw_only=True):
    """The body of a delivery. `timestamp`: when it happened."""

    type: str
    timestamp: datetime
    data: EventData


def bodies_of(deliveries: Sequence[Delivery], found: "Found", level: DataLevel) -> dict[UUID, bytes | None]:
    """The body of each delivery by its event's id; None where nothing of its person may be given any more."""
    bodies: dict[UUID, bytes | None] = {}
    for one in deliveries:
        data = _data_of(one, found, level)
        body = EventBody(type=one.event, timestamp=one.happened_at, data=data) if data else None
        bodies[one.event_id] = msgspec.json.encode(body) if body else None
    return bodies


class Found(Struct, frozen=True):
    """What deliveries tell of, as it is now."""

    customers: dict[str, PublicCustomer | Tombstone]
    conversations: dict[str, PublicConversation | Tombstone]
    messages: dict[str, PublicMessage]
    consents: dict[tuple[UUID, UUID, int], ConsentFact]
    requests: dict[UUID, RequestFact]
    closers: dict[tuple[UUID, int], Closer] = {}


async def load_objects(connection: Connection, deliveries: Sequence[Delivery]) -> Found:
    """What these deliveries tell of, without those of whom nothing may be given."""
    customers: set[tuple[UUID, UUID]] = set()
    conversations: set[tuple[UUID, UUID]] = set()
    messages: set[MessageKey] = set()
    consents: set[tuple[UUID, UUID, int]] = set()
    closings: set[tuple[UUID, UUID, int]] = set()
    for one in deliveries:
        if one.site_id is None:
            continue
        if one.event in OF_MESSAGES:
            messages.add(MessageKey(one.site_id, one.object_id, one.message_seq))
        elif one.event.startswith("conversation."):
            conversations.add((one.site_id, one.object_id))
        elif one.event == Event.CUSTOMER_ERASED:
            customers.add((one.site_id, one.object_id))
        if one.event in _WITH_CUSTOMER and one.visitor_id is not None:
            customers.add((one.site_id, one.visitor_id))
        if one.event in OF_CONSENTS:
            consents.add((one.site_id, one.object_id, one.seq))
        if one.event == Event.CONVERSATION_CLOSED:
            closings.add((one.site_id, one.object_id, one.seq))
    requests = {one.object_id for one in deliveries if one.event == Event.SUBJECT_REQUEST_CREATED}
    written = await load_messages(connection, messages)
    # After the messages were read: who is blocked from here on was not when they were.
    shown = await shown_conversations(connection, {(key.site_id, key.conversation_id) for key in messages})
    return Found(
        customers={one.id: one for one in await load_customers(connection, customers)},
        conversations={one.id: one for one in await load_conversations(connection, conversations)},
        messages={one.id: one for one in written if isinstance(one, PublicMessage) and one.conversation_id in shown},
        consents=await load_consents(connection, consents),
        requests=await load_requests(connection, requests),
        closers=await load_closers(connection, closings),
    )


def _data_of(one: Delivery, found: Found, level: DataLevel) -> EventData | None:
    data = EventData(sends=level)
    if one.event == Event.SUBJECT_REQUEST_CREATED:
        request = found.requests.get(one.object_id)
        return replace(data, subject_request=request) if request else None
    if one.event == Event.CUSTOMER_ERASED:
        gone = found.customers.get(str(one.object_id))
        return replace(data, customer=gone) if isinstance(gone, Tombstone) else None
    if one.event in _WITH_CUSTOMER:
        customer = found.customers.get(str(one.visitor_id))
        if not isinstance(customer, PublicCustomer):
            return None
        data = replace(data, customer=customer_at(customer, level))
    if one.event in OF_CONSENTS:
        consent = found.consents.get((one.site_id, one.object_id, one.seq)) if one.site_id else None
        return replace(data, consent=consent) if consent else None
    if one.event in OF_MESSAGES:
        message = found.messages.get(message_id(one.object_id, one.message_seq))
        if message is None:
            return None
        return replace(data, seq=one.seq, message=message_at(message, level))
    if one.event.startswith("conversation."):
        conversation = found.conversations.get(str(one.object_id))
        if not isinstance(conversation, PublicConversation):
            return None
        data = replace(data, seq=one.seq, conversation=conversation_at(conversation, level))
        closer = found.closers.get((one.object_id, one.seq)) if one.event == Event.CONVERSATION_CLOSED else None
        return replace(data, closed_by=closer_at(closer, level)) if closer else data
    return data
