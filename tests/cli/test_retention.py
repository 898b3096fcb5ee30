"""`ryadom retention`, as an owner types it, and killed with -9 while it erases."""

import asyncio
import os
import signal

import pytest

from ryadom.store.database import Database
from tests.cli.command import run, running
from tests.unit.test_paper import text_of
from tests.web.conftest import serving
from tests.web.retention import conversation_with, words_left
from tests.web.test_destruction_acts import papers_of

MESSAGES = 4_000


async def erased_so_far(database: Database) -> int:
    async with database.connection() as connection:
        left: int = await connection.fetchval("SELECT count(*) FROM entries WHERE body <> ''")
        return MESSAGES - left


async def test_lifetimes_are_set_counted_run_and_held(database: Database, database_url: str) -> None:
    async with serving(database_url, database) as server:
        conversation_id = await conversation_with(server, 3, days_ago=40)
        key = server.site.key
        steps = [
            await run("retention", *arguments, database_url=database_url)
            for arguments in (
                ("set", "--site", key, "messages=30", "pages=off"),
                ("show",),
                ("hold", "--site", key, "--conversation", str(conversation_id), "--reason", "спор"),
                ("dry-run",),
                ("holds",),
                ("set", "--site", key, "messages=soon"),
                ("set", "--site", key, "consents=30"),
            )
        ]
        hold_id = steps[4][1].split("\t")[0]
        lifted = await run("retention", "lift", hold_id, database_url=database_url)
        ran = await run("retention", "run", database_url=database_url)
        again = await run("retention", "run", database_url=database_url)

    assert [status for status, _, _ in steps] == [0, 0, 0, 0, 0, 2, 1]
    assert f"{key}\tmessages\t30\n" in steps[1][1]
    assert f"{key}\tpages\toff\n" in steps[1][1]
    assert f"{key}\tmessages\t0\t0\n" in steps[3][1]
    assert "спор" in steps[4][1]
    assert "consents can be kept for 1095 to 36500 days" in steps[6][2]
    assert lifted[0] == 0
    assert ran[:2] == (0, f"{key}: 3 rows erased, act No. 1.\n")
    assert again[1] == "Nothing was due.\n"


@pytest.mark.timeout(180)
async def test_run_killed_with_nine_goes_on_and_its_act_counts_all(database: Database, database_url: str) -> None:
    async with serving(database_url, database) as server:
        await conversation_with(server, MESSAGES, days_ago=40)
        await run("retention", "set", "--site", server.site.key, "messages=30", database_url=database_url)
        with running("retention", "run", RYADOM_DATABASE_URL=database_url) as process:
            async with asyncio.timeout(60):
                while not await erased_so_far(database):  # noqa: ASYNC110 - another process erases
                    await asyncio.sleep(0.01)
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)
        killed_at = await erased_so_far(database)
        assert await papers_of(server) == []
        went_on = await run("retention", "run", database_url=database_url)
        [papers] = await papers_of(server)

    assert 0 < killed_at < MESSAGES
    assert went_on[1] == f"{server.site.key}: {MESSAGES} rows erased, act No. 1.\n"
    assert papers.act.changed == {"entries": MESSAGES}
    assert "Прервано и продолжено" in text_of(papers.pdf)
    assert await words_left(database) == 0
