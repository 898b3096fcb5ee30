"""Cuts a text into the numbers that could be written in it, whatever people put between the digits."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from ryadom.privacy.detect.checks import may_be_personal

MAX_DIGITS = 20
MIN_DIGITS = 9
PLUS_CHARS = 3
"""How far before a number its "+" may stand: "+ ("."""

_MAX_GROUPS = 6
_FAR = 1 << 40

_GROUP = re.compile(r"[0-9]+")
_GAP = re.compile(r"[ \-–—.()/\\_\n]{1,4}")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_MASKED = re.compile(r"[^\W\d]{0,8} ?•{4}(?: [0-9]{4}(?![0-9]))?")
_HEX = r"[0-9a-fA-F]"
_HASH = re.compile(rf"\b{_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}\b|\b{_HEX}{{24,128}}\b")


class Group(Struct, frozen=True):
    """Digits without anything between them."""

    start: int
    end: int
    in_link: bool = False
    glued: bool = False


class Number(Struct, frozen=True):
    """Neighbouring groups read as one number of 9 to 20 digits. `first` and `last` are places in the list of groups."""

    digits: str
    shape: tuple[int, ...]
    gaps: str
    start: int
    end: int
    first: int
    last: int
    in_link: bool
    glued: bool


class Groups(Struct, frozen=True):
    """Every group of digits, in order, and what is apart: nothing reaches over it."""

    text: str
    groups: Sequence[Group]
    apart: Sequence[tuple[int, int]]

    def previous_end(self, number: Number) -> int:
        """Where the digits before the number end, or what is apart; else 0."""
        before = self.groups[number.first - 1].end if number.first else 0
        place = bisect_right(self.apart, (number.start, -1))
        return max(before, self.apart[place - 1][1]) if place and self.apart[place - 1][1] <= number.start else before

    def next_start(self, number: Number) -> int:
        """Where the next digits begin, else the text's end."""
        return self.groups[number.last + 1].start if number.last + 1 < len(self.groups) else len(self.text)


def read_groups(text: str) -> Groups:
    """The groups of digits of a folded text. UUIDs, hashes and what was masked before are left out."""
    links = [found.span() for found in _LINK.finditer(text)] if "://" in text or "www." in text else []
    apart = [found.span() for found in _MASKED.finditer(text)] if "••••" in text else []
    apart = sorted(apart + [found.span() for found in _HASH.finditer(text)])
    groups = []
    for found in _GROUP.finditer(text):
        start, end = found.span()
        if not apart or not _is_within(apart, start):
            before, after = text[start - 1 : start], text[end : end + 1]
            glued = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
            groups.append(Group(start, end, bool(links) and _is_within(links, start), glued))
    return Groups(text, groups, apart)


def read_numbers(groups: Groups) -> Iterator[Number]:
    """Every number that its groups allow, at most 6 groups or all that stand together, if its digits may be of a kind.

    Linear in the text's length.
    """
    chain_start = 0
    listed, text = groups.groups, groups.text
    for place in range(1, len(listed) + 1):
        if place < len(listed) and _joins(text, listed[place - 1], listed[place]):
            continue
        if listed[place - 1].end - listed[chain_start].start >= MIN_DIGITS:
            yield from _numbers_of(groups, chain_start, place)
        chain_start = place


def number_at(groups: Groups, start: int, end: int) -> Number:
    """The number of all groups between two places of the text, whatever stands between them."""
    starts = [group.start for group in groups.groups]
    first, last = bisect_right(starts, start - 1), bisect_right(starts, end - 1) - 1
    members, text = groups.groups[first : last + 1], groups.text
    written = [text[group.start : group.end] for group in members]
    gaps = [text[left.end : right.start] for left, right in pairwise(members)]
    return _number(groups.groups, first, last, written, gaps)


def _joins(text: str, left: Group, right: Group) -> bool:
    return left.in_link == right.in_link and _GAP.fullmatch(text, left.end, right.start) is not None


def _numbers_of(groups: Groups, begin: int, stop: int) -> Iterator[Number]:
    listed, text = groups.groups, groups.text
    chain = listed[begin:stop]
    written = [text[group.start : group.end] for group in chain]
    gaps = [text[left.end : right.start] for left, right in pairwise(chain)]
    for first in range(begin, stop):
        digits = ""
        start = listed[first].start
        has_plus = "+" in text[max(0, start - PLUS_CHARS) : start]
        for last in range(first, stop if first == begin else min(stop, first + _MAX_GROUPS)):
            digits += written[last - begin]
            count = len(digits)
            if count > MAX_DIGITS:
                break
            if count < MIN_DIGITS or (last - first >= _MAX_GROUPS and last + 1 < stop):
                continue
            if has_plus or may_be_personal(digits, groups=last - first + 1):
                here = slice(first - begin, last - begin + 1)
                yield _number(listed, first, last, written[here], gaps[here.start : here.stop - 1])


def _number(listed: Sequence[Group], first: int, last: int, written: Sequence[str], gaps: Sequence[str]) -> Number:
    begin, end = listed[first], listed[last]
    return Number(
        digits="".join(written),
        shape=tuple(map(len, written)),
        gaps="".join(gaps),
        start=begin.start,
        end=end.end,
        first=first,
        last=last,
        in_link=begin.in_link,
        glued=begin.glued or end.glued,
    )


def _is_within(spans: Sequence[tuple[int, int]], place: int) -> bool:
    found = bisect_right(spans, (place, _FAR))
    return bool(found) and spans[found - 1][1] > place
