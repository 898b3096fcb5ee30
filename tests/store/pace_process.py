"""A process that calls an account again and again, and prints how often it did.

`python -m tests.store.pace_process DATABASE_URL CONTROLLER PORT CALLS`
"""

import asyncio
import sys
from uuid import UUID

from ryadom.core.connectors.line import Account, CrmLine, Pace
from ryadom.core.outgoing.urls import read_url
from ryadom.errors import CrmBusy
from ryadom.store.database import open_database
from tests.connectors import new_caller

PER_SECOND, BURST = 10.0, 4.0


async def main(database_url: str, controller_id: UUID, port: int, calls: int) -> None:
    async with open_database(database_url, pool_size=4) as database:
        caller = new_caller(database)
        target = read_url(f"http://crm.test:{port}/")
        line = CrmLine(
            caller,
            Pace(database),
            account=Account(controller_id, target.origin, ""),
            target=target,
            per_second=PER_SECOND,
            burst=BURST,
        )
        made = 0
        try:
            for _ in range(calls):
                await line.ask("/", headers={})
                made += 1
        except CrmBusy:
            pass
        finally:
            await caller.aclose()
        sys.stdout.write(f"{made}\n")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
