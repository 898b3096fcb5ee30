"""Where the files of jobs lie: one of each run that has ended well, and the parts of those that are being written.

A file is named by its job and its run, so two processes never write the same one, and whatever a process that was
killed has left behind can be told from what is wanted. Nodes that share the files of chats share these too.
"""

import errno
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import structlog
from msgspec import Struct

from ryadom.errors import FilesUnavailable
from ryadom.store.export_jobs import Job
from ryadom.store.file_contents import unavailable

NAME = "exports"
REMOVE_TRIES = 5
STRANGE_AFTER_S = 30 * 3_600.0
"""Another installation may have its files here: what we know nothing of goes once nobody can want it any more."""

log = structlog.get_logger(__name__)

_NAME = re.compile(r"([0-9a-f]{32})-([0-9]{1,9})(\.part)?")


class Found(Struct, frozen=True, kw_only=True):
    """Something in the folder: a file, or (`is_part`) a folder in which one is being written. `age_s`: since then."""

    path: Path
    job_id: UUID
    run: int
    is_part: bool
    age_s: float


class ExportFolder:
    """The folder, which is made when it is needed first. Only its owner can read it. All that it does blocks."""

    def __init__(self, files_folder: Path) -> None:
        self._folder = files_folder / NAME

    def path_of(self, job: Job) -> Path:
        """Where the file of a job is."""
        return self._folder / _name(job)

    def size_of(self, job: Job) -> int:
        """Of the file of a job that is done, in bytes.

        Raises:
            FilesUnavailable: it is not there, or not as it was made.
        """
        path = self.path_of(job)
        try:
            size = path.stat().st_size
        except OSError as error:
            raise unavailable(error) from error
        if size != job.size_bytes:
            log.error("file of an export differs", job=str(job.id), bytes=size, made_bytes=job.size_bytes)
            raise FilesUnavailable("The file is not as it was made: make the export anew.", retry_after_s=30.0)
        return size

    def part_of(self, job: Job) -> Path:
        """The folder in which this run writes its file, named `file`, and what it needs until that is whole."""
        return self._folder / f"{_name(job)}.part"

    def begin(self, job: Job) -> Path:
        """Makes it, empty.

        Raises:
            FilesFull, FilesUnavailable: it can't be made.
        """
        part = self.part_of(job)
        try:
            _remove(part)
            part.mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise unavailable(error) from error
        return part

    def keep(self, job: Job) -> int:
        """Puts the file that was written in its place; gives its bytes.

        Raises:
            FilesFull, FilesUnavailable: that can't be done.
        """
        part, path = self.part_of(job), self.path_of(job)
        try:
            (part / "file").replace(path)
            descriptor = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            _remove(part)
            return path.stat().st_size
        except OSError as error:
            raise unavailable(error) from error

    def remove(self, job: Job) -> None:
        """Takes away all there is of this run.

        Raises:
            FilesUnavailable: it can't be taken away.
        """
        try:
            _remove(self.part_of(job))
            _remove(self.path_of(job))
        except OSError as error:
            raise unavailable(error) from error

    def look(self) -> list[Found]:
        """All that is there.

        Raises:
            FilesUnavailable: the folder can't be read.
        """
        try:
            return list(self._look())
        except OSError as error:
            raise unavailable(error) from error

    def take_away(self, found: Found) -> None:
        """Takes it away.

        Raises:
            FilesUnavailable: it can't be taken away.
        """
        try:
            _remove(found.path)
        except OSError as error:
            raise unavailable(error) from error

    def _look(self) -> Iterator[Found]:
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if (match := _NAME.fullmatch(path.name)) is None:
                continue
            with suppress(FileNotFoundError):
                yield Found(
                    path=path,
                    job_id=UUID(match[1]),
                    run=int(match[2]),
                    is_part=match[3] is not None,
                    age_s=time.time() - path.stat().st_mtime,
                )


def _name(job: Job) -> str:
    return f"{job.id.hex}-{job.runs}"


def _remove(path: Path) -> None:
    """Returns once it is gone. A process that is not stopped yet may write into it, another server take it away."""
    for left in reversed(range(REMOVE_TRIES)):
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTEMPTY) or not left:
                raise
        if not os.path.lexists(path):
            return
    raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(path))
