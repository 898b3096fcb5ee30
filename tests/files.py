"""The folder of files, for tests that are not about files."""

from pathlib import Path

from ryadom.store.database import Database
from ryadom.store.file_contents import FileContents


def no_files(database: Database) -> FileContents:
    """A folder with nothing in it, which nothing makes."""
    return FileContents(database, Path("unused/files"))
