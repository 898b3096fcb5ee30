"""Cursors of the lists that programs page through: sealed, and good for the same list, filters and key for a day.

A program's reading is in the journal when it begins a list; so a cursor is no other key's, nor good for ever.
"""

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.sealing import Seal
from ryadom.errors import CursorExpired, CursorInvalid
from ryadom.store.public_lists import ListPlace

PURPOSE = "list cursor"
LIFETIME = timedelta(days=1)
MAX_CURSOR_CHARS = 400
REMEDY = "Begin again without a cursor."


class ListCursor(Struct, frozen=True, array_like=True, kw_only=True):
    """Where a program is in a list begun at `begun_at`; `asked` is what `digest_of` says of list and filters.

    `until_seq`: where a list of messages ends.
    """

    asked: bytes
    begun_at: datetime
    place: ListPlace
    until_seq: int


class ListCursors:
    """Writes and reads them. `secret_keys`, newest first: the first seals, all open."""

    def __init__(self, secret_keys: Sequence[str], *, now: Callable[[], datetime]) -> None:
        self._seal = Seal(secret_keys, purpose=PURPOSE)
        self._decoder = msgspec.msgpack.Decoder(ListCursor)
        self._now = now

    def begin(self, asked: bytes, place: ListPlace) -> ListCursor:
        """Before the first place of a list."""
        return ListCursor(asked=asked, begun_at=self._now(), place=place, until_seq=0)

    def write(self, cursor: ListCursor, *, key_id: UUID) -> str:
        """For the program with this key to come back with."""
        sealed = self._seal.close(msgspec.msgpack.encode(cursor), owner=key_id.bytes)
        return urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def read(self, text: str, asked: bytes, *, key_id: UUID) -> ListCursor:
        """What the program has come back with, to go on in the list that it asks for.

        Raises:
            CursorInvalid: forged, cut off, another key's, or of another list or other filters than are asked for.
            CursorExpired: the list was begun over a day ago, or by another version of the server.
        """
        opened = None
        if len(text) <= MAX_CURSOR_CHARS:
            try:
                sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
                opened = self._seal.open(sealed, owner=key_id.bytes)
            except (binascii.Error, ValueError):
                pass
        if opened is None:
            raise CursorInvalid(f"The cursor was not made here for this key. {REMEDY}", field="cursor")
        try:
            cursor = self._decoder.decode(opened.secret)
        except msgspec.DecodeError:
            raise CursorExpired(f"The cursor is of another version of the server. {REMEDY}", field="cursor") from None
        if cursor.asked != asked:
            raise CursorInvalid(f"The cursor is of another list, or of other filters. {REMEDY}", field="cursor")
        if self._now() - cursor.begun_at > LIFETIME:
            raise CursorExpired(f"This list was begun over a day ago. {REMEDY}", field="cursor")
        return cursor


def digest_of(*asked: object) -> bytes:
    """16 bytes that are the same for the same list and filters."""
    return hashlib.sha256(msgspec.json.encode(asked)).digest()[:16]
