"""Asks bots what is to be answered: each bot in a lane of its own, several conversations at once, each in its order.

A bot is leased by one process at a time (`core.lanes`). Asked at least once, written once: where a process dies between
the bot's answer and its writing, the bot is asked again under the same `webhook-id`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from uuid import UUID

import structlog

from ryadom.core.alarms import Alarms
from ryadom.core.lanes import Lanes, Leases
from ryadom.core.outgoing.client import Bounds, Caller
from ryadom.core.sealing import Seal
from ryadom.core.webhook_bots.queueing import find_turns
from ryadom.core.webhook_bots.speaking import Speaker
from ryadom.core.webhook_bots.turns import Ended, Turns
from ryadom.core.webhook_bots.words import Because, for_operators
from ryadom.core.webhooks import schedule, troubles
from ryadom.core.webhooks.adding import MAX_ENDPOINTS
from ryadom.core.webhooks.sending import reseal
from ryadom.errors import DatabaseUnavailable, RyadomError, WebhookSealed
from ryadom.live.metrics import Metrics
from ryadom.store import bot_turns as store
from ryadom.store import webhook_lanes as lanes
from ryadom.store import webhook_queue as queue
from ryadom.store import webhooks as endpoints
from ryadom.store.bot_turns import Led, Turn
from ryadom.store.database import Database
from ryadom.store.webhooks import StoredEndpoint

LOOK_INTERVAL_S = 1.0
NEXT_LOOK_S = 0.25
"""While a bot is being asked, it is looked so often who else has written to it."""

AT_ONCE = 16
KEEP_INTERVAL_S = 5.0
LOOKS_APART_S = 4.5
"""Of all processes: one of them looks in each interval, whose own clock may go before Postgres's a little."""

UNHEARD_S = 10.0
"""Over what the feed needs to come to a message."""

LATE_S = 30.0
"""Over the lease of a process that died: after so much more than its own time a bot is not waited for any more."""

AT_MOST = 100

UNASKED_S = 3 * schedule.DAY_S
"""Nobody asks a bot at night or on days off: so long a silence is none, in which a bot that fails still does."""

FIRST_REST_S = 15.0
LONGEST_REST_S = 300.0

BOUNDS = Bounds(deadline_s=60.0, body_s=60.0, body_bytes=65_536, at_once=AT_ONCE * MAX_ENDPOINTS)
"""How long a bot has is its endpoint's to say. Five messages of 4,000 characters fit, and no more."""

log = structlog.get_logger(__name__)


def rest_after_s(failures: int) -> float:
    """How long a bot that failed so often in a row leads no conversation: from the third on 15 s, 30 s … 5 min."""
    if failures < schedule.TROUBLED:
        return 0.0
    return min(FIRST_REST_S * 2.0 ** min(failures - schedule.TROUBLED, 20), LONGEST_REST_S)


