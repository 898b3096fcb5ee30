"""Whom bots leave waiting is looked for by one process at a time, and by the next one at once if that dies."""

import asyncio
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import pytest

from ryadom.core.outgoing.client import Caller
from ryadom.core.sealing import Seal
from ryadom.core.webhook_bots.talker import Talker
from ryadom.store import bot_turns
from ryadom.store.database import Database
from tests.connectors import KEY, new_caller

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


async def test_process_looks_for_nobody_while_another_does_and_does_as_soon_as_that_is_gone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    for name in LISTS:
        monkeypatch.setattr(bot_turns, name, counting(name, getattr(bot_turns, name), looked))
    caller = new_caller(database)
    talker = new_talker(database, caller)
    async with database.transaction() as connection:
        assert await bot_turns.try_alone(connection)
        await asyncio.create_task(talker.keep())
        assert looked == []
    await talker.keep()
    assert sorted(looked) == sorted(LISTS)
    await caller.aclose()


def counting(name: str, real: Any, looked: list[str]) -> Any:
    async def look(*values: Any, **named: Any) -> Any:
        looked.append(name)
        return await real(*values, **named)

    return look
