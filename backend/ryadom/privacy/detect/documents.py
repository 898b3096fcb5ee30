"""Passports, СНИЛС, ИНН and ОГРН: what a number may be, by its digits, its form and the words near it."""

import re
from collections.abc import Iterator

from ryadom.privacy.detect.checks import has_snils_check, is_inn, is_ogrn, is_snils
from ryadom.privacy.detect.context import Context, Words
from ryadom.privacy.detect.kinds import Candidate, Kind, Points
from ryadom.privacy.detect.numbers import Groups, Number, number_at

_PASSPORT_SHAPES = {(10,), (4, 6), (2, 2, 6), (2, 2, 3, 3), (4, 3, 3)}
_FOREIGN_PASSPORT_SHAPES = {(9,), (2, 7)}
_NOT_IN_PASSPORT = frozenset(".()/\\\n")
_SNILS_SHAPE = (3, 3, 3, 2)
_MAX_NAMED_GROUPS = 5

# A passport with a word or a sign between its series and its number: "45 09 № 123456".
_SPLIT_PASSPORT = re.compile(
    r"(?<![0-9])[0-9]{2}[ -]?[0-9]{2}[ ,;:]{0,3}(?:номер|ном\.?|н\.|№|N)[ .:№]{0,3}[0-9]{3} ?[0-9]{3}(?![0-9])"
    r"|(?<![0-9])[0-9]{2} {0,2}№ {0,2}[0-9]{7}(?![0-9])",
    re.IGNORECASE,
)


def read_document(number: Number, words: Words) -> Iterator[Candidate]:
    """What documents the number may be of."""
    if number.in_link or number.glued:
        return
    length = len(number.digits)
    if length in (9, 10):
        yield from _passport(number, words)
    if length == 11:
        yield from _snils(number, words)
    if length in (10, 12) and is_inn(number.digits):
        yield from _checked(number, words, Kind.INN, may_be_bare=number.shape == (12,))
    if length in (13, 15) and is_ogrn(number.digits):
        yield from _checked(number, words, Kind.OGRN, may_be_bare=len(number.shape) == 1 and _has_year(number))


def read_split_passports(groups: Groups, words: Words) -> Iterator[Candidate]:
    """Passports whose halves are parted by a word or a sign. Four, and six after "№", need no other word."""
    for found in _SPLIT_PASSPORT.finditer(groups.text):
        number = number_at(groups, found.start(), found.end())
        if number.start != found.start() or number.end != found.end():
            continue
        context = words.near(number)
        if Kind.PASSPORT in context.kinds or not context.is_other:
            yield Candidate(found.start(), found.end(), Kind.PASSPORT, Points.FORM_OF_ITS_OWN)


def _passport(number: Number, words: Words) -> Iterator[Candidate]:
    shapes = _FOREIGN_PASSPORT_SHAPES if len(number.digits) == 9 else _PASSPORT_SHAPES
    if number.shape not in shapes or _NOT_IN_PASSPORT & set(number.gaps):
        return
    context = words.near(number)
    if Kind.PASSPORT in context.kinds and not context.is_other:
        yield Candidate(number.start, number.end, Kind.PASSPORT, points_of_named(context, Kind.PASSPORT))


def _snils(number: Number, words: Words) -> Iterator[Candidate]:
    if not is_snils(number.digits) or "\n" in number.gaps:
        return
    context = words.near(number)
    if Kind.SNILS in context.kinds:
        yield Candidate(number.start, number.end, Kind.SNILS, Points.CHECKED_AND_NAMED)
    elif has_snils_check(number.digits) and not context.is_other:
        if number.shape == _SNILS_SHAPE:
            yield Candidate(number.start, number.end, Kind.SNILS, Points.CHECKED_IN_ITS_FORM)
        elif len(number.shape) == 1:
            yield Candidate(number.start, number.end, Kind.SNILS, Points.BARE)


def _checked(number: Number, words: Words, kind: Kind, *, may_be_bare: bool) -> Iterator[Candidate]:
    if len(number.shape) > _MAX_NAMED_GROUPS or "\n" in number.gaps:
        return
    context = words.near(number)
    if kind in context.kinds:
        yield Candidate(number.start, number.end, kind, Points.CHECKED_AND_NAMED)
    elif may_be_bare and not context.is_other and not context.kinds:
        yield Candidate(number.start, number.end, kind, Points.CHECKED)


def _has_year(number: Number) -> bool:
    # The register began in 2002: an IMEI or a barcode rarely has such digits in this place.
    return "02" <= number.digits[1:3] <= "49"


def points_of_named(context: Context, kind: Kind) -> int:
    """How sure a number is that has nothing but a word for it."""
    return Points.NAMED if context.nearest is kind else Points.NAMED_FURTHER_OFF
