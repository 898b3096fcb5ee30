"""Errors of customers' cards and of the notes on them."""

from ryadom.errors.tree import Refused


class CardChanged(Refused):
    """Somebody else has changed the customer's card, or the note, since it was read; nothing was overwritten."""

    code = "card_changed"
    http_status = 409


class CardFull(Refused):
    """As many notes, or as many visitors for one person, as a card may have."""

    code = "card_full"
    http_status = 409


class NoteUnknown(Refused):
    """No such note on this customer, or it was deleted for good."""

    code = "note_unknown"
    http_status = 404