class Talker:
    """The lanes of this process, and the chore by which nobody is left waiting for a bot."""

    def __init__(
        self,
        database: Database,
        caller: Caller,
        seal: Seal,
        speaker: Speaker,
        alarms: Alarms,
        metrics: Metrics,
        *,
        node: UUID,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._caller = caller
        self._seal = seal
        self._speaker = speaker
        self._alarms = alarms
        self._node = node
        self._now = now
        self._turns = Turns(database=database, caller=caller, seal=seal, speaker=speaker, metrics=metrics, now=now)
        leases = Leases(
            what="bot",
            take=store.lease_bots,
            renew=lanes.renew_leases,
            end=lanes.end_leases,
            sealed=WebhookSealed,
        )
        self._lanes = Lanes(database, leases, self._talk, node=node, look_interval_s=LOOK_INTERVAL_S)

    def wake(self) -> None:
        """Something is to be answered: it is asked at once."""
        self._lanes.wake()

    async def run(self) -> None:
        """Asks until it is cancelled."""
        await self._lanes.run()

    async def aclose(self) -> None:
        """Ends all calls."""
        await self._caller.aclose()

    async def keep(self) -> None:
        """Hands over whom a bot leaves waiting, whoever should have asked it, and queues what the feed has passed over;
        closes what has been silent for as long as its bot says.

        One process of all looks in an interval; who comes within that leaves it to the next time. Where it dies, that
        is all that is lost. Where it found as much as it takes at once, or Postgres failed it, whoever comes next
        looks, so that as many processes as there are work off what is left. What else goes wrong with one is tried
        again in the next interval.

        Raises:
            DatabaseUnavailable: Postgres is away; what is left is found the next time.
        """
        async with self._database.transaction() as connection:
            if not await store.take_look(connection, apart_s=LOOKS_APART_S):
                return
            unheard = await store.list_unheard(connection, older_s=UNHEARD_S, limit=AT_MOST)
            if unheard:
                queued = await queue.insert_deliveries(connection, await find_turns(connection, unheard))
                log.warning("bot messages found late", count=queued)
            overdue = await store.list_overdue(connection, late_s=LATE_S, limit=AT_MOST)
            forsaken = await store.list_forsaken(connection, limit=AT_MOST)
            stranded = await store.list_stranded(connection, limit=AT_MOST)
            idle = await store.list_idle(connection, limit=AT_MOST)
        if unheard:
            self.wake()
        try:
            await self._write(overdue, forsaken, stranded, idle)
        except Exception:
            with suppress(DatabaseUnavailable):
                await self._free_look()
            raise
        if any(len(found) == AT_MOST for found in (unheard, overdue, forsaken, stranded, idle)):
            await self._free_look()

    async def _free_look(self) -> None:
        async with self._database.connection() as connection:
            await store.free_look(connection)

    async def _write(
        self, overdue: Sequence[Turn], forsaken: Sequence[Led], stranded: Sequence[Led], idle: Sequence[Led]
    ) -> None:
        """Whatever goes wrong with one keeps no other waiting.

        Raises:
            DatabaseUnavailable: Postgres failed one, of which a row may be held, and the others are done; or two in
                succession, and all would fail.
        """
        deeds: list[tuple[UUID, Callable[[], Awaitable[object]]]] = [
            *((turn.conversation_id, partial(self._give_up, turn)) for turn in overdue),
            *((led.conversation_id, partial(self._release, led, Because.OFF)) for led in forsaken),
            *((led.conversation_id, partial(self._release, led, Because.UNASKED)) for led in stranded),
            *((led.conversation_id, partial(self._speaker.close_idle, led)) for led in idle),
        ]
        unavailable: DatabaseUnavailable | None = None
        has_failed = False
        for conversation_id, work in deeds:
            try:
                await work()
            except DatabaseUnavailable as error:
                if has_failed:
                    raise
                unavailable, has_failed = error, True
                continue
            except Exception:
                log.exception("bot leaves one waiting", conversation=str(conversation_id))
            has_failed = False
        if unavailable is not None:
            raise unavailable

    async def _give_up(self, turn: Turn) -> None:
        async with self._database.connection() as connection:
            endpoint = await endpoints.find_endpoint(connection, turn.endpoint_id)
        if endpoint is not None:
            await self._turns.give_up(turn, endpoint, Because.BUSY)

    async def _release(self, led: Led, because: Because) -> None:
        if await self._speaker.release(led, for_operators(because)):
            self._turns.metrics.bot_turns.labels(because).inc()

    async def _talk(self, id: UUID) -> bool:
        """Takes turns as long as there are any; gives whether there may be more at once."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        under_way: dict[UUID, asyncio.Task[bool]] = {}
        try:
            while True:
                async with self._database.connection() as connection:
                    endpoint = await lanes.find_leased(connection, self._node, id, is_bot=True)
                    if endpoint is None:
                        return False
                    if resealed := reseal(self._seal, endpoint, now=self._now()):
                        await endpoints.reseal_endpoint(connection, endpoint, resealed)
                        # Read anew: by how its URL is sealed it is known what counts for it.
                        continue
                    room = AT_ONCE - len(under_way)
                    due = await store.list_due(connection, id, but=list(under_way), limit=room) if room else []
                for turn in due:
                    # Who waited while no process asked this bot has not waited for it.
                    waited_s = min(turn.waited_s, loop.time() - began)
                    under_way[turn.conversation_id] = asyncio.create_task(self._take(endpoint, turn, waited_s))
                if not under_way:
                    return False
                await asyncio.wait(under_way.values(), timeout=NEXT_LOOK_S, return_when=asyncio.FIRST_COMPLETED)
                for conversation_id, task in list(under_way.items()):
                    if task.done():
                        del under_way[conversation_id]
                        if not task.result():
                            return False
        finally:
            for task in under_way.values():
                task.cancel()
            await asyncio.gather(*under_way.values(), return_exceptions=True)

    async def _take(self, endpoint: StoredEndpoint, turn: Turn, waited_s: float) -> bool:
        """Whether the lane may go on. Whatever goes wrong with one ends no other.

        Raises:
            DatabaseUnavailable, WebhookSealed: all would fail as this one did.
        """
        try:
            ended = await self._turns.take(endpoint, turn, waited_s=waited_s)
        except RyadomError:
            raise
        except Exception:
            log.exception("bot turn not taken", webhook=str(endpoint.id), turn=str(turn.event_id))
            await self._turns.give_up(turn, endpoint, Because.FAILED)
            return True
        if ended is None:
            return True
        await self._note(endpoint, ended)
        return not ended.is_gone

    async def _note(self, endpoint: StoredEndpoint, ended: Ended) -> None:
        """How it goes with the bot: one that fails again and again rests, one that has failed for a day is disabled.

        That counts for the URL at which it was asked, and not for one that it has got meanwhile.
        """
        at = endpoint.sealed_url
        if ended.is_gone:
            await troubles.give_up(self._database, self._alarms, endpoint.id, troubles.Because.GONE, at=at)
            return
        if ended.has_succeeded:
            async with self._database.connection() as connection:
                await lanes.note_success(connection, endpoint.id, at=at)
            return
        if not ended.has_failed:
            return
        async with self._database.transaction() as connection:
            # What fails at the same time is counted one after the other, and once it rests not at all.
            failing = await lanes.note_failures(
                connection, endpoint.id, at=at, failures=1, has_succeeded=False, untried_s=UNASKED_S
            )
            if failing is None:
                return
            if rest_s := rest_after_s(failing.failures):
                await lanes.pause_endpoint(connection, endpoint.id, at=at, pause_s=rest_s)
        log.warning("bot_failed", webhook=str(endpoint.id), because=str(ended.because), failures=failing.failures)
        if failing.failing_s >= schedule.FAILING_S and failing.failures >= schedule.TROUBLED:
            await troubles.give_up(self._database, self._alarms, endpoint.id, troubles.Because.FAILING, at=at)
