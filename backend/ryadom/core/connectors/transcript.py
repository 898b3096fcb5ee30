"""A conversation as text for a CRM's timeline: in pieces that fit, each of which says what of it it holds. Pure.

The mark at a piece's end is how a push that lost an answer finds what has arrived. A message that no piece holds
stands in several, each of which says which characters of it it has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

from msgspec import Struct

from ryadom.core.connectors.protocol import MOSCOW, Said

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


class _Marks(Struct, frozen=True):
    """What stands at the ends of pieces. `clock`: which time theirs is."""

    conversation_id: UUID
    clock: str

    def whole(self, first_seq: int, last_seq: int) -> str:
        """Of whole messages."""
        return f"{_head(self.conversation_id)}{self.clock}, №\u00a0{first_seq}–{last_seq}"

    def part(self, seq: int, first: int, last: int, length: int) -> str:
        """Of a part of one: which of its characters, the first is 1."""
        return f"{_head(self.conversation_id)}{self.clock}, №\u00a0{seq}, знаки {first}–{last} из {length}"


def pieces_of(
    conversation_id: UUID,
    said: Sequence[Said],
    *,
    max_chars: int,
    told: Told = NOTHING,
    zone: tzinfo = MOSCOW,
) -> list[Piece]:
    """The messages in order and whole, as few pieces as hold them; without the part of one that is told already."""
    marks = _Marks(conversation_id, _named(zone, said[-1].at) if said else "")
    room = max_chars - len(marks.whole(_MOST, _MOST)) - 1
    room_of_part = max_chars - len(marks.part(_MOST, 1, _MOST, _MOST)) - 1
    pieces: list[Piece] = []
    lines: list[str] = []
    seqs: list[int] = []
    taken = 0

    def end() -> None:
        nonlocal lines, seqs, taken
        if seqs:
            pieces.append(Piece(seqs[-1], "\n".join((*lines, marks.whole(seqs[0], seqs[-1])))))
        lines, seqs, taken = [], [], 0

    for one in said:
        text = plain(one.text)
        told_chars = told.chars_by_length.get(len(text), 0) if one.seq == told.seq + 1 else 0
        heading = f"{one.at.astimezone(zone):%d.%m %H:%M} {plain(one.who)}: "
        line = heading + text.replace("\n", _INDENT)
        if told_chars or len(line) >= room:
            end()
            pieces += _parts(marks, one.seq, heading, text, told_chars, room_of_part)
            continue
        if seqs and taken + len(line) + 1 > room:
            end()
        lines.append(line)
        seqs.append(one.seq)
        taken += len(line) + 1
    end()
    return pieces


def told_by(conversation_id: UUID, comments: Iterable[str]) -> Told:
    """What these comments hold of a conversation, whichever clock they are by."""
    head = re.escape(_head(conversation_id))
    mark = re.compile(rf"{head}[^\n№]+, №\u00a0(\d+)(?:–(\d+)|, знаки \d+–(\d+) из (\d+))\s*\Z")
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


def _parts(marks: _Marks, seq: int, heading: str, text: str, start: int, room: int) -> Iterator[Piece]:
    """What of a message stands behind `start`, each part as long as there is room for it."""
    while start < len(text):
        begins = f"{heading}…" if start else heading
        end = _part_end(text, start, room - len(begins))
        part = text[start:end].replace("\n", _INDENT)
        mark = marks.part(seq, start + 1, end, len(text))
        yield Piece(seq if end == len(text) else 0, f"{begins}{part}\n{mark}")
        start = end


def _part_end(text: str, start: int, room: int) -> int:
    """Where a part ends that begins there: behind a line or a word, if that is not far back."""
    end = start
    left = max(room, FEWEST_CHARS)
    while end < len(text):
        left -= len(_INDENT) if text[end] == "\n" else 1
        if left < 0:
            break
        end += 1
    if end == len(text):
        return end
    for sign in ("\n", " "):
        found = text.rfind(sign, start + (end - start) * 3 // 4, end)
        if found >= 0:
            return found + 1
    return end


def _named(zone: tzinfo, at: datetime) -> str:
    """Which time a clock's is, as people say it; summer's may be another than winter's."""
    if zone == MOSCOW:
        return "московское"
    minutes = int((at.astimezone(zone).utcoffset() or timedelta()).total_seconds()) // 60
    behind = f":{abs(minutes) % 60:02}" if minutes % 60 else ""
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60}{behind}"


def _head(conversation_id: UUID) -> str:
    return f"Рядом, диалог {conversation_id}, время "
