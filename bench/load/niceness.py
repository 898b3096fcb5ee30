"""Lets what is measured go before what only makes work for it: people's browsers have a computer of their own."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

NICENESS = 15


def give_way(pids: Iterable[int]) -> None:
    """These processes, and all that they have started or will start, take what others leave of the cores."""
    for pid in pids:
        # Some have ended meanwhile
        with suppress(FileNotFoundError, ProcessLookupError):
            for thread in Path(f"/proc/{pid}/task").iterdir():
                os.setpriority(os.PRIO_PROCESS, int(thread.name), NICENESS)


def descendants(pid: int) -> Iterator[int]:
    """Of the process: those that it has started, and so on."""
    parents = dict(_parents())
    for each in parents:
        above = parents[each]
        while above in parents and above != pid:
            above = parents[above]
        if above == pid:
            yield each


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(FileNotFoundError, ProcessLookupError):
                yield int(folder.name), int((folder / "stat").read_text().rpartition(")")[2].split()[1])
