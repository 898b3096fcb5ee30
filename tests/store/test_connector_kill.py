"""Processes that push are killed with SIGKILL, again and again: in the end each conversation is one card."""

import asyncio
import random
import sys
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from ryadom.protocol.shared import Status
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from tests.connectors import CLOSED, PHONE, Office, Simulated, close_office, open_office
from tests.simulators import megaplan, planfix
from tests.simulators.amocrm import account
from tests.simulators.bitrix24 import portal
from tests.simulators.onec import base
from tests.simulators.retailcrm import shop
from tests.waiting import until

CONVERSATIONS = 12
KILLS = 5
Simulator = Callable[[], AbstractAsyncContextManager[Simulated]]


async def test_processes_killed_at_random_leave_one_card_for_each_conversation(
    database: Database, database_url: str
) -> None:
    office = await open_office(database)
    # Whose bucket never fills: it is not what this is about.
    async with portal(clock=lambda: time.monotonic() * 1_000) as crm:
        await office.add(crm, CLOSED, creates="deal")
        await push_with_kills(office, crm, database_url)
        origins = [deal["ORIGIN_ID"] for deal in crm.cards["deal"]]
        assert sorted(origins) == sorted(map(str, await office.column("conversation_id")))
        assert len(crm.cards["contact"]) == 1 + CONVERSATIONS // 2
        for deal in crm.cards["deal"]:
            assert crm.transcript(deal["ID"]).count("слово") == 1
    await close_office(office)


@pytest.mark.parametrize("simulator", [account, shop, base, planfix.account, megaplan.account])
async def test_no_other_crm_gets_two_cards_of_a_conversation_either(
    database: Database, database_url: str, simulator: Simulator
) -> None:
    office = await open_office(database)
    async with simulator() as crm:
        await office.add(crm, CLOSED)
        await push_with_kills(office, crm, database_url)
        assert crm.made == CONVERSATIONS
        assert [crm.told.count(f"слово{number:02}") for number in range(CONVERSATIONS)] == [1] * CONVERSATIONS
    await close_office(office)


async def push_with_kills(office: Office, crm: Simulated, database_url: str) -> None:
    """Pushes conversations by processes that are killed; the last one pushes what they have left."""
    chance = random.Random(24)
    for number in range(CONVERSATIONS):
        neighbour = await open_office(office.database)
        words = f"слово{number:02}, 8 912 000-00-{number:02}" if number % 2 else f"слово{number:02} {PHONE}"
        await neighbour.say(NewMessage(body=words), NewStatus(status=Status.CLOSED))
        await close_office(neighbour)
    await office.fan_all()
    for _ in range(KILLS):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.store.connector_process", database_url
        )
        # Somewhere within the next calls, or between them.
        await heard(crm, len(crm.called) + chance.randint(1, 6))
        process.kill()
        await process.wait()
        # Later: the lease is over, and so is the time in which a lost write may come to its end.
        await office.hurry()
    while "pending" in await office.column("status"):
        await office.hurry()
        await office.pusher.push_due()
    assert await office.column("status") == ["sent"] * CONVERSATIONS


async def heard(crm: Simulated, calls: int) -> None:
    """Returns once so many calls have come."""
    await until(lambda: len(crm.called) >= calls)
