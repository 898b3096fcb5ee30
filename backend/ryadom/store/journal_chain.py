"""What a record of the journal says, and how records hang together. Pure; anybody can check it with SHA-256 and JSON.

    digest = SHA-256(content)                    the content is `canonical` of the record
    hash   = SHA-256(prev_hash ‖ digest ‖ number ‖ at)

`number` and `at` (microseconds since 1970, UTC) are 8 bytes each, big-endian and signed. The first record of a chain
has 32 zero bytes for `prev_hash`. What is personal is in the content as ciphertext, so the chain holds for ever while
the key may be destroyed.
"""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import msgspec
from msgspec import Struct

FORMAT = "ryadom-journal-1"
BEFORE_THE_FIRST = bytes(32)


class Action(StrEnum):
    """What was done. Values are stored for ever: add, never rename."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    PANEL_OPENED = "panel_opened"
    CONVERSATIONS_LISTED = "conversations_listed"
    CONVERSATIONS_SEARCHED = "conversations_searched"
    CONVERSATION_OPENED = "conversation_opened"
    CARD_VIEWED = "card_viewed"
    REVEALED = "revealed"
    EXPORTED = "exported"
    EXPORT_TAKEN = "export_taken"
    EXPORT_ENDED = "export_ended"
    EDITED = "edited"
    DELETED = "deleted"
    PERSON_BLOCKED = "person_blocked"
    PERSON_UNBLOCKED = "person_unblocked"
    SETTINGS_CHANGED = "settings_changed"
    JOURNAL_VIEWED = "journal_viewed"
    REQUESTS_LISTED = "requests_listed"
    REQUEST_OPENED = "request_opened"
    REQUEST_CHANGED = "request_changed"
    PEOPLE_SEARCHED = "people_searched"
    CONSENTS_LISTED = "consents_listed"
    CONSENTS_OPENED = "consents_opened"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    INCIDENT_VIEWED = "incident_viewed"
    INCIDENT_CHANGED = "incident_changed"
    HOLDS_LISTED = "holds_listed"
    FILE_OPENED = "file_opened"
    MAILED = "mailed"
    CARD_CHANGED = "card_changed"
    PEOPLE_LINKED = "people_linked"
    PEOPLE_UNLINKED = "people_unlinked"
    VISITORS_WATCHED = "visitors_watched"
    VISITOR_INVITED = "visitor_invited"
    VISITOR_BANNED = "visitor_banned"
    BAN_LIFTED = "ban_lifted"
    BANS_LISTED = "bans_listed"
    MESSAGE_SENT = "message_sent"
    CONVERSATION_LED = "conversation_led"


class ActorKind(StrEnum):
    """Who acts. `stranger`: somebody whose sign-in failed for an account that is not there; `server`: by itself.

    `api_key`: a program; the id and name are the key's.
    """

    OPERATOR = "operator"
    API_KEY = "api_key"
    COMMAND_LINE = "command_line"
    STRANGER = "stranger"
    SERVER = "server"


class Result(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"


class Actor(Struct, frozen=True, kw_only=True):
    """Who acts, with the name they had, and from where: an IPv4 address or the /64 of an IPv6 one."""

    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    network: str | None = None


COMMAND_LINE = Actor(kind=ActorKind.COMMAND_LINE)
SERVER = Actor(kind=ActorKind.SERVER)


class Sealed(Struct, frozen=True):
    """Personal details that only the key with this id opens."""

    key_id: UUID
    ciphertext: bytes


class Record(Struct, frozen=True, kw_only=True):
    """One action. Of subjects it holds ids only; `details` are texts that are about nobody.

    `action`: a word that is none of ours was written by a server of a later version, and holds in the chain as it is.
    """

    controller_id: UUID
    action: Action | str
    actor: Actor
    result: Result = Result.DONE
    site_id: UUID | None = None
    visitor_ids: tuple[UUID, ...] = ()
    conversation_ids: tuple[UUID, ...] = ()
    details: dict[str, str] = {}
    sealed: Sealed | None = None


class Link(Struct, frozen=True, kw_only=True):
    """A record in its place in the chain."""

    number: int
    at: datetime
    record: Record
    prev_hash: bytes
    hash: bytes


def canonical(record: Record) -> bytes:
    """The content: a JSON array in this order, UTF-8 without spaces, keys of `details` sorted, absent things null."""
    sealed = record.sealed
    return msgspec.json.encode(
        (
            FORMAT,
            record.controller_id,
            record.action,
            record.result,
            record.actor.kind,
            record.actor.id,
            record.actor.name,
            record.actor.network,
            record.site_id,
            record.visitor_ids,
            record.conversation_ids,
            record.details,
            sealed.key_id if sealed else None,
            sealed.ciphertext.hex() if sealed else None,
        ),
        order="deterministic",
    )


def digest_of(record: Record) -> bytes:
    """SHA-256 of the content."""
    return sha256(canonical(record)).digest()


def hash_of(link: Link) -> bytes:
    """What the link's hash must be, by all else that it says."""
    at_us = (link.at.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)
    place = link.number.to_bytes(8, "big", signed=True) + at_us.to_bytes(8, "big", signed=True)
    return sha256(link.prev_hash + digest_of(link.record) + place).digest()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
