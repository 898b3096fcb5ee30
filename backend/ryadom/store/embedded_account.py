"""Whose process the embedded Postgres is: ours, or under root a system user that exists for nothing else."""

import os
import pwd
import stat
import subprocess
from pathlib import Path
from typing import Any

from msgspec import Struct

from ryadom.errors import StartFailed

SYSTEM_USER = "ryadom-postgres"
USERADD = Path("/usr/sbin/useradd")
USERADD_TIMEOUT_S = 30.0


class ServerAccount(Struct, frozen=True):
    """The server's user, and the name of ours, by which the server knows us (peer authentication)."""

    uid: int
    gid: int
    name: str
    our_name: str

    @property
    def is_other(self) -> bool:
        """Whether we are root, and the server is somebody else."""
        return self.uid != os.geteuid()

    def popen_options(self) -> dict[str, Any]:  # Popen's own keywords, of as many types
        """How `subprocess` becomes that user: without our supplementary groups, in a session of its own.

        The session keeps Ctrl-C in a terminal from reaching the server before we have drained. There is no
        PR_SET_PDEATHSIG: it fires when the *thread* that started the child ends, is cleared by a change of user, and
        needs code between fork and exec; the write-ahead log keeps data whole after kill -9, and the next start stops
        the orphan (`embedded_process.stop_orphan`).
        """
        identity = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
        environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return {**identity, "start_new_session": True, "umask": 0o077, "env": environ, "stdin": subprocess.DEVNULL}


def server_account() -> ServerAccount:
    """The account to run the server under; as root, makes the system user where it does not exist.

    Raises:
        StartFailed: our uid has no name, or the system user can't be made.
    """
    uid = os.geteuid()
    try:
        ours = pwd.getpwuid(uid)
    except KeyError:
        raise StartFailed(
            f"User id {uid} has no name in /etc/passwd, and Postgres knows its users by name: run Ryadom as a user "
            "that has one, or set RYADOM_DATABASE_URL to an external Postgres."
        ) from None
    if uid != 0:
        return ServerAccount(uid=uid, gid=os.getegid(), name=ours.pw_name, our_name=ours.pw_name)
    try:
        theirs = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        theirs = _make_system_user()
    if theirs.pw_uid == 0:
        raise StartFailed(f"The user {SYSTEM_USER} is root, as whom Postgres refuses to run: give it another uid.")
    return ServerAccount(uid=theirs.pw_uid, gid=theirs.pw_gid, name=theirs.pw_name, our_name=ours.pw_name)


def _make_system_user() -> pwd.struct_passwd:
    command: list[str | Path] = [USERADD, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    remedy = f"make it yourself (useradd --system {SYSTEM_USER}), or start Ryadom as an ordinary user"
    try:
        made = subprocess.run(  # noqa: S603 - every argument is a constant
            [*command, "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            check=False,
            capture_output=True,
            text=True,
            timeout=USERADD_TIMEOUT_S,
        )
    except OSError as error:
        raise StartFailed(f"Can't make the user {SYSTEM_USER} ({USERADD}: {error.strerror}): {remedy}.") from error
    except subprocess.TimeoutExpired as error:
        raise StartFailed(f"Can't make the user {SYSTEM_USER} (useradd hangs): {remedy}.") from error
    try:
        # Another start may have made it meanwhile, and useradd then failed: only the result counts.
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise StartFailed(f"Can't make the user {SYSTEM_USER} ({made.stderr.strip()}): {remedy}.") from None


def first_closed_parent(path: Path, account: ServerAccount) -> Path | None:
    """The topmost folder on the way to `path` that the account can't pass through, by its mode bits."""
    for folder in (*reversed(path.parents), path):
        status = folder.stat()
        if status.st_uid == account.uid:
            needed = stat.S_IXUSR
        elif status.st_gid == account.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not status.st_mode & needed:
            return folder
    return None
