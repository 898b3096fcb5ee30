"""The visitor's identity: a signed token, bound to its site, renewed by every hello, revocable by generation."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from msgspec import Struct

from ryadom.errors import TokenExpired, TokenInvalid

_SALT = "ryadom.visitor"
_REMEDY = "Say hello without a token to begin as a new visitor."
_DAY_MS = 86_400_000

REVOCATION_REACH_MS = _DAY_MS
"""A revocation reaches this far ahead, so that it also meets tokens made by a node whose clock ran fast."""


class VisitorIdentity(Struct, frozen=True, kw_only=True):
    """Who a token says its bearer is. `generation` is the time it was made, in ms since 1970, or a little later."""

    site_id: UUID
    visitor_id: UUID
    generation: int


class VisitorTokens:
    """Makes and reads tokens.

    `secret_keys`, newest first: the first signs, all are believed. `now` is the clock; a token from the future (a clock
    that was set back) is as good as a fresh one: the signature says that we made it. `salt`: tokens made with one are
    none with another.
    """

    def __init__(
        self, secret_keys: Sequence[str], *, lifetime_days: float, now: Callable[[], datetime], salt: str = _SALT
    ) -> None:
        self._serializer = URLSafeSerializer(list(reversed(secret_keys)), salt=salt)
        self._lifetime_ms = lifetime_days * _DAY_MS
        self._now = now

    def issue(self, *, site_id: UUID, visitor_id: UUID, revoked_generation: int = 0) -> str:
        """A token that is newer than every revoked one."""
        generation = max(self.now_ms(), revoked_generation + 1)
        token = self._serializer.dumps([site_id.hex, visitor_id.hex, generation])
        return token if isinstance(token, str) else token.decode()

    def read(self, token: str, *, site_id: UUID) -> VisitorIdentity:
        """Who bears the token; whether its generation has been revoked is for the caller to look up.

        Raises:
            TokenInvalid: forged, broken, or of another site.
            TokenExpired: older than its lifetime.
        """
        try:
            site_hex, visitor_hex, generation = self._serializer.loads(token)
            identity = VisitorIdentity(site_id=UUID(site_hex), visitor_id=UUID(visitor_hex), generation=int(generation))
        except (BadData, ValueError, TypeError, AttributeError):
            raise TokenInvalid(f"The token is broken or was not signed here. {_REMEDY}", field="token") from None
        if identity.site_id != site_id:
            raise TokenInvalid(f"The token belongs to another site. {_REMEDY}", field="token")
        if self.now_ms() - identity.generation > self._lifetime_ms:
            raise TokenExpired(f"The token is too old. {_REMEDY}", field="token")
        return identity

    def now(self) -> datetime:
        """The clock."""
        return self._now()

    def now_ms(self) -> int:
        """The clock, in ms since 1970."""
        return int(self._now().timestamp() * 1000)
