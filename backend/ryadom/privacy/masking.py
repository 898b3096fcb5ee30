"""Takes personal data out of a text, and leaves a word for what was there: «карта •••• 1234»."""

import re
from collections.abc import Callable, Collection

from ryadom.privacy.detect import Kind, Span, find_personal
from ryadom.privacy.detect.folding import fold

DOTS = "••••"
LAST_DIGITS = 4
_MAX_ROUNDS = 8
_BEFORE_CHARS = 24

LABELS = {
    Kind.PHONE: "телефон",
    Kind.EMAIL: "почта",
    Kind.PASSPORT: "паспорт",
    Kind.SNILS: "СНИЛС",
    Kind.INN: "ИНН",
    Kind.OGRN: "ОГРН",
    Kind.CARD: "карта",
    Kind.ACCOUNT: "счёт",
}
# Where the writer has named it right before, the name is not said twice.
_NAMED = {
    kind: re.compile(rf"(?:{word})[ .:№—–-]{{0,3}}\Z", re.IGNORECASE)
    for kind, word in {
        Kind.PHONE: r"тел\w*",
        Kind.EMAIL: r"почт\w*|e-?mail|м[еэ]йл",
        Kind.PASSPORT: r"паспорт\w*",
        Kind.SNILS: r"снилс\w*",
        Kind.INN: r"инн",
        Kind.OGRN: r"огрн(?:ип)?",
        Kind.CARD: r"карт\w*",
        Kind.ACCOUNT: r"сч[её]т\w*",
    }.items()
}


def replace_personal(
    text: str, kinds: Collection[Kind], *, keep: Callable[[Kind, str], bool] = lambda _kind, _written: False
) -> str:
    """The text with every find of these kinds replaced. Of a card's number the last 4 digits stay, of others nothing.

    What `keep` says of a find as it is written stays. Replaced once more it is the same. What is near a find may be
    seen anew without it, so the text is searched until nothing is found: twice as a rule.
    """
    for _ in range(_MAX_ROUNDS):
        spans = [span for span in find_personal(text, kinds) if not keep(span.kind, text[span.start : span.end])]
        if not spans:
            break
        text = _replace(text, spans)
    return text


def _replace(text: str, spans: Collection[Span]) -> str:
    parts: list[str] = []
    done = 0
    for span in spans:
        left, right = gaps_around(text, span)
        parts += text[done : span.start], left, stand_in(text, span), right
        done = span.end
    return "".join((*parts, text[done:]))


def stand_in(text: str, span: Span) -> str:
    """What is said in place of a find; its kind, unless the writer has named that right before."""
    before = text[max(0, span.start - _BEFORE_CHARS) : span.start]
    label = "" if _NAMED[span.kind].search(before) else LABELS[span.kind] + " "
    if span.kind is not Kind.CARD:
        return label + DOTS
    return f"{label}{DOTS} {digits_of(text[span.start : span.end])[-LAST_DIGITS:]}"


def gaps_around(text: str, span: Span) -> tuple[str, str]:
    """A space on each side where letters right before or behind would make the mark a part of their word."""
    before, behind = text[: span.start][-1:], text[span.end : span.end + 1]
    return " " if before.isalnum() else "", " " if behind.isalnum() else ""


def digits_of(number: str) -> str:
    """The digits of a number, however it was written."""
    return "".join(character for character in fold(number).text if character.isdecimal())
