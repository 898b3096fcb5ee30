"""Exports that are asked for once: what the table itself sees to, and by which index they are found again."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from ryadom.core.api_keys import ApiKeys, Scope
from ryadom.store import export_jobs as store
from ryadom.store.database import Database
from ryadom.store.export_jobs import Once, Wanted, find_by_echo, insert_job
from ryadom.store.exports import Kind
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.public_lists import NEWEST
from ryadom.store.sites import Site
from tests.web.client import furnish


async def wanted(database: Database, site: Site) -> Wanted:
    made = await ApiKeys(database=database).make(
        [site], name="CRM", scopes=[Scope.EXPORT_DATA], is_for_all=False, expires_at=None, by=COMMAND_LINE
    )
    return Wanted(
        id=new_id(),
        api_key_id=made.id,
        site_ids=(site.id,),
        kind=Kind.MESSAGES,
        form="csv",
        columns=("body",),
        since=datetime(1970, 1, 1, tzinfo=UTC),
        before=None,
        delimiter=";",
        has_mark=True,
        is_masked=False,
    )


async def test_table_has_no_second_job_of_an_echo(database: Database) -> None:
    site = await furnish(database)
    once = Once(echo_id=uuid4(), asked_sha256=bytes(32))
    first, second = await wanted(database, site), await wanted(database, site)
    async with database.connection() as connection:
        await insert_job(connection, first, once)
        assert await find_by_echo(connection, once.echo_id) == (first.id, bytes(32))
        with pytest.raises(asyncpg.UniqueViolationError):
            await insert_job(connection, second, once)
        # Any number without one
        await insert_job(connection, second)
        await insert_job(connection, await wanted(database, site))


async def test_echo_is_found_by_its_index(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL enable_seqscan = off")
        query = store._queries.find_by_echo.text.rstrip(";")
        plan = str(await connection.fetchval(f"EXPLAIN (FORMAT JSON) {query}", UUID(int=1)))
    assert "export_jobs_echo" in plan


async def test_jobs_of_a_key_are_listed_by_their_index(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute("SET LOCAL enable_seqscan = off")
        query = store._queries.list_jobs_of_key
        values = {"api_key_id": UUID(int=1), "asked_at": NEWEST.at, "id": NEWEST.id, "row_limit": 51}
        plan = await connection.fetchval(
            f"EXPLAIN (FORMAT JSON) {query.text.rstrip(';')}", *[values[name] for name in query.parameters]
        )
    assert "export_jobs_key" in str(plan)
