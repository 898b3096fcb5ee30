"""Takings of files: who may go on with which, for how long, and by which index that is found."""

from uuid import uuid4

import pytest
from msgspec.structs import replace

from ryadom.store import export_takings as store
from ryadom.store.database import Database
from ryadom.store.export_jobs import insert_job
from ryadom.store.export_takings import Taking, insert_taking, is_taking
from tests.store.test_export_repeats import wanted
from tests.web.client import furnish

DONE = "UPDATE export_jobs SET state = 'done', size_bytes = 1, expires_at = now() + interval '1 day'"
ENDED = "UPDATE export_jobs SET state = 'ended'"
TOO_OLD = "UPDATE export_jobs SET expires_at = now() - interval '1 second'"


async def begun(database: Database) -> Taking:
    """One of an export that is done."""
    job = await wanted(database, await furnish(database))
    taking = Taking(job_id=job.id, tag_sha256=bytes(32), link_sha256=bytes([1] * 32), session_id=uuid4())
    async with database.connection() as connection:
        await insert_job(connection, job)
        await connection.execute(DONE)
        await insert_taking(connection, taking)
    return taking


async def test_it_is_known_by_all_that_it_is_of(database: Database) -> None:
    taking = await begun(database)
    others = (
        replace(taking, job_id=uuid4()),
        replace(taking, tag_sha256=bytes([2] * 32)),
        replace(taking, link_sha256=bytes([2] * 32)),
        replace(taking, session_id=uuid4()),
    )
    async with database.connection() as connection:
        assert await is_taking(connection, taking)
        assert [await is_taking(connection, other) for other in others] == [False] * 4


@pytest.mark.parametrize("change", [pytest.param(ENDED, id="ended"), pytest.param(TOO_OLD, id="too old")])
async def test_nobody_goes_on_with_what_has_ended_meanwhile(database: Database, change: str) -> None:
    taking = await begun(database)
    async with database.connection() as connection:
        await connection.execute(change)
        assert not await is_taking(connection, taking)


async def test_it_goes_with_its_export(database: Database) -> None:
    await begun(database)
    async with database.connection() as connection:
        await connection.execute("DELETE FROM export_jobs")
        assert await connection.fetchval("SELECT count(*) FROM export_takings") == 0


async def test_it_is_found_by_its_index(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL enable_seqscan = off")
        query = store._queries.is_taking.text.rstrip(";")
        plan = str(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query}", uuid4(), b"", b"", uuid4()))
    assert "export_takings_pkey" in plan
    assert "Seq Scan" not in plan
