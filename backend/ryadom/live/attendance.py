"""Who is here: counts arrivals and departures, and forgives a short absence."""

from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar

K = TypeVar("K", bound=Hashable)


class Timer(Protocol):
    """A call that may be taken back."""

    def cancel(self) -> None:
        """Takes it back."""


class Attendance(Generic[K]):
    """Keys that are present, each by any number of sockets.

    Who leaves and is back within `linger_s` seconds was never away: a page that reloads does not make the other side
    blink. `on_change(key, present)` is called when a key's first socket has come, and when its last has been gone
    for the whole of that time. `call_later(delay_s, callback)` is the loop's, or a test's.
    """

    def __init__(
        self,
        *,
        linger_s: float,
        on_change: Callable[[K, bool], None],
        call_later: Callable[[float, Callable[[], None]], Timer],
    ) -> None:
        self._linger_s = linger_s
        self._on_change = on_change
        self._call_later = call_later
        self._counts: dict[K, int] = {}
        self._leaving: dict[K, Timer] = {}

    def is_present(self, key: K) -> bool:
        """Whether the key is here, or was a moment ago."""
        return key in self._counts

    def present(self) -> list[K]:
        """Everybody who is here."""
        return list(self._counts)

    def arrive(self, key: K) -> None:
        """A socket has come."""
        if timer := self._leaving.pop(key, None):
            timer.cancel()
        count = self._counts.get(key)
        self._counts[key] = (count or 0) + 1
        if count is None:
            self._on_change(key, True)

    def leave(self, key: K) -> None:
        """A socket that had come has gone."""
        self._counts[key] -= 1
        if self._counts[key] == 0:
            self._leaving[key] = self._call_later(self._linger_s, lambda: self._gone(key))

    def close(self) -> None:
        """Calls nobody any more."""
        for timer in self._leaving.values():
            timer.cancel()
        self._leaving.clear()

    def _gone(self, key: K) -> None:
        del self._leaving[key]
        del self._counts[key]
        self._on_change(key, False)
