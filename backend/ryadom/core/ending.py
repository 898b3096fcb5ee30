"""The end of what a server does by itself."""

import asyncio
from collections.abc import Collection
from typing import Any

import structlog

CANCEL_AGAIN_S = 5.0
"""Over what the last words of a task to Postgres may take."""

log = structlog.get_logger(__name__)


async def until_ended(tasks: Collection[asyncio.Task[None]], *, again_s: float = CANCEL_AGAIN_S) -> None:
    """Returns once these tasks, which have been cancelled, have ended.

    A cancellation can be lost: `asyncio.wait_for` of Python 3.11, which libraries call, gives what it waited for where
    that comes in the same turn of the loop, and its caller goes on for ever. So whoever has not ended in `again_s`
    seconds is cancelled again, and the log says where it stands.
    """
    while tasks:
        _, tasks = await asyncio.wait(tasks, timeout=again_s)
        for task in tasks:
            log.warning("task goes on after its end was asked for", at=_where(task))
            task.cancel()


def _where(task: asyncio.Task[None]) -> str:
    """The innermost line at which a task waits."""
    coroutine: Any = task.get_coro()
    place = repr(task)
    while (frame := getattr(coroutine, "cr_frame", None)) is not None:
        place = f"{frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_qualname}"
        coroutine = coroutine.cr_await
    return place
