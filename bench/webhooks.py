"""How many deliveries a second one process makes to a healthy endpoint, with a slow and a dead one beside it.

All that a server does for webhooks runs here, on a Postgres of its own: fan-out, reading what is sent, signing, calls,
notes of what became of them. The receivers are processes of their own on the same machine.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpcore

from bench.demo_process import demo_folder
from bench.figure import Figure
from ryadom.core.alarms import Alarms
from ryadom.core.outgoing.client import Caller
from ryadom.core.recipients import add_recipient
from ryadom.core.sealing import Seal
from ryadom.core.sites import add_site
from ryadom.core.webhooks.batches import AT_ONCE
from ryadom.core.webhooks.deliverer import BOUNDS, Deliverer
from ryadom.core.webhooks.endpoints import Webhooks
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.fan_out import FanOut
from ryadom.core.webhooks.sending import PURPOSE
from ryadom.live.metrics import Metrics
from ryadom.privacy.egress import Egress, moscow_today
from ryadom.privacy.resolver import SystemResolver
from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.conversations import insert_conversation, lock_head
from ryadom.store.database import Database, open_database
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.embedded import embedded_postgres
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.migrate import migrate
from ryadom.store.posts import Post, post_messages
from ryadom.store.sites import Site
from ryadom.store.visitors import lock_visitor

CHATS = 500
MESSAGES = 20
SLOW_S = 20.0
GOAL_PER_S = 500
LONGEST_S = 300.0
KEYS = ("bench" * 8,)
BODY = "Здравствуйте! Подскажите, пожалуйста, есть ли доставка в Казань и сколько она стоит?"


def measure() -> Iterator[Figure]:
    """Deliveries a second, against the same number of like requests by bare httpcore in the same run."""
    with demo_folder() as folder:
        ours_per_s, bare_per_s = asyncio.run(_measure(folder))
    yield Figure(
        name="webhooks: deliveries/s to one endpoint, a dead and a slow (20 s) one beside it",
        value=ours_per_s,
        unit="/s",
        goal=GOAL_PER_S,
        at_least=True,
        baseline="bare httpcore, the same bodies, nothing read or noted",
        ratio=ours_per_s / bare_per_s,
    )


async def _measure(folder: Path) -> tuple[float, float]:
    async with embedded_postgres(folder) as url, open_database(url, pool_size=5) as database:
        await migrate(database)
        site = await add_site(database, name="Лавка", origins=["http://shop.test"])
        async with _receiver(0) as good, _receiver(SLOW_S) as slow:
            endpoint_id = await _add(database, site, good)
            await _add(database, site, slow)
            await _add(database, site, _closed_port())
            await _write(database, site)
            ours_per_s = await _deliver(database, endpoint_id)
            return ours_per_s, await _bare(good)


async def _deliver(database: Database, endpoint_id: UUID) -> float:
    deliverer = Deliverer(
        database,
        Caller(Egress(database, SystemResolver()), bounds=BOUNDS),
        Seal(KEYS, purpose=PURPOSE),
        Alarms(database, None),
        Metrics(),
        node=uuid4(),
        now=lambda: datetime.now(UTC),
    )
    fan_out = FanOut(database, on_queued=deliverer.wake)
    began = time.monotonic()
    running = [asyncio.create_task(fan_out.run()), asyncio.create_task(deliverer.run())]
    try:
        async with asyncio.timeout(LONGEST_S):
            while True:
                async with database.connection() as connection:
                    taken = await connection.fetchval(
                        "SELECT count(*) FROM webhook_deliveries WHERE endpoint_id = $1 AND outcome = 'delivered'",
                        endpoint_id,
                    )
                if taken == CHATS * MESSAGES:
                    return CHATS * MESSAGES / (time.monotonic() - began)
                await asyncio.sleep(0.25)
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await deliverer.aclose()


async def _bare(port: int) -> float:
    """The same number of requests with a body of the same size, as many at once."""
    body = b"x" * 650
    headers = [
        ("Host", f"127.0.0.1:{port}"),
        ("Content-Length", str(len(body))),
        ("webhook-signature", "v1," + "a" * 44),
    ]
    left = iter(range(CHATS * MESSAGES))

    async def send(pool: httpcore.AsyncConnectionPool) -> None:
        for _ in left:
            response = await pool.request("POST", f"http://127.0.0.1:{port}/hook", headers=headers, content=body)
            assert response.status == 200

    async with httpcore.AsyncConnectionPool(max_connections=AT_ONCE) as pool:
        began = time.monotonic()
        await asyncio.gather(*(send(pool) for _ in range(AT_ONCE)))
        return CHATS * MESSAGES / (time.monotonic() - began)


async def _add(database: Database, site: Site, port: int) -> UUID:
    recipient = Recipient(
        controller_id=site.controller_id,
        host="127.0.0.1",
        port=port,
        recipient="bench",
        country="RU",
        purpose="bench",
        categories="bench",
        is_local=True,
    )
    await add_recipient(database, SystemResolver(), recipient, today=moscow_today())
    caller = Caller(Egress(database, SystemResolver()))
    made = await Webhooks(database=database, caller=caller, seal=Seal(KEYS, purpose=PURPOSE)).add(
        f"http://127.0.0.1:{port}/hook",
        [site],
        events=[Event.MESSAGE_CREATED],
        data=DataLevel.IDS,
        is_for_all=True,
        by=COMMAND_LINE,
    )
    await caller.aclose()
    return made.id


async def _write(database: Database, site: Site) -> None:
    chats: list[tuple[UUID, Author]] = []
    for _ in range(CHATS):
        id, visitor_id = new_id(), new_id()
        async with database.transaction() as connection:
            await lock_visitor(connection, site_id=site.id, visitor_id=visitor_id, locale="ru")
            await insert_conversation(connection, site_id=site.id, id=id, visitor_id=visitor_id, page=None)
            head = await lock_head(connection, site_id=site.id, id=id)
            assert head is not None
            content = NewMessage(body=BODY)
            await append_entry(connection, head=head, author=head.visitor, echo_id=uuid4(), content=content)
        chats.append((id, Author(kind=AuthorKind.VISITOR, id=visitor_id, name="")))
    for _ in range(MESSAGES - 1):
        posts = [
            Post(site_id=site.id, conversation_id=id, author=author, echo_id=uuid4(), body=BODY) for id, author in chats
        ]
        async with database.connection() as connection:
            await post_messages(connection, posts)
    async with database.connection() as connection:
        # What autovacuum does within a minute; without it Postgres guesses that all tables are tiny.
        await connection.execute("VACUUM ANALYZE")


@asynccontextmanager
async def _receiver(after_s: float) -> AsyncIterator[int]:
    command = [sys.executable, "-m", "bench.webhook_receiver", str(after_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: ASYNC220 - once
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def _closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
