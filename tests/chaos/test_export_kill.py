"""kill -9 of the server at random points of an export: one whole file in the end, no half one, and no process left."""

import asyncio
import random
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import pytest

from ryadom.core.operators import add_operator
from ryadom.store.database import Database, open_database
from ryadom.store.export_jobs import Job, State, Wanted, find_job, insert_job
from ryadom.store.exports import COLUMNS, Kind
from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from tests.chaos.server_process import server_process
from tests.conftest import PostgresServer, fresh_database
from tests.export_jobs import files_in, is_alive, makers
from tests.waiting import until, until_true
from tests.web.client import PASSWORD, SITE_KEYS, furnish

VISITORS = 20_000
KILLS = 2
BEGUN_AGAIN_WITHIN_S = 15.0
DEADLINE_S = 60.0
POINTS_S = (0.0, 2.5)


async def test_export_survives_kill_9_of_its_server(
    postgres: PostgresServer, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # Each form with a server and a database of its own, side by side: nearly all of it is waiting for leases to end.
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        for form in ("csv", "xlsx"):
            url = stack.enter_context(fresh_database(postgres, template_database))
            database = await stack.enter_async_context(open_database(url))
            tasks.create_task(survive(url, database, tmp_path_factory.mktemp(form), form))


async def survive(database_url: str, database: Database, folder: Path, form: str) -> None:
    """An export in this form, whose server is killed twice."""
    id = await queued(database, form)
    chance = random.Random(form)
    async with server_process(
        folder,
        RYADOM_DATABASE_URL=database_url,
        RYADOM_SECRET_KEY="kR8v-chaos-secret-0123456789-abcdefgh",
        RYADOM_DATA_DIR=str(folder / "data"),
    ) as process:
        for _ in range(KILLS):
            run = await begun(database, id)
            await asyncio.sleep(chance.uniform(*POINTS_S))
            orphans = makers(process.pid)
            await process.kill()
            # Nobody has told them: they have noticed it by the end of their standard input.
            await until(lambda: not any(is_alive(pid) for pid in orphans), deadline_s=5.0)  # noqa: B023 - awaited here
            await process.start()
            if await state_of(database, id) is State.DONE:
                break
            await begun(database, id, after=run)
        await until_true(lambda: is_done(database, id), deadline_s=DEADLINE_S)
        job = await job_of(database, id)
        name = f"{id.hex}-{job.runs}"
        # What the killed ones have left is swept.
        await until(lambda: files_in(folder / "data") == [name], deadline_s=BEGUN_AGAIN_WITHIN_S + 5.0)
        file = folder / "data" / "files" / "exports" / name
        assert file.stat().st_size == job.size_bytes
        assert job.rows_done == VISITORS
        if form == "csv":
            assert file.read_bytes().count(b"\n") == VISITORS + 1


async def queued(database: Database, form: str) -> UUID:
    """An export of many customers, which nobody makes yet."""
    site = await furnish(database)
    await add_operator(
        database, email="o@shop.test", name="Олег", password=PASSWORD, site_keys=SITE_KEYS[:1], role=Role.OWNER
    )
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT INTO visitors (site_id, id, name, locale) SELECT $1, gen_random_uuid(), 'Анна ' || n, 'ru' "
            "FROM generate_series(1, CAST($2 AS integer)) AS n",
            site.id,
            VISITORS,
        )
        wanted = Wanted(
            id=new_id(),
            operator_id=await connection.fetchval("SELECT id FROM operators WHERE name = 'Олег'"),
            site_ids=(site.id,),
            kind=Kind.CUSTOMERS,
            form=form,
            columns=tuple(COLUMNS[Kind.CUSTOMERS]),
            since=await connection.fetchval("SELECT CAST('1970-01-01T00:00:00Z' AS timestamptz)"),
            before=None,
            delimiter=";",
            has_mark=True,
            is_masked=False,
        )
        await insert_job(connection, wanted)
    return wanted.id


async def begun(database: Database, id: UUID, *, after: int = 0) -> int:
    """Waits until it is begun, later than that run; gives the run."""

    async def is_begun() -> bool:
        job = await job_of(database, id)
        return job.runs > after or job.state is State.DONE

    await until_true(is_begun, deadline_s=BEGUN_AGAIN_WITHIN_S)
    return (await job_of(database, id)).runs


async def is_done(database: Database, id: UUID) -> bool:
    return await state_of(database, id) is State.DONE


async def state_of(database: Database, id: UUID) -> State:
    return (await job_of(database, id)).state


async def job_of(database: Database, id: UUID) -> Job:
    async with database.connection() as connection:
        job = await find_job(connection, id)
    assert job is not None
    return job
