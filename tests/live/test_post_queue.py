"""Group commit on a real Postgres: sharing, bounds, a bad message, a conversation that is held."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast
from uuid import uuid4

import pytest

from ryadom.errors import Busy
from ryadom.live.metrics import Metrics
from ryadom.live.owner import Owner
from ryadom.live.patience import Patience
from ryadom.live.post_queue import PostQueue
from ryadom.store.conversations import Head, lock_head
from ryadom.store.database import Database, open_database
from ryadom.store.entries import Stored
from ryadom.store.posts import NotStored, Post
from ryadom.store.sql import Connection
from tests.store.scenes import make_scene


class Bench:
    """A queue, conversations to write to, and what has been published."""

    def __init__(self, database: Database, heads: list[Head]) -> None:
        self.metrics = Metrics()
        self.published: list[tuple[Owner, Stored]] = []
        self.queue = PostQueue(
            database,
            self.metrics,
            self.published.extend,
            Patience(asyncio.get_running_loop().time),
        )
        self.heads = heads

    async def post(self, index: int, body: str = "привет") -> Stored | NotStored:
        head = self.heads[index]
        post = Post(site_id=head.site_id, conversation_id=head.id, author=head.visitor, echo_id=uuid4(), body=body)
        return await self.queue.post(post, Owner(head.site_id, head.visitor.id))

    def commits(self) -> float:
        value = self.metrics.sample("ryadom_commit_seconds_count")
        assert value is not None
        return value


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    async with database.transaction() as connection:
        heads = [(await make_scene(connection)).head for _ in range(30)]
    bench = Bench(database, heads)
    yield bench
    await bench.queue.drain()


async def test_messages_that_come_during_a_commit_share_the_next_one(bench: Bench) -> None:
    first = asyncio.create_task(bench.post(0))
    await asyncio.sleep(0)  # it is queued, and its commit begins
    await asyncio.sleep(0)
    outcomes = await asyncio.gather(first, *(bench.post(index) for index in range(1, 30)))
    assert all(isinstance(outcome, Stored) for outcome in outcomes)
    assert bench.commits() == 2
    assert len(bench.published) == 30


class HeldDatabase:
    """Lends connections only once it is told to; knows how many have asked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.asked = 0
        self.lends = asyncio.Event()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        self.asked += 1
        await self.lends.wait()
        async with self._database.connection() as connection:
            yield connection


async def held_bench(database: Database) -> tuple[Bench, HeldDatabase]:
    async with database.transaction() as connection:
        heads = [(await make_scene(connection)).head for _ in range(30)]
    held = HeldDatabase(database)
    return Bench(cast(Database, held), heads), held


async def test_few_messages_wait_for_no_commit_of_others(database: Database) -> None:
    bench, held = await held_bench(database)
    posts = []
    for index in range(6):
        posts.append(asyncio.create_task(bench.post(index)))
        await turns_of_the_loop()
    assert held.asked == 4
    held.lends.set()
    assert all(isinstance(outcome, Stored) for outcome in await asyncio.gather(*posts))
    # The last two came too late for a writer of their own, and shared one.
    assert bench.commits() == 5
    assert len(bench.published) == 6


async def test_where_much_is_under_way_only_two_write(database: Database) -> None:
    bench, held = await held_bench(database)
    posts = [asyncio.create_task(bench.post(index)) for index in range(20)]
    await turns_of_the_loop()
    assert held.asked == 1
    for index in range(20, 30):
        posts.append(asyncio.create_task(bench.post(index)))
        await turns_of_the_loop()
    assert held.asked == 2
    held.lends.set()
    assert all(isinstance(outcome, Stored) for outcome in await asyncio.gather(*posts))
    assert bench.commits() == 3
    assert len(bench.published) == 30


async def turns_of_the_loop() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_messages_of_one_conversation_keep_their_order(bench: Bench) -> None:
    await asyncio.gather(*(bench.post(0, str(number)) for number in range(20)))
    assert [getattr(stored.entry, "body", "") for _, stored in bench.published] == [str(n) for n in range(20)]
    assert [stored.entry.seq for _, stored in bench.published] == list(range(1, 21))


async def test_bad_message_fails_alone(bench: Bench) -> None:
    bodies = ["NUL\0" if index == 13 else "хорошо" for index in range(30)]
    outcomes = await asyncio.gather(
        *(bench.post(index, body) for index, body in enumerate(bodies)), return_exceptions=True
    )
    assert [index for index, outcome in enumerate(outcomes) if isinstance(outcome, BaseException)] == [13]
    assert len(bench.published) == 29


async def test_full_queue_says_busy_and_loses_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.live.post_queue.MAX_WAITING", 3)
    async with database.transaction() as connection:
        bench = Bench(database, [(await make_scene(connection)).head for _ in range(5)])
    outcomes = await asyncio.gather(*(bench.post(index) for index in range(5)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Busy)]
    assert len(refused) == 2
    assert all(error.retry_after_s for error in refused)
    assert len(bench.published) == 3


async def test_conversation_that_is_held_waits_and_holds_up_no_other(bench: Bench, database_url: str) -> None:
    held = bench.heads[0]
    async with open_database(database_url) as other:
        async with other.transaction() as eraser:
            await lock_head(eraser, site_id=held.site_id, id=held.id)
            waiting = asyncio.create_task(bench.post(0))
            async with asyncio.timeout(5):
                await asyncio.gather(*(bench.post(index) for index in range(1, 30)))
            assert not waiting.done()
        assert isinstance(await asyncio.wait_for(waiting, 5), Stored)


async def test_caller_who_goes_away_loses_nothing(bench: Bench) -> None:
    gone = asyncio.create_task(bench.post(0))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    await bench.queue.drain()
    assert [stored.entry.seq for _, stored in bench.published] == [1]
