"""What hangs, where a test would otherwise only say that something does."""

import asyncio
from typing import Any


def tell_tasks() -> str:
    """Where each task of the running loop waits, from its own coroutine to the innermost."""
    return "\n".join(_chain(task) for task in asyncio.all_tasks())


def _chain(task: asyncio.Task[object]) -> str:
    awaited: Any = task.get_coro()
    lines = [repr(task)]
    while (frame := getattr(awaited, "cr_frame", None) or getattr(awaited, "ag_frame", None)) is not None:
        lines.append(f"    {frame.f_code.co_filename}:{frame.f_lineno} {frame.f_code.co_qualname}")
        awaited = getattr(awaited, "cr_await", None) or getattr(awaited, "ag_await", None)
    return "\n".join([*lines, f"    waits for {awaited!r}"])
