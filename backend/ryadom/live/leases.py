"""What other processes say is there: each word holds for a while, and ends by itself unless it is said again."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Leases(Generic[K]):
    """Keys held by any number of nodes.

    `on_change(key, held)` is called for the first lease of a key and after its last. `clock` is monotonic, in seconds.
    Whoever owns it calls `expire` at least every third of `ttl_s`.
    """

    def __init__(self, *, ttl_s: float, on_change: Callable[[K, bool], None], clock: Callable[[], float]) -> None:
        self._ttl_s = ttl_s
        self._on_change = on_change
        self._clock = clock
        self._ends: dict[K, dict[str, float]] = {}
        self._looked_at = clock()

    def holds(self, key: K) -> bool:
        """Whether any node has it."""
        return key in self._ends

    def renew(self, node: str, keys: Iterable[K]) -> None:
        """The node has these, from now on for `ttl_s`."""
        end = self._clock() + self._ttl_s
        for key in keys:
            is_new = key not in self._ends
            self._ends.setdefault(key, {})[node] = end
            if is_new:
                self._on_change(key, True)

    def end(self, node: str, keys: Iterable[K]) -> None:
        """The node has these no more."""
        for key in keys:
            if (ends := self._ends.get(key)) is not None and ends.pop(node, None) is not None and not ends:
                del self._ends[key]
                self._on_change(key, False)

    def expire(self) -> None:
        """Ends what nobody has renewed in time.

        A process that was itself stopped for so long ends nothing: what the others said meanwhile lies unread.
        """
        now = self._clock()
        was_stopped = now - self._looked_at > self._ttl_s / 2
        self._looked_at = now
        if was_stopped:
            return
        over = [(node, key) for key, ends in self._ends.items() for node, end in ends.items() if end <= now]
        for node, key in over:
            self.end(node, [key])
