"""Calls to one account of a CRM: through the register of recipients, and no faster than the CRM takes them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.connectors.passes import Passes
from ryadom.core.connectors.replies import asked_s
from ryadom.core.outgoing.answers import Answer
from ryadom.core.outgoing.client import Bounds, Call, Caller
from ryadom.core.outgoing.urls import Target
from ryadom.errors import CrmBusy, DatabaseUnavailable
from ryadom.store import crm_paces as store
from ryadom.store.database import Database

BOUNDS = Bounds(deadline_s=65.0, body_s=65.0, body_bytes=1 << 20, at_once=50)
"""A CRM may think for 60 s. Its lists have up to 50 rows a page. Nobody waits for turns: a leave to write grows old."""

SHORTEST_PAUSE_S = 0.001
"""A turn that only rounding keeps from being there would be asked for again and again."""

REST_WAITED_S = 5.0
"""A longer rest is not waited for with a push in hand."""

TOO_MANY, UNAVAILABLE = 429, 503


class Pace:
    """The limits of accounts, by their origin: all connectors to one, trials too, share what it takes, in whatever
    process and on whatever node. Its tokens are shared within the process.

    `clock`: seconds since 1970, instead of Postgres' own.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._sleep = sleep
        self.passes = Passes()

    async def wait(self, origin: str, *, per_second: float, burst: float) -> None:
        """Returns when the account takes another call.

        Raises:
            CrmBusy: it has asked for a longer rest than may be waited for.
            DatabaseUnavailable: nobody can say.
        """
        while True:
            async with self._database.connection() as connection:
                pause = await store.take_turn(connection, origin, per_second=per_second, burst=burst, at=self._at())
            if pause is None:
                return
            if pause.rest_s > REST_WAITED_S:
                raise CrmBusy("CRM просила пока её не\u00a0вызывать.", retry_after_s=pause.rest_s)
            await self._sleep(max(pause.turn_s, pause.rest_s, SHORTEST_PAUSE_S))

    async def rest(self, origin: str, rest_s: float) -> None:
        """Lets nobody call an account for so long: it has asked for that.

        Raises:
            DatabaseUnavailable: nobody can be told.
        """
        async with self._database.connection() as connection:
            await store.rest(connection, origin, rest_s=rest_s, at=self._at())

    def _at(self) -> datetime | None:
        return datetime.fromtimestamp(self._clock(), UTC) if self._clock else None


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

        Whoever calls the account leaves it alone where it answers that there were too many calls.

        Raises:
            RyadomError: see `Caller.send`, `Pace.wait`.
        """
        await self._pace.wait(self.target.origin, per_second=self._per_second, burst=self._burst)
        for leave in (before_ask, before_write):
            if leave is not None:
                await leave()
        answer = await self._caller.send(
            Call(
                controller_id=self._controller_id,
                target=replace(self.target, path=path),
                method=method,
                headers=headers,
                body=body,
                may_repeat=before_write is None,
            )
        )
        if answer.status == TOO_MANY or (answer.status == UNAVAILABLE and "retry-after" in answer.headers):
            # What was answered is said in any case, also where this can't be noted.
            with suppress(DatabaseUnavailable):
                await self._pace.rest(self.target.origin, asked_s(answer, now=self.now()))
        return answer
