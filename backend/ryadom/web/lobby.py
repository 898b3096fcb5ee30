"""Connections on which something is waited for: bounded in number and in time, and the oldest make room.

Honest clients pass through within milliseconds, so whoever is thrown out of a full lobby has been idle for long, or is
one of those who filled it.
"""

from asyncio import TimerHandle
from collections.abc import Callable, Hashable


class Lobby:
    """`enter` when the waiting begins, `leave` when what was waited for has come.

    `patience_s` is how long one may stay, `capacity` how many there may be. `on_given_up` is told why one had to go:
    "slow" or "crowded".
    """

    def __init__(
        self,
        *,
        capacity: int,
        patience_s: float,
        call_later: Callable[[float, Callable[[], None]], TimerHandle],
        on_given_up: Callable[[str], None],
    ) -> None:
        self._capacity = capacity
        self._patience_s = patience_s
        self._call_later = call_later
        self._on_given_up = on_given_up
        # Who has waited longest first.
        self._guests: dict[Hashable, tuple[Callable[[], None], TimerHandle]] = {}

    def __len__(self) -> int:
        return len(self._guests)

    def enter(self, guest: Hashable, give_up: Callable[[], None]) -> None:
        """Waits from now on, anew if it did already. `give_up` ends it, and is called once it is out of the lobby."""
        self.leave(guest)
        timer = self._call_later(self._patience_s, lambda: self._give_up(guest, "slow"))
        self._guests[guest] = give_up, timer
        if len(self._guests) > self._capacity:
            self.make_room()

    def leave(self, guest: Hashable) -> None:
        """Waits no more; harmless where it does not."""
        if (waiting := self._guests.pop(guest, None)) is not None:
            waiting[1].cancel()

    def make_room(self) -> bool:
        """Gives up who has waited longest, and says whether there was anybody."""
        if not self._guests:
            return False
        self._give_up(next(iter(self._guests)), "crowded")
        return True

    def _give_up(self, guest: Hashable, why: str) -> None:
        give_up, timer = self._guests.pop(guest)
        timer.cancel()
        self._on_given_up(why)
        give_up()
