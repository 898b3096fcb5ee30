"""What a browser downloads for the widget, compressed as the server sends it."""

import gzip
from collections.abc import Iterator

from bench.figure import Figure
from ryadom.web.assets import static_folder

LAUNCHER_GOAL_B = 1_500
CHAT_GOAL_B = 18_000


def measure() -> Iterator[Figure]:
    """Bytes to show the launcher, and to open and chat; the baseline is what they weigh uncompressed."""
    launcher, [chat] = static_folder("widget") / "widget.js", static_folder("widget").glob("chat-*.js")
    plain_loader, plain_chat = launcher.read_bytes(), chat.read_bytes()
    loader_b, chat_b = (len(gzip.compress(content, 9, mtime=0)) for content in (plain_loader, plain_chat))
    yield Figure(
        name="widget: bytes to show the launcher, gzip",
        value=loader_b,
        unit="B",
        goal=LAUNCHER_GOAL_B,
        baseline="uncompressed",
        ratio=loader_b / len(plain_loader),
    )
    total_b = loader_b + chat_b
    yield Figure(
        name="widget: bytes to open and chat, gzip",
        value=total_b,
        unit="B",
        goal=CHAT_GOAL_B,
        baseline="uncompressed",
        ratio=total_b / (len(plain_loader) + len(plain_chat)),
    )
