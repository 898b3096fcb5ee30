"""kill -9 of the server while visitors write: what was acknowledged is there once, in order."""

import asyncio
import random
from pathlib import Path
from uuid import UUID, uuid4

from ryadom.store.database import Database
from tests.chaos.server_process import SERVER_WENT_AWAY, ServerProcess, server_process
from tests.web.client import ORIGIN, Client, JsonObject, Server, furnish

VISITORS = 20
MESSAGES = 12
KILLS = 3
DEADLINE_S = 90.0


class PersistentVisitor:
    """Sends its messages one after the other, over as many sockets as it takes, and notes each acknowledgement."""

    def __init__(self, server: Server, name: int, progress: asyncio.Event) -> None:
        self.server = server
        self.progress = progress
        self.token: str | None = None
        self.conversation_id: str | None = None
        self.pending = [(uuid4(), f"{name}: {number}") for number in range(MESSAGES)]
        self.sent = list(self.pending)
        self.acknowledged: dict[UUID, int] = {}

    async def run(self) -> None:
        while self.pending:
            try:
                async with self.server.socket("/ws/visitor", origin=ORIGIN) as client:
                    await self._converse(client)
            except SERVER_WENT_AWAY:
                await asyncio.sleep(random.uniform(0.01, 0.1))

    async def _converse(self, client: Client) -> None:
        await client.hello(site="shop-key-1", token=self.token)
        self.token = client.welcome["token"]
        while self.pending:
            echo_id, body = self.pending[0]
            entry: JsonObject = await client.say(body, echo_id=echo_id)
            self.conversation_id = entry["conversation_id"]
            self.acknowledged[echo_id] = entry["seq"]
            self.pending.pop(0)
            self.progress.set()


async def _kill_now_and_then(process: ServerProcess, visitors: list[PersistentVisitor]) -> None:
    total = VISITORS * MESSAGES
    for kill in range(1, KILLS + 1):
        await until_acknowledged(visitors, total * kill // (KILLS + 1))
        await process.kill()
        await process.start()


async def until_acknowledged(visitors: list[PersistentVisitor], count: int) -> None:
    while sum(len(visitor.acknowledged) for visitor in visitors) < count:
        await visitors[0].progress.wait()
        visitors[0].progress.clear()


async def check_histories(server: Server, visitors: list[PersistentVisitor]) -> None:
    """What every visitor was told is stored is there, once and in order."""
    for visitor in visitors:
        async with server.visitor(token=visitor.token) as client:
            assert client.history is not None
            entries = client.history["entries"]
        assert [entry["body"] for entry in entries] == [body for _, body in visitor.sent]
        assert [entry["seq"] for entry in entries] == list(range(1, MESSAGES + 1))
        assert {UUID(entry["echo_id"]): entry["seq"] for entry in entries} == visitor.acknowledged


async def test_every_acknowledged_message_survives_kill_9_once_and_in_order(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    site = await furnish(database)
    secret = "kR8v-chaos-secret-0123456789-abcdefgh"
    async with server_process(tmp_path, RYADOM_DATABASE_URL=database_url, RYADOM_SECRET_KEY=secret) as process:
        server = Server(port=process.port, database=database, site=site)
        progress = asyncio.Event()
        visitors = [PersistentVisitor(server, number, progress) for number in range(VISITORS)]
        async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as tasks:
            tasks.create_task(_kill_now_and_then(process, visitors))
            for visitor in visitors:
                tasks.create_task(visitor.run())

        await check_histories(server, visitors)


async def test_sigterm_says_goodbye_and_ends_with_status_0(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    site = await furnish(database)
    secret = "kR8v-chaos-secret-0123456789-abcdefgh"
    async with server_process(tmp_path, RYADOM_DATABASE_URL=database_url, RYADOM_SECRET_KEY=secret) as process:
        server = Server(port=process.port, database=database, site=site)
        async with server.visitor() as visitor:
            await visitor.say("личное, не для журнала")
            stopping = asyncio.create_task(process.stop())
            assert (await visitor.receive("goodbye"))["reconnect_in_s"] > 0
            code, _ = await visitor.closed()
            assert code == 1012
            assert await stopping == 0
    log = (tmp_path / "server.log").read_text()
    assert "ready" in log
    for secret_thing in ("личное", visitor.welcome["token"], "127.0.0.1:", secret):
        assert secret_thing not in log
