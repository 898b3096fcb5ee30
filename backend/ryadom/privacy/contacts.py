"""Phones and e-mail addresses in what somebody wrote, in one spelling each, so that the same ones are known again."""

from collections.abc import Iterable

from msgspec import Struct

from ryadom.privacy.detect import Kind, find_personal
from ryadom.privacy.detect.emails import split_email
from ryadom.privacy.detect.folding import fold
from ryadom.privacy.masking import digits_of

CONTACT_KINDS = frozenset({Kind.PHONE, Kind.EMAIL})
NATIONAL_DIGITS = 10
"""How many digits of a phone's number are its own: before them stands +7, 8, 7 or nothing."""

_HOME_CODE = "7"
_TRUNK_CODES = "78"


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


def exact_form(kind: Kind, written: str) -> str:
    """The same with the country's code, so that one country's number is none of another's: `74951234567`, `a@b.ru`."""
    if kind is not Kind.PHONE:
        local, domain = split_email(fold(written).text)
        return f"{local}@{domain}".lower()
    digits = digits_of(written)
    if "+" in fold(written).text:
        return digits
    is_home = len(digits) == NATIONAL_DIGITS or (len(digits) == NATIONAL_DIGITS + 1 and digits[0] in _TRUNK_CODES)
    return _HOME_CODE + digits[-NATIONAL_DIGITS:] if is_home else digits


def last_digits(text: str) -> str:
    """The last ten digits of a text, or all where there are fewer."""
    return "".join(one for one in fold(text).text if one.isdecimal())[-NATIONAL_DIGITS:]


def has_phone(text: str, digits: Iterable[str]) -> bool:
    """Whether the text names one of these phones, given as their last ten digits."""
    return not set(digits).isdisjoint(read_contacts(text).phones)
