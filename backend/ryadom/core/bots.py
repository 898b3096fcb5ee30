"""Bots, in whose names programs write to visitors and lead conversations.

A bot that writes is its name: two programs of a controller that write as «Помощник» are one author, and a key that
takes another's place goes on in its name. Which program it was the journal says. What leads a conversation is the
program itself, called as its key is; visitors, for whom names of keys are not, are told the controller's name instead.
"""

from uuid import UUID

from ryadom.core.api_keys import Program
from ryadom.core.texts import clean_line
from ryadom.errors import BadBody
from ryadom.protocol import MAX_BOT_NAME_CHARS
from ryadom.protocol.shared import Author
from ryadom.store import bots as store
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database

MAX_BOTS = 100
"""Names of bots on a controller's sites: a program that makes one up for each message must not fill the database."""


async def bot_named(database: Database, controller_id: UUID, name: str, *, field: str = "author.name") -> Author:
    """The bot with this name on a controller's sites, whom there is from now on.

    Raises:
        BadBody: no line of 1 to 60 characters, or the controller has 100 other bots.
    """
    name = clean_line(name, field=field, max_chars=MAX_BOT_NAME_CHARS)
    async with database.connection() as connection:
        if known := await store.find_named(connection, controller_id, name):
            return known
        if await store.count_named(connection, controller_id) >= MAX_BOTS:
            raise BadBody(f"There are {MAX_BOTS} bots already: write as one of them.", field=field)
        return await store.add_named(connection, controller_id, name)


async def bot_of_program(database: Database, program: Program) -> Author:
    """The program as an author of its own."""
    key = program.key
    async with database.connection() as connection:
        if known := await store.find_of_key(connection, key.id):
            return known
        names = {controller.id: controller.legal_name for controller in await all_controllers(connection)}
        public_name = names.get(key.controller_id) or program.sites[0].name
        return await store.add_of_key(connection, key.controller_id, key.id, name=key.name, public_name=public_name)
