"""10,000 handshakes that are never finished: what they cost in memory, and what an honest visitor notices of them."""

import asyncio
import json
import statistics
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from bench.figure import Figure
from bench.load.meter import pss_kib
from bench.load.stand import ORIGIN, SITE_KEY, Target, ryadom, stand

HANDSHAKES = 10_000
AT_ONCE = 200
# Longer than the server waits for the rest of a handshake.
HELD_S = 12.0
MESSAGES = 20
GOAL_MIB = 64
GOAL_ACK_MS = 1_000

_HALF = b"GET /ws/visitor HTTP/1.1\r\nHost: chat.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"


def measure() -> Iterator[Figure]:
    """Against the same server before it is attacked."""
    yield from asyncio.run(_measure())


async def _measure() -> list[Figure]:
    async with stand() as url, ryadom(url) as target, _visitor(target) as visitor:
        await visitor.send(json.dumps({"type": "hello", "protocol": 1, "site": SITE_KEY}))
        calm_ms = statistics.median([await _acknowledged_ms(visitor) for _ in range(MESSAGES)])
        [pid] = target.pids
        before = most = pss_kib(pid)
        slowest_ms = 0.0
        attacking = asyncio.create_task(_attack(target.port))
        while not attacking.done():
            slowest_ms = max(slowest_ms, await _acknowledged_ms(visitor))
            most = max(most, pss_kib(pid))
            await asyncio.wait((attacking,), timeout=0.2)
        attacking.result()
    return [
        Figure(
            name=f"memory that {HANDSHAKES:,} half-open handshakes take",
            value=round((most - before) / 1_024, 1),
            unit="MiB",
            goal=GOAL_MIB,
            baseline=f"the server before, {before / 1_024:.0f} MiB",
            ratio=(most - before) / before,
        ),
        Figure(
            name="slowest acknowledgement meanwhile",
            value=round(slowest_ms, 1),
            unit="ms",
            goal=GOAL_ACK_MS,
            baseline=f"the median before, {calm_ms:.1f} ms",
            ratio=slowest_ms / calm_ms,
        ),
    ]


def _visitor(target: Target) -> connect:
    return connect(f"ws://127.0.0.1:{target.port}/ws/visitor", origin=Origin(ORIGIN), proxy=None)


async def _acknowledged_ms(visitor: ClientConnection) -> float:
    """From sending a message to its acknowledgement."""
    echo_id = str(uuid4())
    begun = time.perf_counter()
    await visitor.send(json.dumps({"type": "send_message", "echo_id": echo_id, "body": "как дела?"}))
    async with asyncio.timeout(HELD_S):
        while json.loads(await visitor.recv()).get("echo_id") != echo_id:
            pass
    return (time.perf_counter() - begun) * 1_000


async def _attack(port: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    async with AsyncExitStack() as stack:

        async def half_open() -> None:
            async with gate:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                stack.callback(writer.transport.abort)
                writer.write(_HALF)
                with suppress(ConnectionError):
                    await writer.drain()

        await asyncio.gather(*(half_open() for _ in range(HANDSHAKES)))
        await asyncio.sleep(HELD_S)
