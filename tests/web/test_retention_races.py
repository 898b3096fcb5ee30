"""Somebody comes back, or is held, in the very moment in which retention erases: it waits for them, and looks again."""

import asyncio
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from ryadom.core.retention_job import Made
from ryadom.errors import DatabaseUnavailable, RetentionRunning
from ryadom.store import time_limits
from ryadom.store.database import Database, open_database
from ryadom.store.ids import new_id
from ryadom.store.legal_holds import insert_hold, lock_visitor
from ryadom.store.sql import Connection
from ryadom.store.subject_people import add_person
from tests.waiting import until_true
from tests.web.client import Server
from tests.web.retention import conversation_with, job_of, keep_for, now, run, words_left
from tests.web.subject_requests import officer

KINDS = [{"messages": 30}, {"card": 30}, {"pages": 30}]


async def is_waited_for(server: Server) -> bool:
    """Whether somebody waits for what another transaction has locked."""
    async with server.database.connection() as connection:
        return bool(
            await connection.fetchval(
                "SELECT EXISTS (SELECT FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid) "
                "WHERE NOT l.granted AND a.datname = current_database())"
            )
        )


async def left(server: Server, conversation_id: UUID) -> tuple[int, str, bool]:
    async with server.database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT v.name, c.page_url IS NOT NULL AS has_page FROM conversations AS c "
            "JOIN visitors AS v ON v.id = c.visitor_id WHERE c.id = $1",
            conversation_id,
        )
    assert row is not None
    return await words_left(server.database), row["name"], row["has_page"]


async def run_beside(server: Server, database_url: str) -> "asyncio.Task[list[Made]]":
    """Begins a run; it has either come to what is locked, or run past it to its end."""
    going = asyncio.create_task(run(server, database_url))
    async with asyncio.timeout(20):
        while not going.done() and not await is_waited_for(server):  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.02)
    return going


@pytest.mark.parametrize("days", KINDS)
async def test_hold_that_is_being_placed_is_waited_for(server: Server, database_url: str, days: dict[str, int]) -> None:
    await keep_for(server, **days)
    visitor_id = uuid4()
    conversation_id = await conversation_with(server, 2, days_ago=60, visitor_id=visitor_id)
    async with server.database.transaction() as placing:
        await lock_visitor(placing, site_id=server.site.id, visitor_id=visitor_id)
        await insert_hold(
            placing,
            id=new_id(),
            site_id=server.site.id,
            visitor_id=visitor_id,
            conversation_id=None,
            reason="спор",
            placed_by="",
        )
        going = await run_beside(server, database_url)
    assert await going == []
    assert await left(server, conversation_id) == (2, "Иван", True)


@pytest.mark.parametrize("days", KINDS)
async def test_conversation_that_is_being_opened_again_is_waited_for(
    server: Server, database_url: str, days: dict[str, int]
) -> None:
    await keep_for(server, **days)
    conversation_id = await conversation_with(server, 2, days_ago=60)
    async with server.database.transaction() as opening:
        await open_again(opening, conversation_id)
        going = await run_beside(server, database_url)
    assert await going == []
    assert await left(server, conversation_id) == (2, "Иван", True)


async def open_again(connection: Connection, conversation_id: UUID) -> None:
    await connection.execute(
        "UPDATE conversations SET status = 'open', queued_at = now(), active_at = now() WHERE id = $1",
        conversation_id,
    )


async def test_person_who_is_being_added_to_a_request_is_waited_for(server: Server, database_url: str) -> None:
    await keep_for(server, messages=30)
    visitor_id = uuid4()
    conversation_id = await conversation_with(server, 2, days_ago=60, visitor_id=visitor_id)
    async with officer(server) as desk:
        card = await desk.write_down()
        async with server.database.transaction() as adding:
            await lock_visitor(adding, site_id=server.site.id, visitor_id=visitor_id)
            await add_person(
                adding,
                request_id=UUID(card["request"]["id"]),
                site_id=server.site.id,
                visitor_id=visitor_id,
                by_name="Вера",
            )
            going = await run_beside(server, database_url)
        assert await going == []
    assert await left(server, conversation_id) == (2, "Иван", True)


async def test_run_that_is_slower_than_transactions_may_be_is_alone_until_it_ends(
    server: Server, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await keep_for(server, messages=30)
    await conversation_with(server, 2, days_ago=60)
    refused: list[bool] = []
    monkeypatch.setattr(time_limits, "IDLE_TIMEOUT_S", 1)
    monkeypatch.setattr(time_limits, "TRANSACTION_TIMEOUT_S", 1)
    async with open_database(database_url, pool_size=4) as database:
        # The one connection that is open by now is the turn's; what works beside it may take longer.
        monkeypatch.undo()
        job = replace(await job_of(server, database_url), database=database)

        async def pause(_took_s: float) -> None:
            # A transaction that began behind the turn's, and is as silent, is ended.
            with pytest.raises(DatabaseUnavailable):
                await be_silent(server.database)
            with pytest.raises(RetentionRunning):
                await job.run(now=now(), includes_new=True)
            refused.append(True)

        [made] = await replace(job, pause=pause).run(now=now(), includes_new=True)
    assert (made.rows, refused) == (2, [True])
    assert await words_left(server.database) == 0


async def be_silent(database: Database) -> None:
    """Until Postgres ends the transaction, a bit later than those of connections limited to a second."""
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL idle_in_transaction_session_timeout = '1200ms'")
        pid = await connection.fetchval("SELECT pg_backend_pid()")

        async def is_gone() -> bool:
            async with database.connection() as other:
                return not await other.fetchval("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1)", pid)

        await until_true(is_gone)
