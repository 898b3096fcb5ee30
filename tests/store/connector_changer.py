"""A process that changes where a connector leads: `python -m tests.store.connector_changer DATABASE_URL ID URL`."""

import asyncio
import sys
from uuid import UUID

from ryadom.core.connectors.desk import Connectors
from ryadom.core.connectors.opening import PURPOSE
from ryadom.core.sealing import Seal
from ryadom.store.database import open_database
from ryadom.store.journal_chain import COMMAND_LINE
from tests.connectors import KEY, free_pace, new_caller


async def main(database_url: str, id: str, url: str) -> None:
    async with open_database(database_url, pool_size=4) as database:
        caller = new_caller(database)
        seal = Seal((KEY,), purpose=PURPOSE)
        pace = free_pace(database)
        connectors = Connectors(database=database, caller=caller, seal=seal, pace=pace, public_url=None)
        await connectors.change(UUID(id), settings={"url": url}, mapping={}, by=COMMAND_LINE)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
