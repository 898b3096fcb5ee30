"""A process that pushes until it is killed: `python -m tests.store.connector_process DATABASE_URL`."""

import asyncio
import sys

from ryadom.store.database import open_database
from tests.connectors import new_pusher


async def main(database_url: str) -> None:
    async with open_database(database_url, pool_size=4) as database:
        await new_pusher(database).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
