"""Phones and e-mail addresses in what somebody wrote, in one spelling each, so that the same ones are known again."""

from collections.abc import Iterable

from msgspec import Struct

from ryadom.privacy.detect import Kind, find_personal
from ryadom.privacy.detect.folding import fold

CONTACT_KINDS = frozenset({Kind.PHONE, Kind.EMAIL})
NATIONAL_DIGITS = 10
"""How many digits of a phone's number are its own: before them stands +7, 8, 7 or nothing."""


class Contacts(Struct, frozen=True):
    """Phones as their last ten digits, addresses in lower case; each once, in the order of the text."""

    phones: tuple[str, ...]
    emails: tuple[str, ...]

    def holds(self, kind: Kind, written: str) -> bool:
        """Whether this phone or address is among them, however it is written."""
        return written_alike(kind, written) in (self.phones if kind is Kind.PHONE else self.emails)


def read_contacts(*texts: str) -> Contacts:
    """Whatever phones and addresses are in the texts."""
    phones: dict[str, None] = {}
    emails: dict[str, None] = {}
    for text in texts:
        for span in find_personal(text, CONTACT_KINDS):
            found = phones if span.kind is Kind.PHONE else emails
            found[written_alike(span.kind, text[span.start : span.end])] = None
    return Contacts(tuple(phones), tuple(emails))


def written_alike(kind: Kind, written: str) -> str:
    """One spelling for all spellings of a phone (its last ten digits), or of an address."""
    folded = fold(written).text
    if kind is not Kind.PHONE:
        return folded.replace(" ", "").lower()
    return last_digits(folded)


def last_digits(text: str) -> str:
    """The last ten digits of a text, or all where there are fewer."""
    return "".join(one for one in fold(text).text if one.isdecimal())[-NATIONAL_DIGITS:]


def has_phone(text: str, digits: Iterable[str]) -> bool:
    """Whether the text names one of these phones, given as their last ten digits."""
    return not set(digits).isdisjoint(read_contacts(text).phones)
