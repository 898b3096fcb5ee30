"""Records for tests of the journal, and a tamperer who may do anything to the database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import asyncpg

from ryadom.store.controllers import Controller, insert_controller
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal import append, read_links
from ryadom.store.journal_chain import Action, Actor, ActorKind, Link, Record
from tests.conftest import PostgresServer

ANNA = Actor(kind=ActorKind.OPERATOR, id=UUID(int=7), name="Анна", network="192.0.2.1")


async def add_chain(database: Database) -> UUID:
    """A controller with an empty journal."""
    controller = Controller(id=new_id())
    async with database.transaction() as connection:
        await insert_controller(connection, controller)
    return controller.id


def opening(controller_id: UUID, **fields: Any) -> Record:
    """A record of a thread that Anna opens."""
    told: dict[str, Any] = {"actor": ANNA, "visitor_ids": (uuid4(),), "conversation_ids": (uuid4(),)} | fields
    return Record(controller_id=controller_id, action=Action.CONVERSATION_OPENED, **told)


async def write(database: Database, *records: Record) -> None:
    async with database.connection() as connection:
        await append(connection, records)


async def links_of(database: Database, controller_id: UUID) -> Sequence[Link]:
    async with database.connection() as connection:
        return await read_links(connection, controller_id=controller_id, after=0, limit=1_000_000)


@asynccontextmanager
async def superuser(postgres: PostgresServer, database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection that nothing in the database stops."""
    path = urlsplit(database_url).path
    connection = await asyncpg.connect(urlsplit(postgres.admin_url)._replace(path=path).geturl(), timeout=10)
    try:
        yield connection
    finally:
        await connection.close()


async def tamper(postgres: PostgresServer, database_url: str, statement: str, *values: object) -> None:
    """Runs a statement as a superuser who has switched the journal's triggers off."""
    async with superuser(postgres, database_url) as connection, connection.transaction():
        await connection.execute("ALTER TABLE journal DISABLE TRIGGER ALL")
        await connection.execute("ALTER TABLE journal_heads DISABLE TRIGGER ALL")
        await connection.execute(statement, *values)
        await connection.execute("ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_append_only")
