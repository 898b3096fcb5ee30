"""Calls to one account of a CRM: through the register of recipients, and no faster than the CRM takes them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.connectors.passes import Passes
from ryadom.core.outgoing.answers import Answer
from ryadom.core.outgoing.client import Bounds, Call, Caller
from ryadom.core.outgoing.urls import Target
from ryadom.live.rate import TokenBucket

BOUNDS = Bounds(deadline_s=65.0, body_s=65.0, body_bytes=1 << 20, at_once=50)
"""A CRM may think for 60 s. Its lists have up to 50 rows a page. Nobody waits for turns: a leave to write grows old."""

SHORTEST_PAUSE_S = 0.001
"""A part of a token that only rounding keeps from being there would be waited for again and again."""


class Pace:
    """The limits of accounts, by their origin: connectors to one account share what it takes, and its tokens."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._buckets: dict[str, TokenBucket] = {}
        self.passes = Passes()

    async def wait(self, origin: str, *, per_second: float, burst: float) -> None:
        """Returns when the account takes another call."""
        bucket = self._buckets.get(origin)
        if bucket is None:
            bucket = TokenBucket(burst=burst, per_second=per_second, clock=self._clock)
            self._buckets[origin] = bucket
        while pause_s := bucket.take():
            await self._sleep(max(pause_s, SHORTEST_PAUSE_S))


class CrmLine:
    """Calls in one controller's name to one account. `now`: seconds since 1970, as CRMs name moments."""

    def __init__(
        self,
        caller: Caller,
        pace: Pace,
        *,
        controller_id: UUID,
        target: Target,
        per_second: float,
        burst: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._caller = caller
        self._pace = pace
        self._controller_id = controller_id
        self._per_second = per_second
        self._burst = burst
        self.passes = pace.passes
        self.target = target
        self.now = now

    async def ask(
        self,
        path: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        method: str = "POST",
        before_write: Callable[[], Awaitable[None]] | None = None,
        before_ask: Callable[[], Awaitable[None]] | None = None,
    ) -> Answer:
        """What the account answers, once it is our turn.

        `before_write`: the call does harm twice; so leave is asked for by this just before, see `Progress.writes`.
        `before_ask`: it tells something of a person; so leave is asked for, see `Progress.asks`.

        Raises:
            RyadomError: see `Caller.send`.
        """
        await self._pace.wait(self.target.origin, per_second=self._per_second, burst=self._burst)
        for leave in (before_ask, before_write):
            if leave is not None:
                await leave()
        return await self._caller.send(
            Call(
                controller_id=self._controller_id,
                target=replace(self.target, path=path),
                method=method,
                headers=headers,
                body=body,
                may_repeat=before_write is None,
            )
        )
