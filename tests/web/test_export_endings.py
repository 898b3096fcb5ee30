"""Files of exports, and what is being made, that end as soon as anybody in them has left: before the act of it."""

import errno
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from ryadom.core.erasure import erase_person
from ryadom.core.export_jobs import runner as runners
from ryadom.live.lines import installation_line
from ryadom.privacy.persons import find_person
from ryadom.store.file_contents import FileContents
from tests.export_jobs import asked, files_in, link_to, makers, taken, told, until_state
from tests.waiting import until
from tests.web.accounts import Account
from tests.web.client import SITE_KEYS, Client, Server
from tests.web.exports import error_of, server, shop, standing, sweep, sweeper, vera, visitor, waiting
from tests.web.retention import conversation_with, job_of, keep_for

__all__ = ["server", "vera", "visitor"]


async def erase(server: Server, database_url: str, visitor: Client, tmp_path: Path) -> None:
    async with server.database.connection() as connection:
        conversation_id = await connection.fetchval(
            "SELECT id FROM conversations WHERE visitor_id = $1", UUID(visitor.welcome["visitor_id"])
        )
    person = await find_person(server.database, site_key=server.site.key, conversation_id=conversation_id)
    line = await installation_line(server.database, database_url=database_url, bus_url=None)
    contents = FileContents(server.database, tmp_path / "files")
    await erase_person(server.database, line, person, contents=contents, now=datetime.now(UTC))
    contents.close()


async def test_file_is_gone_before_the_act_once_somebody_in_it_is_erased(
    server: Server, vera: Account, visitor: Client, database_url: str, tmp_path: Path
) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    link = await link_to(vera, id)
    await erase(server, database_url, visitor, tmp_path)
    assert files_in(tmp_path) == []
    assert error_of(await vera.http.get(link)) == (409, "export_unready")
    assert (await told(vera, id))["reason"] == "people_left"
    # Nobody is held up for good by who left before.
    await until_state(vera, again := await asked(vera, shop(server)), "done")
    assert (await taken(vera, again)).text.count("\n") == 1


async def test_file_is_gone_once_somebody_in_it_is_blocked(server: Server, vera: Account, tmp_path: Path) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    async with server.database.connection() as connection:
        await connection.execute("UPDATE visitors SET blocked_at = now(), block_reason = 'unlawful'")
    await sweep(server)
    assert (await told(vera, id))["reason"] == "people_left"
    assert files_in(tmp_path) == []


async def test_what_is_being_made_when_somebody_is_erased_is_begun_anew(
    server: Server, vera: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runners, "REST_S", (1.5, 1.5))
    async with server.visitor() as other:
        await other.say("Забудьте меня")
        visitor_id = UUID(other.welcome["visitor_id"])
    async with waiting(server):
        id = await asked(vera, shop(server), kind="messages")
        await until_state(vera, id, "running")
        async with server.database.connection() as connection:
            await connection.execute("UPDATE visitors SET erased_at = clock_timestamp() WHERE id = $1", visitor_id)
        # Within a second, however long it would still take
        await until_state(vera, id, "queued")
    done = await until_state(vera, id, "done")
    assert done["rows_done"] == 2
    [name] = files_in(tmp_path)
    assert name != f"{UUID(id).hex}-1"


@asynccontextmanager
async def customers_waiting(server: Server) -> AsyncIterator[None]:
    """Whoever reads cards of customers waits until this ends; messages are erased all the same."""
    async with server.database.transaction() as connection:
        await connection.execute("LOCK TABLE customer_cards IN ACCESS EXCLUSIVE MODE")
        yield


async def retain(server: Server, database_url: str, tmp_path: Path) -> None:
    """Erases messages of a conversation that is over its lifetime, and makes the act."""
    await keep_for(server, messages=30)
    await conversation_with(server, 3, days_ago=31)
    contents = FileContents(server.database, tmp_path / "files")
    job = replace(await job_of(server, database_url), contents=contents)
    [made] = await job.run(now=datetime.now(UTC), includes_new=True)
    contents.close()
    assert made.rows == 3


async def test_retention_ends_files_before_its_act(
    server: Server, vera: Account, database_url: str, tmp_path: Path
) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    link = await link_to(vera, id)
    await retain(server, database_url, tmp_path)
    assert files_in(tmp_path) == []
    assert (await told(vera, id))["reason"] == "people_left"
    assert error_of(await vera.http.get(link)) == (409, "export_unready")


async def test_retention_interrupts_what_is_being_made(
    server: Server, vera: Account, database_url: str, tmp_path: Path
) -> None:
    async with customers_waiting(server):
        id = await asked(vera, shop(server), kind="customers")
        await until(lambda: len(makers(os.getpid())) == 1)
        await retain(server, database_url, tmp_path)
        assert (await standing(server.database, id), files_in(tmp_path)) == (("queued", 1), [])
        await until(lambda: makers(os.getpid()) == [], deadline_s=5.0)
    await until_state(vera, id, "done")
    assert files_in(tmp_path) == [f"{UUID(id).hex}-2"]


async def test_what_was_interrupted_as_often_as_may_be_has_failed(
    server: Server, vera: Account, tmp_path: Path
) -> None:
    async with customers_waiting(server):
        id = await asked(vera, shop(server), kind="customers")
        await until(lambda: len(makers(os.getpid())) == 1)
        async with server.database.connection() as connection:
            await connection.execute("UPDATE export_jobs SET tries = $1", runners.MOST_TRIES)
        await sweeper(server).clear(server.site.id)
        failed = await told(vera, id)
        assert (failed["state"], failed["reason"], files_in(tmp_path)) == ("failed", "people_left", [])
        await until(lambda: makers(os.getpid()) == [], deadline_s=5.0)


async def test_files_of_others_hold_up_nobodys_erasure(
    server: Server, vera: Account, visitor: Client, database_url: str, tmp_path: Path
) -> None:
    async with server.database.connection() as connection:
        other = await connection.fetchval("SELECT id FROM sites WHERE key = $1", SITE_KEYS[1])
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    folder = tmp_path / "files" / "exports"
    stranger = folder / f"{uuid4().hex}-1.part"
    stranger.mkdir()
    os.utime(stranger, (0, 0))
    (folder / f"{UUID(id).hex}-7.part").mkdir()
    await sweeper(server).clear(other)
    assert len(files_in(tmp_path)) == 3
    await erase(server, database_url, visitor, tmp_path)
    assert files_in(tmp_path) == [stranger.name]


async def test_folder_that_is_written_into_while_it_goes_is_gone_in_the_end(
    server: Server, vera: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    part = tmp_path / "files" / "exports" / f"{UUID(id).hex}-7.part"
    part.mkdir()
    late = [errno.ENOTEMPTY, errno.ENOENT]
    rmtree = shutil.rmtree

    def remove(path: Path) -> None:
        if late:
            raise OSError(late.pop(), "somebody was quicker")
        rmtree(path)

    monkeypatch.setattr("ryadom.core.export_jobs.folder.shutil.rmtree", remove)
    await sweeper(server).clear(server.site.id)
    assert (late, files_in(tmp_path)) == ([], [])


@pytest.mark.parametrize(("before", "state"), [("1 minute", "ended"), ("4 minutes", "done")])
async def test_who_was_blocked_by_a_clock_that_is_behind_has_left_too(
    server: Server, vera: Account, before: str, state: str
) -> None:
    await until_state(vera, id := await asked(vera, shop(server)), "done")
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE visitors SET blocked_at = now() - CAST(CAST($1 AS text) AS interval), block_reason = 'unlawful'",
            before,
        )
    await sweep(server)
    assert (await told(vera, id))["state"] == state
