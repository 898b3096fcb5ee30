"""Where a pull goes on: kept by the program, best in the same transaction as what it has applied."""

from pathlib import Path
from typing import Protocol


class Cursor(Protocol):
    """A place in which one cursor is kept, empty before the first."""

    def load(self) -> str:
        """The cursor as it was last saved."""

    def save(self, cursor: str) -> None:
        """Keeps a cursor, for good once this returns."""


class CursorFile:
    """The cursor in a file. It is replaced as a whole, so that a crash leaves the one before."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    def load(self) -> str:
        """The cursor; empty where there is no file."""
        return self._path.read_text() if self._path.exists() else ""

    def save(self, cursor: str) -> None:
        """Writes beside the file, and moves it there."""
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_text(cursor)
        fresh.replace(self._path)
