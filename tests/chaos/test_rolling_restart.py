"""A restart under 1,000 visitors: they come back spread out, and of what is said meanwhile nothing is lost."""

import asyncio
import json
import random
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from websockets.exceptions import ConnectionClosed

from ryadom.store.database import Database
from ryadom.web.open_sockets import FAREWELLS_PER_S
from tests.chaos.server_process import SERVER_WENT_AWAY, ServerProcess, server_process
from tests.waiting import until
from tests.web.client import ORIGIN, Client, JsonObject, Server, furnish

VISITORS = 1_000
WRITERS = 60
AWAITED = 30
WORKERS = 2
DEADLINE_S = 100.0
WINDOW_S = 0.25
SECRET = "kR8v-chaos-secret-0123456789-abcdefgh"


class LoyalVisitor:
    """Behaves as the widget does: comes back when goodbye says, else after a random wait; resends and resumes."""

    def __init__(self, server: Server, name: str, *, is_writer: bool) -> None:
        self.server = server
        self.name = name
        self.is_writer = is_writer
        self.token: str | None = None
        self.conversation_id: str | None = None
        self.entries: dict[int, JsonObject] = {}
        self.pending: tuple[UUID, str] | None = (uuid4(), f"{name}: 0")
        self.acknowledged: list[str] = []
        self.arrivals: list[float] = []
        self.farewells: list[float] = []
        self.stops_writing = not is_writer

    async def run(self) -> None:
        failures = 0
        while True:
            returns_in_s: float | None = None
            # When they come to the door: how soon they are let in depends on what else the machine does.
            came_at = asyncio.get_running_loop().time()
            try:
                async with self.server.socket("/ws/visitor", origin=ORIGIN, ping_interval=None) as client:
                    await self._resume(client)
                    self.arrivals.append(came_at)
                    failures = 0
                    returns_in_s = await self._converse(client)
            except SERVER_WENT_AWAY:
                pass
            if returns_in_s is None:
                returns_in_s = random.uniform(0, 0.5 * 2**failures)
                failures += 1
            await asyncio.sleep(returns_in_s)

    async def _resume(self, client: Client) -> None:
        known = {} if self.conversation_id is None else {"conversation_id": self.conversation_id}
        await client.hello(site="shop-key-1", token=self.token, after_seq=max(self.entries, default=0), **known)
        self.token = client.welcome["token"]
        for entry in client.history["entries"] if client.history else ():
            await self._hear(client, entry)
        await self._send(client)

    async def _converse(self, client: Client) -> float | None:
        """Until the end of the socket; gives when to come back, if that was said."""
        returns_in_s: float | None = None
        said_at = 0.0
        loop = asyncio.get_running_loop()
        try:
            while True:
                frame: JsonObject = json.loads(await client.connection.recv())
                match frame["type"]:
                    case "goodbye":
                        returns_in_s, said_at = frame["reconnect_in_s"], loop.time()
                        self.farewells.append(frame["reconnect_in_s"])
                    case "history":
                        for entry in frame["entries"]:
                            await self._hear(client, entry)
                    case "message_posted" | "conversation_assigned" | "status_changed":
                        await self._hear(client, frame)
        except ConnectionClosed:
            return None if returns_in_s is None else max(0.0, said_at + returns_in_s - loop.time())

    async def _hear(self, client: Client, entry: JsonObject) -> None:
        self.conversation_id = entry["conversation_id"]
        if entry["seq"] in self.entries:
            return
        if entry["prev_seq"] > (after_seq := max(self.entries, default=0)):
            await client.send(
                "fetch_history", request_id="gap", conversation_id=self.conversation_id, after_seq=after_seq
            )
            return
        self.entries[entry["seq"]] = entry
        if self.pending and entry.get("echo_id") == str(self.pending[0]):
            self.acknowledged.append(self.pending[1])
            self.pending = None
            if not self.stops_writing:
                self.pending = (uuid4(), f"{self.name}: {len(self.acknowledged)}")
                await asyncio.sleep(0.2)  # a fast writer stays below the limit of commands
                await self._send(client)

    async def _send(self, client: Client) -> None:
        # What came before the end of the socket has still to be read: a farewell, perhaps.
        with suppress(ConnectionClosed):
            if self.pending:
                await client.send("send_message", echo_id=self.pending[0], body=self.pending[1])


def _most_in_a_window(moments: list[float]) -> int:
    ordered = sorted(moments)
    return max(sum(begin <= moment < begin + WINDOW_S for moment in ordered[at:]) for at, begin in enumerate(ordered))


async def _restart(process: ServerProcess) -> float:
    begun = asyncio.get_running_loop().time()
    assert await process.stop() == 0
    await process.start()
    return asyncio.get_running_loop().time() - begun


@pytest.mark.timeout(180)
async def test_thousand_visitors_come_back_spread_out_and_miss_nothing(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    site = await furnish(database)
    async with server_process(
        tmp_path,
        workers=WORKERS,
        RYADOM_DATABASE_URL=database_url,
        RYADOM_SECRET_KEY=SECRET,
        # So many newcomers at once would be an attack, and asked for work.
        RYADOM_ATTACK_NEWCOMERS="1000000",
    ) as process:
        server = Server(port=process.port, database=database, site=site)
        visitors = [LoyalVisitor(server, str(number), is_writer=number < WRITERS) for number in range(VISITORS)]
        async with asyncio.timeout(DEADLINE_S), asyncio.TaskGroup() as tasks:
            running = []
            for visitor in visitors:
                running.append(tasks.create_task(visitor.run()))
                await asyncio.sleep(0.004)  # a crowd from the start would be another test
            await until(lambda: all(visitor.acknowledged for visitor in visitors), deadline_s=DEADLINE_S)

            restarted_in_s = await _restart(process)
            async with server.operator() as operator:
                for visitor in visitors[-AWAITED:]:
                    await operator.say("мы снова здесь", conversation_id=visitor.conversation_id)
            await until(lambda: all(len(visitor.arrivals) > 1 for visitor in visitors), deadline_s=DEADLINE_S)

            for visitor in visitors:
                visitor.stops_writing = True
            await until(lambda: all(visitor.pending is None for visitor in visitors))
            await until(lambda: all(len(visitor.entries) == 3 for visitor in visitors[-AWAITED:]))
            for task in running:
                task.cancel()

    returns = [visitor.arrivals[1] for visitor in visitors]
    busiest = _most_in_a_window(returns)
    print(  # noqa: T201
        f"restarted in {restarted_in_s:.1f} s; all back within {max(returns) - min(returns):.1f} s of the first, "
        f"at most {busiest} in {WINDOW_S:g} s; {sum(len(v.acknowledged) for v in visitors)} messages"
    )
    assert all(len(visitor.farewells) == 1 for visitor in visitors)
    # Four times what the farewells plan: those who came too early for the new server have backed off at random.
    assert busiest <= 4 * WORKERS * FAREWELLS_PER_S * WINDOW_S
    for visitor in visitors:
        entries = [visitor.entries[seq] for seq in sorted(visitor.entries)]
        assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
        said = [entry["body"] for entry in entries if entry["author"]["kind"] == "visitor"]
        assert said == visitor.acknowledged
        assert len(visitor.arrivals) == 2
