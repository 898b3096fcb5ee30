"""Rounds are kept exactly: however often, whoever has the turn, and whatever ends in the middle."""

from datetime import timedelta
from random import Random

import pytest

from ryadom.errors import DatabaseUnavailable
from ryadom.store.database import Database
from ryadom.store.rounds import lock_progress
from tests.store.report_town import NOW, Town


async def test_rounds_are_the_same_however_often_they_are_kept(database: Database) -> None:
    town = Town(database, Random(7))
    await town.build()
    await town.talk(NOW - timedelta(days=9), NOW - timedelta(days=5), 30)
    before = await stored_rounds(database)
    for _ in range(2):
        await town.sweep()
    assert await stored_rounds(database) == before
    assert len(before) == len(town.rounds)


async def test_page_that_was_cut_off_is_kept_by_the_next(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.core.reports.upkeep.PAGE_CONVERSATIONS", 3)
    town = Town(database, Random(9))
    await town.build()
    await town.talk(NOW - timedelta(days=9), NOW - timedelta(days=5), 10)
    # Told at once: of departments long ago nothing is known then.
    await forget_rounds(database)
    await town.upkeep.keep_up()
    whole = await stored_rounds(database)
    await forget_rounds(database)

    async def die(*_: object) -> None:
        raise ConnectionResetError

    assert await town.upkeep.keep_page()
    with monkeypatch.context() as patch:
        # After the rounds of the page are stored, and before the commit.
        patch.setattr("ryadom.core.reports.upkeep.put_progress", die)
        with pytest.raises(DatabaseUnavailable):
            await town.upkeep.keep_page()
    assert 0 < len(await stored_rounds(database)) < len(whole)
    await town.upkeep.keep_up()
    assert await stored_rounds(database) == whole


async def test_one_process_keeps_rounds_at_a_time(database: Database) -> None:
    town = Town(database, Random(3))
    async with database.transaction() as connection:
        assert await lock_progress(connection) is not None
        assert not await town.upkeep.keep_page()


async def forget_rounds(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM rounds")
        await connection.execute("UPDATE rounds_progress SET feed_cursor = NULL, read_at = NULL")


async def stored_rounds(database: Database) -> list[tuple[object, ...]]:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT * FROM rounds ORDER BY site_id, conversation_id, number")
    return [tuple(row.values()) for row in rows]
