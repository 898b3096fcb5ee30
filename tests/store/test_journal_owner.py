"""The journal with an owner of its own, as docs/operations.md tells a database administrator to give it one."""

import re
from pathlib import Path

import asyncpg
import pytest

from ryadom.privacy.journal_check import check_journal
from ryadom.store.database import Database
from tests.conftest import PostgresServer
from tests.store.journals import add_chain, opening, superuser, write

DOCS = Path(__file__).parents[2] / "docs" / "operations.md"


def _told() -> str:
    block = re.search(r"### The journal's owner.*?```sql\n(.*?)```", DOCS.read_text(), re.DOTALL)
    assert block is not None
    return block[1]


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER journal_append_only ON journal",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "GRANT ALL ON journal TO CURRENT_USER",
        "INSERT INTO journal SELECT * FROM journal",
        "UPDATE journal_heads SET number = 0",
        "DROP TABLE journal",
    ],
)
async def test_application_only_appends_to_a_journal_of_another_owner(
    postgres: PostgresServer, database: Database, database_url: str, statement: str
) -> None:
    async with database.connection() as connection:
        role = await connection.fetchval("SELECT current_user")
        if await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            pytest.skip("the tests' own role is a superuser here, whom nothing stops")
    async with superuser(postgres, database_url) as admin:
        is_there = await admin.fetchval("SELECT count(*) FROM pg_roles WHERE rolname = 'ryadom_journal'")
        told = _told().replace("TO ryadom;", f'TO "{role}";').replace("FROM ryadom;", f'FROM "{role}";')
        await admin.execute(told.replace("CREATE ROLE ryadom_journal NOLOGIN;", "") if is_there else told)

    controller_id = await add_chain(database)
    await write(database, opening(controller_id))
    async with database.connection() as connection:
        if statement.startswith("GRANT"):
            await connection.execute(statement)  # a warning: it grants what it may, which is nothing
            statement = "DELETE FROM journal"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    await write(database, opening(controller_id))

    [verdict] = await check_journal(database)
    assert (verdict.number, verdict.broken) == (2, None)
