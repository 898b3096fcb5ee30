"""Ctrl+C for commands that take long: the first one counts."""

import asyncio
from collections.abc import Coroutine
from typing import Any

CANCEL_AGAIN_S = 1.0
"""Somebody sits before it, and presses once more before long."""


async def interruptible(work: Coroutine[Any, Any, None], *, again_s: float = CANCEL_AGAIN_S) -> None:
    """Does the work to its end. Where this is cancelled, which is what Ctrl+C does first, so is the work until it ends.

    A cancellation can be lost: see `until_ended`.
    """
    from ryadom.core.ending import until_ended

    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        task.cancel()
        await until_ended([task], again_s=again_s)
        if task.cancelled():
            raise
        # It was through, or failed, before it heard of it
        task.result()
