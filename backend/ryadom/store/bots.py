"""Bots: authors that are no people, by a name or as the program with a key itself."""

from uuid import UUID

from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.ids import new_id
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


async def find_named(connection: Connection, controller_id: UUID, name: str) -> Author | None:
    """The bot of a controller's sites with this name; None where nothing has been written in it yet."""
    row = await _queries.find_named.first(connection, controller_id=controller_id, name=name)
    return _author(row) if row else None


async def find_of_key(connection: Connection, api_key_id: UUID) -> Author | None:
    """The program with this key; None where it has led nothing yet."""
    row = await _queries.find_of_key.first(connection, api_key_id=api_key_id)
    return _author(row) if row else None


async def count_named(connection: Connection, controller_id: UUID) -> int:
    """How many names of bots there are on a controller's sites."""
    return int(await _queries.count_named.value(connection, controller_id=controller_id))


async def add_named(connection: Connection, controller_id: UUID, name: str) -> Author:
    """The same, whom there is from now on."""
    await _queries.insert_bot.run(
        connection, id=new_id(), controller_id=controller_id, api_key_id=None, name=name, public_name=""
    )
    return _author(await _queries.find_named.one(connection, controller_id=controller_id, name=name))


async def add_of_key(
    connection: Connection, controller_id: UUID, api_key_id: UUID, *, name: str, public_name: str
) -> Author:
    """The same of the program with this key."""
    await _queries.insert_bot.run(
        connection,
        id=new_id(),
        controller_id=controller_id,
        api_key_id=api_key_id,
        name=name,
        public_name=public_name,
    )
    return _author(await _queries.find_of_key.one(connection, api_key_id=api_key_id))


def _author(row: Row) -> Author:
    return Author(kind=AuthorKind.OPERATOR, id=row["id"], name=row["name"], public_name=row["public_name"], bot=True)
