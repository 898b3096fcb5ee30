"""A thousand who come at once are let in a few at a time: whoever is there already is heard in between."""

from collections import deque
from collections.abc import Callable

AT_ONCE = 8
"""Let in during one turn of the loop: a handshake takes about a millisecond, so all others wait for eight."""


class Turnstile:
    """Lets those through who `enter`, in the order in which they came. `call_soon` is the loop's.

    Without it the loop does all the handshakes that have come before it looks at any other socket.
    """

    def __init__(self, call_soon: Callable[[Callable[[], None]], object]) -> None:
        self._call_soon = call_soon
        self._waiting: deque[Callable[[], None]] = deque()

    def enter(self, go_on: Callable[[], None]) -> None:
        """Calls `go_on` when it is their turn: in the loop's next turn, where nobody is before them."""
        if not self._waiting:
            self._call_soon(self._turn)
        self._waiting.append(go_on)

    def _turn(self) -> None:
        for _ in range(min(AT_ONCE, len(self._waiting))):
            # Each by a call of its own: one that fails is no trouble of the others'.
            self._call_soon(self._waiting.popleft())
        if self._waiting:
            self._call_soon(self._turn)
