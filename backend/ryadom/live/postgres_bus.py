"""The bus that needs nothing but Postgres: LISTEN and NOTIFY."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress

import msgspec
import structlog

from ryadom.errors import RyadomError
from ryadom.live.bus import Bus
from ryadom.live.envelopes import AnyEnvelope, News, max_sealed_bytes, open_parcel, pack, seal
from ryadom.live.metrics import Metrics
from ryadom.store.database import Database
from ryadom.store.notifications import MAX_PAYLOAD_BYTES, Listening, listening, notify

CHANNEL = "ryadom"
MAX_WAITING = 10_000
MAX_BATCH = 500
SILENCE_S = 20.0
"""Whoever is connected hears at least their own leases, every few seconds: after this the line is dead."""
RECONNECT_DELAYS_S = (0.1, 0.5, 1.0, 2.0, 5.0)
DRAIN_TIMEOUT_S = 2.0

log = structlog.get_logger(__name__)


class PostgresBus(Bus):
    """Sends in batches: what gathers while one NOTIFY is under way goes in the next one.

    A NOTIFY has a connection of the pool and a transaction of its own, never a writer's: a full queue of notifications,
    or a slow one, fails and delays no message.
    """

    def __init__(self, *, database: Database, url: str, node: str, metrics: Metrics) -> None:
        self._database = database
        self._url = url
        self._node = node
        self._metrics = metrics
        self._waiting: deque[bytes] = deque()
        self._max_sealed_bytes = max_sealed_bytes(node, max_bytes=MAX_PAYLOAD_BYTES)
        self._news = seal(News())
        self._has_news = False
        self._is_failing = False
        self._flusher: asyncio.Task[None] | None = None
        self._heard_at = 0.0

    def send(self, envelope: AnyEnvelope) -> None:
        """Queues it; what is too large or too much is dropped and counted."""
        if isinstance(envelope, News):
            if self._has_news:
                return  # what waits already says it
            self._has_news = True
            self._waiting.append(self._news)
        else:
            sealed = seal(envelope)
            if len(sealed) > self._max_sealed_bytes or len(self._waiting) >= MAX_WAITING:
                self._metrics.bus_lost.inc()
                return
            self._waiting.append(sealed)
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush())

    async def run(self, receive: Callable[[str, AnyEnvelope], None], connected: Callable[[], None]) -> None:
        """Listens, and after an interruption again, with growing pauses."""
        failures = 0
        while True:
            try:
                async with listening(self._url, CHANNEL, lambda payload: self._take(payload, receive)) as connection:
                    failures = 0
                    connected()
                    await self._until_dead(connection)
                log.warning("bus lost")
            except RyadomError as error:
                log.warning("bus unreachable", reason=error.message)
            except Exception:
                log.exception("bus broke")
            self._metrics.bus_reconnects.inc()
            await asyncio.sleep(RECONNECT_DELAYS_S[min(failures, len(RECONNECT_DELAYS_S) - 1)])
            failures += 1

    async def drain(self) -> None:
        """Waits until nothing waits, 2 s at most."""
        if self._flusher is not None:
            await asyncio.wait([self._flusher], timeout=DRAIN_TIMEOUT_S)
            self._flusher.cancel()

    async def _flush(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_BATCH))]
            self._has_news = self._has_news and self._news not in batch
            payloads = list(pack(self._node, batch, max_bytes=MAX_PAYLOAD_BYTES))
            try:
                await notify(self._database, CHANNEL, payloads)
            except RyadomError as error:
                self._metrics.bus_lost.inc(len(batch))
                if not self._is_failing:
                    log.warning("bus takes nothing", reason=error.message)
                self._is_failing = True
            else:
                self._metrics.bus_sent.inc(len(batch))
                self._is_failing = False

    def _take(self, payload: str, receive: Callable[[str, AnyEnvelope], None]) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        try:
            parcel = open_parcel(payload)
        except msgspec.DecodeError as error:
            log.warning("bus carries what is not ours", reason=str(error))
            return
        if parcel.node == self._node:
            return
        for envelope in parcel.envelopes:
            receive(parcel.node, envelope)

    async def _until_dead(self, connection: Listening) -> None:
        """Returns when the connection has ended, or has brought nothing for too long: a dead line says no farewell."""
        clock = asyncio.get_running_loop().time
        self._heard_at = clock()
        while clock() - self._heard_at < SILENCE_S:
            with suppress(TimeoutError):
                async with asyncio.timeout(SILENCE_S):
                    await connection.ended()
                    return
