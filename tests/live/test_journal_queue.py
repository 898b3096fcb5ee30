"""Group commit of the journal: sharing, bounds, a bad record, a writer who goes away."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from ryadom.errors import JournalUnavailable
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.metrics import Metrics
from ryadom.privacy.journal_check import check_journal
from ryadom.store.database import Database, open_database
from tests.store.journals import add_chain, links_of, opening


class Bench:
    """A queue and a chain to write to."""

    def __init__(self, database: Database, chain: UUID) -> None:
        self.metrics = Metrics()
        self.queue = JournalQueue(database, self.metrics)
        self.database = database
        self.chain = chain

    async def view(self, text: str = "") -> None:
        await self.queue.write([opening(self.chain, details={"text": text})])

    def commits(self) -> float:
        value = self.metrics.sample("ryadom_journal_seconds_count")
        assert value is not None
        return value

    async def length(self) -> int:
        [verdict] = await check_journal(self.database)
        assert verdict.broken is None
        return verdict.number


@pytest.fixture
async def bench(database: Database) -> AsyncIterator[Bench]:
    bench = Bench(database, await add_chain(database))
    yield bench
    await bench.queue.drain()


async def test_views_that_come_during_a_commit_share_the_next_one(bench: Bench) -> None:
    first = asyncio.create_task(bench.view())
    await asyncio.sleep(0)  # it is queued, and its commit begins
    await asyncio.sleep(0)
    await asyncio.gather(first, *(bench.view() for _ in range(100)))
    assert bench.commits() == 2
    assert await bench.length() == 101


async def test_view_is_in_the_journal_when_its_writer_goes_on(bench: Bench) -> None:
    for number in range(1, 4):
        await bench.view(str(number))
        last = (await links_of(bench.database, bench.chain))[-1]
        assert last.record.details == {"text": str(number)}


async def test_queues_of_several_processes_keep_one_chain(bench: Bench, database_url: str) -> None:
    async with open_database(database_url, pool_size=2) as other:
        neighbour = Bench(other, bench.chain)
        await asyncio.gather(*(one.view() for _ in range(200) for one in (bench, neighbour)))
    assert await bench.length() == 400


async def test_bad_record_fails_alone(bench: Bench) -> None:
    outcomes = await asyncio.gather(
        *(bench.view("NUL\0" if number == 13 else "хорошо") for number in range(30)), return_exceptions=True
    )
    [(index, error)] = [(index, outcome) for index, outcome in enumerate(outcomes) if outcome is not None]
    assert index == 13
    assert isinstance(error, asyncpg.DataError)
    assert await bench.length() == 29


async def test_full_queue_refuses_the_view(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.live.journal_queue.MAX_WAITING", 3)
    small = Bench(bench.database, bench.chain)
    outcomes = await asyncio.gather(*(small.view() for _ in range(5)), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, JournalUnavailable)]
    assert len(refused) == 2
    assert all(error.retry_after_s for error in refused)
    assert await bench.length() == 3


async def test_journal_that_may_not_be_written_refuses_every_view_until_it_may(bench: Bench) -> None:
    async with bench.database.connection() as connection:
        await connection.execute("REVOKE INSERT ON journal FROM CURRENT_USER")
        outcomes = await asyncio.gather(*(bench.view() for _ in range(5)), return_exceptions=True)
        assert all(isinstance(outcome, JournalUnavailable) for outcome in outcomes)
        await connection.execute("GRANT INSERT ON journal TO CURRENT_USER")
    await bench.view()
    assert await bench.length() == 1


async def test_viewer_who_goes_away_breaks_nothing(bench: Bench) -> None:
    gone = asyncio.create_task(bench.view())
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    await bench.view()
    assert await bench.length() == 2
