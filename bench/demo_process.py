"""`ryadom demo` as a process with a data folder and ports of its own."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

STOP_DEADLINE_S = 30


class Demo(Struct, frozen=True, kw_only=True):
    """A running demo. `ready_s`: from the start of the process to "ready"."""

    ready_s: float
    shop_url: str
    panel_url: str
    email: str
    password: str


@contextmanager
def demo_folder() -> Iterator[Path]:
    """A data folder that the user of Postgres can reach, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="ryadom-bench-", dir="/tmp"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def running_demo(folder: Path) -> Iterator[Demo]:
    """Starts the demo and waits until it says that it is ready; stops it by SIGINT."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RYADOM_")}
    port, shop_port = free_ports(2)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "ryadom", "demo", "--port", str(port), "--shop-port", str(shop_port)],
        stdout=subprocess.PIPE,
        env=clean | {"RYADOM_DATA_DIR": str(folder)},
        text=True,
    )
    try:
        yield _read(process, begun)
    finally:
        process.send_signal(2)
        process.wait(STOP_DEADLINE_S)


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody uses now."""
    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(listener.getsockname()[1]) for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def _read(process: "subprocess.Popen[str]", begun: float) -> Demo:
    assert process.stdout is not None
    text = ""
    ready_s = 0.0
    for line in process.stdout:
        text += line
        if "ready" in line:
            ready_s = time.perf_counter() - begun
        if "Ctrl-C" in line:
            break
    urls = re.findall(r"http://\S+", text)
    credentials = re.search(r"(\S+@\S+)\s+(\S+)", text)
    if not ready_s or len(urls) < 2 or credentials is None:
        raise RuntimeError(f"the demo did not start: {text}")
    return Demo(ready_s=ready_s, shop_url=urls[0], panel_url=urls[1], email=credentials[1], password=credentials[2])
