"""Lanes: each receiver of what goes out is served by one process at a time, and a slow or dead one delays no other.

A receiver is leased, which keeps the order of what it is told; a lease that is not renewed ends by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.errors import RyadomError
from ryadom.store.database import Database
from ryadom.store.sql import Connection

LEASE_S = 15.0
"""How long after a kill -9 another process goes on in its place."""

RENEW_INTERVAL_S = 4.0
SEALED_REST_S = 60.0
"""For how long a receiver is left to others that this process has not the key of."""

LAST_WORD_S = 2.0

log = structlog.get_logger(__name__)


class Lease(Protocol):
    """Takes receivers that have something due and are nobody's, or gives them up. As queries of a store do it."""

    async def __call__(  # noqa: D102 - the class says it
        self, connection: Connection, node: UUID, *, lease_s: float, but: list[UUID]
    ) -> list[UUID]: ...


class Renewal(Protocol):
    """Keeps leases; gives those that there still are."""

    async def __call__(  # noqa: D102 - the class says it
        self, connection: Connection, node: UUID, ids: list[UUID], *, lease_s: float
    ) -> set[UUID]: ...


class Leases(Struct, frozen=True, kw_only=True):
    """How receivers of one kind are leased. `sealed`: what is raised where their secrets are under another's key."""

    what: str
    take: Lease
    renew: Renewal
    end: Callable[[Connection, UUID, list[UUID]], Awaitable[None]]
    sealed: type[RyadomError]


class Lanes:
    """The lanes of this process (`node`). `serve` does some for a receiver, and says whether there may be more."""

    def __init__(
        self,
        database: Database,
        leases: Leases,
        serve: Callable[[UUID], Awaitable[bool]],
        *,
        node: UUID,
        look_interval_s: float,
    ) -> None:
        self._database = database
        self._leases = leases
        self._serve = serve
        self._node = node
        self._look_interval_s = look_interval_s
        self._lanes: dict[UUID, asyncio.Task[None]] = {}
        self._sealed: dict[UUID, float] = {}
        self._queued = asyncio.Event()

    def wake(self) -> None:
        """Something has been queued: it is looked for at once."""
        self._queued.set()

    async def run(self) -> None:
        """Serves until it is cancelled."""
        loop = asyncio.get_running_loop()
        renewed_at = loop.time()
        try:
            while True:
                self._queued.clear()
                try:
                    if self._lanes and loop.time() - renewed_at > RENEW_INTERVAL_S:
                        await self._renew()
                        renewed_at = loop.time()
                    await self._begin()
                except RyadomError as error:
                    log.warning(f"{self._leases.what}s put off", reason=error.message)
                except Exception:
                    log.exception(f"{self._leases.what}s not served")
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._look_interval_s):
                        await self._queued.wait()
        finally:
            await self._end()

    async def run_once(self) -> None:
        """Serves each receiver that nobody else serves once; for a process that does only that."""
        await self._begin()
        await asyncio.gather(*self._lanes.values())

    async def _begin(self) -> None:
        now = asyncio.get_running_loop().time()
        self._sealed = {id: until for id, until in self._sealed.items() if until > now}
        async with self._database.connection() as connection:
            # A lease of ours that has run out while this process stood still has its lane yet.
            busy = [*self._lanes, *self._sealed]
            leased = await self._leases.take(connection, self._node, lease_s=LEASE_S, but=busy)
        for id in leased:
            self._lanes[id] = asyncio.create_task(self._lane(id))

    async def _renew(self) -> None:
        async with self._database.connection() as connection:
            ours = await self._leases.renew(connection, self._node, list(self._lanes), lease_s=LEASE_S)
        for id, lane in list(self._lanes.items()):
            if id not in ours:
                # Somebody else has it by now, or it was disabled or removed.
                lane.cancel()

    async def _end(self) -> None:
        lanes, self._lanes = self._lanes, {}
        for lane in lanes.values():
            lane.cancel()
        await asyncio.gather(*lanes.values(), return_exceptions=True)
        with suppress(RyadomError, TimeoutError):
            async with asyncio.timeout(LAST_WORD_S), self._database.connection() as connection:
                await self._leases.end(connection, self._node, list(lanes))

    async def _lane(self, id: UUID) -> None:
        what = self._leases.what
        try:
            while await self._serve(id):
                pass
            await self._leave(id)
        except self._leases.sealed as error:
            log.warning(f"{what}_sealed", id=str(id), reason=error.message)
            # Another process may have the right key.
            self._sealed[id] = asyncio.get_running_loop().time() + SEALED_REST_S
            with suppress(RyadomError):
                await self._leave(id)
        except RyadomError as error:
            log.warning(f"{what} put off", id=str(id), reason=error.message)
        except Exception:
            log.exception(f"{what} not served", id=str(id))
        finally:
            if self._lanes.get(id) is asyncio.current_task():
                del self._lanes[id]

    async def _leave(self, id: UUID) -> None:
        async with self._database.connection() as connection:
            await self._leases.end(connection, self._node, [id])
