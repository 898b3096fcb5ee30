"""Whether a message has one of some words, however they are written and inflected.

On the loop: so it is quick whatever is written, and however many words are sought.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence, Set

from msgspec import Struct

from ryadom.protocol import MAX_BODY_CHARS

MAX_FOLDED_CHARS = 120
"""Of a word, or phrase, that is sought: some signs are several letters when they are folded."""

_HEAD_CHARS = 4
_MAX_HEARD_CHARS = 2 * MAX_BODY_CHARS
_WORD = re.compile(r"[^\W_]+")
# The two signs that stand for whole sentences: a message of them alone would be eighteen messages long.
_SENTENCES = ("\ufdfa", "\ufdfb")


def folded(text: str) -> str:
    """The words of a text in small letters, «е» for «ё», one space between them."""
    return " ".join(_words(text))


class Heard(Struct, frozen=True):
    """What begins at each word of a text, in alphabetical order, and the first letters of these."""

    beginnings: Sequence[str]
    heads: Set[str]


class Sought(Struct, frozen=True):
    """Folded words, or phrases, and their first letters; of one that has fewer, nothing."""

    words: Sequence[str]
    heads: Set[str]


def heard_in(text: str) -> Heard:
    """A text to look for words in."""
    words = _words(text)
    said = " ".join(words)[:_MAX_HEARD_CHARS]
    beginnings: set[str] = set()
    place = 0
    for word in words:
        if place >= len(said):
            break
        beginnings.add(said[place : place + MAX_FOLDED_CHARS])
        place += len(word) + 1
    return Heard(sorted(beginnings), frozenset({one[:_HEAD_CHARS] for one in beginnings} | {""}))


def to_seek(words: Sequence[str]) -> Sought:
    """Words to look for, in texts."""
    plain = [folded(word) for word in words]
    return Sought(plain, frozenset(word[:_HEAD_CHARS] if len(word) >= _HEAD_CHARS else "" for word in plain))


def has_any(heard: Heard, sought: Sought) -> bool:
    """Whether any of the words begins where a word of the text does: «возврат» is in «о возврате», too.

    Most are not there by their first letters already; the others are found by halving.
    """
    if heard.heads.isdisjoint(sought.heads):
        return False
    for word in sought.words:
        place = bisect_left(heard.beginnings, word)
        if place < len(heard.beginnings) and heard.beginnings[place].startswith(word):
            return True
    return False


def _words(text: str) -> list[str]:
    for sign in _SENTENCES:
        text = text.replace(sign, " ")
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _WORD.findall(plain)
