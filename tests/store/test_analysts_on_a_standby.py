"""Analysts ask a hot standby, as docs/analysts.md advises: a real one, which takes what is written from the first."""

import re
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from ryadom.store.database import open_database
from ryadom.store.embedded import embedded_postgres
from ryadom.store.embedded_account import server_account
from ryadom.store.embedded_folder import open_folder
from ryadom.store.entries import NewMessage, append_entry
from ryadom.store.migrate import migrate
from tests.conftest import passable_folder
from tests.standby import back_up, execute, running, url_of
from tests.store.scenes import make_scene
from tests.waiting import until_true

DOCS = (Path(__file__).parents[2] / "docs/analysts.md").read_text(encoding="utf-8")
GRANTS, *QUESTIONS = re.findall(r"^```sql\n(.*?)^```", DOCS, re.DOTALL | re.MULTILINE)
VIEWS = re.findall(r"^\| `(analyst_\w+)`", DOCS, re.MULTILINE)


async def write(url: str, body: str) -> None:
    """Somebody asks on a site of their own."""
    async with open_database(url, pool_size=2) as database, database.transaction() as connection:
        head = (await make_scene(connection)).head
        await append_entry(connection, head=head, author=head.visitor, echo_id=uuid4(), content=NewMessage(body=body))


async def test_analyst_reads_views_of_a_standby_and_nothing_else(short_folder: Path) -> None:
    async with embedded_postgres(short_folder) as url, open_database(url, pool_size=2) as database:
        await migrate(database)
        first = open_folder(short_folder, server_account())
        await execute(first, GRANTS)
        await write(url, "Есть чай?")
        with passable_folder() as folder:
            standby = await back_up(first, folder)
            # Who may connect to a replica is its own affair: this one lets the analyst in.
            async with running(standby, first, rules=["local ryadom analyst trust"]):
                analyst = await asyncpg.connect(url_of(standby, "analyst"))
                try:
                    await reads_as_the_docs_say(analyst, url)
                finally:
                    await analyst.close()


async def reads_as_the_docs_say(analyst: asyncpg.Connection, first: str) -> None:
    assert await analyst.fetchval("SELECT pg_is_in_recovery()")
    for view in VIEWS:
        # What stands there only after somebody agreed or was answered is empty, and still answers.
        await analyst.fetch(f"SELECT * FROM {view}")  # noqa: S608 - of the docs
    assert len(await analyst.fetch("SELECT * FROM analyst_conversations")) == 1
    for question in QUESTIONS:
        await analyst.fetch(question)

    async def has_come() -> bool:
        return bool(await analyst.fetchval("SELECT count(*) = 2 FROM analyst_messages"))

    await write(first, "А кофе?")
    await until_true(has_come, deadline_s=20.0)
    for statement in ("SELECT body FROM entries", "SELECT name FROM visitors", "SELECT * FROM customer_cards"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await analyst.execute(statement)
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await analyst.execute("CREATE TABLE mine (id integer)")


def test_all_views_and_questions_of_the_docs_are_asked() -> None:
    assert (len(VIEWS), len(QUESTIONS)) == (6, 2)
    assert set(re.findall(r"analyst_\w+", GRANTS)) == set(VIEWS)
