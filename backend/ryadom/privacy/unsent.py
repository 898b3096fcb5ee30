"""What operators may see of words that a visitor has not sent.

What is masked is known by its whole shape: a card number that lacks a digit is none yet. While it is typed, each
reading shows a bit more. So whatever may become one is covered until the message is sent, for everybody.
"""

import re

COVER = "•"

_ADDRESS = re.compile(r"[^\s@]*@\S*")
_NUMBER = re.compile(r"\d(?:[^\w\n]{0,3}\d){4,}")
_DIGIT = re.compile(r"\d")


def cover_unsent(text: str) -> str:
    """The text with mail addresses, and each digit of numbers longer than four, covered.

    Blanks and signs within a number do not part it; the text's length stays what it was.
    """
    without_addresses = _ADDRESS.sub(lambda found: COVER * len(found[0]), text)
    return _NUMBER.sub(lambda found: _DIGIT.sub(COVER, found[0]), without_addresses)
