"""A conversation as text for a CRM's timeline: in pieces that fit, each of which says what of it it holds. Pure.

The mark at a piece's end is how a push that lost an answer finds what has arrived.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta, timezone
from uuid import UUID

from msgspec import Struct

from ryadom.core.connectors.protocol import Said

MOSCOW = timezone(timedelta(hours=3))
SPACE_OF_NO_WIDTH = "\u200b"
_OPENING = re.compile(r"(?<=[\[<])")


class Piece(Struct, frozen=True):
    """One comment: of which messages, from the first to the last `seq`, and its text with the mark."""

    first_seq: int
    last_seq: int
    text: str


def pieces_of(conversation_id: UUID, said: Sequence[Said], *, max_chars: int) -> list[Piece]:
    """The messages in order, as few pieces as hold them; a message that is too long for one ends with an ellipsis."""
    room = max_chars - len(_mark(conversation_id, 10**9, 10**9)) - 1
    pieces: list[Piece] = []
    lines: list[str] = []
    seqs: list[int] = []
    taken = 0

    def end() -> None:
        if seqs:
            text = "\n".join((*lines, _mark(conversation_id, seqs[0], seqs[-1])))
            pieces.append(Piece(seqs[0], seqs[-1], text))

    for one in said:
        line = _line(one)
        line = line if len(line) < room else line[: room - 2] + "…"
        if seqs and taken + len(line) + 1 > room:
            end()
            lines, seqs, taken = [], [], 0
        lines.append(line)
        seqs.append(one.seq)
        taken += len(line) + 1
    end()
    return pieces


def told_by(conversation_id: UUID, comments: Iterable[str]) -> int:
    """The last `seq` that these comments hold of a conversation; 0 where none is of it."""
    mark = re.compile(rf"{re.escape(_head(conversation_id))}\d+–(\d+)\s*\Z")
    return max((int(found[1]) for text in comments if (found := mark.search(text))), default=0)


def plain(text: str) -> str:
    """A text in which no `[tag]` and no `<tag>` means anything: a visitor must not address a CRM's employees.

    Nor may a link lead elsewhere than it says.
    """
    return _OPENING.sub(SPACE_OF_NO_WIDTH, text)


def _line(one: Said) -> str:
    text = plain(one.text).replace("\n", "\n    ")
    return f"{one.at.astimezone(MOSCOW):%d.%m %H:%M} {plain(one.who)}: {text}"


def _mark(conversation_id: UUID, first_seq: int, last_seq: int) -> str:
    return f"{_head(conversation_id)}{first_seq}–{last_seq}"


def _head(conversation_id: UUID) -> str:
    return f"Рядом, диалог {conversation_id}, время московское, №\u00a0"
