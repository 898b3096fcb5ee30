"""What programs of the controller are given: customers, conversations, messages, and word of what is gone.

One shape for all ways out. Fields are added, never renamed nor taken away. Times are in UTC, by RFC 3339; an empty text
is something that nobody has said. Contacts are whole, as in an export.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from ryadom.protocol.shared import AuthorKind, FileRef, Status

Instant = Annotated[datetime, Meta(tz=True)]
"""In UTC."""


class PublicKind(StrEnum):
    """What an object is."""

    CUSTOMER = "customer"
    CONVERSATION = "conversation"
    MESSAGE = "message"


class PublicObject(Struct, frozen=True, kw_only=True, tag_field="object"):
    """What all have. `id` is one object's for ever; `site` is the embed key of its site."""

    id: str
    site: str
    created_at: Instant
    updated_at: Instant


class PublicCustomer(PublicObject, frozen=True, kw_only=True, tag="customer"):
    """A visitor who has written: what operators wrote down, else what the site told, else what the visitor said.

    `basis`: the site's, on which their data is processed (`undecided`, `consent`, `other`). The two consents are as of
    now: without `advertising_consent` nobody may be sent offers. `metrica_client_id`: what the site's counter of Yandex
    Metrica called their browser last.
    """

    name: str
    phone: str
    email: str
    company: str
    about: str
    external_id: str
    basis: str
    processing_consent: bool
    advertising_consent: bool
    metrica_client_id: str = ""


class PublicConversation(PublicObject, frozen=True, kw_only=True, tag="conversation"):
    """A conversation without its messages. `version` grows with every change of its timeline.

    `landing_url` is the page that it was begun on, with the campaign that led there; `referrer` where its visitor came
    from. `score` (1 to 5) and `result` are those of the last closing, `rating_comment` the words that came with that
    score. `led_by_bot`: the name of the bot that leads it, or led it until it was closed; null where none does.
    `merged_into`: of a closed one, the conversation of the same person in which it goes on; null of others.
    `metrica_client_id`: what the site's counter of Yandex Metrica calls the browser it is of.
    """

    version: int
    customer_id: UUID
    status: Status
    operator_id: UUID | None
    operator_name: str
    department_id: UUID | None
    department_name: str
    result: str
    tags: tuple[str, ...]
    score: int | None
    waiting_since: Instant | None
    snoozed_until: Instant | None
    landing_url: str
    referrer: str
    led_by_bot: str | None = None
    merged_into: UUID | None = None
    metrica_client_id: str = ""
    rating_comment: str = ""


class PublicMessage(PublicObject, frozen=True, kw_only=True, tag="message"):
    """What either side wrote, as it stands now. `seq` is its place in the conversation.

    `author_name`: an operator's. A visitor's is the customer's, whose id is `author_id`: it stands in one place only.
    `is_bot`: a program wrote it in its own name, on the operators' side.
    `is_deleted`: its words and files are gone, by who wrote it or at the end of their lifetime.
    `choices`: what it offers to answer by one press. `choice_of`: the `seq` of the bot's message right before a
    visitor's, whose choices these words are one of, pressed or written.
    """

    conversation_id: UUID
    seq: int
    author_kind: AuthorKind
    author_id: UUID
    author_name: str
    body: str
    files: tuple[FileRef, ...]
    reply_to_seq: int | None
    is_edited: bool
    is_deleted: bool
    is_bot: bool = False
    choices: tuple[str, ...] = ()
    choice_of: int | None = None


class Tombstone(Struct, frozen=True, kw_only=True):
    """What is gone, or may not be given any more. With a customer go their conversations, with these their messages."""

    object: PublicKind
    id: str
    site: str


class Upsert(Struct, frozen=True, kw_only=True, tag_field="type", tag="upsert"):
    """A whole object as it is now: to be put in the place of what was known of it."""

    object: PublicCustomer | PublicConversation | PublicMessage


class Delete(Struct, frozen=True, kw_only=True, tag_field="type", tag="delete"):
    """An object is to be taken away; harmless where it is not known."""

    object: Tombstone


class ChangesPage(Struct, frozen=True, kw_only=True):
    """One page of the pull. `cursor` is where the next one begins, also where nothing is new.

    `is_resync`: everything is being given, not only what changed.
    """

    changes: tuple[Upsert | Delete, ...]
    cursor: str
    has_more: bool
    is_resync: bool


def message_id(conversation_id: UUID, seq: int) -> str:
    """The id of a message: its conversation's, and its place there."""
    return f"{conversation_id}-{seq}"
