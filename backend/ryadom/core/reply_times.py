"""In what time a site usually answers, as it may honestly be said: from what has really been answered."""

import math
from collections.abc import Callable, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection
from ryadom.store.waiting import first_answers

PROMISES_S = (60, 5 * 60, 15 * 60, 60 * 60, 24 * 60 * 60)
"""What can be said: within a minute, 5 minutes, 15 minutes, an hour, a day. Of longer waits nothing is said."""

SAMPLES = 200
"""The newest conversations of the last 30 days."""

FEWEST_SAMPLES = 20
"""Of fewer nothing is said: one quick answer is no habit."""

KEPT_S = 600.0
MAX_KEPT = 10_000


def promise_of(answers: Sequence[float | None]) -> int | None:
    """The shortest promise that at least half of the conversations kept; None: too few, or none is true.

    `answers`: in how many seconds each was first answered, None where nobody has: that counts as never.
    """
    if len(answers) < FEWEST_SAMPLES:
        return None
    ordered = sorted(math.inf if seconds is None else seconds for seconds in answers)
    median = ordered[(len(ordered) - 1) // 2]
    return next((promise for promise in PROMISES_S if median <= promise), None)


class _Kept(Struct, frozen=True):
    promise_s: int | None
    until_s: float


class ReplyTimes:
    """What can be said of each site, asked of Postgres once in 10 minutes; `clock` is monotonic, in seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._kept: dict[UUID, _Kept] = {}

    async def promise(self, connection: Connection, site_id: UUID) -> int | None:
        """In how many seconds the site usually answers; None where nothing can be said."""
        now = self._clock()
        kept = self._kept.get(site_id)
        if kept is not None and now < kept.until_s:
            return kept.promise_s
        # Before it is known: a crowd that comes meanwhile hears what was said so far, and does not ask once more.
        self._keep(site_id, _Kept(kept.promise_s if kept else None, now + KEPT_S))
        promise_s = promise_of(await first_answers(connection, site_id, limit=SAMPLES))
        self._keep(site_id, _Kept(promise_s, now + KEPT_S))
        return promise_s

    def _keep(self, site_id: UUID, kept: _Kept) -> None:
        if len(self._kept) >= MAX_KEPT and site_id not in self._kept:
            self._kept.clear()
        self._kept[site_id] = kept
