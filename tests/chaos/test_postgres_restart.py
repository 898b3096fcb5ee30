"""Postgres goes away under load: whoever has an open chat notices a delay, and `/readyz` tells the truth."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from ryadom.store.database import open_database
from tests.chaos.cluster import SECRET
from tests.chaos.commit_gate import CommitGate
from tests.chaos.postgres import CrashingPostgres
from tests.chaos.server_process import ServerProcess, server_process
from tests.web.client import Client, JsonObject, Server, furnish
from tests.web.conftest import another_server

VISITORS = 10
MESSAGES_AROUND = 3
DEADLINE_S = 60.0
PACE_S = 0.15
"""Between two messages of one visitor: slower than the limit on a visitor's commands refills."""


@pytest.fixture
async def process(own_postgres: CrashingPostgres, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    settings = {"RYADOM_DATABASE_URL": own_postgres.url, "RYADOM_SECRET_KEY": SECRET}
    async with server_process(tmp_path, workers=1, **settings) as process:
        yield process


class Talker:
    """A visitor who writes one message after the other until told to stop."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.sent: list[str] = []
        self.answers: list[JsonObject] = []
        self.progress = asyncio.Condition()

    async def run(self, stop: asyncio.Event) -> None:
        async with self._server.visitor() as client:
            while not stop.is_set():
                await self._write(client, f"{len(self.sent)}")
                await asyncio.sleep(PACE_S)

    async def _write(self, client: Client, body: str) -> None:
        self.sent.append(body)
        await client.send("send_message", echo_id=uuid4(), body=body)
        answer = await client.receive("message_posted", "error")
        while self.answers and answer == self.answers[-1]:
            # What was committed without an answer may be told twice: clients ignore a seq they know.
            answer = await client.receive("message_posted", "error")
        self.answers.append(answer)
        async with self.progress:
            self.progress.notify_all()

    async def more(self, count: int) -> None:
        """Returns when so many more messages have been answered."""
        goal = len(self.answers) + count
        async with self.progress:
            await self.progress.wait_for(lambda: len(self.answers) >= goal)


async def _until_status(process: ServerProcess, status: int) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{process.port}", trust_env=False) as http:
        while (await http.get("/readyz", timeout=DEADLINE_S)).status_code != status:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_restart_under_load_is_only_a_delay_to_who_writes_and_readyz_says_no_meanwhile(
    own_postgres: CrashingPostgres, process: ServerProcess
) -> None:
    async with open_database(own_postgres.url, pool_size=2) as database:
        server = Server(port=process.port, database=database, site=await furnish(database))
    talkers = [Talker(server) for _ in range(VISITORS)]
    stop = asyncio.Event()
    async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as tasks:
        for talker in talkers:
            tasks.create_task(talker.run(stop))
        await asyncio.gather(*(talker.more(MESSAGES_AROUND) for talker in talkers))
        await own_postgres.crash()
        await _until_status(process, 503)
        await own_postgres.start()
        await _until_status(process, 200)
        await asyncio.gather(*(talker.more(MESSAGES_AROUND) for talker in talkers))
        stop.set()
    for talker in talkers:
        assert [answer.get("body") for answer in talker.answers] == talker.sent
        assert [answer["seq"] for answer in talker.answers] == list(range(1, len(talker.sent) + 1))


async def test_message_whose_commit_was_never_answered_is_stored_once_and_acknowledged(
    own_postgres: CrashingPostgres, short_folder: Path
) -> None:
    folder = short_folder / "gate"
    folder.mkdir()
    url = f"postgresql://ryadom@/ryadom?host={folder}"
    async with (
        CommitGate(folder, own_postgres.socket, mark=b"lost answer").running() as gate,
        open_database(own_postgres.url, pool_size=2) as database,
        another_server(url, database, await furnish(database)) as server,
        server.visitor() as visitor,
        server.operator() as operator,
    ):
        # The first begins a conversation, in a transaction with rules; the second is a plain one.
        for seq in (1, 2):
            withheld = asyncio.create_task(gate.withhold(timeout_s=10))
            await asyncio.sleep(0)
            await visitor.send("send_message", echo_id=uuid4(), body=f"lost answer {seq}")
            (await withheld).cut()
            for client in (visitor, operator):
                assert (await client.receive("message_posted", "error"))["seq"] == seq
