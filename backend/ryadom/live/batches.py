"""What waits to be written, and which of it goes together. Pure: no clock, no loop, no database."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Batches(Generic[T]):
    """A bounded queue that is taken in batches of at most one item per key.

    A key that was taken is not taken again until its batch is released, so items of one key keep their order with any
    number of batches under way.
    """

    def __init__(self, *, key: Callable[[T], Hashable], max_waiting: int, max_batch: int) -> None:
        self._key = key
        self._max_waiting = max_waiting
        self._max_batch = max_batch
        self._waiting: deque[T] = deque()
        self._taken: set[Hashable] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, item: T) -> bool:
        """Queues an item; False, and nothing done, where the queue is full."""
        if len(self._waiting) >= self._max_waiting:
            return False
        self._waiting.append(item)
        return True

    def put_back(self, items: Iterable[T]) -> None:
        """Returns items that were taken, before all others and in their order; the bound does not apply to them."""
        self._waiting.extendleft(reversed(list(items)))

    def take(self) -> list[T]:
        """The next batch, oldest first; empty where nothing waits."""
        batch: dict[Hashable, T] = {}
        left: deque[T] = deque()
        while self._waiting and len(batch) < self._max_batch:
            item = self._waiting.popleft()
            key = self._key(item)
            if key in batch or key in self._taken:
                left.append(item)
            else:
                batch[key] = item
        self._waiting.extendleft(reversed(left))
        self._taken.update(batch)
        return list(batch.values())

    def release(self, batch: Iterable[T]) -> None:
        """The batch is done with: its keys may be taken again. Before `put_back`, or others go first."""
        self._taken.difference_update(map(self._key, batch))


def halves(items: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """The two halves of a batch that failed: one bad item must not fail the others."""
    middle = len(items) // 2
    return items[:middle], items[middle:]
