"""Words with a slip of the keys: one letter too many, missing, wrong, or two that changed places."""

MIN_LETTERS = 4
"""Of what is shorter every second word is one letter from another."""

MAX_LETTERS = 24


def may_be_mistyped(lexeme: str) -> bool:
    """Whether a lexeme is one that slips are forgiven in: numbers and mixtures are taken at their word."""
    return MIN_LETTERS <= len(lexeme) <= MAX_LETTERS and lexeme.isalpha()


def cuts_of(lexeme: str) -> list[str]:
    """The lexeme, and what is left of it without one of its letters: who is a slip away shares one of these."""
    return sorted({lexeme, *(lexeme[:at] + lexeme[at + 1 :] for at in range(len(lexeme)))})


def is_slip(one: str, other: str) -> bool:
    """Whether two words are one slip apart: cuts in common may also be two."""
    if one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = 0
    while at < len(one) and one[at] == other[at]:
        at += 1
    if len(one) + 1 == len(other):
        return one[at:] == other[at + 1 :]
    if len(one) != len(other):
        return False
    is_swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or is_swapped
