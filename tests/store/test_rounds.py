"""Rounds are kept exactly: however often, whoever has the turn, and whatever ends in the middle."""

import asyncio
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest

from ryadom.errors import DatabaseUnavailable
from ryadom.store.database import Database, open_database
from ryadom.store.migrate import migrate
from ryadom.store.rounds import Round, list_unled, lock_progress, put_rounds, read_steps
from tests.store.report_town import NOW, Town
from tests.store.timelines import store_timeline
from tests.waiting import until_waiting_for_locks

UPGRADE = ["0052_led_by_bots", "0053_bots_that_close"]
BEFORE_THE_UPGRADE = (
    "DELETE FROM schema_migrations WHERE name IN ('0052_led_by_bots', '0053_bots_that_close')",
    "ALTER TABLE rounds DROP COLUMN bot_id CASCADE, DROP COLUMN bot_messages CASCADE, DROP COLUMN is_unled",
    "ALTER TABLE rounds DROP COLUMN led_seq",
    "ALTER TABLE webhook_endpoints DROP COLUMN close_after_min",
)


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


async def test_what_an_older_server_has_kept_is_mended(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows no columns of bots: new rounds get the default, and changed ones stay as they were told."""
    monkeypatch.setattr("ryadom.core.reports.upkeep.PAGE_CONVERSATIONS", 3)
    town = Town(database, Random(21))
    await town.build()
    await town.talk(NOW - timedelta(days=9), NOW - timedelta(days=5), 25)
    told = await of_bots(database)
    await go_on(town, 6)
    await as_older_server(town)
    stale = await of_bots(database)
    assert stale != told
    assert [row for row in stale if row[-1] != row[-2]]
    await town.sweep()
    await check_bots(town)
    whole = await stored_rounds(database)
    await town.sweep()
    assert await stored_rounds(database) == whole


async def test_old_rounds_that_cannot_be_mended_hold_up_no_new_ones(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(database, Random(21))
    await town.build()
    await town.talk(NOW - timedelta(days=9), NOW - timedelta(days=5), 25)
    await go_on(town, 6)
    await as_older_server(town)
    await go_on(town, 3)
    ends = {told.id: len(told.entries) for told in town.told}

    async def die(*_: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr("ryadom.core.reports.upkeep.put_leads", die)
        with pytest.raises(DatabaseUnavailable):
            await town.sweep()
        kept = {row[0]: row[-2] for row in await of_bots(database)}
        assert kept == ends
    await town.sweep()
    await check_bots(town)


async def test_steps_are_read_up_to_where_the_round_ends(database: Database) -> None:
    town = Town(database, Random(5))
    await town.build()
    await town.talk(NOW - timedelta(days=9), NOW - timedelta(days=5), 3)
    long, short, _ = sorted(town.told, key=lambda told: -len(told.entries))
    spans = {(long.site_id, long.id): (1, 3), (short.site_id, short.id): (0, None)}
    async with database.connection() as connection:
        steps = await read_steps(connection, spans)
    assert [[step.seq for step in one] for one in (steps[key] for key in spans)] == [
        [2, 3],
        list(range(1, len(short.entries) + 1)),
    ]


async def test_older_server_and_a_newer_one_in_turn_keep_what_one_newer_server_does(database: Database) -> None:
    town = Town(database, Random(23))
    await town.build()
    await town.talk(NOW - timedelta(days=9), NOW - timedelta(days=5), 20)
    for number in range(4):
        await go_on(town, 2)
        await (as_older_server(town) if number % 2 else town.sweep())
    await town.sweep()
    await check_bots(town)


async def test_upgrade_tells_whose_rounds_were_since_there_are_bots_that_lead(database: Database) -> None:
    town = Town(database, Random(27))
    await town.build()
    await town.talk(NOW - timedelta(days=9), NOW - timedelta(days=5), 25)
    before, installed_at = await stored_rounds(database), NOW - timedelta(days=7)
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO bots (id, controller_id, name) SELECT $1, id, 'Бот' FROM controllers", uuid4()
        )
        for statement in BEFORE_THE_UPGRADE:
            await connection.execute(statement)
        await connection.execute(
            "UPDATE schema_migrations SET applied_at = $1 WHERE name = '0049_webhook_bots'", installed_at
        )
    assert await migrate(database) == UPGRADE
    await town.sweep()
    rounds = {(one.conversation_id, one.number): one for one in town.rounds}
    assert any(one.bot for one in rounds.values() if one.asked_at < installed_at)
    for conversation_id, number, *told, last_seq, led_seq in await of_bots(database):
        one = rounds[conversation_id, number]  # type: ignore[index]  # of_bots gives rows of objects
        was_told = one.asked_at >= installed_at
        assert told == ([one.bot, one.bot_messages] if was_told else [None, 0])
        assert led_seq == (last_seq if was_told else None)
    assert [row[:15] for row in await stored_rounds(database)] == [row[:15] for row in before]


async def test_upgrade_holds_no_endpoints_while_it_waits_for_rounds(database: Database, database_url: str) -> None:
    """Each new conversation reads them, to find its bot."""
    async with database.transaction() as connection:
        for statement in BEFORE_THE_UPGRADE:
            await connection.execute(statement)
    async with open_database(database_url) as other:
        async with other.transaction() as connection:
            # As a report does, or an analyst, or a backup.
            await connection.execute("SELECT FROM rounds")
            migrating = asyncio.create_task(migrate(database))
            await until_waiting_for_locks(other, 1)
            await connection.execute("LOCK TABLE webhook_endpoints IN ROW EXCLUSIVE MODE NOWAIT")
        assert await migrating == UPGRADE


@pytest.mark.parametrize(
    ("led_seqs", "is_unled"), [((1, 2), False), ((0, 1), True), ((0, 0), True), ((None, None), None)]
)
async def test_round_that_goes_on_costs_no_index_anything(
    database: Database, led_seqs: tuple[int | None, int | None], is_unled: bool | None
) -> None:
    """Its row is a heap-only update, whether it is known whose it is, is not, or is of before there were bots."""
    key = (uuid4(), uuid4())
    async with database.transaction() as connection:
        for last_seq, led_seq in enumerate(led_seqs, 1):
            one = Round(number=1, last_seq=last_seq, asked_at=NOW, visitor_messages=last_seq, led_seq=led_seq)
            await put_rounds(connection, [(key, one)])
        row = await connection.fetchrow(
            "SELECT is_unled, pg_stat_get_xact_tuples_updated(tableoid) AS updated,"
            " pg_stat_get_xact_tuples_hot_updated(tableoid) AS hot FROM rounds"
        )
        assert row is not None
        assert (row["is_unled"], row["updated"], row["hot"]) == (is_unled, 1, 1)
        assert [one.key for one in await list_unled(connection, limit=2)] == ([key] if is_unled else [])


async def go_on(town: Town, steps: int) -> None:
    for told in town.told:
        after = len(told.entries)
        told.go_on(steps)
        async with town.database.transaction() as connection:
            await store_timeline(connection, told, after=after)


async def check_bots(town: Town) -> None:
    """Whose each round was is told as it happened."""
    told = await of_bots(town.database)
    assert {row[:4] for row in told} == {
        (one.conversation_id, one.number, one.bot, one.bot_messages) for one in town.rounds
    }
    assert all(led_seq == last_seq for *_, last_seq, led_seq in told)


async def as_older_server(town: Town) -> None:
    """Keeps rounds, and leaves the columns of bots as such a server would."""
    async with town.database.connection() as connection:
        await connection.execute("CREATE TABLE kept_before AS SELECT * FROM rounds")
    await town.sweep()
    async with town.database.transaction() as connection:
        await connection.execute(
            "UPDATE rounds AS r SET bot_id = k.bot_id, bot_messages = k.bot_messages, led_seq = k.led_seq"
            " FROM kept_before AS k WHERE (k.conversation_id, k.number) = (r.conversation_id, r.number)"
        )
        await connection.execute(
            "UPDATE rounds AS r SET bot_id = DEFAULT, bot_messages = DEFAULT, led_seq = DEFAULT WHERE NOT EXISTS"
            " (SELECT FROM kept_before AS k WHERE (k.conversation_id, k.number) = (r.conversation_id, r.number))"
        )
        await connection.execute("DROP TABLE kept_before")


async def of_bots(database: Database) -> list[tuple[object, ...]]:
    """Of each round: its conversation, number, bot, that bot's messages, `last_seq` and `led_seq`."""
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT conversation_id, number, bot_id, bot_messages, last_seq, led_seq FROM rounds"
            " ORDER BY site_id, conversation_id, number"
        )
    return [tuple(row.values()) for row in rows]


async def forget_rounds(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("DELETE FROM rounds")
        await connection.execute("UPDATE rounds_progress SET feed_cursor = NULL, read_at = NULL")


async def stored_rounds(database: Database) -> list[tuple[object, ...]]:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT * FROM rounds ORDER BY site_id, conversation_id, number")
    return [tuple(row.values()) for row in rows]
