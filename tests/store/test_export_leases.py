"""Which export is begun next."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from ryadom.core.operators import add_operator
from ryadom.store.database import Database
from ryadom.store.export_jobs import Wanted, insert_job, lease_job
from ryadom.store.exports import Kind
from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from tests.web.client import PASSWORD, SITE_KEYS, furnish

NODE = new_id()


@pytest.fixture
async def makers(database: Database) -> dict[str, UUID]:
    """Two who ask, by their names."""
    await furnish(database)
    for name in ("Олег", "Вера"):
        await add_operator(
            database,
            email=f"{len(name)}-{ord(name[0])}@shop.test",
            name=name,
            password=PASSWORD,
            site_keys=SITE_KEYS[:1],
            role=Role.OWNER,
        )
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT name, id FROM operators WHERE name IN ('Олег', 'Вера')")
    return {row["name"]: row["id"] for row in rows}


async def _ask(database: Database, operator_id: UUID) -> UUID:
    wanted = Wanted(
        id=new_id(),
        operator_id=operator_id,
        site_ids=(new_id(),),
        kind=Kind.MESSAGES,
        form="csv",
        columns=("seq",),
        since=datetime(1970, 1, 1, tzinfo=UTC),
        before=None,
        delimiter=";",
        has_mark=True,
        is_masked=False,
    )
    async with database.transaction() as connection:
        return (await insert_job(connection, wanted)).id


async def _lease(database: Database, *, most: int) -> UUID | None:
    async with database.transaction() as connection:
        job = await lease_job(connection, NODE, lease_s=60.0, most=most, most_tries=3)
    return job.id if job else None


async def test_who_has_none_being_made_goes_before_who_has(database: Database, makers: dict[str, UUID]) -> None:
    first, second, third = [await _ask(database, makers["Олег"]) for _ in range(3)]
    late = await _ask(database, makers["Вера"])
    assert [await _lease(database, most=4) for _ in range(4)] == [first, late, second, third]


async def test_no_more_are_begun_than_may_be(database: Database, makers: dict[str, UUID]) -> None:
    first, second = await _ask(database, makers["Олег"]), await _ask(database, makers["Вера"])
    assert [await _lease(database, most=1) for _ in range(2)] == [first, None]
    assert await _lease(database, most=2) == second
