"""Contents of files, in a folder, each under its hash: once a site, and as long as some file of the site has it.

A content's row is there before the content and goes after it, and whoever puts it in its place or takes it away holds
that row. So a crash at any point leaves at worst a content that no file has, and `sweep` finds it by its row.
"""

import asyncio
import errno
import os
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.errors import Busy, FilesFull, FilesUnavailable
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)

SWEEP_ROWS = 200
MAX_TRIES = 5
MAX_THREADS = 4

_HASH = re.compile(r"[0-9a-f]{64}")

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger(__name__)


class Draft(Struct, frozen=True):
    """A file that is being written under a name of its own; it goes with the block that made it, unless it is kept."""

    path: Path
    file: BinaryIO


class Content(Struct, frozen=True, kw_only=True):
    """What is in a draft that is ready: its hash, and how many bytes it has."""

    site_id: UUID
    sha256: bytes
    size: int


class FileContents:
    """The folder, which is made when it is needed first. Only its owner can read it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        # Of its own: a network file system that does not answer must hold up nothing but files.
        self._threads = ThreadPoolExecutor(MAX_THREADS, thread_name_prefix="files")

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._folder

    async def run(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Does what touches the disk, in one of the few threads for it."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(work, *arguments, **named))

    def close(self) -> None:
        """Lets go of the threads."""
        self._threads.shutdown(wait=False)

    @contextmanager
    def draft(self) -> Iterator[Draft]:
        """An empty file to write into. Blocks: for a thread.

        Raises:
            FilesUnavailable: the folder can't be written.
        """
        path = self._drafts / str(new_id())
        try:
            self._drafts.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise unavailable(error) from error
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield Draft(path, file)
        finally:
            with suppress(FileNotFoundError):
                path.unlink()

    async def keep(
        self,
        draft: Draft,
        content: Content,
        *,
        quota_bytes: int,
        note: Callable[[Connection], Awaitable[T]],
    ) -> T:
        """Puts a draft in its place for good, in the transaction in which `note` notes the file that has it.

        `quota_bytes`: what all contents of the site may have together; 0 for any number.

        Raises:
            FilesFull: the site's share of the disk is full, or the disk is.
            FilesUnavailable: the folder can't be written.
            RyadomError: whatever `note` refused with; then nothing is kept.
        """
        await self.run(_flush, draft.file)
        key = {"site_id": content.site_id, "sha256": content.sha256}
        for _ in range(MAX_TRIES):
            async with self._database.connection() as connection:
                is_new = await _queries.note_content.run(connection, size_bytes=content.size, **key)
                taken = await _bytes_of(connection, content.site_id) if is_new and quota_bytes else 0
            if taken > quota_bytes:
                await self._drop(content.site_id, content.sha256)
                raise FilesFull("The files of this site take all the disk that they may: tell its administrator.")
            async with self._database.transaction() as connection:
                if await _queries.hold_content.value(connection, **key) is None:
                    continue  # swept between the two
                noted = await note(connection)
                await self.run(_place, draft.path, self.path_of(content.site_id, content.sha256))
                return noted
        raise Busy("The file could not be kept. Try again in a moment.", retry_after_s=1.0)

    def path_of(self, site_id: UUID, sha256: bytes) -> Path:
        """Where a content is."""
        name = sha256.hex()
        return self._folder / site_id.hex / name[:2] / name

    async def sweep(self, site_id: UUID | None = None) -> int:
        """Takes away what no file has any more, on one site or (None) on all; gives how many contents it were.

        Raises:
            FilesUnavailable: a content can't be taken away, or the folder is not on this machine.
        """
        swept = 0
        while True:
            async with self._database.connection() as connection:
                rows = await _queries.list_unused.all(connection, site_id=site_id, row_limit=SWEEP_ROWS)
            dropped = [await self._drop(row["site_id"], row["sha256"]) for row in rows]
            swept += sum(dropped)
            # What has found a file meanwhile is not unused any more, so each turn sees fewer.
            if len(rows) < SWEEP_ROWS or not any(dropped):
                return swept

    async def sweep_drafts(self, *, older_than_s: float) -> None:
        """Takes away what processes that were killed had begun to write."""
        await self.run(_remove_old, self._drafts, older_than_s)

    async def sweep_strays(self, site_ids: Iterable[UUID], *, older_than_s: float) -> int:
        """Takes away contents of these sites without a row: an older database was restored beside them; gives how many.

        Folders of other sites are left alone: another installation may have its files here.

        Raises:
            FilesUnavailable: a content can't be taken away.
        """
        swept = 0
        for site_id in site_ids:
            paths = await self.run(_old_contents, self._folder / site_id.hex, older_than_s)
            for start in range(0, len(paths), SWEEP_ROWS):
                part = {bytes.fromhex(path.name): path for path in paths[start : start + SWEEP_ROWS]}
                async with self._database.connection() as connection:
                    rows = await _queries.known_contents.all(connection, site_id=site_id, hashes=list(part))
                for sha256 in part.keys() - {row["sha256"] for row in rows}:
                    await self.run(_remove, self._folder, part[sha256])
                    swept += 1
        return swept

    @property
    def _drafts(self) -> Path:
        return self._folder / "drafts"

    async def _drop(self, site_id: UUID, sha256: bytes) -> bool:
        key = {"site_id": site_id, "sha256": sha256}
        async with self._database.transaction() as connection:
            if await _queries.hold_content.value(connection, **key) is None:
                return False
            if await _queries.is_used.value(connection, **key):
                return False
            await self.run(_remove, self._folder, self.path_of(site_id, sha256))
            await _queries.forget_content.run(connection, **key)
        return True


def unavailable(error: OSError) -> FilesFull | FilesUnavailable:
    """What a trouble with the folder is to whoever uploads; the log has the rest."""
    log.error("files unavailable", reason=error.strerror, file=error.filename)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FilesFull("The disk for files is full: tell the administrator of the chat.")
    return FilesUnavailable("Files can't be kept or read at the moment. Try again later.", retry_after_s=30.0)


async def _bytes_of(connection: Connection, site_id: UUID) -> int:
    taken: int = await _queries.bytes_of_site.value(connection, site_id=site_id)
    return taken


def _flush(file: BinaryIO) -> None:
    try:
        file.flush()
        os.fsync(file.fileno())
    except OSError as error:
        raise unavailable(error) from error


def _place(source: Path, target: Path) -> None:
    """Moves a file that is on the disk already; where the same content is there, it takes its place."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        source.replace(target)
        for folder in (target.parent, target.parent.parent):
            _flush_folder(folder)
    except OSError as error:
        raise unavailable(error) from error


def _remove(folder: Path, path: Path) -> None:
    try:
        # A command on another machine must not take what it can't see for gone.
        folder.stat()
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _flush_folder(path.parent)
    except OSError as error:
        raise unavailable(error) from error


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _old_contents(folder: Path, older_than_s: float) -> list[Path]:
    """The contents in a site's folder that have been there for so long."""
    before = time.time() - older_than_s
    found = []
    for path in folder.glob("??/*"):
        with suppress(FileNotFoundError):
            if _HASH.fullmatch(path.name) and path.stat().st_mtime < before:
                found.append(path)
    return found


def _remove_old(folder: Path, older_than_s: float) -> None:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - older_than_s:
                path.unlink()
