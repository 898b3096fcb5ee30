"""Fair shares: what the sockets of one visitor, operator or address use together is bounded, and so is the bookkeeping.

Sans-I/O: the clock is passed in, and who has to go is told by a callback.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from ryadom.errors import RateLimited, RyadomError, TooManySockets
from ryadom.live.limits import Limits
from ryadom.live.rate import TokenBucket

SILENT_S = 30.0
"""A client that lives is heard every 20 s (its `ping`); a socket that was not, is probably one of a network before."""

RETRY_AFTER_S = 20.0
MAX_REMEMBERED = 50_000
"""Parties without a socket whose buckets are not full again. More are forgotten, the oldest first: by then somebody has
so many addresses or names that counting any one of them would hold nobody back."""

K = TypeVar("K", bound=Hashable)


class Place(Generic[K]):
    """One socket's share in what its party may use. `leave` it at the end; more than once does no harm."""

    __slots__ = ("_admission", "heard_at", "key", "meter", "oust")

    def __init__(
        self, admission: "Admission[K]", key: K, meter: "Meter[K]", oust: Callable[[RyadomError], None] | None
    ) -> None:
        self._admission = admission
        self.key = key
        self.meter = meter
        self.oust = oust
        self.heard_at = admission.clock()

    def spend(self, size_bytes: int) -> None:
        """Notes a command of this size.

        Raises:
            RateLimited: the party has used up its commands or bytes; the command must not be done.
        """
        self.heard_at = self._admission.clock()
        limits, meter = self._admission.limits, self.meter
        if wait_s := meter.commands.take():
            raise _too_much(f"{limits.party}_commands", wait_s)
        if wait_s := meter.bytes.take(size_bytes):
            raise _too_much(f"{limits.party}_bytes", wait_s)

    def leave(self) -> None:
        """Gives the place back."""
        self._admission.leave(self)


class Meter(Generic[K]):
    """What one party has used, and its places, those that came first before the others."""

    __slots__ = ("arrivals", "bytes", "commands", "left_at", "places")

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        def bucket(burst: float, per_second: float) -> TokenBucket:
            return TokenBucket(burst=burst, per_second=per_second, clock=clock)

        self.commands = bucket(limits.commands.burst, limits.commands.per_second)
        self.bytes = bucket(limits.bytes.burst, limits.bytes.per_second)
        self.arrivals = bucket(limits.arrivals.burst, limits.arrivals.per_second) if limits.arrivals else None
        self.places: dict[Place[K], None] = {}
        self.left_at = clock()


class Admission(Generic[K]):
    """Gives every socket a place with its party."""

    def __init__(self, limits: Limits, *, clock: Callable[[], float], max_remembered: int = MAX_REMEMBERED) -> None:
        self.limits = limits
        self.clock = clock
        self._max_remembered = max_remembered
        self._remember_s = max(rate.refill_s for rate in (limits.commands, limits.bytes, limits.arrivals) if rate)
        self._present: dict[K, Meter[K]] = {}
        # Without a socket, who left first before the others.
        self._absent: dict[K, Meter[K]] = {}

    def __len__(self) -> int:
        """How many parties are counted, with a socket or without."""
        return len(self._present) + len(self._absent)

    def enter(self, key: K, *, oust: Callable[[RyadomError], None] | None = None) -> Place[K]:
        """A place for one more socket.

        Where all are taken, the one that has been silent longest has to go, if it can be (`oust`) and if it is silent
        as only the dead are: a phone on a bad line leaves half-open sockets behind faster than they are found.

        Raises:
            TooManySockets: all places are taken by sockets that live.
            RateLimited: this party opens sockets too fast.
        """
        meter = self._meter_of(key)
        if meter.arrivals is not None and (wait_s := meter.arrivals.take()):
            self._settle(key, meter)
            raise _too_much(f"{self.limits.party}_arrivals", wait_s)
        if len(meter.places) >= self.limits.sockets:
            self._make_room(meter)
        place = Place(self, key, meter, oust)
        meter.places[place] = None
        return place

    def leave(self, place: Place[K]) -> None:
        """Takes a place back; `Place.leave` for who holds one."""
        place.meter.places.pop(place, None)
        self._settle(place.key, place.meter)

    def _make_room(self, meter: Meter[K]) -> None:
        error = TooManySockets(
            f"{self.limits.sockets} sockets are open already: close one, or try again later.",
            limit=f"{self.limits.party}_sockets",
            retry_after_s=RETRY_AFTER_S,
        )
        silent = min(meter.places, key=lambda place: place.heard_at)
        if silent.oust is None or self.clock() - silent.heard_at < SILENT_S:
            raise error
        del meter.places[silent]
        silent.oust(error)

    def _meter_of(self, key: K) -> Meter[K]:
        self._forget()
        meter = self._present.get(key) or self._absent.pop(key, None) or Meter(self.limits, self.clock)
        self._present[key] = meter
        return meter

    def _settle(self, key: K, meter: Meter[K]) -> None:
        """Remembers a party that has no socket left until its buckets are full: coming back makes nobody richer."""
        if not meter.places and self._present.get(key) is meter:
            del self._present[key]
            meter.left_at = self.clock()
            self._absent[key] = meter
            self._forget()

    def _forget(self) -> None:
        full_since = self.clock() - self._remember_s
        while self._absent:
            oldest = next(iter(self._absent))
            if len(self._absent) <= self._max_remembered and self._absent[oldest].left_at > full_since:
                return
            del self._absent[oldest]


def _too_much(limit: str, wait_s: float) -> RateLimited:
    return RateLimited("Too much at once. Slow down.", limit=limit, retry_after_s=round(wait_s + 0.05, 2))
