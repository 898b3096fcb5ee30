"""Masks personal data in a text that is shown, «+7 ••• ••• 45 67», and says where; what is stored stays as it is."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from ryadom.privacy.detect import Kind, Span, find_personal, has_many_digits
from ryadom.privacy.detect.emails import split_email
from ryadom.privacy.detect.folding import fold
from ryadom.privacy.hidden import Hidden
from ryadom.privacy.masking import digits_of, gaps_around, stand_in
from ryadom.protocol.shared import MaskedPiece

PREVIEW_CHARS = 200
"""A preview of so many characters was cut, and what it ends with may be half of a find."""

KEPT_LONG = 32
"""How many of the texts that take long to search are kept with their masks, in memory only."""

_TAIL_CHARS = 64
"""No find is longer but an address, whose sign may be beyond the cut."""

_MAX_ROUNDS = 8
_HALF_A_FIND = re.compile(r"\S*[\d+(@＠﹫].*\Z|\S*\Z", re.DOTALL)
_IS_WHOLE = re.compile(r"[.,;:!?)»]*\s+[^\W\d_]")
_BLANK = "•"
HIDDEN = "•••"
_HOME_CODE = "7"
_HOME_CHARS = (10, 11)


Keep = Callable[[Kind, str], bool]


def _keep_nothing(_kind: Kind, _written: str) -> bool:
    return False


class Shown(NamedTuple):
    """A text as it is shown, and which pieces of it are masks."""

    text: str
    pieces: tuple[MaskedPiece, ...]


def mask_for_display(text: str, hidden: Hidden, *, keep: Keep = _keep_nothing) -> Shown:
    """The text with a mask for every find that is hidden, but what `keep` says of a find as it is written.

    Linear in the text's length. Of the longest searches the last few answers are kept: a message is searched in a
    thread before it is stored, and told to operators by the loop.
    """
    if keep is _keep_nothing and has_many_digits(text):
        return _masked_long(text, hidden)
    return _masked(text, hidden, keep)


@lru_cache(maxsize=KEPT_LONG)
def _masked_long(text: str, hidden: Hidden) -> Shown:
    return _masked(text, hidden, _keep_nothing)


def _masked(text: str, hidden: Hidden, keep: Keep) -> Shown:
    spans = find_hidden(text, hidden, keep=keep)
    if not spans:
        return Shown(text, ())
    parts: list[str] = []
    pieces: list[MaskedPiece] = []
    done = place = 0
    for span in spans:
        before = text[done : span.start]
        left, right = gaps_around(text, span)
        mask = mask_of(text, span)
        place += _units(before + left)
        pieces.append(MaskedPiece(start=place, end=place + _units(mask), kind=span.kind))
        place += _units(mask + right)
        parts += before, left, mask, right
        done = span.end
    return Shown("".join((*parts, text[done:])), tuple(pieces))


def mask_preview(text: str, hidden: Hidden) -> str:
    """The same for a text that was cut to `PREVIEW_CHARS`: what may be half of a find at its end goes too."""
    if len(text) >= PREVIEW_CHARS:
        ends = [span.end for span in find_hidden(text, hidden)]
        # What is the firm's is shown, so it must be whole: more digits behind it would make it somebody else's.
        finds = [(span, text[span.start : span.end]) for span in find_personal(text, hidden.kinds)]
        own = (span for span, written in finds if hidden.is_own(span.kind, written))
        ends += [span.end for span in own if _IS_WHOLE.match(text, span.end)]
        tail = max(len(text) - _TAIL_CHARS, *ends, 0)
        half = _HALF_A_FIND.search(text, tail)
        text = text[: half.start() if half else tail] + "…"
    return mask_for_display(text, hidden).text


def find_hidden(text: str, hidden: Hidden, *, keep: Keep = _keep_nothing) -> list[Span]:
    """Every find that is hidden, in order, with those that are seen only once others are gone."""
    found: list[Span] = []
    for _ in range(_MAX_ROUNDS):
        spans = find_personal(text, hidden.kinds)
        if not spans:
            break
        for span in spans:
            written = text[span.start : span.end]
            if hidden.hides(span.kind, written) and not keep(span.kind, written):
                found.append(span)
            # What is shown goes too: nothing hides behind it.
            text = text[: span.start] + _BLANK * (span.end - span.start) + text[span.end :]
    return sorted(found, key=lambda span: span.start)


def mask_of(text: str, span: Span) -> str:
    """What stands for one find."""
    found = text[span.start : span.end]
    match span.kind:
        case Kind.PHONE:
            return _mask_phone(digits_of(found))
        case Kind.EMAIL:
            local, domain = split_email(fold(found).text)
            return f"{local[:1]}{HIDDEN}@{domain}"
        case _:
            return stand_in(text, span)


def _mask_phone(digits: str) -> str:
    is_home = len(digits) in _HOME_CHARS and (len(digits) < max(_HOME_CHARS) or digits[0] in "78")
    code = _HOME_CODE if is_home else _country_code(digits)
    return f"+{code} {HIDDEN} {HIDDEN} {digits[-4:-2]} {digits[-2:]}"


def _country_code(digits: str) -> str:
    from phonenumbers import NumberParseException, parse

    try:
        return str(parse(f"+{digits}").country_code)
    except NumberParseException:
        return HIDDEN


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
