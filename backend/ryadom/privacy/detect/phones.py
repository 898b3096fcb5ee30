"""Telephone numbers. `phonenumbers` (31 ms to import) is loaded by the first number that may be one."""

import re
from collections.abc import Iterator
from functools import cache

from ryadom.privacy.detect.context import Context, Words
from ryadom.privacy.detect.documents import points_of_named
from ryadom.privacy.detect.kinds import Candidate, Kind, Points
from ryadom.privacy.detect.numbers import PLUS_CHARS, Number

MIN_CHARS, MAX_CHARS = 10, 15
_PLUS = re.compile(r"\+ ?\(?\Z")
_NATIONAL = re.compile(r"[78]?[3489][0-9]{9}")
_COUNTRY_CHARS = 11
_NATIONAL_CHARS = 10
MOST_FOREIGN = 30
"""So many numbers of other countries are looked up in a text (50 µs each); any more are taken for telephones'."""

# First groups of a number as people part it: 8 916 …, 8916 …, 8(3412) …, 916 …, all together.
_FULL_SHAPES = {(1, 3), (1, 4), (1, 5), (1, 10), (1, 6), (4, 3), (4, 7), (11,)}
_SHORT_SHAPES = {(3, 3), (3, 7), (3, 2), (10,)}


class Phones:
    """Reads telephones' numbers out of one text."""

    def __init__(self, text: str, words: Words) -> None:
        self._text = text
        self._words = words
        self._looked_up = 0

    def read(self, number: Number) -> Iterator[Candidate]:
        """The number as a telephone's: with "+" of any country, else of Russia."""
        if "\n" in number.gaps or number.in_link or number.glued or not MIN_CHARS <= len(number.digits) <= MAX_CHARS:
            return
        start = number.start
        before = self._text[max(0, start - PLUS_CHARS) : start]
        if plus := _PLUS.search(before):
            if self._is_possible(number.digits):
                yield Candidate(start - len(plus[0]), number.end, Kind.PHONE, Points.UNIQUE_FORM)
            return
        is_in_brackets = before.endswith("(") and ")" in number.gaps
        if not _NATIONAL.fullmatch(number.digits):
            return
        # What the words say is the dearest question of all, so it is asked last.
        if not _home_numbers().fullmatch(number.digits[-_NATIONAL_CHARS:]):
            return
        points = _points(number, self._words.near(number), is_in_brackets=is_in_brackets)
        if points:
            yield Candidate(start - is_in_brackets, number.end, Kind.PHONE, points)

    def _is_possible(self, digits: str) -> bool:
        """Whether a country has numbers of this length. All of Russia's have ten digits behind its 7."""
        if digits.startswith("7") and len(digits) == _COUNTRY_CHARS:
            return True
        self._looked_up += 1
        return self._looked_up > MOST_FOREIGN or _is_possible(digits)


def _points(number: Number, context: Context, *, is_in_brackets: bool) -> int:
    is_full = len(number.digits) == _COUNTRY_CHARS
    if len(number.digits) > _COUNTRY_CHARS:
        return 0
    if Kind.PHONE in context.kinds:
        return points_of_named(context, Kind.PHONE)
    if context.is_other:
        return 0
    shape = number.shape if len(number.shape) == 1 else number.shape[:2]
    if is_full:
        return Points.LIKELY_FORM if shape in _FULL_SHAPES or len(number.shape) == _COUNTRY_CHARS else 0
    is_mobile = number.digits[0] == "9" and not context.kinds and shape in _SHORT_SHAPES
    return Points.BARE if is_mobile or is_in_brackets else 0


@cache
def _home_numbers() -> re.Pattern[str]:
    """Russia's numbers without 7 or 8 before. What `is_valid_number` says of them, at a fiftieth of the time."""
    from phonenumbers import PhoneMetadata

    russia = PhoneMetadata.metadata_for_region("RU")
    if russia is None:
        raise AssertionError("phonenumbers does not know Russia")
    kinds = (russia.fixed_line, russia.mobile, russia.toll_free, russia.premium_rate, russia.shared_cost)
    others = (russia.personal_number, russia.voip, russia.pager, russia.uan, russia.voicemail)
    patterns = [kind.national_number_pattern for kind in kinds + others if kind is not None]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns if pattern))


def _is_possible(digits: str) -> bool:
    from phonenumbers import NumberParseException, is_possible_number, parse

    try:
        return is_possible_number(parse("+" + digits))
    except NumberParseException:
        return False
