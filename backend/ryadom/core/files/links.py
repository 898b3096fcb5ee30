"""Links to files: whoever has one may have the file for a minute, and nobody without it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from msgspec import Struct

from ryadom.errors import LinkExpired

LIFETIME_S = 60
_SALT = "ryadom.file"


class LinkedFile(Struct, frozen=True):
    """What a link is to."""

    site_id: UUID
    file_id: UUID


class FileLinks:
    """Makes and reads links. `secret_keys`, newest first: the first signs, all are believed."""

    def __init__(self, secret_keys: Sequence[str], *, now: Callable[[], datetime]) -> None:
        self._serializer = URLSafeSerializer(list(reversed(secret_keys)), salt=_SALT)
        self._now = now

    def issue(self, linked: LinkedFile) -> str:
        """The last part of the link's address."""
        expires_s = int(self._now().timestamp()) + LIFETIME_S
        link = self._serializer.dumps([linked.site_id.hex, linked.file_id.hex, expires_s])
        return link if isinstance(link, str) else link.decode()

    def read(self, link: str) -> LinkedFile:
        """What the link is to.

        Raises:
            LinkExpired: too old, or not made here.
        """
        try:
            site_hex, file_hex, expires_s = self._serializer.loads(link)
            linked = LinkedFile(UUID(site_hex), UUID(file_hex))
            left_s = int(expires_s) - self._now().timestamp()
        except (BadData, ValueError, TypeError, AttributeError):
            raise _expired() from None
        # One that holds longer than any does was made before the clock was set back.
        if not 0 <= left_s <= LIFETIME_S:
            raise _expired()
        return linked


def _expired() -> LinkExpired:
    return LinkExpired("The link to this file is too old. Go back to the chat and open the file there once more.")
