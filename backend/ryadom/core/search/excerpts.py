"""The part of a text around what was found, in pieces: plain texts, of which clients mark some. Never HTML."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

EXCERPT_CHARS = 180
BEFORE_CHARS = 50
"""How much stands before the first find."""


class Piece(Struct, frozen=True, omit_defaults=True):
    """A stretch of an excerpt; `is_found`: it is what was looked for."""

    text: str
    is_found: bool = False


def excerpt_of(text: str, places: Sequence[tuple[int, int]], *, most_chars: int = EXCERPT_CHARS) -> tuple[Piece, ...]:
    """At most `most_chars` of the text, from a little before the first of these places, which do not overlap."""
    first = places[0][0] if places else 0
    start = 0 if first <= BEFORE_CHARS else _after_blank(text, first - BEFORE_CHARS, first)
    end = min(len(text), start + most_chars)
    pieces = [*_cut(text, [(max(a, start), min(b, end)) for a, b in places if b > start and a < end], start, end)]
    if start:
        pieces.insert(0, Piece("…"))
    if end < len(text):
        pieces.append(Piece("…"))
    return tuple(pieces)


def _cut(text: str, places: Sequence[tuple[int, int]], start: int, end: int) -> Iterable[Piece]:
    done = start
    for a, b in places:
        if a > done:
            yield Piece(_one_line(text[done:a]))
        yield Piece(_one_line(text[a:b]), True)
        done = b
    if done < end:
        yield Piece(_one_line(text[done:end]))


def _one_line(text: str) -> str:
    """Each run of blanks and line ends as one blank; at the ends too, for a neighbour goes on there."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _after_blank(text: str, start: int, first: int) -> int:
    blank = text.find(" ", start, first)
    return blank + 1 if blank >= 0 else start
