"""The bus on a real Postgres: batches, large frames, a cut line, a Postgres that takes no notifications."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import msgspec

from ryadom.live.envelopes import (
    AnyEnvelope,
    Here,
    News,
    RollCall,
    ToOperators,
    max_sealed_bytes,
    open_parcel,
    pack,
    seal,
)
from ryadom.live.metrics import Metrics
from ryadom.live.postgres_bus import PostgresBus
from ryadom.store.database import Database
from ryadom.store.notifications import MAX_PAYLOAD_BYTES, listening, notifications_arrive
from tests.conftest import PostgresServer

DEADLINE_S = 10.0


class Node:
    """A bus, and what it has received."""

    def __init__(self, database: Database, url: str, name: str) -> None:
        self.metrics = Metrics()
        self.bus = PostgresBus(database=database, url=url, node=name, metrics=self.metrics)
        self.received: asyncio.Queue[tuple[str, AnyEnvelope]] = asyncio.Queue()
        self.connections: asyncio.Queue[None] = asyncio.Queue()

    async def run(self) -> None:
        await self.bus.run(
            lambda node, envelope: self.received.put_nowait((node, envelope)),
            lambda: self.connections.put_nowait(None),
        )

    async def next(self) -> tuple[str, AnyEnvelope]:
        return await asyncio.wait_for(self.received.get(), DEADLINE_S)

    async def connected(self) -> None:
        await asyncio.wait_for(self.connections.get(), DEADLINE_S)


@asynccontextmanager
async def two_nodes(database: Database, url: str) -> AsyncIterator[tuple[Node, Node]]:
    nodes = Node(database, url, "a"), Node(database, url, "b")
    tasks = [asyncio.create_task(node.run()) for node in nodes]
    try:
        for node in nodes:
            await node.connected()
        yield nodes
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def frame(text: str) -> ToOperators:
    return ToOperators(uuid4(), msgspec.Raw(msgspec.json.encode({"type": "typing", "text": text})))


async def test_envelopes_come_in_order_to_the_others_and_not_back(database: Database, database_url: str) -> None:
    async with two_nodes(database, database_url) as (a, b):
        sent = [frame(str(number) * 300) for number in range(100)]
        for envelope in sent:
            a.bus.send(envelope)
        assert [await b.next() for _ in sent] == [("a", envelope) for envelope in sent]
        b.bus.send(RollCall())
        assert await a.next() == ("b", RollCall())


async def test_what_gathers_goes_as_one_and_news_are_told_once(database: Database, database_url: str) -> None:
    payloads: asyncio.Queue[str] = asyncio.Queue()
    node = Node(database, database_url, "a")
    async with listening(database_url, "ryadom", payloads.put_nowait):
        node.bus.send(RollCall())
        for _ in range(50):
            node.bus.send(News())
        parcels = [open_parcel(await asyncio.wait_for(payloads.get(), DEADLINE_S))]
        await node.bus.drain()
    assert parcels[0].envelopes == [RollCall(), News()]
    assert payloads.empty()


async def test_frame_too_large_for_a_notification_is_dropped_and_counted(database: Database, database_url: str) -> None:
    async with two_nodes(database, database_url) as (a, b):
        a.bus.send(frame("я" * 5_000))
        fitting = frame("я" * 3_800)
        a.bus.send(fitting)
        assert await b.next() == ("a", fitting)
        assert a.metrics.sample("ryadom_bus_lost_total") == 1


async def test_cut_line_is_made_again_and_says_so(
    database: Database, database_url: str, postgres: PostgresServer
) -> None:
    name = database_url.partition("?")[0].rpartition("/")[2]
    async with two_nodes(database, database_url) as (a, b):
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608 - our own name
            f" WHERE datname = '{name}' AND application_name = 'ryadom listener'"
        )
        await a.connected()
        await b.connected()
        a.bus.send(News())
        assert await b.next() == ("a", News())


async def test_postgres_that_takes_no_notifications_fails_nobody(
    database: Database, database_url: str, postgres: PostgresServer
) -> None:
    name = database_url.partition("?")[0].rpartition("/")[2]
    node = Node(database, database_url, "a")
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
    node.bus.send(News())
    node.bus.send(RollCall())
    await node.bus.drain()
    assert node.metrics.sample("ryadom_bus_lost_total") == 2
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    node.bus.send(News())
    await node.bus.drain()
    assert node.metrics.sample("ryadom_bus_sent_total") == 1


async def test_doctor_hears_what_it_sends(database: Database, database_url: str) -> None:
    assert await notifications_arrive(database_url, database, timeout_s=5.0)


def test_payloads_hold_all_in_order_and_keep_their_bound() -> None:
    lease = Here(visitors={uuid4(): {uuid4(): uuid4()} for _ in range(40)}, operators=[uuid4() for _ in range(40)])
    sealed = [seal(lease), *(seal(frame("x" * size)) for size in range(0, 7_700, 100))]
    assert max(map(len, sealed)) <= max_sealed_bytes("node", max_bytes=MAX_PAYLOAD_BYTES)
    payloads = list(pack("node", sealed, max_bytes=MAX_PAYLOAD_BYTES))
    assert max(len(payload.encode()) for payload in payloads) <= MAX_PAYLOAD_BYTES
    envelopes = [envelope for payload in payloads for envelope in open_parcel(payload).envelopes]
    assert envelopes[0] == lease
    assert [seal(envelope) for envelope in envelopes] == sealed
