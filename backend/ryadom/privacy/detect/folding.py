"""Makes tricks of Unicode visible as plain digits, letters, spaces and hyphens, and keeps the way back."""

import re
import unicodedata
from collections.abc import Sequence

from msgspec import Struct

_PLAIN_ONLY = re.compile(r"[\n -~А-яЁё«»№•–—]*")
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
_DASHES = "–—"
_MAX_CACHED = 5_000

# Letters that stand for a digit where a token holds digits beside.
_LOOKALIKES = str.maketrans("OoОоЗзlIІб", "0000331116")
_LOOKALIKE_NEAR_DIGIT = re.compile(r"[0-9][OoОоЗзlIІб]|[OoОоЗзlIІб][0-9]")
_DIGITLIKE_TOKEN = re.compile(r"(?<!\w)[0-9OoОоЗзlIІб]+(?!\w)")
_ZEROS = re.compile(r"[OoОо]{2,4}")


class Folded(Struct, frozen=True):
    """A text of plain digits, spaces and hyphens without anything invisible. `offsets` None: nothing moved."""

    text: str
    offsets: Sequence[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original; the span must not be empty."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


class _Folding(dict[int, str | None]):
    """The table of `str.translate`, filled as characters come: one character or none for each."""

    def __missing__(self, code: int) -> str | None:
        folded = _fold_character(chr(code))
        if len(self) < _MAX_CACHED:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> Folded:
    """The text for the detectors to look at."""
    offsets: list[int] | None = None
    if not _PLAIN_ONLY.fullmatch(text):
        folded = text.translate(_FOLDING)
        if len(folded) != len(text):
            offsets = [place for place, character in enumerate(text) if _FOLDING[ord(character)] is not None]
        text = folded
    if _LOOKALIKE_NEAR_DIGIT.search(text):
        text = _DIGITLIKE_TOKEN.sub(_undisguise, text)
    return Folded(text, offsets)


def fold_signs(text: str) -> str:
    """The same, but letters stay letters, also beside digits: whose address is `o2@mail.ru` is not `02@mail.ru`."""
    return text if _PLAIN_ONLY.fullmatch(text) else text.translate(_FOLDING)


def _fold_character(character: str) -> str | None:
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return None
    if category == "Zs" or character == "\t":
        return " "
    if character in _DASHES:
        return character  # people part words with them: no part of an address, as a hyphen is
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(character))
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character


def _undisguise(token: re.Match[str]) -> str:
    """The token in digits if it is a number with a few letters in it, or zeros between two numbers."""
    word, text = token[0], token.string
    digits = sum(character.isdecimal() for character in word)
    is_number = 0 < digits < len(word) <= digits * 2
    before, after = text[max(0, token.start() - 2) : token.start()], text[token.end() : token.end() + 2]
    is_between = bool(_ZEROS.fullmatch(word)) and before[:1].isdecimal() and after[1:].isdecimal()
    return word.translate(_LOOKALIKES) if is_number or is_between else word
