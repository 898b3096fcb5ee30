"""Cursors of lists as clients carry them: opaque to them, and checked when they come back."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC

import msgspec

from ryadom.errors import BadFrame
from ryadom.store.conversations import Cursor


def write_cursor(cursor: Cursor | None) -> str | None:
    """A cursor for a client to come back with; None where there is none."""
    return urlsafe_b64encode(msgspec.json.encode(cursor)).decode() if cursor else None


def read_cursor(text: str) -> Cursor:
    """What a client has come back with.

    Raises:
        BadFrame: it is none of ours.
    """
    try:
        cursor = msgspec.json.decode(urlsafe_b64decode(text), type=Cursor)
        return Cursor(cursor.sort_at.astimezone(UTC), cursor.id)
    except (binascii.Error, ValueError, OverflowError):
        raise BadFrame("The cursor is not one of ours. Begin without a cursor.", field="cursor") from None
