"""What a server reads before it listens: whoever comes back from a restart before that is refused."""

import subprocess
import sys

HEAVY = ("ryadom.app", "ryadom.core", "ryadom.live", "starlette", "uvicorn")
BEFORE_LISTENING = (
    "ryadom.cli.serve",
    "ryadom.cli.logs",
    "ryadom.settings",
    "ryadom.cli.stopping",
    "ryadom.cli.listeners",
)
PARENT_OF_WORKERS = (*BEFORE_LISTENING, "ryadom.cli.databases", "ryadom.cli.orders", "ryadom.cli.workers")


def _read_by(modules: tuple[str, ...]) -> set[str]:
    """The modules of the application that a process has after it has imported these."""
    asked = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    read = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True).stdout.split()
    return {module for module in read if module.startswith(HEAVY)}


def test_server_listens_before_it_reads_what_it_serves() -> None:
    assert _read_by(BEFORE_LISTENING) == set()


def test_parent_of_workers_reads_nothing_of_what_they_serve() -> None:
    assert _read_by(PARENT_OF_WORKERS) == set()
    assert "ryadom.app" in _read_by(("ryadom.cli.worker",))
