"""The widget stays as light as it is said to be: what each visitor downloads, compressed as the server sends it."""

import gzip

from bench.downloads import measure
from ryadom.web.assets import static_folder

PART_LIMIT_B = 6_000


def test_launcher_and_chat_keep_to_their_limits() -> None:
    limited = [figure for figure in measure() if figure.goal is not None]
    assert len(limited) == 2
    assert [(figure.name, figure.value) for figure in limited if figure.value > (figure.goal or 0)] == []


def test_each_part_that_is_fetched_when_it_is_needed_keeps_to_its_limit() -> None:
    parts = [file for file in static_folder("widget").glob("*-*-*.js") if not file.name.startswith("chat-")]
    assert parts
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in parts}
    assert {name: size for name, size in sizes.items() if size > PART_LIMIT_B} == {}
