"""From a text to the spans of personal data in it."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable

from ryadom.privacy.detect.context import Words
from ryadom.privacy.detect.documents import read_document, read_split_passports
from ryadom.privacy.detect.emails import may_hold_email, read_emails
from ryadom.privacy.detect.folding import Folded, fold
from ryadom.privacy.detect.kinds import Candidate, Kind, Span
from ryadom.privacy.detect.numbers import read_groups, read_numbers
from ryadom.privacy.detect.payments import ACCOUNT_CHARS, find_biks, read_account, read_card
from ryadom.privacy.detect.phones import Phones

ALL_KINDS = frozenset(Kind)
_DIGIT = re.compile(r"\d")
MANY_DIGITS = 300
"""A text with more of them is searched in a thread: at worst it takes 30 ms, and nobody writes so many by hand."""

_FEWEST_DIGITS = 6
"""A telephone's number in which letters stand for some of the digits has so many left."""


def has_many_digits(text: str) -> bool:
    """Whether a search through the text may take over a few milliseconds."""
    return len(text) > MANY_DIGITS and sum(map(str.isdecimal, text)) > MANY_DIGITS


def may_hold_contact(text: str) -> bool:
    """Whether a telephone or an address may be in it. Cheap, and never wrong where it says no."""
    return _DIGIT.search(text) is not None or may_hold_email(text)


def find_personal(text: str, kinds: Collection[Kind] = ALL_KINDS) -> list[Span]:
    """The spans of these kinds, in order, none overlapping another; places are those of `text` as it was given.

    Which kind a number is does not depend on the kinds asked for: where one of those may be, the others are read too.
    Linear in the text's length; about 1 µs for a text without digits and without "@".
    """
    has_number = len(_DIGIT.findall(text)) >= _FEWEST_DIGITS
    has_email = Kind.EMAIL in kinds and may_hold_email(text)
    if not has_number and not has_email:
        return []
    folded = fold(text)
    candidates = _read(folded, kinds, has_number=has_number)
    return [
        Span(*folded.original(chosen.start, chosen.end), chosen.kind)
        for chosen in _choose(candidates)
        if chosen.kind in kinds
    ]


def _read(folded: Folded, kinds: Collection[Kind], *, has_number: bool) -> list[Candidate]:
    text = folded.text
    if not has_number:
        return list(read_emails(text))
    groups = read_groups(text)
    numbers = list(read_numbers(groups))
    words = Words(groups)
    found = list(read_split_passports(groups, words))
    biks = find_biks(groups, words) if any(len(number.digits) == ACCOUNT_CHARS for number in numbers) else ()
    for number in numbers:
        found += read_card(number, words)
        found += read_document(number, words)
        found += read_account(number, words, biks)
    # Phones are dear and addresses rarely wanted: they are read where they are asked for, or may be what was found.
    if Kind.PHONE in kinds or Kind.EMAIL in kinds or any(candidate.kind in kinds for candidate in found):
        phones = Phones(text, words)
        for number in numbers:
            found += phones.read(number)
        found += read_emails(text)
    return found


def _choose(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The surest of each that overlap, by their places."""
    chosen: list[Candidate] = []
    starts: list[int] = []
    for candidate in sorted(candidates, key=lambda one: (-one.points, one.start - one.end, one.start)):
        place = bisect_left(starts, candidate.end)
        if place and chosen[place - 1].end > candidate.start:
            continue
        chosen.insert(place, candidate)
        starts.insert(place, candidate.start)
    return chosen
