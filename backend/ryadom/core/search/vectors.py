"""What a text is found by, as a tsvector: lexemes with their places, and the mark on what is a contact."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2s
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from msgspec import Struct

from ryadom.core.search.words import Word, grams_of, phones_of, words_of
from ryadom.privacy.detect import Kind
from ryadom.privacy.detect.emails import may_hold_email
from ryadom.privacy.display import find_hidden
from ryadom.privacy.hidden import Hidden
from ryadom.store.search_cards import Card

_MAX_PLACE = 16_383
_MAX_PLACES = 255
"""Of one lexeme: Postgres keeps no more."""

_CONTACT, _PLAIN = "A", ""
_ALL_KINDS = frozenset(Kind)
_HINTS = frozenset("@＠﹫")

LONG_CHARS = 1_000
"""A text without digits and addresses that is longer takes over a millisecond."""

LONG_SEARCHED = 450
"""One that is searched for contacts takes 2 ms at worst with so many characters, where a digit counts for ten more."""

_MARK_CHARS = 10


class _Part(NamedTuple):
    """A text of several that are found together. `is_named`: by parts of its words too; such parts come last."""

    text: str
    is_named: bool = False
    is_contact: bool = False


class Parsed(Struct, frozen=True, kw_only=True):
    """A text, or a card, with its words: what is left to learn are their lexemes.

    `contacts`: those places of words at which there is something that a site may mask on display.
    """

    words: Sequence[Word]
    phones: Sequence[Word]
    contacts: frozenset[int]
    named_from: int
    """The first place of what is a name: of a customer, or of files."""


def parse(body: str, names: Sequence[str] = ()) -> Parsed:
    """The words of a message and of its files' names.

    Linear, but a text full of digits takes long: see `takes_long`.
    """
    return _parsed([_Part(body), *(_Part(name, is_named=True) for name in names)])


def parse_card(card: Card) -> Parsed:
    """The words of what is known of a customer. Of a contact all is one, also where no detector knows it for that."""
    return _parsed([_Part(one.text, is_named=one.is_named, is_contact=one.is_contact) for one in card])


def takes_long(body: str, names: Sequence[str] = ()) -> bool:
    """Whether `parse` may take over about 2 ms, and belongs in a thread."""
    chars = len(body) + sum(map(len, names))
    if chars > LONG_CHARS:
        return True
    marks = sum(_marks_of(part) for part in (body, *names))
    return marks > 0 and chars + _MARK_CHARS * marks > LONG_SEARCHED


def vector_of(parsed: Parsed, lexemes: Mapping[str, str | None]) -> str:
    """The tsvector, as Postgres reads it; empty where there is nothing to find.

    Forms and lexemes are letters and digits, see `words.fold`: nothing in them needs a quote.
    """
    places: defaultdict[str, dict[int, str]] = defaultdict(dict)

    def add(lexeme: str, at: int, mark: str) -> None:
        kept = places[lexeme]
        if len(kept) < _MAX_PLACES:
            kept.setdefault(min(at + 1, _MAX_PLACE), mark)

    for at, word in enumerate(parsed.words):
        mark = _CONTACT if at in parsed.contacts else _PLAIN
        if word.form and (lexeme := lexemes.get(word.form)):
            add(lexeme, at, mark)
        if word.form and at >= parsed.named_from:
            for gram in grams_of(word.form):
                add(gram, at, mark)
    for phone in parsed.phones:
        # Whatever a detector says of it: it is looked for as a phone, so it may be one.
        add(phone.form, phone.start, _CONTACT)
    return " ".join(
        f"'{lexeme}':{','.join(f'{place}{mark}' for place, mark in sorted(kept.items()))}"
        for lexeme, kept in places.items()
    )


def plain_lexemes(parsed: Parsed, lexemes: Mapping[str, str | None]) -> set[str]:
    """The lexemes of a message outside of contacts and names: what may become a word in use."""
    return {
        lexeme
        for at, word in enumerate(parsed.words)
        if at not in parsed.contacts and at < parsed.named_from and (lexeme := lexemes.get(word.form))
    }


def slots_of(site_id: UUID, said_at: datetime) -> list[int]:
    """The numbers of the site with a day, with a month, and alone. Two may be the same: the row says it too."""
    day = said_at.astimezone(UTC).date()
    return [day_slot(site_id, day.toordinal()), month_slot(site_id, day.year * 12 + day.month - 1), site_slot(site_id)]


def day_slot(site_id: UUID, ordinal: int) -> int:
    """The number of a site on a day, by `date.toordinal` in UTC."""
    return _slot(site_id, b"d", ordinal)


def month_slot(site_id: UUID, month: int) -> int:
    """The number of a site in a month: `12 * year + month - 1`, in UTC."""
    return _slot(site_id, b"m", month)


def site_slot(site_id: UUID) -> int:
    """The number of a site at all times."""
    return _slot(site_id, b"s", 0)


@lru_cache(maxsize=8_192)
def _slot(site_id: UUID, kind: bytes, number: int) -> int:
    digest = blake2s(site_id.bytes + kind + number.to_bytes(8, "big"), digest_size=4).digest()
    return int.from_bytes(digest, "big", signed=True)


def _parsed(parts: Sequence[_Part]) -> Parsed:
    words: list[Word] = []
    phones: list[Word] = []
    contacts: set[int] = set()
    named_from: int | None = None
    for part in parts:
        first = len(words)
        if part.is_named and named_from is None:
            named_from = first
        own = words_of(part.text)
        spans = [(0, len(part.text))] if part.is_contact else _contacts_in(part.text)
        contacts.update(
            first + at
            for at, word in enumerate(own)
            if any(start < word.end and word.start < end for start, end in spans)
        )
        # A phone stands at the place of its first word.
        for phone in phones_of(part.text):
            at = next((first + at for at, word in enumerate(own) if word.start >= phone.start), None)
            if at is not None:
                phones.append(Word(at, at, phone.form))
        words += own
        # A gap, so that no phrase begins in one part and ends in another.
        words.append(Word(0, 0, ""))
    return Parsed(
        words=words,
        phones=phones,
        contacts=frozenset(contacts),
        named_from=len(words) if named_from is None else named_from,
    )


def _marks_of(text: str) -> int:
    return sum(map(str.isdigit, text)) + sum(map(text.count, _HINTS))


def _contacts_in(text: str) -> list[tuple[int, int]]:
    """Where something stands that any site may mask, whatever it masks now: one kind's find may hide another's.

    A kind of which nothing is found beside all others is not found alone either: it is known by the same signs.
    """
    if not any(map(str.isdigit, text)) and not may_hold_email(text):
        return []
    found = find_hidden(text, Hidden(_ALL_KINDS))
    alone = chain.from_iterable(find_hidden(text, Hidden(frozenset({kind}))) for kind in {span.kind for span in found})
    return [(span.start, span.end) for span in chain(found, alone)]
