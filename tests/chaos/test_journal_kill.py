"""kill -9 while operators read: nothing was shown that the journal does not know, and its chain is whole."""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path

from ryadom.privacy.journal_check import check_journal
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action
from tests.chaos.server_process import SERVER_WENT_AWAY, ServerProcess, server_process
from tests.store.journals import links_of
from tests.web.client import Server, furnish

CONVERSATIONS = 4
READERS = 4
KILLS = 3
VIEWS_BETWEEN = 60
DEADLINE_S = 90.0


class Readers:
    """Operators who open threads as fast as they are shown, and count what they saw."""

    def __init__(self, server: Server, conversation_ids: list[str]) -> None:
        self._server = server
        self._conversation_ids = conversation_ids
        self.seen: Counter[str] = Counter()
        self._progress = asyncio.Event()

    async def read(self, cookies: str) -> None:
        """Without end, over as many sockets as it takes."""
        headers = {"Cookie": cookies}
        while True:
            try:
                async with self._server.socket(
                    "/ws/operator", origin=self._server.http_url, additional_headers=headers
                ) as panel:
                    await panel.hello()
                    while True:
                        for conversation_id in self._conversation_ids:
                            await panel.send("fetch_history", request_id="1", conversation_id=conversation_id)
                        for _ in self._conversation_ids:
                            shown = await panel.receive("history", "error")
                            if shown["type"] == "history":
                                self.seen[shown["conversation_id"]] += 1
                        self._progress.set()
            except SERVER_WENT_AWAY:
                await asyncio.sleep(0.05)

    async def until_seen(self, count: int) -> None:
        while self.seen.total() < count:
            self._progress.clear()
            await self._progress.wait()


async def test_nothing_is_shown_unjournalled_through_kill_9(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    site = await furnish(database)
    environ = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": "kR8v-chaos-secret-0123456789-abcdefgh"}
    async with server_process(tmp_path, workers=2, **environ) as process:
        server = Server(port=process.port, database=database, site=site)
        seen = await _read_while_workers_are_killed(server, process)

    assert not any(verdict.broken for verdict in await check_journal(database))
    journalled = Counter(
        str(link.record.conversation_ids[0])
        for link in await links_of(database, site.controller_id)
        if link.record.action is Action.CONVERSATION_OPENED
    )
    assert seen.total() >= (KILLS + 1) * VIEWS_BETWEEN
    assert all(count <= journalled[conversation_id] for conversation_id, count in seen.items())


async def _read_while_workers_are_killed(server: Server, process: ServerProcess) -> Counter[str]:
    conversation_ids = []
    for number in range(CONVERSATIONS):
        async with server.visitor() as visitor:
            conversation_ids.append((await visitor.say(f"вопрос {number}"))["conversation_id"])
    cookies = [
        "; ".join(f"{name}={value}" for name, value in (await server.sign_in()).cookies.items()) for _ in range(READERS)
    ]
    readers = Readers(server, conversation_ids)
    async with asyncio.timeout(DEADLINE_S):
        reading = [asyncio.create_task(readers.read(cookie)) for cookie in cookies]
        for kill in range(1, KILLS + 1):
            await readers.until_seen(kill * VIEWS_BETWEEN)
            for pid in process.worker_pids():
                os.kill(pid, signal.SIGKILL)
        await readers.until_seen((KILLS + 1) * VIEWS_BETWEEN)
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
    return readers.seen
