"""The panel's first load stays light: its page, its styles, and its script with what that imports at once."""

import re

from ryadom.web.assets import Asset, static_folder

FIRST_LOAD_LIMIT_B = 90_000
LAZY_LIMIT_B = 90_000
"""Of any one file that is fetched later."""

_AT_ONCE = re.compile(r'(?:\bfrom|\bimport)"\./([\w.-]+\.js)"')
_OF_PAGE = re.compile(r'"/panel/([\w.-]+\.(?:js|css))"')


def _first_load() -> dict[str, int]:
    """Bytes of each file that a browser fetches before somebody can sign in, compressed."""
    folder = static_folder("panel")
    to_come = ["index.html", *_OF_PAGE.findall((folder / "index.html").read_text())]
    sizes: dict[str, int] = {}
    while to_come:
        name = to_come.pop()
        if name not in sizes:
            sizes[name] = len(Asset.read(folder / name).compressed)
            to_come += _AT_ONCE.findall((folder / name).read_text()) if name.endswith(".js") else []
    return sizes


def test_first_load_keeps_to_its_limit() -> None:
    sizes = _first_load()
    assert {name.rsplit(".", 1)[1] for name in sizes} == {"html", "css", "js"}
    assert sum(sizes.values()) <= FIRST_LOAD_LIMIT_B, sizes


def test_words_of_the_settings_come_with_the_settings() -> None:
    folder = static_folder("panel")
    first = "".join((folder / name).read_text() for name in _first_load())
    later = "".join(file.read_text() for file in folder.glob("*.js") if file.name not in _first_load())
    for words in ("Журнал действий", "Сроки хранения и\u00a0акты", "Retention and acts"):
        assert words in later
        assert words not in first


def test_each_file_that_is_fetched_later_keeps_to_its_limit() -> None:
    later = [file for file in static_folder("panel").glob("*.js") if file.name not in _first_load()]
    sizes = {file.name: len(Asset.read(file).compressed) for file in later}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > LAZY_LIMIT_B} == {}
