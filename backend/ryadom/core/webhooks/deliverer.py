"""Delivers what is queued: each endpoint in a lane of its own, so that a slow or dead one delays no other.

An endpoint is leased by one process at a time (`core.lanes`), which keeps the order of what it is told. At least once:
a process that dies after a receiver's yes and before the note of it has it told again.
"""

import random
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog

from ryadom.core.alarms import Alarms
from ryadom.core.lanes import Lanes, Leases
from ryadom.core.outgoing.client import Bounds, Caller
from ryadom.core.sealing import Seal
from ryadom.core.webhooks import schedule
from ryadom.core.webhooks.adding import MAX_ENDPOINTS
from ryadom.core.webhooks.batches import AT_ONCE, Batch
from ryadom.core.webhooks.courses import Course
from ryadom.core.webhooks.preparing import Preparer
from ryadom.core.webhooks.sending import reseal
from ryadom.core.webhooks.troubles import Because, give_up
from ryadom.errors import RyadomError, WebhookSealed
from ryadom.live.metrics import Metrics
from ryadom.store import webhook_lanes as lanes
from ryadom.store import webhook_queue as queue
from ryadom.store import webhooks as store
from ryadom.store.database import Database
from ryadom.store.webhook_queue import Outcome

LOOK_INTERVAL_S = 1.0
BATCH = 200
MAX_WAITING = 200_000
"""An endpoint at which more waits is disabled: it can pull what it has missed (docs/webhooks.md)."""

KEEP_S = 30 * schedule.DAY_S
SWEPT = 5_000

BOUNDS = Bounds(deadline_s=30.0, body_s=2.0, body_bytes=4_096, at_once=AT_ONCE * MAX_ENDPOINTS)
"""A receiver has 30 s for its yes. What it says beside that is for people to look at.

Each lane has its own turns: endpoints at one host wait for each other nowhere.
"""

log = structlog.get_logger(__name__)


class Deliverer:
    """The lanes of this process."""

    def __init__(
        self,
        database: Database,
        caller: Caller,
        seal: Seal,
        alarms: Alarms,
        metrics: Metrics,
        *,
        node: UUID,
        now: Callable[[], datetime],
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._caller = caller
        self._seal = seal
        self._alarms = alarms
        self._metrics = metrics
        self._node = node
        self._now = now
        self._chance = chance
        leases = Leases(
            what="webhook",
            take=lanes.lease_endpoints,
            renew=lanes.renew_leases,
            end=lanes.end_leases,
            sealed=WebhookSealed,
        )
        self._lanes = Lanes(database, leases, self._deliver_some, node=node, look_interval_s=LOOK_INTERVAL_S)

    def wake(self) -> None:
        """Something has been queued: it is told at once."""
        self._lanes.wake()

    async def run(self) -> None:
        """Delivers until it is cancelled."""
        await self._lanes.run()

    async def deliver_due(self) -> None:
        """Tells every endpoint that nobody else tells all that is due, once each; for a process that does only that."""
        await self._lanes.run_once()

    async def aclose(self) -> None:
        """Ends all calls."""
        await self._caller.aclose()

    async def sweep(self) -> None:
        """Gives up what has waited for too long, forgets the log of a month ago, disables endpoints that are full, and
        those of programs whose key is over.

        One that fails keeps none of the others from being done.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        failed: RyadomError | None = None
        for step in (self._disable_full, self._disable_keyless, self._give_up_old, self._delete_old):
            try:
                await step()
            except RyadomError as error:
                failed = failed or error
            except Exception:
                log.exception("webhooks not swept")
        if failed is not None:
            raise failed

    async def _disable_full(self) -> None:
        async with self._database.connection() as connection:
            full = await queue.list_full(connection, most=MAX_WAITING)
        for id in full:
            await give_up(self._database, self._alarms, id, Because.FULL)

    async def _disable_keyless(self) -> None:
        async with self._database.connection() as connection:
            keyless = await store.list_keyless(connection)
        for id in keyless:
            await give_up(self._database, self._alarms, id, Because.KEY_OVER)

    async def _give_up_old(self) -> None:
        async with self._database.connection() as connection:
            count = SWEPT
            while count == SWEPT:
                count = await queue.give_up_old(connection, older_s=schedule.LONGEST_WAIT_S, limit=SWEPT)
                self._metrics.webhook_deliveries.labels(Outcome.GIVEN_UP).inc(count)

    async def _delete_old(self) -> None:
        async with self._database.connection() as connection:
            while await queue.delete_old(connection, older_s=KEEP_S, limit=SWEPT) == SWEPT:
                pass

    async def _deliver_some(self, id: UUID) -> bool:
        """One batch; whether there may be more at once."""
        async with self._database.connection() as connection:
            stored = await lanes.find_leased(connection, self._node, id)
            if stored is None:
                return False
            # One that has failed again and again is tried with one delivery, and the rest waits for how that goes.
            most = 1 if stored.failures >= schedule.TROUBLED else BATCH
            due = await queue.list_due(connection, id, limit=most)
            if not due:
                return False
            if resealed := reseal(self._seal, stored, now=self._now()):
                await store.reseal_endpoint(connection, stored, resealed)
                # What is sealed anew is read anew: by how its URL is sealed it is known what counts for it.
                return True
        preparer = Preparer(self._database, self._caller, self._seal, node=self._node, id=id, now=self._now)
        batch = Batch(
            self._database,
            self._caller,
            preparer,
            self._metrics,
            endpoint=stored,
            now=self._now,
            chance=self._chance,
        )
        await batch.run(due)
        return await self._note(id, batch.course)

    async def _note(self, id: UUID, course: Course) -> bool:
        """How it went counts for the URL at which it went so, and not for one that the endpoint has got meanwhile."""
        at = course.sealed_url
        if course.is_gone:
            return not await give_up(self._database, self._alarms, id, Because.GONE, at=at)
        if course.failures == 0:
            if course.has_succeeded:
                async with self._database.connection() as connection:
                    await lanes.note_success(connection, id, at=at)
            return True
        async with self._database.connection() as connection:
            failing = await lanes.note_failures(
                connection,
                id,
                at=at,
                failures=course.failures,
                has_succeeded=course.has_succeeded,
                untried_s=schedule.UNTRIED_S,
            )
            if failing is None:
                return True
            rest_s = max(course.asked_rest_s, schedule.rest_after_s(failing.failures, chance=self._chance))
            if rest_s:
                await lanes.pause_endpoint(connection, id, at=at, pause_s=rest_s)
        if failing.failing_s >= schedule.FAILING_S:
            return not await give_up(self._database, self._alarms, id, Because.FAILING, at=at)
        return not rest_s
