"""How often a program may ask: each key has a bucket in this process, and every answer says what is left of it."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID

from msgspec import Struct

from ryadom.live.rate import Rate, TokenBucket

PER_KEY = Rate(burst=300, per_second=20)
"""Ample for a copy that is kept (2,000 changes a page), and no program that has run wild takes the others' turns."""

MAX_KEYS = 10_000


class Standing(Struct, frozen=True, kw_only=True):
    """How a key stands. `wait_s`: 0, or in how many seconds it may ask again; this request is over the limit."""

    limit: int
    remaining: int
    reset_s: int
    wait_s: float

    @property
    def headers(self) -> dict[str, str]:
        """Source: draft-ietf-httpapi-ratelimit-headers-07."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_s),
        }


class KeyLimits:
    """The buckets of keys that have been used; the longest unused are forgotten."""

    def __init__(self, rate: Rate = PER_KEY, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._buckets: OrderedDict[UUID, TokenBucket] = OrderedDict()
        self._good: OrderedDict[bytes, None] = OrderedDict()

    def was_good(self, secret_sha256: bytes) -> bool:
        """Whether the key with this hash was good when it was last tried here, as far as that is remembered."""
        return secret_sha256 in self._good

    def note_good(self, secret_sha256: bytes) -> None:
        """Remembers that this key is good."""
        self._good[secret_sha256] = None
        self._good.move_to_end(secret_sha256)
        if len(self._good) > MAX_KEYS:
            self._good.popitem(last=False)

    def note_bad(self, secret_sha256: bytes) -> None:
        """Forgets that this key was good."""
        self._good.pop(secret_sha256, None)

    def take(self, key_id: UUID) -> Standing:
        """Notes a request by this key; one that is over the limit costs nothing."""
        bucket = self._buckets.get(key_id)
        if bucket is None:
            bucket = TokenBucket(burst=self.rate.burst, per_second=self.rate.per_second, clock=self._clock)
            self._buckets[key_id] = bucket
            if len(self._buckets) > MAX_KEYS:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key_id)
        wait_s = bucket.take()
        tokens, full_s = bucket.standing
        return Standing(limit=int(self.rate.burst), remaining=int(tokens), reset_s=math.ceil(full_s), wait_s=wait_s)
