"""What has come of a file, beside where it will be: written by one at a time, and in its place once it is whole."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ryadom_client.errors import AlreadyDownloading

if sys.platform != "win32":
    import fcntl


class Part:
    """Nobody else writes it. What was written in it before is there."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor
        self._is_open = True

    @property
    def size(self) -> int:
        """In bytes."""
        return os.fstat(self._descriptor).st_size

    def go_on(self, begin: int, pieces: Iterable[bytes]) -> None:
        """Writes what comes from that byte on; what was behind it is gone."""
        os.ftruncate(self._descriptor, begin)
        os.lseek(self._descriptor, begin, os.SEEK_SET)
        with os.fdopen(self._descriptor, "wb", closefd=False) as file:
            for piece in pieces:
                file.write(piece)

    def finish(self, place: Path) -> None:
        """Puts it in its place; what is there is replaced."""
        os.fsync(self._descriptor)
        self._let_go()
        self._path.replace(place)

    def discard(self) -> None:
        """Takes it away."""
        self._let_go()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Lets others write it."""
        if self._is_open:
            self._is_open = False
            os.close(self._descriptor)

    def _let_go(self) -> None:
        # Windows neither moves nor removes what is open; elsewhere nobody is to take it up in between.
        if sys.platform == "win32":
            self.close()


@contextmanager
def part_at(path: Path) -> Iterator[Part]:
    """The part there, for its owner's eyes alone, until the block ends; it is made if there is none.

    Raises:
        AlreadyDownloading: another process, or thread, writes it.
        OSError: it can't be written.
    """
    part = Part(path, _held(path))
    try:
        yield part
    finally:
        part.close()


def _held(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _lock(descriptor, path)
            if _is_at(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        # Whoever held it until now has finished it meanwhile: it is a whole file of theirs.
        os.close(descriptor)


def _lock(descriptor: int, path: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        # Gone with the process, however it ends
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyDownloading(f"{path} is being written by another download.") from None


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
