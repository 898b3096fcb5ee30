"""A token bucket: so many at once, so many a second in the long run."""

from collections.abc import Callable

from msgspec import Struct


class Rate(Struct, frozen=True, kw_only=True):
    """`burst` at once, `per_second` in the long run."""

    burst: float
    per_second: float

    @property
    def refill_s(self) -> float:
        """How long an empty bucket takes to be full."""
        return self.burst / self.per_second


class TokenBucket:
    """Holds at most `burst` tokens and gains `per_second`. The clock is monotonic, in seconds."""

    __slots__ = ("_at", "_burst", "_clock", "_per_second", "_tokens")

    def __init__(self, *, burst: float, per_second: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._tokens = burst
        self._at = clock()

    @property
    def standing(self) -> tuple[float, float]:
        """How many tokens there are now, and in how many seconds it is full."""
        tokens = min(self._burst, self._tokens + (self._clock() - self._at) * self._per_second)
        return tokens, (self._burst - tokens) / self._per_second

    def take(self, cost: float = 1) -> float:
        """Takes so many tokens and gives 0; where there are fewer, takes none and gives the seconds until there are.

        `cost` is at most `burst`: more will never be there.
        """
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        if self._tokens >= cost:
            self._tokens -= cost
            return 0.0
        return (cost - self._tokens) / self._per_second
