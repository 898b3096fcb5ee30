"""Where the embedded Postgres keeps its things below the data folder, and the lock that one process at a time holds.

DATA_DIR/postgres.lock         flock of the running supervisor; holds its pid
DATA_DIR/postgres/data-18/     the cluster, of the server's user, 0700
DATA_DIR/postgres/programs-…/  copies of the wheel's programs, under root only
DATA_DIR/postgres/socket/      the unix socket, 0700 (or a short folder elsewhere, when this path is too long)
DATA_DIR/postgres/server.log   what the server says: errors, never statements
"""

import fcntl
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from ryadom.errors import StartFailed
from ryadom.store.embedded_account import ServerAccount, first_closed_parent

MAJOR = 18
MAX_SOCKET_PATH_BYTES = 107  # sun_path is 108 with its NUL
MAX_LOG_BYTES = 10_000_000
KEPT_LOG_BYTES = 1_000_000
SHOWN_LOG_BYTES = 2_000


class ServerFolder(Struct, frozen=True):
    """The paths of one embedded server."""

    root: Path
    socket: Path
    lock: Path
    account: ServerAccount

    @property
    def cluster(self) -> Path:
        """PGDATA."""
        return self.root / f"data-{MAJOR}"

    @property
    def log(self) -> Path:
        """The server's standard error, appended to."""
        return self.root / "server.log"

    @property
    def url(self) -> str:
        """The application's role on its database."""
        return f"postgresql://ryadom@/ryadom?host={quote(str(self.socket))}"

    def pid_file_lines(self) -> list[str]:
        """`postmaster.pid`: pid, folder, time, port, socket, address, memory, status. Empty where there is none."""
        try:
            return (self.cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def is_ready(self, pid: int) -> bool:
        """Whether the server with this pid takes connections; the file is how `pg_ctl` learns it too."""
        lines = self.pid_file_lines()
        return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def forget_server(self, pid: int) -> None:
        """Removes the files of a server that is known to be gone, where Postgres would believe that it runs.

        It asks only whether a process of the same user has the number, which may be a stranger by now, or a zombie that
        no parent reaps. The shared memory of a server's surviving children it recognises without these files.
        """
        for name in (".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self.socket / name).unlink(missing_ok=True)
        if pid and (Path("/proc") / str(pid)).exists():
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def log_size(self) -> int:
        """Where the log ends now, in bytes."""
        return self.log.stat().st_size if self.log.exists() else 0

    def log_since(self, start: int) -> str:
        """What was logged since the log ended at `start`, at most its last 2,000 bytes; for people."""
        end = self.log_size()
        with self.log.open("rb") as stream:
            stream.seek(max(start if start <= end else 0, end - SHOWN_LOG_BYTES))
            return stream.read().decode("utf-8", errors="replace").strip()

    def trim_log(self) -> None:
        """Keeps an endless row of errors from filling the disk: past 10 MB only the last 1 MB stays.

        The server's descriptor is in append mode, so it goes on at the new end.
        """
        size = self.log_size()
        if size > MAX_LOG_BYTES:
            with self.log.open("r+b") as stream:
                stream.seek(size - KEPT_LOG_BYTES)
                kept = stream.read()
                stream.truncate(0)
            with self.log.open("ab") as stream:
                stream.write(kept)


def open_folder(data_dir: Path, account: ServerAccount) -> ServerFolder:
    """Makes the folders that are not there yet, and makes sure that the server's user can reach them.

    Raises:
        StartFailed: a folder can't be made, has an impossible name, or is out of the server's reach.
    """
    if re.search(r'["$`\\\n]', str(data_dir)):
        raise StartFailed(f"initdb can't work in {data_dir}: choose a folder without quotes, $, ` or \\ in its path.")
    # Only root's server is somebody else, and needs to pass through; secrets in there have modes of their own.
    passable = 0o711 if account.is_other else 0o700
    try:
        data_dir = _made(data_dir, passable).resolve()
        root = _made(data_dir / "postgres", passable)
        if account.is_other and (closed := first_closed_parent(root, account)):
            raise StartFailed(
                f"{closed} is closed to {account.name}, as whom Postgres runs: `chmod o+x {closed}`, or set "
                "RYADOM_DATA_DIR to a folder whose parents are open, such as /var/lib/ryadom."
            )
    except OSError as error:
        raise StartFailed(
            f"Can't make {error.filename or data_dir}: {error.strerror}. Let {account.our_name} write there, or set "
            "RYADOM_DATA_DIR to another folder."
        ) from error
    return ServerFolder(
        root=root, socket=_socket_folder(root, account), lock=data_dir / "postgres.lock", account=account
    )


def _made(folder: Path, mode: int) -> Path:
    """The folder, made with this mode if it was missing (its parents too), whatever the umask."""
    if not folder.is_dir():
        _made(folder.parent, mode)
        folder.mkdir(exist_ok=True)  # another start may be as far as this one
        folder.chmod(mode)
    return folder


def _socket_folder(root: Path, account: ServerAccount) -> Path:
    """A path that fits into a socket's address, and needs no quoting in a URL or in the server's settings."""
    socket = root / "socket"
    fits = len(os.fsencode(socket / ".s.PGSQL.5432")) <= MAX_SOCKET_PATH_BYTES
    if fits and re.fullmatch(r"[\w./@+=-]+", str(socket)):
        return socket
    name = f"ryadom-{account.uid}-{hashlib.sha256(os.fsencode(root)).hexdigest()[:12]}"
    # /tmp has a short name, and `make_socket_folder` looks who made what stands there.
    return Path("/run" if account.is_other else "/tmp") / name  # noqa: S108 - see above


def make_socket_folder(folder: ServerFolder) -> None:
    """Makes the folder of the socket, which only the server's user (and root) can enter.

    Raises:
        StartFailed: somebody else has put something there.
    """
    if not folder.socket.exists():
        folder.socket.mkdir(mode=0o700)
        if folder.account.is_other:
            os.chown(folder.socket, folder.account.uid, folder.account.gid)
    status = folder.socket.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != folder.account.uid:
        raise StartFailed(
            f"{folder.socket} was made by somebody else (uid {status.st_uid}): remove it, then try again."
        )
    folder.socket.chmod(0o700)


@contextmanager
def held_lock(folder: ServerFolder) -> Iterator[None]:
    """The data folder is ours while the block runs. The kernel lets go when we die, however we die.

    Raises:
        StartFailed: another process holds it; the message has its pid.
    """
    descriptor = _open_lock(folder)
    try:
        if not _lock(descriptor):
            holder = os.pread(descriptor, 32, 0).decode("ascii", errors="replace").strip() or "unknown"
            raise StartFailed(
                f"{folder.lock.parent} is in use by another Ryadom (process {holder}): stop that one, or set "
                "RYADOM_DATA_DIR to another folder."
            )
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)


def is_locked(folder: ServerFolder) -> bool:
    """Whether some process holds the data folder at this moment.

    Raises:
        StartFailed: the lock can't be opened.
    """
    descriptor = _open_lock(folder)
    try:
        return not _lock(descriptor)
    finally:
        os.close(descriptor)


def _open_lock(folder: ServerFolder) -> int:
    try:
        # Python opens with O_CLOEXEC: the server does not inherit the lock, so an orphan can't hold it.
        return os.open(folder.lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StartFailed(
            f"Can't open {folder.lock}: {error.strerror}. Was the data folder made by another user? Start Ryadom as "
            "that user, or set RYADOM_DATA_DIR to another folder."
        ) from error


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
