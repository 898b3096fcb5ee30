"""The life of a command that serves: from its start until Ctrl-C or SIGTERM.

It imports nothing heavy: the parent of several workers lives by it, and shall listen before they have read the app.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable


class Stop:
    """What Ctrl-C and SIGTERM mean: give the start up, or once all is served, end in good order."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._starting: asyncio.Task[None] | None = None

    def ask(self) -> None:
        """Asks for the end; may be called again."""
        self.asked.set()
        starting, self._starting = self._starting, None
        if starting is not None:
            starting.cancel()  # only once: a second time would cut off the cleaning up

    def cancels(self, task: asyncio.Task[None]) -> None:
        """From now on asking cancels this task."""
        self._starting = task

    def waits(self) -> None:
        """From now on asking only sets `asked`, for whoever waits."""
        self._starting = None


async def run_until_stopped(work: Callable[[Stop], Awaitable[None]]) -> None:
    """Runs a server's life from start to stop; a signal ends it without an error."""
    stop = Stop()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stop.ask)
    task: asyncio.Task[None] = asyncio.ensure_future(_awaited(work(stop)))
    stop.cancels(task)
    try:
        await task
    except asyncio.CancelledError:
        if not stop.asked.is_set():
            raise


async def _awaited(work: Awaitable[None]) -> None:
    await work
