"""Waiting an outage out: by a clock of the test's own, and work that fails as often as it is told to."""

import asyncio

import pytest

from ryadom.errors import Busy, DatabaseUnavailable
from ryadom.live import patience as patience_module
from ryadom.live.patience import Patience


@pytest.fixture(autouse=True)
def five_seconds_of_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience_module, "OUTLAST_S", 5.0)
    monkeypatch.setattr(patience_module, "PAUSES_S", (0.0,))


class Postgres:
    """Away for so many seconds; each try takes one."""

    def __init__(self, away_s: float) -> None:
        self.now = 0.0
        self.tries = 0
        self.back_at = away_s

    def clock(self) -> float:
        return self.now

    async def work(self) -> str:
        self.tries += 1
        self.now += 1
        if self.now <= self.back_at:
            raise DatabaseUnavailable("away", retry_after_s=1.0)
        return "done"


async def test_work_is_done_once_where_nothing_fails() -> None:
    postgres = Postgres(away_s=0)
    assert await Patience(postgres.clock).outlast(postgres.work) == "done"
    assert postgres.tries == 1


async def test_short_outage_is_only_a_delay() -> None:
    postgres = Postgres(away_s=4)
    assert await Patience(postgres.clock).outlast(postgres.work) == "done"
    assert postgres.tries == 5


async def test_long_outage_is_told_when_patience_ends() -> None:
    postgres = Postgres(away_s=1_000)
    with pytest.raises(DatabaseUnavailable):
        await Patience(postgres.clock).outlast(postgres.work)
    assert postgres.tries == 6


async def test_whoever_comes_later_in_a_long_outage_is_told_at_once() -> None:
    postgres = Postgres(away_s=1_000)
    patience = Patience(postgres.clock)
    for _ in range(2):
        with pytest.raises(DatabaseUnavailable):
            await patience.outlast(postgres.work)
    assert postgres.tries == 7


async def test_next_outage_finds_patience_anew() -> None:
    postgres = Postgres(away_s=1_000)
    patience = Patience(postgres.clock)
    with pytest.raises(DatabaseUnavailable):
        await patience.outlast(postgres.work)
    postgres.back_at = postgres.now
    assert await patience.outlast(postgres.work) == "done"
    postgres.back_at = postgres.now + 3
    assert await patience.outlast(postgres.work) == "done"


async def test_other_refusals_are_told_at_once() -> None:
    async def refuse() -> None:
        raise Busy("full", retry_after_s=1.0)

    with pytest.raises(Busy):
        await Patience(asyncio.get_running_loop().time).outlast(refuse)
