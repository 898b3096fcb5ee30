"""What is made faster than it is taken: it goes to a file without a name, and whoever takes it reads behind.

Whoever makes it never waits for whoever takes it. A slow reader so holds disk, and neither memory nor a snapshot of the
database.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

PIECE_BYTES = 512 * 1024
TIDIED_WITHIN_S = 10.0

Produce = Callable[[BinaryIO, Callable[[int], None]], Awaitable[object]]
"""Writes to the file, and calls what it is given now and then, with any number."""


async def spooled(produce: Produce, folder: Path) -> AsyncGenerator[bytes]:
    """Gives what `produce` writes, piece by piece, while it writes. Whoever leaves early ends it.

    `folder` has the file, which is gone with whoever reads it.

    Raises:
        Exception: what `produce` has raised; what was given until then is not whole.
    """
    with tempfile.TemporaryFile(dir=folder) as file:
        more = asyncio.Event()
        work = asyncio.create_task(_run(produce, file, more))
        try:
            offset = 0
            while True:
                is_done = work.done()
                piece = await asyncio.to_thread(os.pread, file.fileno(), PIECE_BYTES, offset)
                if piece:
                    offset += len(piece)
                    yield piece
                elif is_done:
                    await work
                    return
                else:
                    await more.wait()
                    more.clear()
        finally:
            work.cancel()
            await _ended(work)


async def _run(produce: Produce, file: BinaryIO, more: asyncio.Event) -> None:
    try:
        await produce(file, lambda _: more.set())
        await asyncio.to_thread(file.flush)
    finally:
        more.set()


async def _ended(work: asyncio.Task[None]) -> None:
    """Waits until it has tidied up, and cancels it once more where that takes long.

    A task group cancels whoever is in it again and again, and whoever awaited it would pass each of them on: into the
    middle of a ROLLBACK, for example.
    """
    again = asyncio.get_running_loop().call_later(TIDIED_WITHIN_S, work.cancel)
    while not work.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait([work])
    again.cancel()
    if not work.cancelled():
        work.exception()
