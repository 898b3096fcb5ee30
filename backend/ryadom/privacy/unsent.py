"""What operators may see of words that a visitor has not sent.

What is masked is known by its whole shape: a card number that lacks a digit is none yet, and an address before its sign
is a name. While it is typed, each reading would show a bit more. So whatever may become one is covered until the
message is sent, for everybody: every digit, every address, and the Latin word that is being written.
"""

import re

COVER = "•"
CUT = "…"
"""With it begins the end of a longer text, which may begin within a word."""

_LOCAL = r"[A-Za-z0-9._%+\-]"
_HIDDEN = re.compile(
    rf"[^\s@]*\s?@\s?\S*|\S+\s+соба(?:ка|чка)\b\s*\S*|{_LOCAL}+$|(?<=^{CUT}){_LOCAL}+|\d",
    re.IGNORECASE,
)


def cover_unsent(text: str) -> str:
    """The text with all that covered, each character by one."""
    return _HIDDEN.sub(lambda found: COVER * len(found[0]), text)
