"""One process of the embedded Postgres: started as our child, waited for by its descriptor, known from strangers."""

import asyncio
import os
import signal
import subprocess
from pathlib import Path

import structlog

from ryadom.errors import StartFailed
from ryadom.store.embedded_folder import ServerFolder

STOP_ORDERS = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))

# On the command line, where no file in the data folder can overrule them.
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    # Statements and DETAIL lines ("Key (email)=(…) already exists") would carry personal data into the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
}

_log = structlog.get_logger("ryadom.embedded")


class ServerProcess:
    """A child that we reap. Its pidfd names this very process, so a signal can't hit another that got its number."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._pidfd = os.pidfd_open(process.pid)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    async def ends_within(self, timeout_s: float) -> bool:
        """Waits until the server has ended, at most so long; whether it has."""
        return await _ends_within(self._pidfd, timeout_s)

    def send(self, order: signal.Signals) -> None:
        """Sends a signal, if the server still runs."""
        if self._process.poll() is None:
            signal.pidfd_send_signal(self._pidfd, order)

    def close(self) -> int | None:
        """Reaps the child; gives its exit status, negative for a signal, None if even SIGKILL did not end it."""
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1
        return self._process.poll()


def launch(folder: ServerFolder, binaries: Path, *, max_connections: int) -> ServerProcess:
    """Starts the server; it is not ready yet. Its output goes to the end of the log."""
    folder.log.touch(mode=0o600)
    folder.trim_log()
    options = {
        **OPTIONS,
        "max_connections": str(max_connections),
        "unix_socket_directories": str(folder.socket),
    }
    arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with folder.log.open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program and paths
            [binaries / "postgres", "-D", folder.cluster, *arguments],
            **folder.account.popen_options(),
            cwd=folder.root,
            stdout=log,
            stderr=log,
        )
    try:
        return ServerProcess(process)
    except OSError:
        process.kill()
        process.wait()
        raise


async def stop_orphan(folder: ServerFolder) -> None:
    """Stops a server that an earlier, killed supervisor left running on this folder; nobody else is ever touched.

    Raises:
        StartFailed: it does not stop.
    """
    lines = folder.pid_file_lines()
    pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
    if pid and _is_server_of(folder, pid):
        _log.warning("orphan_found", pid=pid)
        await _stop(pid)
    folder.forget_server(pid)


async def _stop(pid: int) -> None:
    try:
        pidfd = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        for order, patience_s in STOP_ORDERS:
            signal.pidfd_send_signal(pidfd, order)
            if await _ends_within(pidfd, patience_s):
                return
    except ProcessLookupError:
        return
    finally:
        os.close(pidfd)
    raise StartFailed(f"Process {pid}, a Postgres left from an earlier start, does not end: stop it, then try again.")


def _is_server_of(folder: ServerFolder, pid: int) -> bool:
    """Whether the process is a server of this very cluster: by its user, its program, and the folder it serves.

    Its arguments can be read always, where it stands (which survives a renaming) not in a container without
    CAP_SYS_PTRACE.
    """
    process = Path("/proc") / str(pid)
    try:
        # Of a zombie nothing but its number is left, and the arguments are empty.
        owner = process.stat().st_uid
        program, *arguments = (process / "cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return False
    if owner != folder.account.uid or Path(os.fsdecode(program)).name != "postgres":
        return False
    if arguments[:2] == [b"-D", os.fsencode(folder.cluster)]:
        return True
    try:
        return (process / "cwd").samefile(folder.cluster)
    except OSError:
        return False


async def _ends_within(pidfd: int, timeout_s: float) -> bool:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(pidfd, ended.set)
    try:
        async with asyncio.timeout(timeout_s):
            await ended.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(pidfd)
    return True
