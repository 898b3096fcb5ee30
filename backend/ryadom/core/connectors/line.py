"""Calls to one account of a CRM: through the register of recipients, and no faster than the CRM takes them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from msgspec import Struct
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

REST_WAITED_S = 5.0
"""A longer rest is not waited for with a push in hand."""

CROWDED_S = 10.0
"""When to look again where too many wait."""

RESTING = "CRM просила пока её не\u00a0вызывать."
CROWDED = "К\u00a0узлу CRM слишком длинная очередь вызовов."
TOO_MANY, UNAVAILABLE = 429, 503


class Account(Struct, frozen=True):
    """What is called. Turns are the host's, from whomever they come; a rest is that of one controller's account there.

    `path`: where a host has accounts of many; else it is empty.
    """

    controller_id: UUID
    origin: str
    path: str

    @property
    def mark(self) -> bytes:
        """What it is known under in the database; a path may be a secret."""
        return sha256(f"{self.controller_id}\n{self.origin}\n{self.path}".encode()).digest()

    def __repr__(self) -> str:
        return f"Account({self.origin})"


class Pace:
    """The limits of accounts: all connectors to one, trials too, share what it takes, in whatever process and on
    whatever node. Its tokens are shared within the process.

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

    async def wait(self, account: Account, *, per_second: float, burst: float) -> None:
        """Returns when the account takes another call.

        Who waits has a turn already and sleeps until then, once: those who wait come in their order, and ask nobody in
        between.

        Raises:
            CrmBusy: it has asked for a longer rest than may be waited for, or too many are waiting. It was not called.
            DatabaseUnavailable: nobody can say.
        """
        while True:
            async with self._database.connection() as connection:
                rest_s = await store.find_rest(connection, account.mark, at=self._at())
                turn_s = None
                if not rest_s:
                    turn_s = await store.take_turn(
                        connection, account.origin, per_second=per_second, burst=burst, at=self._at()
                    )
            if rest_s > REST_WAITED_S:
                raise CrmBusy(RESTING, retry_after_s=rest_s, was_called=False)
            if rest_s:
                await self._sleep(rest_s)
                continue
            if turn_s is None:
                raise CrmBusy(CROWDED, retry_after_s=CROWDED_S, was_called=False)
            if not turn_s:
                return
            await self._sleep(turn_s)
            async with self._database.connection() as connection:
                # Asked for meanwhile: the turn passes.
                if not await store.find_rest(connection, account.mark, at=self._at()):
                    return

    async def rest(self, account: Account, rest_s: float) -> None:
        """Lets nobody call an account for so long: it has asked for that.

        Raises:
            DatabaseUnavailable: nobody can be told.
        """
        async with self._database.connection() as connection:
            await store.rest(connection, account.mark, rest_s=rest_s, at=self._at())

    def _at(self) -> datetime | None:
        return datetime.fromtimestamp(self._clock(), UTC) if self._clock else None


class CrmLine:
    """Calls in the name of an account's controller. `now`: seconds since 1970, as CRMs name moments."""

    def __init__(
        self,
        caller: Caller,
        pace: Pace,
        *,
        account: Account,
        target: Target,
        per_second: float,
        burst: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._caller = caller
        self._pace = pace
        self._per_second = per_second
        self._burst = burst
        self.passes = pace.passes
        self.account = account
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
        await self._pace.wait(self.account, per_second=self._per_second, burst=self._burst)
        for leave in (before_ask, before_write):
            if leave is not None:
                await leave()
        answer = await self._caller.send(
            Call(
                controller_id=self.account.controller_id,
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
                await self._pace.rest(self.account, asked_s(answer, now=self.now()))
        return answer
