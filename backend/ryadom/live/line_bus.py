"""The bus on a line: envelopes gather, go as parcels, and come back as envelopes; a broken line is made again."""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from contextlib import suppress

import msgspec
import structlog

from ryadom.errors import RyadomError
from ryadom.live.bus import Bus
from ryadom.live.envelopes import AnyEnvelope, Appended, News, head_of, max_sealed_bytes, open_parcel, pack, seal
from ryadom.live.line import Line
from ryadom.live.metrics import Metrics

MAX_WAITING = 10_000
MAX_WAITING_BYTES = 16 * 1_024 * 1_024
MAX_BATCH = 500
SILENCE_S = 20.0
"""Whoever is connected hears at least their own leases, every few seconds: after this the line is dead."""
RECONNECT_DELAYS_S = (0.1, 0.5, 1.0, 2.0, 5.0)
"""On average: each is stretched by a factor from 0.5 to 1.5, so that not all processes come back at once."""
DRAIN_TIMEOUT_S = 2.0

log = structlog.get_logger(__name__)


class LineBus(Bus):
    """Sends in batches: what gathers while one is under way goes in the next one. `random` gives 0 to 1."""

    def __init__(self, line: Line, *, node: str, metrics: Metrics, random: Callable[[], float] = random.random) -> None:
        self._line = line
        self._node = node
        self._metrics = metrics
        self._random = random
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._max_sealed_bytes = max_sealed_bytes(node, max_bytes=line.max_payload_bytes)
        self._own_head = head_of(node)
        self._news = seal(News())
        self._has_news = False
        self._is_failing = False
        self._flusher: asyncio.Task[None] | None = None
        self._heard_at = 0.0

    @property
    def waiting(self) -> int:
        """How many envelopes are not on their way yet."""
        return len(self._waiting)

    def send(self, envelope: AnyEnvelope) -> None:
        """Queues it. What is too large or too much is dropped and counted; an entry then becomes news of it."""
        sealed = self._news if isinstance(envelope, News) else seal(envelope)
        if sealed is not self._news and not self._has_room(len(sealed)):
            if not isinstance(envelope, Appended):
                self._metrics.bus_lost.inc()
                return
            sealed = self._news
        if sealed is self._news:
            if self._has_news:
                return  # what waits already says it
            self._has_news = True
        self._waiting.append(sealed)
        self._waiting_bytes += len(sealed)
        if self._flusher is None or self._flusher.done():
            self._flusher = asyncio.create_task(self._flush())

    async def run(self, receive: Callable[[str, AnyEnvelope], None], connected: Callable[[], None]) -> None:
        """Listens, and after an interruption again, with growing pauses."""
        failures = 0
        while True:
            try:
                async with self._line.listening(lambda payload: self._take(payload, receive)) as ended:
                    failures = 0
                    connected()
                    await self._until_dead(ended)
                log.warning("bus lost")
            except RyadomError as error:
                log.warning("bus unreachable", reason=error.message)
            except Exception:
                log.exception("bus broke")
            self._metrics.bus_reconnects.inc()
            delay_s = RECONNECT_DELAYS_S[min(failures, len(RECONNECT_DELAYS_S) - 1)]
            await asyncio.sleep(delay_s * (0.5 + self._random()))
            failures += 1

    async def drain(self) -> None:
        """Waits until nothing waits, 2 s at most."""
        if self._flusher is not None:
            await asyncio.wait([self._flusher], timeout=DRAIN_TIMEOUT_S)
            self._flusher.cancel()

    def _has_room(self, size_bytes: int) -> bool:
        return (
            size_bytes <= self._max_sealed_bytes
            and len(self._waiting) < MAX_WAITING
            and self._waiting_bytes + size_bytes <= MAX_WAITING_BYTES
        )

    async def _flush(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAX_BATCH))]
            self._waiting_bytes -= sum(map(len, batch))
            self._has_news = self._has_news and self._news not in batch
            try:
                await self._line.publish(list(pack(self._node, batch, max_bytes=self._line.max_payload_bytes)))
            except RyadomError as error:
                self._metrics.bus_lost.inc(len(batch))
                if not self._is_failing:
                    log.warning("bus takes nothing", reason=error.message)
                self._is_failing = True
            else:
                self._metrics.bus_sent.inc(len(batch))
                self._is_failing = False

    def _take(self, payload: bytes, receive: Callable[[str, AnyEnvelope], None]) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        if payload.startswith(self._own_head):
            return
        try:
            if len(payload) > self._line.max_payload_bytes:
                raise msgspec.DecodeError(f"{len(payload)} bytes")  # noqa: TRY301 - what follows is the same
            parcel = open_parcel(payload)
        except msgspec.DecodeError as error:
            log.warning("bus carries what is not ours", reason=str(error))
            return
        for envelope in parcel.envelopes:
            receive(parcel.node, envelope)

    async def _until_dead(self, ended: asyncio.Event) -> None:
        """Returns when the line has ended, or has brought nothing for too long: a dead one says no farewell."""
        clock = asyncio.get_running_loop().time
        self._heard_at = clock()
        while clock() - self._heard_at < SILENCE_S:
            with suppress(TimeoutError):
                async with asyncio.timeout(SILENCE_S):
                    await ended.wait()
                    return
