"""The promise of a message by exchanges: requests and answers cut at any byte, and workers killed and replaced.

Each request comes on a connection of its own, so it is dealt to either of two workers.
"""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from ryadom.store.database import Database
from tests.chaos.proxy import Link, Way
from tests.chaos.server_process import ServerProcess, server_process
from tests.portal import Manner, Portal
from tests.waiting import until
from tests.web.client import JsonObject, Server, furnish
from tests.web.exchanges import Exchanges

SECRET = "kR8v-chaos-secret-0123456789-abcdefgh"
DEADLINE_S = 100.0
VISITORS = 4
MESSAGES = 12
SEED = int(os.environ.get("RYADOM_CHAOS_SEED", "4711"))


@pytest.fixture
async def process(database_url: str, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    settings = {"RYADOM_DATABASE_URL": database_url, "RYADOM_SECRET_KEY": SECRET}
    async with server_process(tmp_path, workers=2, **settings) as process:
        yield process


class _Weather:
    """Cuts every third connection or so, after some byte, on its way there or back."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.is_bad = True
        self.cuts = 0

    def meet(self, link: Link) -> None:
        if self.is_bad and self._random.random() < 0.35:
            self.cuts += 1
            way = self._random.choice((Way.UP, Way.DOWN))
            link.pipes[way].truncate(self._random.randrange(1, 1_500))


class _Tab:
    """A page that comes back whatever happens, by the rules of the widget with shorter waits."""

    def __init__(self, exchanges: Exchanges, number: int) -> None:
        self.exchanges = exchanges
        self.said = [f"{number}: {message}" for message in range(MESSAGES)]
        self.acknowledged = 0
        self._random = random.Random(SEED + number)

    async def write(self) -> None:
        """Says all it has to say, each once the one before has been acknowledged."""
        for body in self.said:
            echo_id = str(uuid4())
            while not self._holds(echo_id):
                await self._try({"commands": [{"type": "send_message", "echo_id": echo_id, "body": body}]})
            self.acknowledged += 1

    async def follow(self) -> None:
        """Hears what is said, until cancelled."""
        while True:
            answer = await self._try({"mark": self.exchanges.mark})
            self.exchanges.mark = answer["mark"] if answer else ""

    async def _try(self, asked: JsonObject) -> JsonObject | None:
        try:
            answer = await self.exchanges.ask(**asked)
        except (httpx.TransportError, AssertionError):
            answer = None
        if answer is None or answer["close"] or not answer["frames"]:
            await asyncio.sleep(self._random.random() * 0.3)
        return answer

    def _holds(self, echo_id: str) -> bool:
        return any(entry.get("echo_id") == echo_id for entry in self.exchanges.entries.values())


def _have_said(tabs: list[_Tab], count: float) -> bool:
    return sum(tab.acknowledged for tab in tabs) >= count


async def _trouble(process: ServerProcess, tabs: list[_Tab]) -> None:
    """Kills a worker when a third has been said, and has all replaced when two thirds have."""
    for share, sign in ((1, signal.SIGKILL), (2, signal.SIGHUP)):
        enough = share * VISITORS * MESSAGES / 3
        await until(partial(_have_said, tabs, enough), deadline_s=60)
        await until(lambda: len(process.worker_pids()) == 2)
        os.kill(random.choice(process.worker_pids()) if sign is signal.SIGKILL else process.pid, sign)


async def test_nothing_is_lost_doubled_or_out_of_order(database: Database, process: ServerProcess) -> None:
    server = Server(port=process.port, database=database, site=await furnish(database))
    weather = _Weather(SEED)
    async with asyncio.timeout(DEADLINE_S), Portal(process.port, Manner.SILENCE).running() as portal:
        portal.on_link = weather.meet
        async with httpx.AsyncClient(
            base_url=portal.url,
            headers={"Origin": "http://shop.test"},
            trust_env=False,
            timeout=25,
            limits=httpx.Limits(max_keepalive_connections=0),
        ) as http:
            tabs: list[_Tab] = []
            for number in range(VISITORS):
                exchanges = Exchanges(http, server.site.key)
                exchanges.hello["token"] = await _token(server)
                tabs.append(_Tab(exchanges, number))
            followers = [asyncio.create_task(tab.follow()) for tab in tabs]
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(_trouble(process, tabs))
                for tab in tabs:
                    tasks.create_task(tab.write())
            weather.is_bad = False
            portal.cut()
            for follower in followers:
                follower.cancel()
            await asyncio.gather(*followers, return_exceptions=True)
            for tab in tabs:
                await _check(tab)
    assert weather.cuts > VISITORS
    await until(lambda: process.log_text().count("worker_died") == 1)


async def _token(server: Server) -> str:
    """Of a new visitor, in good weather: who has none yet would be another one after each cut."""
    async with server.visitor() as visitor:
        return str(visitor.welcome["token"])


async def _check(tab: _Tab) -> None:
    exchanges = tab.exchanges
    await exchanges.greet()
    held = dict(exchanges.entries)
    exchanges.entries = {}
    exchanges.hello["after_seq"] = 0
    await exchanges.greet()
    assert held == exchanges.entries
    assert sorted(held) == list(range(1, len(held) + 1))
    assert exchanges.bodies == tab.said
