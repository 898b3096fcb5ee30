"""A conversation as text for a CRM's timeline: in pieces that fit, each of which says what of it it holds. Pure.

The mark at a piece's end is how a push that lost an answer finds what has arrived. A message that no piece holds
stands in several, each of which says which characters of it it has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta, timezone
from uuid import UUID

from msgspec import Struct

from ryadom.core.connectors.protocol import Said

MOSCOW = timezone(timedelta(hours=3))
SPACE_OF_NO_WIDTH = "\u200b"
FEWEST_CHARS = 40
"""Of a message that a piece holds at least, however little room there is."""

_OPENING = re.compile(r"(?<=[\[<])")
_INDENT = "\n    "
_MOST = 10**9


class Piece(Struct, frozen=True):
    """One comment: its text with the mark. `told_seq`: up to which message all is told by then; 0 where it holds a part
    of one that has more."""

    told_seq: int
    text: str


class Told(Struct, frozen=True):
    """What comments hold: all up to and with `seq`, and perhaps the beginning of the message behind it.

    `chars_by_length`: how many characters of that, by how long it was then; who has edited it meanwhile begins it anew.
    """

    seq: int = 0
    chars_by_length: Mapping[int, int] = {}


NOTHING = Told()


def pieces_of(conversation_id: UUID, said: Sequence[Said], *, max_chars: int, told: Told = NOTHING) -> list[Piece]:
    """The messages in order and whole, as few pieces as hold them; without the part of one that is told already."""
    room = max_chars - len(_mark(conversation_id, _MOST, _MOST)) - 1
    room_of_part = max_chars - len(_part_mark(conversation_id, _MOST, 1, _MOST, _MOST)) - 1
    pieces: list[Piece] = []
    lines: list[str] = []
    seqs: list[int] = []
    taken = 0

    def end() -> None:
        nonlocal lines, seqs, taken
        if seqs:
            text = "\n".join((*lines, _mark(conversation_id, seqs[0], seqs[-1])))
            pieces.append(Piece(seqs[-1], text))
        lines, seqs, taken = [], [], 0

    for one in said:
        text = plain(one.text)
        told_chars = told.chars_by_length.get(len(text), 0) if one.seq == told.seq + 1 else 0
        line = _heading(one) + text.replace("\n", _INDENT)
        if told_chars or len(line) >= room:
            end()
            pieces += _parts(conversation_id, one, text, told_chars, room_of_part)
            continue
        if seqs and taken + len(line) + 1 > room:
            end()
        lines.append(line)
        seqs.append(one.seq)
        taken += len(line) + 1
    end()
    return pieces


def told_by(conversation_id: UUID, comments: Iterable[str]) -> Told:
    """What these comments hold of a conversation."""
    mark = re.compile(rf"{re.escape(_head(conversation_id))}(\d+)(?:–(\d+)|, знаки \d+–(\d+) из (\d+))\s*\Z")
    seq = 0
    parts: dict[int, dict[int, int]] = {}
    for text in comments:
        if (found := mark.search(text)) is None:
            continue
        first, last, chars, length = (int(number or 0) for number in found.groups())
        if last or chars == length:
            seq = max(seq, last or first)
        else:
            # All before it was told before it.
            seq = max(seq, first - 1)
            known = parts.setdefault(first, {})
            known[length] = max(known.get(length, 0), chars)
    return Told(seq, parts.get(seq + 1, {}))


def plain(text: str) -> str:
    """A text in which no `[tag]` and no `<tag>` means anything: a visitor must not address a CRM's employees.

    Nor may a link lead elsewhere than it says.
    """
    return _OPENING.sub(SPACE_OF_NO_WIDTH, text)


def _parts(conversation_id: UUID, one: Said, text: str, start: int, room: int) -> Iterator[Piece]:
    """What stands behind `start`, each part as long as there is room for it."""
    heading = _heading(one)
    while start < len(text):
        end = _part_end(text, start, room - len(heading))
        mark = _part_mark(conversation_id, one.seq, start + 1, end, len(text))
        part = text[start:end].replace("\n", _INDENT)
        yield Piece(one.seq if end == len(text) else 0, f"{heading}{part}\n{mark}")
        start, heading = end, _heading(one, "…")


def _part_end(text: str, start: int, room: int) -> int:
    """Where a part ends that begins there: behind a line or a word, if that is not far back."""
    end = start
    left = max(room, FEWEST_CHARS)
    while end < len(text) and left > 0:
        left -= len(_INDENT) if text[end] == "\n" else 1
        end += 1
    if end == len(text) and left >= 0:
        return end
    end -= left < 0
    for sign in ("\n", " "):
        found = text.rfind(sign, start + (end - start) * 3 // 4, end)
        if found >= 0:
            return found + 1
    return end


def _heading(one: Said, more: str = "") -> str:
    return f"{one.at.astimezone(MOSCOW):%d.%m %H:%M} {plain(one.who)}: {more}"


def _mark(conversation_id: UUID, first_seq: int, last_seq: int) -> str:
    return f"{_head(conversation_id)}{first_seq}–{last_seq}"


def _part_mark(conversation_id: UUID, seq: int, first: int, last: int, length: int) -> str:
    return f"{_head(conversation_id)}{seq}, знаки {first}–{last} из {length}"


def _head(conversation_id: UUID) -> str:
    return f"Рядом, диалог {conversation_id}, время московское, №\u00a0"
