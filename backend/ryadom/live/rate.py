"""A token bucket: so many at once, so many a second in the long run."""

from collections.abc import Callable


class TokenBucket:
    """Holds at most `burst` tokens and gains `per_second`. The clock is monotonic, in seconds."""

    def __init__(self, *, burst: float, per_second: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._tokens = burst
        self._at = clock()

    def take(self) -> float:
        """Takes a token and gives 0; where there is none, takes nothing and gives the seconds until there is."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._per_second
