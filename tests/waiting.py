"""Waiting for what nothing tells of."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], bool], *, deadline_s: float = 20.0) -> None:
    """Returns once it is so.

    Raises:
        TimeoutError: it is not so when the deadline is over.
    """
    async with asyncio.timeout(deadline_s):
        while not condition():  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.02)
