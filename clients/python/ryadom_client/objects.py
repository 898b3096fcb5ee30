"""What the server gives, as frozen structs. Fields that it has and these have not are passed over: it may be newer.

Times are aware and in UTC; a text that nobody has said is empty.
"""

from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from msgspec import Struct

T = TypeVar("T")


class Conversation(Struct, frozen=True, kw_only=True, tag_field="object", tag="conversation"):
    """A conversation without its messages. `version` grows with every change of its timeline.

    `led_by_bot`: the name of the bot that leads it, or led it until it was closed. `merged_into`: of a closed one, the
    conversation of the same person in which it goes on. `metrica_client_id`: what the counter of Yandex
    Metrica calls the visitor's browser. `rating_comment`: the words that came with `score`.
    """

    id: str
    site: str
    created_at: datetime
    updated_at: datetime
    version: int
    customer_id: UUID
    status: str
    operator_id: UUID | None
    operator_name: str
    department_id: UUID | None
    department_name: str
    result: str
    tags: tuple[str, ...]
    score: int | None
    waiting_since: datetime | None
    snoozed_until: datetime | None
    landing_url: str
    referrer: str
    led_by_bot: str | None = None
    merged_into: UUID | None = None
    metrica_client_id: str = ""
    rating_comment: str = ""


class Customer(Struct, frozen=True, kw_only=True, tag_field="object", tag="customer"):
    """A visitor who has written. Without `advertising_consent` nobody may be sent offers."""

    id: str
    site: str
    created_at: datetime
    updated_at: datetime
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


class File(Struct, frozen=True, kw_only=True):
    """A file of a message; `size` in bytes."""

    id: UUID
    name: str
    size: int
    type: str


class Message(Struct, frozen=True, kw_only=True, tag_field="object", tag="message"):
    """What either side wrote, as it stands now. A visitor's `author_id` is the customer's id; a bot is no visitor.

    `choice_of`: the `seq` of the message of whose `choices` the visitor took one by these words.
    """

    id: str
    site: str
    created_at: datetime
    updated_at: datetime
    conversation_id: UUID
    seq: int
    author_kind: str
    author_id: UUID
    author_name: str
    body: str
    files: tuple[File, ...]
    reply_to_seq: int | None
    is_edited: bool
    is_deleted: bool
    is_bot: bool = False
    choices: tuple[str, ...] = ()
    choice_of: int | None = None


class Consent(Struct, frozen=True, kw_only=True, tag_field="object", tag="consent"):
    """A consent that was given or withdrawn; the newest of a customer and a purpose is what counts."""

    id: str
    site: str
    created_at: datetime
    customer_id: UUID
    purpose: str
    action: str
    version: int
    document_id: UUID
    sha256: str
    method: str
    page_url: str


class Site(Struct, frozen=True, kw_only=True, tag_field="object", tag="site"):
    """A site that the key may ask for; all else names it by its `key`."""

    id: UUID
    key: str
    name: str
    origins: tuple[str, ...]
    basis: str


class Operator(Struct, frozen=True, kw_only=True, tag_field="object", tag="operator"):
    """Whoever answers, and on which sites."""

    id: UUID
    name: str
    email: str
    role: str
    is_active: bool
    sites: tuple[str, ...]


class Department(Struct, frozen=True, kw_only=True, tag_field="object", tag="department"):
    """A department of a site."""

    id: UUID
    site: str
    name: str
    name_en: str
    is_archived: bool
    operator_ids: tuple[UUID, ...]


class Tag(Struct, frozen=True, kw_only=True, tag_field="object", tag="tag"):
    """A tag of the firm."""

    id: UUID
    name: str
    colour: str
    is_archived: bool


class CannedReply(Struct, frozen=True, kw_only=True, tag_field="object", tag="canned_reply"):
    """A ready reply that colleagues share, of a site or (None) of all."""

    id: UUID
    site: str | None
    shortcut: str
    body: str
    version: int
    updated_at: datetime


class Page(Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list."""

    data: tuple[T, ...]
    has_more: bool
    next: str | None


class FoundCustomers(Struct, frozen=True, kw_only=True):
    """Who was found, the newest first. `is_complete`: there are no more; else name a site, or less common a contact."""

    data: tuple[Customer, ...]
    is_complete: bool


class Versioned(Struct, Generic[T], frozen=True, kw_only=True):
    """An object, and the tag of the state that it is in: what changes are made over."""

    object: T
    etag: str


class Tombstone(Struct, frozen=True, kw_only=True):
    """What is gone. With a customer go their conversations, with a conversation its messages."""

    object: str
    id: str
    site: str


class Upsert(Struct, frozen=True, kw_only=True, tag_field="type", tag="upsert"):
    """A whole object as it is now: to be put in the place of what was known of it."""

    object: Customer | Conversation | Message


class Delete(Struct, frozen=True, kw_only=True, tag_field="type", tag="delete"):
    """An object is to be taken away; harmless where it is not known."""

    object: Tombstone


class ChangesPage(Struct, frozen=True, kw_only=True):
    """One page of the pull, and the cursor behind it. `is_resync`: everything is being given, not only what changed."""

    changes: tuple[Upsert | Delete, ...]
    cursor: str
    has_more: bool
    is_resync: bool
