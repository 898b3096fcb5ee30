"""The webhooks of the OpenAPI document: what each event's call says, and what a bot is asked and may answer.

Source: OpenAPI Specification 3.1.1, "webhooks"; docs/webhooks.md and docs/webhook-bot.md say the rest in words.
"""

from typing import Any

from ryadom.core.webhook_bots.answers import BotAnswer
from ryadom.core.webhook_bots.asking import BotBody
from ryadom.core.webhooks.events import BOT_MESSAGE, TEST, Event
from ryadom.protocol.public import PublicConversation, PublicCustomer, PublicMessage, Tombstone
from ryadom.store.egress import DataLevel
from ryadom.store.webhook_facts import Closer, ConsentFact, RequestFact
from ryadom.web.examples import example_of

Schema = dict[str, Any]

SHAPES = (
    *(PublicConversation, PublicCustomer, PublicMessage, Tombstone, DataLevel),
    *(Closer, ConsentFact, RequestFact, BotBody, BotAnswer),
)
"""What calls are made of, which the document has to know."""

_CONVERSATION: Schema = {"conversation": PublicConversation, "seq": int}
_MESSAGE: Schema = {"message": PublicMessage, "seq": int}
_CUSTOMER: Schema = {"customer": PublicCustomer}
_CONSENT: Schema = {"customer": PublicCustomer, "consent": ConsentFact}
_MEANINGS = {
    "seq": "The entry's place in its conversation, by which events of one conversation are put in order.",
    "conversation": "As it is when the call is made.",
    "message": "As it is when the call is made.",
    "customer": "As they are when the call is made.",
    "closed_by": "Who closed it, as authors of messages are told.",
    "consent": "What was agreed to, or withdrawn.",
    "subject_request": "Never who asks.",
    "sends": "How much of the objects is told: what is not is an empty text.",
}

EVENTS: dict[str, tuple[str, Schema]] = {
    Event.CONVERSATION_CREATED: ("A conversation has begun", _CONVERSATION | _CUSTOMER),
    Event.CONVERSATION_ASSIGNED: ("It was taken, given away, given back, moved, or a bot leads it", _CONVERSATION),
    Event.CONVERSATION_CLOSED: ("It was closed", _CONVERSATION | {"closed_by": Closer}),
    Event.CONVERSATION_REOPENED: ("It goes on", _CONVERSATION),
    Event.CONVERSATION_RATED: ("Its visitor has rated it", _CONVERSATION),
    Event.MESSAGE_CREATED: ("Either side has written", _MESSAGE),
    Event.MESSAGE_EDITED: ("A message has other words", _MESSAGE),
    Event.MESSAGE_DELETED: ("A message is gone", _MESSAGE),
    Event.CUSTOMER_CREATED: ("A visitor has written for the first time", _CUSTOMER),
    Event.CUSTOMER_UPDATED: ("A customer is called otherwise, or has another card", _CUSTOMER),
    Event.CUSTOMER_ERASED: ("Take away what you hold of them", {"customer": Tombstone}),
    Event.CONSENT_GIVEN: ("A consent was given", _CONSENT),
    Event.CONSENT_WITHDRAWN: ("A consent was withdrawn", _CONSENT),
    Event.SUBJECT_REQUEST_CREATED: ("Somebody asks for their rights", {"subject_request": RequestFact}),
    TEST: ("A trial, which nobody subscribes to", {}),
}
"""What each is, and which fields `data` has beside `sends`; `closed_by` may be missing."""

_HEADERS = {
    "webhook-id": "The same for the same event, whenever and however often it is told.",
    "webhook-timestamp": "When the call was signed, in seconds since 1970.",
    "webhook-signature": "By Standard Webhooks, over the raw body.",
}
_TAKEN = {"2XX": {"description": "Taken. Anything else is tried again for 3 days; 410 ends the webhook."}}


def openapi_webhooks(schemas: dict[str, Schema]) -> dict[str, Schema]:
    """The `webhooks` of a document that has these schemas."""
    told = {event: _call(event, words, _payload(event, fields), schemas) for event, (words, fields) in EVENTS.items()}
    return told | {BOT_MESSAGE: _question(schemas)}


def _payload(event: str, fields: Schema) -> Schema:
    data = {"sends": _ref(DataLevel)} | {name: _field(kind) for name, kind in fields.items()}
    return {
        "type": "object",
        "properties": {
            "type": {"enum": [str(event)], "description": "What has happened."},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened, in UTC."},
            "data": {
                "type": "object",
                "description": "What it is about.",
                "properties": {name: each | {"description": _MEANINGS[name]} for name, each in data.items()},
                "required": [name for name in data if name != "closed_by"],
            },
        },
        "required": ["type", "timestamp", "data"],
    }


def _field(kind: type) -> Schema:
    return {"type": "integer", "minimum": 1} if kind is int else _ref(kind)


def _ref(kind: type) -> Schema:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def _call(event: str, words: str, payload: Schema, schemas: dict[str, Schema]) -> Schema:
    return {
        "post": {
            "operationId": f"on_{event.replace('.', '_')}",
            "summary": words,
            "description": "At least once, in the order of its conversation. See docs/webhooks.md.",
            "tags": ["events"],
            "parameters": _headers(),
            "requestBody": _body(payload, schemas),
            "responses": _TAKEN,
        }
    }


def _question(schemas: dict[str, Schema]) -> Schema:
    answer = _ref(BotAnswer)
    taken = {"application/json": {"schema": answer, "example": example_of(answer, schemas)}}
    return {
        "post": {
            "operationId": f"on_{BOT_MESSAGE.replace('.', '_')}",
            "summary": "A bot is asked what to answer",
            "description": "Only bots are asked. Whoever is late, or answers anything else, is taken for silent, and a "
            "person goes on. See docs/webhook-bot.md.",
            "tags": ["events"],
            "parameters": _headers(),
            "requestBody": _body(_ref(BotBody), schemas),
            "responses": {
                "200": {"description": "What the bot says.", "content": taken},
                "204": {"description": "Silence: the conversation stays the bot's."},
            },
        }
    }


def _headers() -> list[Schema]:
    return [
        {"name": name, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
        for name, words in _HEADERS.items()
    ]


def _body(schema: Schema, schemas: dict[str, Schema]) -> Schema:
    content = {"application/json": {"schema": schema, "example": example_of(schema, schemas)}}
    return {"required": True, "content": content}
