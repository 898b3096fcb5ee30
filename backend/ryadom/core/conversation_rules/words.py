"""Whether a message has one of some words, however they are written and inflected."""

import unicodedata
from collections.abc import Sequence


def folded(text: str) -> str:
    """The words of a text in small letters, «е» for «ё», one space before each, and nothing between them."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    letters = "".join(sign if sign.isalnum() else " " for sign in plain)
    return "".join(f" {word}" for word in letters.split())


def has_any(text: str, words: Sequence[str]) -> bool:
    """Whether any of the words, or phrases, begins where a word of the text does: «возврат» is in «о возврате», too."""
    said = folded(text)
    return any(folded(word) in said for word in words)
