"""One file, made by a process of its own: started, listened to, and ended with whoever started it."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from ryadom.core.export_jobs.order import Broken, Expected, Order, Whole, Written, line_of, read_said

CHILD = "ryadom.core.export_jobs.child"
END_TIMEOUT_S = 5.0


class Making:
    """How far the file is. `expected` is None until Postgres has said it, `ended` until the process has ended.

    A process that ends without a word, whatever has ended it, is None after `wait`.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.rows = 0
        self.expected: int | None = None
        self.ended: Whole | Broken | None = None

    async def wait(self) -> Whole | Broken | None:
        """Listens until the process has ended; gives what it said last, where that was an end."""
        lines = self._process.stdout
        while lines is not None and (line := await lines.readline()):
            match said := read_said(line):
                case Expected(rows):
                    self.expected = rows
                case Written(rows):
                    self.rows = rows
                case Whole() | Broken():
                    self.ended = said
        await self._process.wait()
        return self.ended

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid


@asynccontextmanager
async def making(order: Order) -> AsyncIterator[Making]:
    """Starts the process; however the block ends, the process is no more afterwards."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C in a terminal is for the server, which ends it in order
    )
    try:
        if process.stdin is None:
            raise OSError("the process has no pipes")
        # Never closed by us: its end is how the process notices that we have died.
        process.stdin.write(line_of(order))
        yield Making(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await asyncio.wait_for(process.wait(), END_TIMEOUT_S)
