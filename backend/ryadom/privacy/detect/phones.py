"""Telephone numbers. `phonenumbers` (31 ms to import) is loaded by the first number that may be one."""

import re
from collections.abc import Iterator

from ryadom.privacy.detect.context import Context, Words
from ryadom.privacy.detect.documents import points_of_named
from ryadom.privacy.detect.kinds import Candidate, Kind, Points
from ryadom.privacy.detect.numbers import Number

MIN_CHARS, MAX_CHARS = 10, 15
_PLUS = re.compile(r"\+ ?\(?\Z")
_NATIONAL = re.compile(r"[78]?[3489][0-9]{9}")
_COUNTRY_CHARS = 11
# First groups of a number as people part it: 8 916 …, 8916 …, 8(3412) …, 916 …, all together.
_FULL_SHAPES = {(1, 3), (1, 4), (1, 5), (1, 10), (1, 6), (4, 3), (4, 7), (11,)}
_SHORT_SHAPES = {(3, 3), (3, 7), (3, 2), (10,)}


def read_phone(text: str, number: Number, words: Words) -> Iterator[Candidate]:
    """The number as a telephone's: with "+" of any country, else of Russia."""
    if "\n" in number.gaps or number.in_link or number.glued or not MIN_CHARS <= len(number.digits) <= MAX_CHARS:
        return
    start = number.start
    before = text[max(0, start - 3) : start]
    if plus := _PLUS.search(before):
        if _is_phone("+" + number.digits):
            yield Candidate(start - len(plus[0]), number.end, Kind.PHONE, Points.UNIQUE_FORM)
        return
    is_in_brackets = before.endswith("(") and ")" in number.gaps
    if not _NATIONAL.fullmatch(number.digits):
        return
    points = _points(number, words.near(number), is_in_brackets=is_in_brackets)
    if points and _is_phone(number.digits):
        yield Candidate(start - is_in_brackets, number.end, Kind.PHONE, points)


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


def _is_phone(digits: str) -> bool:
    from phonenumbers import NumberParseException, is_possible_number, is_valid_number, parse

    try:
        number = parse(digits, "RU")
    except NumberParseException:
        return False
    return is_possible_number(number) if digits.startswith("+") else is_valid_number(number)
