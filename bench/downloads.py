"""What a browser downloads for the widget, compressed as the server sends it."""

import gzip
from collections.abc import Iterator

import msgspec

from bench.figure import Figure
from ryadom.core.widget_settings import WidgetSettings
from ryadom.web.assets import static_folder
from ryadom.web.widget_config import COMPRESSION, look_for_pages

LAUNCHER_GOAL_B = 1_500
CHAT_GOAL_B = 22_000


def measure() -> Iterator[Figure]:
    """Bytes of the script, of the looks that go with it, and to open and chat; against what they weigh uncompressed."""
    launcher, [chat] = static_folder("widget") / "widget.js", static_folder("widget").glob("chat-ru-*.js")
    plain_loader, plain_chat = launcher.read_bytes(), chat.read_bytes()
    plain_look = msgspec.json.encode(look_for_pages(WidgetSettings(), language="ru"))
    loader_b, look_b, chat_b = (
        len(gzip.compress(content, level, mtime=0))
        for content, level in ((plain_loader, 9), (plain_look, COMPRESSION), (plain_chat, 9))
    )
    yield Figure(
        name="widget: bytes of the script that shows the launcher, gzip",
        value=loader_b,
        unit="B",
        goal=LAUNCHER_GOAL_B,
        baseline="uncompressed",
        ratio=loader_b / len(plain_loader),
    )
    yield Figure(
        name="widget: bytes of its looks and words, gzip",
        value=look_b,
        unit="B",
        baseline="uncompressed",
        ratio=look_b / len(plain_look),
    )
    total_b = loader_b + look_b + chat_b
    yield Figure(
        name="widget: bytes to open and chat, gzip",
        value=total_b,
        unit="B",
        goal=CHAT_GOAL_B,
        baseline="uncompressed",
        ratio=total_b / (len(plain_loader) + len(plain_look) + len(plain_chat)),
    )
