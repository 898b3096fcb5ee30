"""How a visitor can be reached, found in what they wrote."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from ryadom.privacy.detect import Kind, find_personal
from ryadom.privacy.detect.emails import split_email
from ryadom.privacy.detect.folding import fold, fold_signs
from ryadom.privacy.display import find_hidden, mask_of
from ryadom.privacy.hidden import Hidden
from ryadom.privacy.masking import digits_of
from ryadom.store.cards import OwnMessage

CONTACT_KINDS = frozenset({Kind.PHONE, Kind.EMAIL})
MAX_CONTACTS = 20
_SUBSCRIBER_DIGITS = 10
"""The last digits of a telephone's number tell it from others, whatever was written before them: +7, 8, nothing."""


class Contact(Struct, frozen=True, kw_only=True):
    """A telephone number or an e-mail address, and the newest message that it stands in.

    `piece`: where `text` is a mask, which of the message's masked pieces it is, from 0; None where it is shown.
    """

    kind: Kind
    text: str
    piece: int | None
    conversation_id: UUID
    seq: int


def contacts_in(messages: Iterable[OwnMessage], masked: Hidden) -> list[Contact]:
    """Each contact once, in the order of the messages, at most 20; those that are `masked` as masks."""
    contacts: dict[tuple[Kind, str], Contact] = {}
    for message in messages:
        hidden = find_hidden(message.body, masked) if masked else []
        pieces = {(span.start, span.end): piece for piece, span in enumerate(hidden)}
        for span in find_personal(message.body, CONTACT_KINDS):
            text = message.body[span.start : span.end]
            contacts.setdefault(
                (span.kind, _identity(span.kind, text)),
                Contact(
                    kind=span.kind,
                    text=mask_of(message.body, span) if masked.hides(span.kind, text) else text,
                    piece=pieces.get((span.start, span.end)),
                    conversation_id=message.conversation_id,
                    seq=message.seq,
                ),
            )
            if len(contacts) == MAX_CONTACTS:
                return list(contacts.values())
    return list(contacts.values())


def address_of(text: str) -> str:
    """An e-mail address as machines write it, `ivan@mail.ru`, of one that was found in whatever spelling."""
    # In small letters first: "ТОЧКА" is a dot, too.
    return "@".join(half.strip() for half in split_email(fold_signs(text).lower()) if half)


def _identity(kind: Kind, text: str) -> str:
    if kind is Kind.PHONE:
        return digits_of(text)[-_SUBSCRIBER_DIGITS:]
    return "@".join(split_email(fold(text).text)).lower()
