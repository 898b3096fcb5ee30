"""Runs the `ryadom` command as people do: in a process of its own, with nothing of ours in the environment."""

import asyncio
import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import click
from msgspec import Struct

from ryadom.cli.commands import ryadom as every_command
from tests.cli.prepared import PreparedProcess

DEADLINE_S = 60.0

_started: set[tuple[str, ...]] = set()
_processes: list[PreparedProcess] = []


class Outcome(Struct, frozen=True):
    """How a command ended."""

    status: int
    out: str
    err: str


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("RYADOM_")} | dict(settings)


def ryadom(*arguments: str, stdin: str = "", **settings: str) -> Outcome:
    """Runs the command to its end. `settings` are RYADOM_* variables; its standard input is not a terminal.

    The first time that a subcommand runs, it starts as people start it, and must find its own imports; from then on it
    is a fork of a process that has read all of them.
    """
    is_known = _has_run(subcommand(arguments))
    with (
        tempfile.TemporaryFile("w+") as given,
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
    ):
        given.write(stdin)
        given.seek(0)
        if is_known:
            status = _prepared().run(arguments, environment(settings), (given, out, err), timeout_s=DEADLINE_S)
        else:
            status = subprocess.run(
                [sys.executable, "-m", "ryadom", *arguments],
                env=environment(settings),
                cwd=Path("/"),
                stdin=given,
                stdout=out,
                stderr=err,
                check=False,
                timeout=DEADLINE_S,
            ).returncode
        out.seek(0)
        err.seek(0)
        return Outcome(status, out.read(), err.read())


def subcommand(arguments: Sequence[str]) -> tuple[str, ...]:
    """The names of the command that the arguments run, as ("webhook", "add"); empty for none."""
    command: click.Command | None = every_command
    names: list[str] = []
    for word in arguments:
        command = command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
        if command is None:
            break
        names.append(word)
    return tuple(names)


def _has_run(name: tuple[str, ...]) -> bool:
    """Whether this or another process of the tests' run has started it; from now on it counts as started."""
    if name in _started:
        return True
    _started.add(name)
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return False
    folder = Path(tempfile.gettempdir(), f"ryadom-commands-{run}")
    folder.mkdir(exist_ok=True)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        (folder / "-".join(("ryadom", *name))).mkdir()
    except FileExistsError:
        return True
    return False


def _prepared() -> PreparedProcess:
    """The process to fork; another one where it has ended."""
    if not _processes or _processes[-1].has_ended:
        _processes.append(PreparedProcess())
        atexit.register(_processes[-1].close)
    return _processes[-1]


async def run(*arguments: str, database_url: str, stdin: str = "") -> tuple[int, str, str]:
    """The same on a database, while the test's own loop goes on: status, output, complaints."""
    done = await asyncio.to_thread(ryadom, *arguments, stdin=stdin, RYADOM_DATABASE_URL=database_url)
    return done.status, done.out, done.err


@contextmanager
def running(*arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process group of its own, as a terminal starts it. It is killed if it outlives the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ryadom", *arguments],
        env=environment({"RYADOM_LOG_FORMAT": "json", **settings}),
        cwd=Path("/"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=DEADLINE_S)


def line_with(stream: IO[str] | None, text: str) -> str:
    """The next line of the stream that contains the text; the test's own timeout is the deadline."""
    assert stream is not None
    for line in stream:
        if text in line:
            return line
    raise AssertionError(f"the process ended without saying {text!r}")


def free_ports(count: int) -> list[int]:
    """Ports that nobody listened on a moment ago."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
