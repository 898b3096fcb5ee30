"""A process that runs an embedded server until its standard input ends: what tests kill with -9.

Arguments: the data folder. It prints the server's URL once it is ready, or a line that begins with "StartFailed:".
"""

import asyncio
import sys
from pathlib import Path

from ryadom.errors import StartFailed
from ryadom.store.embedded import embedded_postgres


async def hold(data_dir: Path) -> None:
    try:
        async with embedded_postgres(data_dir) as url:
            print(url, flush=True)  # noqa: T201 - the parent reads it
            await asyncio.to_thread(sys.stdin.read)
    except StartFailed as error:
        print(f"StartFailed: {error.message}", flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(hold(Path(sys.argv[1])))
