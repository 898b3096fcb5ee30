"""Whom bots leave waiting is looked for by one process in an interval, and by the next where that dies as it looks."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

import pytest

from ryadom.core.outgoing.client import Caller
from ryadom.core.sealing import Seal
from ryadom.core.webhook_bots.talker import LOOKS_APART_S, Talker
from ryadom.errors import DatabaseUnavailable
from ryadom.store import bot_turns
from ryadom.store.database import Database
from ryadom.store.sql import queries_beside
from tests.connectors import KEY, new_caller
from tests.waiting import until_waiting_for_locks

LISTS = ("list_unheard", "list_overdue", "list_forsaken", "list_stranded", "list_idle")


def new_talker(database: Database, caller: Caller) -> Talker:
    """Another process, in which no bot is asked."""
    nobody = cast(Any, None)
    return Talker(
        database,
        caller,
        Seal((KEY,), purpose="webhook secrets"),
        nobody,
        nobody,
        nobody,
        node=uuid4(),
        now=lambda: datetime.now(UTC),
    )


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was looked for, in order."""
    looks: list[str] = []
    for name in LISTS:
        monkeypatch.setattr(bot_turns, name, counting(name, getattr(bot_turns, name), looks))
    return looks


async def test_process_looks_for_nobody_while_another_does_and_does_as_soon_as_that_is_gone(
    database: Database, looked: list[str]
) -> None:
    caller = new_caller(database)
    talker = new_talker(database, caller)
    with suppress(DatabaseUnavailable):
        async with database.transaction() as connection:
            assert await bot_turns.take_look(connection, apart_s=LOOKS_APART_S)
            await asyncio.create_task(talker.keep())
            assert looked == []
            raise ConnectionResetError
    # As it died, it has not looked.
    await talker.keep()
    assert sorted(looked) == sorted(LISTS)
    await caller.aclose()


async def test_of_many_processes_one_looks_in_an_interval(database: Database, looked: list[str]) -> None:
    caller = new_caller(database)
    talkers = [new_talker(database, caller) for _ in range(3)]
    for _ in range(2):
        await asyncio.gather(*(talker.keep() for talker in talkers))
    assert sorted(looked) == sorted(LISTS)
    # Whoever comes first afterwards looks, be it another one, or the clock was set back.
    for since in (timedelta(seconds=-LOOKS_APART_S), timedelta(hours=1)):
        looked.clear()
        async with database.connection() as connection:
            await connection.execute("UPDATE bot_watch SET looked_at = clock_timestamp() + CAST($1 AS interval)", since)
        for talker in reversed(talkers):
            await talker.keep()
        assert sorted(looked) == sorted(LISTS)
    await caller.aclose()


async def test_who_came_before_another_looked_and_is_served_after_does_not_look(database: Database) -> None:
    take_look = queries_beside(bot_turns.__file__).take_look.text.replace("$1", str(LOOKS_APART_S))
    async with database.connection() as late:
        async with database.transaction() as connection:
            await connection.execute("SELECT pg_advisory_xact_lock(1)")
            # Sent as one, so that both have the time at which they came.
            looking = asyncio.create_task(late.execute(f"SELECT pg_advisory_xact_lock(1); {take_look}"))
            await until_waiting_for_locks(database, 1)
            assert await bot_turns.take_look(connection, apart_s=LOOKS_APART_S)
        assert await looking == "UPDATE 0"


def counting(name: str, real: Any, looked: list[str]) -> Any:
    async def look(*values: Any, **named: Any) -> Any:
        looked.append(name)
        return await real(*values, **named)

    return look
