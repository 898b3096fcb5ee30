"""Bank cards and accounts: what a number may be, by its digits, its form and the words near it."""

from collections.abc import Iterator, Sequence

from ryadom.privacy.detect.checks import is_account, is_account_in, is_card
from ryadom.privacy.detect.context import Words
from ryadom.privacy.detect.kinds import Candidate, Kind, Points
from ryadom.privacy.detect.numbers import Groups, Number

ACCOUNT_CHARS = 20
_CARD_CHARS = range(13, 20)
_EMBOSSED = (4, 4, 4, 4)
_CARD_SHAPES = {
    _EMBOSSED,
    (16,),
    (8, 8),
    (4, 4, 8),
    (4, 8, 4),
    (8, 4, 4),
    (4, 4, 4, 4, 3),
    (4, 6, 5),
    (1,) * 16,
    (2,) * 8,
}


def read_card(number: Number, words: Words) -> Iterator[Candidate]:
    """The number as a card's. Without a word for it the form must be a card's too: one number in ten passes Luhn."""
    if len(number.digits) not in _CARD_CHARS or not is_card(number.digits):
        return
    context = words.near(number)
    if Kind.CARD in context.kinds:
        yield Candidate(number.start, number.end, Kind.CARD, Points.CHECKED_AND_NAMED)
    elif number.shape == _EMBOSSED or (number.shape in _CARD_SHAPES and not (context.is_other or number.in_link)):
        yield Candidate(number.start, number.end, Kind.CARD, Points.CHECKED_IN_ITS_FORM)


def find_biks(groups: Groups, words: Words) -> Sequence[str]:
    """The БИК of banks that the text names."""
    text = groups.text
    return [
        text[group.start : group.end]
        for group in groups.groups
        if group.end - group.start == 9 and (text.startswith("04", group.start) or words.is_bik(group.start))
    ]


def read_account(number: Number, words: Words, biks: Sequence[str]) -> Iterator[Candidate]:
    """The number as a bank account's. Where a БИК is near but its key does not fit, the word must be there."""
    if number.in_link or not is_account(number.digits):
        return
    context = words.near(number)
    if any(is_account_in(bik, number.digits) for bik in biks):
        yield Candidate(number.start, number.end, Kind.ACCOUNT, Points.CHECKED_AND_NAMED)
    elif Kind.ACCOUNT in context.kinds or not (biks or context.is_other):
        yield Candidate(number.start, number.end, Kind.ACCOUNT, Points.FORM_OF_ITS_OWN)
