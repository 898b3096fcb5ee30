"""Whether a text, as it is shown, holds what was looked for, and where: the last word on each hit.

The index says where to look; this decides. So nobody learns more by searching than what they may read: where contacts
are masked, the mask is searched. It also passes over what has changed since it was indexed.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from ryadom.core.search.query import Query, Term, is_same_name
from ryadom.core.search.words import Word, phones_of, words_of


class Reading(Struct, frozen=True, kw_only=True):
    """A text that is shown, with its words and numbers; `is_name` for a customer's or a file's."""

    text: str
    words: Sequence[Word]
    phones: Sequence[Word]
    is_name: bool


Places = list[tuple[int, int]]


def read(text: str, *, is_name: bool = False) -> Reading:
    """The words of a text that is shown."""
    return Reading(text=text, words=words_of(text), phones=phones_of(text), is_name=is_name)


def find_in(readings: Sequence[Reading], query: Query, lexemes: Mapping[str, str | None]) -> list[Places] | None:
    """Where in each of these texts of one message the query is, in order; None where they do not hold it together."""
    places: list[Places] = [[] for _ in readings]
    for choice in query.choices:
        found = False
        for term in choice:
            for reading, own in zip(readings, places, strict=True):
                spans = _places(reading, term, lexemes)
                if spans and term.is_excluded:
                    return None
                own += spans
                found = found or bool(spans)
            found = found or term.is_excluded
        if not found:
            return None
    return [_merged(own) for own in places]


def _places(reading: Reading, term: Term, lexemes: Mapping[str, str | None]) -> Places:
    words = reading.words
    found = [(phone.start, phone.end) for phone in reading.phones if phone.form == term.phone]
    if len(term.lexemes) == 1:
        wanted = {term.lexemes[0], *term.others} - {None}
        part = term.part if reading.is_name else ""
        found += [
            (word.start, word.end)
            for word in words
            if lexemes.get(word.form) in wanted or (part and is_same_name(part, word.form))
        ]
        return found
    many = len(term.lexemes)
    if not any(term.lexemes):
        return found
    found += [
        (words[at].start, words[at + many - 1].end)
        for at in range(len(words) - many + 1)
        if all(one is None or lexemes.get(words[at + n].form) == one for n, one in enumerate(term.lexemes))
    ]
    return found


def _merged(places: Places) -> Places:
    merged: Places = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
