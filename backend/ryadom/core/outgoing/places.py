"""Where calls go to: what is known of a host and port, and the connections that are kept there between calls."""

import asyncio
import math
import ssl

from ryadom.core.outgoing.lines import Line, open_line
from ryadom.errors import HostUnresolved
from ryadom.privacy.egress import Clearance

IDLE_S = 15.0
"""For how long a connection is kept for the next call; most servers keep theirs for longer."""


class Place:
    """One host and port for one controller: its clearance, and connections of which `at_once` may be in use.

    `users`: how many wait for it, or have it.
    """

    clearance: Clearance

    def __init__(self, *, at_once: int, answer_bytes: int, now: float) -> None:
        self.turns = asyncio.Semaphore(at_once)
        self.clearing = asyncio.Lock()
        self.trust: ssl.SSLContext | None = None
        self.cleared_until = -math.inf
        self.unfound = ("", -math.inf)
        self.used_at = now
        self.users = 0
        self._answer_bytes = answer_bytes
        self._free: list[tuple[Line, float]] = []
        self._busy: set[Line] = set()

    def renew(self, clearance: Clearance, *, until: float) -> None:
        """From now on these addresses, and no others."""
        self.clearance = clearance
        self.cleared_until = until

    def check_found(self, now: float) -> None:
        """Its name is not asked for again at once where nobody answered.

        Raises:
            HostUnresolved: so it was a moment ago.
        """
        message, until = self.unfound
        if now < until:
            raise HostUnresolved(message)

    def may_use(self, line: Line) -> bool:
        """Whether a connection goes where it may go by now."""
        return line.address in self.clearance.addresses

    def hang_up(self, line: Line) -> None:
        """Ends a connection."""
        self._busy.discard(line)
        line.close()

    async def take_line(self, *, is_new: bool = False) -> Line:
        """A connection for one call, to be given back: the one used last that is still good, else a new one.

        Raises:
            HostUnreachable, HostUntrusted, CallBroken: see `open_line`.
        """
        line = None if is_new else self._good_line()
        if line is None:
            line = await open_line(self.clearance, trust=self.trust, answer_bytes=self._answer_bytes)
        self._busy.add(line)
        return line

    def give_back(self, line: Line, *, now: float) -> None:
        """Keeps a connection for the next call if it is good for that, and ends those that are idle for long."""
        self._busy.discard(line)
        if line.is_free and self.cleared_until > -math.inf:
            self._free.append((line, now))
        else:
            line.close()
        while self._free and self._free[0][1] < now - IDLE_S:
            self._free.pop(0)[0].close()

    def close(self) -> None:
        """Ends all connections, also those in use, until it is cleared anew."""
        self.cleared_until = -math.inf
        free, self._free = self._free, []
        for line in (*self._busy, *(line for line, _ in free)):
            line.close()

    def _good_line(self) -> Line | None:
        while self._free:
            line, _ = self._free.pop()
            if line.is_free and line.address in self.clearance.addresses:
                return line
            line.close()
        return None
