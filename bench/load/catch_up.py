"""Visitors who come back and fetch what they have missed, page by page, as the widget would."""

import asyncio
import random
import time
from typing import Any

import msgspec
from msgspec import Struct
from picows import WSError

from bench.load.clients import Peer, Traffic, hello_of, welcomed
from bench.load.meter import Meter
from bench.load.plan import Manner, Outcome, Plan, Visitor

PAGE = 200
PAGE_TIMEOUT_S = 10.0
# As the widget: widget/src/live/connection.ts.
MIN_BACKOFF_S, MAX_BACKOFF_S = 0.5, 30.0


class Returner(Peer):
    """A socket whose events are waited for one by one."""

    def __init__(self, hello: bytes) -> None:
        super().__init__(hello, Traffic())
        self.events: asyncio.Queue[bytes] = asyncio.Queue()

    def on_other(self, payload: bytes) -> None:
        self.events.put_nowait(payload)

    def on_error(self, payload: bytes) -> None:
        self.events.put_nowait(payload)


class Return(Struct, frozen=True):
    """A visitor who has caught up, the newest entry they hold, and how long it took from hello."""

    peer: Returner
    seq: int
    elapsed_s: float


async def catch_up(plan: Plan) -> Outcome:
    """From the start of the connection to the last missed entry."""
    [visitor] = plan.visitors
    begun = time.perf_counter()
    returned = await come_back(plan, visitor)
    elapsed_s = time.perf_counter() - begun
    returned.peer.close()
    missed = returned.seq - visitor.after_seq
    return Outcome(samples=missed, elapsed_s=elapsed_s, per_s=missed / elapsed_s)


async def resume(plan: Plan) -> Outcome:
    """One visitor after the other, from hello to the end of what was missed."""
    meter = Meter(plan.server_pids)
    latencies_s = []
    for visitor in plan.visitors:
        returned = await come_back(plan, visitor)
        returned.peer.close()
        latencies_s.append(returned.elapsed_s)
    return meter.outcome(len(latencies_s), latencies_s)


class Storm:
    """Visitors who are connected, then cut off all at once, and come back."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.peers: list[Returner] = []

    async def gather(self) -> None:
        """Connects them, a few at a time."""
        some = asyncio.Semaphore(50)

        async def come(number: int) -> Returner:
            async with some:
                return (await come_back(self._plan, self._plan.visitors[number], number)).peer

        self.peers = await asyncio.gather(*map(come, range(len(self._plan.visitors))))

    async def break_out(self) -> Outcome:
        """Cuts all off; from there until the last has caught up."""
        meter = Meter(self._plan.server_pids)
        for peer in self.peers:
            peer.close()
        returns = [self._return(number, visitor) for number, visitor in enumerate(self._plan.visitors)]
        times_s = await asyncio.gather(*returns)
        return meter.outcome(len(times_s), times_s)

    async def _return(self, number: int, visitor: Visitor) -> float:
        begun, failures = time.perf_counter(), 0
        if self._plan.manner is Manner.AS_WIDGET:
            await asyncio.sleep(random.random() * MIN_BACKOFF_S)
            failures = 1
        while True:
            try:
                self.peers[number] = (await come_back(self._plan, visitor, number)).peer
                return time.perf_counter() - begun
            except (OSError, TimeoutError, WSError):
                await asyncio.sleep(random.random() * min(MAX_BACKOFF_S, MIN_BACKOFF_S * 2**failures))
                failures += 1


async def come_back(plan: Plan, visitor: Visitor, number: int = 0) -> Return:
    """Connects and catches up. Every seq must come once, in order."""
    hello, seq, begun = hello_of(plan, visitor), visitor.after_seq, 0.0

    def make() -> Returner:
        nonlocal begun
        begun = time.perf_counter()
        return Returner(hello)

    peer = await welcomed(make, plan, "visitor", {"Origin": plan.origin}, number=number)
    while True:
        async with asyncio.timeout(PAGE_TIMEOUT_S):
            event: dict[str, Any] = msgspec.json.decode(await peer.events.get())
        if event["type"] == "history":
            for entry in event["entries"]:
                if entry["prev_seq"] != seq:
                    raise RuntimeError(f"after seq {seq} came one whose prev_seq is {entry['prev_seq']}")
                seq = entry["seq"]
            if not event["has_after"]:
                return Return(peer, seq, time.perf_counter() - begun)
        elif event.get("retry_after_s"):
            await asyncio.sleep(event["retry_after_s"])
        else:
            continue
        fetch = {"type": "fetch_history", "request_id": "1", "conversation_id": visitor.conversation_id}
        peer.send(msgspec.json.encode(fetch | {"after_seq": seq, "limit": PAGE}))
