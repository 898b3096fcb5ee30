"""How many take exports at once: in this process, and of each key."""

from collections import Counter
from uuid import UUID

from ryadom.errors import Busy

RETRY_AFTER_S = 30.0


class Places:
    """For `most` all in all, `most_of_key` with one key: nobody takes them all from the others. No key is one, too."""

    def __init__(self, most: int, *, most_of_key: int) -> None:
        self._most = most
        self._most_of_key = most_of_key
        self._taken: Counter[UUID | None] = Counter()

    @property
    def free(self) -> int:
        """How many there are, whoever may have them."""
        return self._most - self._taken.total()

    def take(self, key_id: UUID | None) -> "Place":
        """A place, until it is given back.

        Raises:
            Busy: as many are taken as may be.
        """
        if not self.free or self._taken[key_id] >= self._most_of_key:
            raise Busy("As many exports as may be are under way. Ask again in a moment.", retry_after_s=RETRY_AFTER_S)
        self._taken[key_id] += 1
        return Place(self, key_id)

    def _give_back(self, key_id: UUID | None) -> None:
        self._taken[key_id] -= 1
        if not self._taken[key_id]:
            del self._taken[key_id]


class Place:
    """One of them."""

    def __init__(self, places: Places, key_id: UUID | None) -> None:
        self._places = places
        self._key_id = key_id
        self._is_held = True

    def __enter__(self) -> None:
        """Holds it until the block ends."""

    def __exit__(self, *_: object) -> None:
        self.give_back()

    def give_back(self) -> None:
        """Lets another have it; more than once is once."""
        if self._is_held:
            self._is_held = False
            self._places._give_back(self._key_id)
