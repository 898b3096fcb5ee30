"""The tree of errors: as whoever imports one finds it, and as `errors/tree.py` shows it."""

import re
from collections.abc import Iterator

from ryadom import errors
from ryadom.errors import RyadomError, tree

BRANCH = len("├── ")
LINE = re.compile(
    r"(?P<branch>[│├└─ ]*)(?P<name>[A-Z]\w+)"
    r"(?: +(?P<code>[a-z_]+) +(?P<status>\d{3}|-)(?: +(?P<closes>\d{4}|\(\d{4} after .*|\d{4} \(by .*))?)?"
)


def _below(root: type[RyadomError]) -> Iterator[type[RyadomError]]:
    for child in root.__subclasses__():
        if child.__module__.startswith("ryadom."):
            yield child
            yield from _below(child)


def _lines() -> Iterator[re.Match[str]]:
    table = (tree.__doc__ or "").split("\n\n")[1]
    head, *rest = table.splitlines()
    assert head.startswith("RyadomError ")
    for text in rest:
        found = LINE.fullmatch(text)
        assert found, text
        yield found


def test_every_error_is_to_be_had_from_the_package() -> None:
    known = set(_below(RyadomError))
    assert len(known) > 100
    assert {error for error in known if getattr(errors, error.__name__, None) is not error} == set()


def test_the_tree_shows_every_error_under_its_parent() -> None:
    parents = ["RyadomError"]
    shown = []
    for line in _lines():
        depth = len(line["branch"]) // BRANCH
        parents[depth:] = [line["name"]]
        shown.append((line["name"], parents[depth - 1]))
    assert sorted(shown) == sorted((error.__name__, error.__mro__[1].__name__) for error in _below(RyadomError))


def test_the_tree_shows_the_code_status_and_close_code_of_every_error() -> None:
    for line in _lines():
        error = getattr(errors, line["name"])
        if line["code"] is None:
            assert error.__subclasses__(), f"Nobody is below {line['name']}, so it is told itself."
            continue
        assert line["code"] == error.code
        assert line["status"] in ("-", str(error.http_status)), error
        closes = line["closes"] or ""
        # In brackets is what the socket does, after many of them or by itself.
        assert closes == str(error.close_code or "") or "(" in closes, error
        assert str(error.close_code or "") in closes, error
