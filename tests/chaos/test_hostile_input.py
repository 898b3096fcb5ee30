"""Attacks of many kinds on a server that stands alone: its memory stays bounded, and who is honest hardly notices.

They come from loopback, so no limit per address helps against them.
"""

import asyncio
import json
import time
import zlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

from ryadom.store.database import Database
from tests.chaos.server_process import server_process
from tests.web.client import Client, Server, furnish
from tests.web.raw import CONTINUATION, PING, TEXT, Raw, connected, frame, handshake

ATTACKERS = 40
MAX_GROWTH_BYTES = 64 * 2**20
MAX_ACK_S = 5.0
SECRET = "kR8v-chaos-secret-0123456789-abcdefgh"
HELLO = frame(TEXT, b'{"type": "hello", "protocol": 1, "site": "shop-key-1"}')


async def _half_open_handshakes(port: int) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(1_000):
            raw = await stack.enter_async_context(connected(port))
            await raw.send(handshake()[:-2])


async def _on_sockets(port: int, attack: Callable[[Raw], Awaitable[None]]) -> None:
    """Many attackers at once, each welcomed, with a small buffer to receive into."""

    async def one() -> None:
        async with connected(port, receive_buffer=4_096) as raw:
            await raw.send(handshake())
            await raw.head()
            await raw.send(HELLO)
            await raw.reader.readuntil(b'"welcome"')
            await attack(raw)

    await asyncio.gather(*(one() for _ in range(ATTACKERS)))


async def _giant_frames(port: int) -> None:
    async def attack(raw: Raw) -> None:
        await raw.send(frame(TEXT, announced=10_000_000))
        for _ in range(20):
            await raw.send(bytes(500_000))

    await _on_sockets(port, attack)


async def _endless_fragments(port: int) -> None:
    async def attack(raw: Raw) -> None:
        await raw.send(frame(TEXT, is_last=False), frame(CONTINUATION, is_last=False) * 200_000)

    await _on_sockets(port, attack)


async def _compressed_bombs(port: int) -> None:
    packer = zlib.compressobj(wbits=-15)
    bomb = (packer.compress(bytes(50_000_000)) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]

    async def attack(raw: Raw) -> None:
        await raw.send(frame(TEXT, bomb, is_compressed=True))
        await raw.rest()

    await _on_sockets(port, attack)


async def _floods(port: int) -> None:
    async def attack(raw: Raw) -> None:
        await raw.send(frame(TEXT, b'{"type": "ping"}') * 10_000)
        await raw.rest()

    await _on_sockets(port, attack)


async def _floods_of_pings(port: int) -> None:
    async def attack(raw: Raw) -> None:
        await raw.send(frame(PING, bytes(125)) * 2_000)

    await _on_sockets(port, attack)


async def _heaps_of_requests(port: int) -> None:
    async def attack() -> None:
        async with connected(port, receive_buffer=4_096) as raw:
            await raw.send(b"GET /widget.js HTTP/1.1\r\nHost: h\r\n\r\n" * 20_000)

    await asyncio.gather(*(attack() for _ in range(ATTACKERS)))


async def _readers_of_one_byte_a_second(port: int) -> None:
    """Each writes 200 KB, asks 20 times to see all of it, and takes a few bytes."""

    def command(name: str, **fields: object) -> bytes:
        return frame(TEXT, json.dumps({"type": name, **fields}, default=str).encode())

    async def attack(raw: Raw) -> None:
        await raw.send(*(command("send_message", echo_id=uuid4(), body="x" * 4_000) for _ in range(10)))
        posted = b""
        while b'"seq":10,' not in posted:
            posted += await raw.reader.read(4_096)
        conversation_id = posted.partition(b'"conversation_id":"')[2][:36].decode()
        ask = command("fetch_history", request_id="r", conversation_id=conversation_id, limit=200)
        await raw.send(ask * 20)
        for _ in range(2):
            await raw.reader.read(1)
            await asyncio.sleep(1)  # it is the attack

    await _on_sockets(port, attack)


ATTACKS = (
    _half_open_handshakes,
    _giant_frames,
    _endless_fragments,
    _compressed_bombs,
    _floods,
    _floods_of_pings,
    _heaps_of_requests,
    _readers_of_one_byte_a_second,
)


async def _slowest_acknowledgement(visitor: Client, until: asyncio.Task[None]) -> float:
    """Writes again and again while the attack lasts, as a person might who is fast."""
    slowest = 0.0
    while True:
        begun = time.monotonic()
        await visitor.say("как дела?")
        slowest = max(slowest, time.monotonic() - begun)
        if until.done():
            until.result()
            return slowest
        await asyncio.wait((until,), timeout=0.2)


async def test_attacks_leave_memory_bounded_and_others_at_their_ease(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    site = await furnish(database)
    async with server_process(tmp_path, RYADOM_DATABASE_URL=database_url, RYADOM_SECRET_KEY=SECRET) as process:
        server = Server(port=process.port, database=database, site=site)
        async with server.visitor() as visitor:
            await visitor.say("привет")
            calm = process.memory_bytes()
            for attack in ATTACKS:
                name = attack.__name__.strip("_")
                attacking = asyncio.create_task(attack(process.port))
                slowest_s = await _slowest_acknowledgement(visitor, attacking)
                grown = process.memory_bytes() - calm
                print(f"{name}: {grown / 2**20:+.1f} MiB, slowest acknowledgement {slowest_s * 1e3:.0f} ms")  # noqa: T201
                assert grown < MAX_GROWTH_BYTES, name
                assert slowest_s < MAX_ACK_S, name
    for noise in ("Traceback", '"level": "error"'):
        assert noise not in process.log_text()
