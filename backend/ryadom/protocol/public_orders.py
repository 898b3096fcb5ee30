"""What programs order by `/api/v1`: bodies of its requests. What is not known is refused, never passed over."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from ryadom.protocol import MAX_BODY_CHARS, MAX_BOT_NAME_CHARS
from ryadom.protocol.public import Instant
from ryadom.protocol.shared import Choices, FileIds, MessageSeq, Status

TagIds = Annotated[tuple[UUID, ...], Meta(max_length=20, description="Ids of `/tags`.")]
Fact = Annotated[str, Meta(max_length=2_000)]


class Order(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A body."""


class AsOperator(Order, frozen=True, kw_only=True, tag_field="kind", tag="operator"):
    """In the name of an operator who answers on the conversation's site; one that is nobody's becomes theirs."""

    id: UUID


class AsBot(Order, frozen=True, kw_only=True, tag_field="kind", tag="bot"):
    """In the program's own name. A bot takes no conversation, and whoever waits for a person waits on."""

    name: Annotated[str, Meta(min_length=1, max_length=MAX_BOT_NAME_CHARS, description="One line.")]


class NewMessage(Order, frozen=True, kw_only=True):
    """A message to a visitor. A closed conversation is opened again by it.

    `body`: it may be empty where there are files. `choices`: answers that the visitor may give with one press; the body
    must make sense without them. `file_ids`: what this key has uploaded for the conversation, in order.
    `reply_to_seq`: the message that it answers, of either side.
    """

    body: Annotated[str, Meta(max_length=MAX_BODY_CHARS)]
    author: AsOperator | AsBot
    choices: Choices = ()
    file_ids: FileIds = msgspec.field(default_factory=list)
    reply_to_seq: MessageSeq | None = None


class ConversationChange(Order, frozen=True, kw_only=True):
    """What is to be another of a conversation; what is left out stays as it is.

    `operator_id` null: back to the queue. `result`: with which it is closed, by its name. `snoozed_until` null: now.
    """

    status: Status | UnsetType = UNSET
    result: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    operator_id: UUID | UnsetType | None = UNSET
    department_id: UUID | UnsetType = UNSET
    snoozed_until: Instant | UnsetType | None = UNSET
    add_tag_ids: TagIds = ()
    remove_tag_ids: TagIds = ()


class CustomerSearch(Order, frozen=True, kw_only=True):
    """Who is looked for: whoever has any of these, however the telephone is written. In a body, as the addresses of
    requests stand in logs of proxies.

    `external_id`: the customer's number at the site (`RyadomChat.identify`). `site`: embed keys; none: all.
    """

    phone: Annotated[str, Meta(max_length=100)] = ""
    email: Annotated[str, Meta(max_length=320)] = ""
    external_id: Annotated[str, Meta(max_length=200)] = ""
    site: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], Meta(max_length=100)] = ()


class CustomerChange(Order, frozen=True, kw_only=True):
    """What is to stand in the card of a customer, empty: nothing; what is left out stays as it is.

    Where nothing stands there, a customer has what the site told of them, or what they said themselves.
    """

    name: Fact | UnsetType = UNSET
    phone: Fact | UnsetType = UNSET
    email: Fact | UnsetType = UNSET
    company: Fact | UnsetType = UNSET
    about: Fact | UnsetType = UNSET
