"""`ryadom` without its start, which takes the processor a second or two: forks of a process that has read everything.

Run as a script, this is that process. Each order comes by the socket that is its standard input, with four descriptors:
input, output and complaints of the command, and a pipe that gets the command's pid and then its status. A fork becomes
the command, from `__main__` to the end of its interpreter; who asks sees no difference.
"""

import gc
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages
from typing import IO

MAX_ORDER_BYTES = 100_000


class PreparedProcess:
    """The process to fork; it ends with us, when nobody holds the other end of its socket."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # -P: where the script lies is not where a command looks for modules.
            script = [sys.executable, "-P", __file__]
            self._process = subprocess.Popen(script, stdin=theirs.fileno(), stdout=subprocess.DEVNULL)

    @property
    def has_ended(self) -> bool:
        """Whether nothing can be run by it any more."""
        return self._process.poll() is not None

    def close(self) -> None:
        """Lets the process end."""
        self._orders.close()
        self._process.wait()

    def run(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        streams: tuple[IO[str], IO[str], IO[str]],
        *,
        timeout_s: float,
    ) -> int:
        """Runs a command to its end and gives its status; `streams` are its input, output and complaints, real files.

        Raises:
            TimeoutExpired: it takes longer than `timeout_s`, and was killed.
        """
        order = json.dumps({"arguments": list(arguments), "environment": dict(environment)}).encode()
        reader, writer = os.pipe()
        with open(reader, encoding="ascii") as answers:  # noqa: PTH123 - a descriptor
            descriptors = [*(stream.fileno() for stream in streams), writer]
            try:
                socket.send_fds(self._orders, [order], descriptors)
            finally:
                os.close(writer)
            pid = int(answers.readline() or "0")
            assert pid, "the prepared process has ended; its complaint is above"
            with selectors.DefaultSelector() as selector:
                selector.register(answers, selectors.EVENT_READ)
                if not selector.select(timeout_s):
                    with suppress(ProcessLookupError):  # it has just ended by itself
                        os.kill(pid, signal.SIGKILL)
                    raise subprocess.TimeoutExpired(["ryadom", *arguments], timeout_s)
            return int(answers.readline())


def _import_everything() -> None:
    import ryadom

    for module in walk_packages(ryadom.__path__, "ryadom."):
        if module.name != "ryadom.__main__":
            import_module(module.name)


def _take_orders(orders: socket.socket) -> list[str] | None:
    """Forks for each order until nobody can send one; in a fork gives the arguments of its command."""
    selector = selectors.DefaultSelector()
    selector.register(orders, selectors.EVENT_READ)
    while True:
        for ready, _ in selector.select():
            if ready.fileobj is not orders:
                pid, answers = ready.data
                selector.unregister(ready.fileobj)
                os.close(ready.fd)
                _answer(answers, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
                os.close(answers)
                continue
            text, descriptors, _, _ = socket.recv_fds(orders, MAX_ORDER_BYTES, 4)
            if not text:
                return None
            *streams, answers = descriptors
            pid = os.fork()
            if pid == 0:
                orders.detach()  # its number is that of the standard input
                selector.close()
                return _become(json.loads(text), streams, answers)
            for stream in streams:
                os.close(stream)
            _answer(answers, pid)
            selector.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, answers))


def _answer(answers: int, number: int) -> None:
    with suppress(BrokenPipeError):  # whoever asked waits no longer
        os.write(answers, b"%d\n" % number)


def _become(order: dict[str, object], streams: list[int], answers: int) -> list[str]:
    arguments, environment = order["arguments"], order["environment"]
    assert isinstance(arguments, list)
    assert isinstance(environment, dict)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for descriptor in (*streams, answers):
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir("/")
    return arguments


if __name__ == "__main__":
    _import_everything()
    gc.freeze()
    if (arguments := _take_orders(socket.socket(fileno=0))) is not None:
        sys.argv = ["ryadom", *arguments]
        runpy.run_module("ryadom", run_name="__main__", alter_sys=True)
