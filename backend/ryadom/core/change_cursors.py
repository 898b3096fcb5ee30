"""The cursor of the pull as programs carry it: sealed, so that nobody reads or makes one, and of one controller.

It holds where the program is, of which life of the database that is, and which sites it has been given; no secret of
anybody's, and no right: what may be asked for is the key's at each request.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.core.sealing import Seal
from ryadom.errors import CursorExpired, CursorInvalid
from ryadom.store.changes import Now, Place, Walk

PURPOSE = "changes cursor"
LIFETIME_DAYS = 30
MAX_CURSOR_CHARS = 12_000
"""Of over a thousand sites, and less than the head of a request may have."""
TAIL_BYTES = 6
REMEDY = "Begin again without a cursor: everything is given anew."


class ChangeCursor(Struct, frozen=True, array_like=True, kw_only=True):
    """Where a program is.

    All up to `place` was given, which was the newest at `as_of`, of the sites in `covered` (the random ends of their
    ids, one after the other). `walk` is where the walk over the next site is. `noted_at`: when the journal was last
    told that the key `key_id` pulls; `named`: the sites to be walked over that it was told of, as `covered`.
    """

    epoch: bytes
    start_id: UUID
    place: Place
    as_of: datetime
    key_id: UUID
    noted_at: datetime
    covered: bytes = b""
    walk: Walk | None = None
    named: bytes = b""

    def covers(self, site_id: UUID) -> bool:
        """Whether all that lay on the site up to `place` was given."""
        return _tail(site_id) in _parts(self.covered)

    def names(self, site_id: UUID) -> bool:
        """Whether the journal knows of the walk over the site."""
        return _tail(site_id) in _parts(self.named)

    def covered_of(self, site_ids: Iterable[UUID]) -> bytes:
        """What `covered` is where only these sites are asked for."""
        known = _parts(self.covered)
        return b"".join(tail for tail in map(_tail, site_ids) if tail in known)

    def check(self, now: Now, *, is_start_known: bool, site_ids: Sequence[UUID]) -> None:
        """Returns where it can be gone on from.

        Raises:
            CursorExpired: the database is not the one it was, or has forgotten what it must tell.
            CursorInvalid: it is of other sites.
        """
        if self.epoch != now.epoch or not is_start_known or self.place.xact_id > now.horizon:
            raise CursorExpired(
                f"The database was restored, has crashed or was taken over since this cursor was given. {REMEDY}",
                field="cursor",
            )
        if now.at - self.as_of > timedelta(days=LIFETIME_DAYS):
            raise CursorExpired(f"The cursor is older than {LIFETIME_DAYS} days. {REMEDY}", field="cursor")
        walked = self.walk.site_id if self.walk else None
        if (self.covered or walked) and not any(self.covers(id) or id == walked for id in site_ids):
            raise CursorInvalid(f"The cursor is of other sites than this request. {REMEDY}", field="cursor")


class ChangeCursors:
    """Writes and reads them. `secret_keys`, newest first: the first seals, all open."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._seal = Seal(secret_keys, purpose=PURPOSE)
        self._decoder = msgspec.msgpack.Decoder(ChangeCursor)

    def write(self, cursor: ChangeCursor, *, controller_id: UUID) -> str:
        """For a program of the controller to come back with."""
        sealed = self._seal.close(msgspec.msgpack.encode(cursor), owner=controller_id.bytes)
        return urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def read(self, text: str, *, controller_id: UUID) -> ChangeCursor:
        """What a program has come back with.

        Raises:
            CursorInvalid: forged, cut off, another controller's, or sealed by a key that is gone.
        """
        opened = None
        if len(text) <= MAX_CURSOR_CHARS:
            try:
                sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
                opened = self._seal.open(sealed, owner=controller_id.bytes)
            except (binascii.Error, ValueError):
                pass
        if opened is None:
            raise CursorInvalid(f"The cursor was not made here for this key's sites. {REMEDY}", field="cursor")
        try:
            return self._decoder.decode(opened.secret)
        except msgspec.DecodeError:
            # One of ours, by another version.
            raise CursorExpired(f"The cursor is of another version of the server. {REMEDY}", field="cursor") from None


def tails(site_ids: Iterable[UUID]) -> bytes:
    """`covered` of these sites."""
    return b"".join(map(_tail, site_ids))


def _parts(joined: bytes) -> set[bytes]:
    return {joined[at : at + TAIL_BYTES] for at in range(0, len(joined), TAIL_BYTES)}


def _tail(site_id: UUID) -> bytes:
    return site_id.bytes[-TAIL_BYTES:]
