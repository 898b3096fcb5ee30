"""Whom bots leave waiting are worked off by all processes, however long the interval is in which one of them looks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID

import pytest

from ryadom.core.webhook_bots import talker
from ryadom.core.webhook_bots.speaking import Speaker
from ryadom.errors import DatabaseUnavailable
from ryadom.store.bot_turns import Led
from ryadom.store.database import Database
from tests.bots import replies, turns
from tests.waiting import until_true
from tests.web.client import Client, Server
from tests.web.conftest import another_server, serving
from tests.web.test_webhook_bots import bot_of, handed_over

STRANDED = 5


@pytest.fixture
async def servers(
    database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Server, Server]]:
    """Two that keep often, of which one looks in an hour."""
    monkeypatch.setattr(talker, "KEEP_INTERVAL_S", 0.05)
    monkeypatch.setattr(talker, "LOOKS_APART_S", 3_600.0)
    async with (
        serving(database_url, database) as one,
        another_server(database_url, database, one.site) as other,
    ):
        yield one, other


@pytest.mark.parametrize("obstacle", ["more than is taken at once", "one that can not be written"])
async def test_what_a_look_leaves_behind_waits_for_no_interval(
    servers: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch, obstacle: str
) -> None:
    failed: list[Led] = []
    release = Speaker.release

    async def fail_once(speaker: Speaker, led: Led, remark: str) -> bool:
        if not failed:
            failed.append(led)
            raise DatabaseUnavailable("Not now.", retry_after_s=0.1)
        return await release(speaker, led, remark)

    if obstacle == "more than is taken at once":
        monkeypatch.setattr(talker, "AT_MOST", 2)
    else:
        monkeypatch.setattr(Speaker, "release", fail_once)
    async with left_waiting(servers[0]) as guests:
        await asyncio.gather(*(handed_over(guest) for guest in guests))
        assert len(failed) == (obstacle == "one that can not be written")


@pytest.mark.parametrize(
    "trouble",
    [ValueError("nobody had thought of this"), DatabaseUnavailable("Its row is held.", retry_after_s=0.1)],
    ids=["ours", "of Postgres"],
)
async def test_one_with_which_something_always_goes_wrong_keeps_no_other_waiting(
    servers: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    failed: set[UUID] = set()
    release = Speaker.release

    async def fail_for_the_first(speaker: Speaker, led: Led, remark: str) -> bool:
        if not failed or led.conversation_id in failed:
            failed.add(led.conversation_id)
            raise trouble
        return await release(speaker, led, remark)

    monkeypatch.setattr(Speaker, "release", fail_for_the_first)
    async with left_waiting(servers[0]) as guests:
        waiting = {asyncio.create_task(handed_over(guest)) for guest in guests}
        async with asyncio.timeout(20):
            while len(waiting) > 1:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for one in done:
                    one.result()
        [stuck] = waiting
        stuck.cancel()
        assert len(failed) == 1


@asynccontextmanager
async def left_waiting(server: Server) -> AsyncIterator[list[Client]]:
    """Visitors whose bot has been asked and will say nothing, of which nobody has taken notice so far."""
    async with AsyncExitStack() as open, bot_of(server, replies(lambda _: None)) as (_, made):
        guests = [await open.enter_async_context(server.visitor()) for _ in range(STRANDED)]
        for guest in guests:
            await guest.say("Есть чай?")
        await until_true(lambda: _are_ended(server, made.id))
        async with server.database.transaction() as connection:
            await connection.execute("UPDATE webhook_deliveries SET outcome = 'dropped'")
            await connection.execute("UPDATE bot_watch SET looked_at = '-infinity'")
        yield guests


async def _are_ended(server: Server, endpoint_id: UUID) -> bool:
    return await turns(server.database, endpoint_id) == [("delivered", "")] * STRANDED
