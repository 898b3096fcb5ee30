"""The words of a text as the search knows them: places in the text, and one form for whatever is written alike.

Ours and not the parser of Postgres: that reads «заказ-12345» as a word and minus 12345, keeps «ё» apart from «е», and
goes by the locale of the database. Queries and texts go through the same function, so they can't differ.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MAX_WORD_CHARS = 64
"""Of what is longer the beginning counts."""

MAX_WORDS = 4_000
"""Of one text; a tsvector has no places beyond 16,383 either."""

PHONE_MARK = "tel"
_PHONE_DIGITS = 10
_LONGEST_PHONE = 15

_COMBINING = "\u0300-\u036f"
_WORD = re.compile(rf"(?:[^\W_][{_COMBINING}]*)+")
_NOT_IN_WORDS = re.compile(r"[\W_]+")
_PHONE = re.compile(r"(?<![\w+])\+?\d(?:[\s().\-\u2010-\u2015]{0,3}\d){9,14}(?!\w)")
_STRESS = "\u0301"
_KEPT_CHARS = 32


class Word(NamedTuple):
    """One word: where it stands in the text, and as it is known."""

    start: int
    end: int
    form: str


def words_of(text: str) -> list[Word]:
    """The words of a text in their order, at most `MAX_WORDS`."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        if form := fold(match[0]):
            found.append(Word(match.start(), match.end(), form))
            if len(found) == MAX_WORDS:
                break
    return found


def phones_of(text: str) -> list[Word]:
    """What reads as a telephone number, however it is grouped: known by its last ten digits."""
    found = []
    for match in _PHONE.finditer(text):
        digits = "".join(str(unicodedata.digit(char)) for char in match[0] if char.isdigit())
        if _PHONE_DIGITS <= len(digits) <= _LONGEST_PHONE:
            found.append(Word(match.start(), match.end(), PHONE_MARK + digits[-_PHONE_DIGITS:]))
    return found


def fold(written: str) -> str:
    """One word in the form it is known by: «Ё» is «е», full-width digits are digits, stress marks are nothing."""
    # Of words alone, and short ones: nothing by which somebody is reached is kept, and no visitor fills the memory.
    return _fold_known(written) if len(written) <= _KEPT_CHARS and written.isalpha() else _fold(written)


def _fold(written: str) -> str:
    plain = unicodedata.normalize("NFKC", written.replace(_STRESS, "")).lower().replace("ё", "е")
    return _NOT_IN_WORDS.sub("", plain)[:MAX_WORD_CHARS]


_fold_known = lru_cache(maxsize=16_384)(_fold)


def grams_of(word: str) -> list[str]:
    """The threes of letters of a word of a name, with a mark; of its beginning also the first two."""
    return [f"~^{word[:2]}", *(f"~{word[at : at + 3]}" for at in range(len(word) - 2))]


def grams_within(part: str) -> list[str]:
    """What a name must have of `grams_of` where `part` is in one of its words; of two letters, at its beginning."""
    if len(part) < 2:
        return []
    return grams_of(part)[1:] if len(part) > 2 else [f"~^{part}"]
