"""How far a journal was verified, signed: a browser carries it from part to part of a check, and can't make it up."""

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from ryadom.errors import BadFrame
from ryadom.privacy.derived_keys import derive_key
from ryadom.privacy.journal_check import Mark

PURPOSE = "journal check marks 1"


class MarkSigner:
    """Signs with the newest secret key, and knows what any of them signed."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        self._keys = [derive_key(key, PURPOSE) for key in secret_keys]

    def sign(self, mark: Mark, *, controller_id: UUID, session_id: UUID, began: datetime) -> str:
        """A signature that is good for one journal and one session, and says when (in seconds) the check began."""
        began_s = int(began.timestamp())
        return f"{began_s}.{_digest(self._keys[0], mark, controller_id, session_id, began_s)}"

    def read(self, signature: str, mark: Mark, *, controller_id: UUID, session_id: UUID) -> datetime:
        """When the check began that came as far as this mark.

        Raises:
            BadFrame: nobody was given this mark in this session.
        """
        began, _, given = signature.partition(".")
        if began.isascii() and began.isdecimal():
            for key in self._keys:
                if hmac.compare_digest(_digest(key, mark, controller_id, session_id, int(began)), given):
                    return datetime.fromtimestamp(int(began), UTC)
        raise BadFrame(
            "No verification of yours came as far as this mark. Verify from the beginning.", field="signature"
        )


def _digest(key: bytes, mark: Mark, controller_id: UUID, session_id: UUID, began_s: int) -> str:
    text = f"{controller_id}\n{session_id}\n{mark.number}\n{mark.hash}\n{began_s}\n"
    return hmac.new(key, text.encode(), sha256).hexdigest()
