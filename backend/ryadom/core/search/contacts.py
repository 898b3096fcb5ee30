"""A whole telephone or a whole address that somebody typed, and where else it stands, however it is written there.

A customer calls and says their number: whoever sees contacts masked finds them by it, and by nothing less of it.
"""

import re

from msgspec import Struct

from ryadom.core.search.lexemes import Lexemes
from ryadom.core.search.query import Query, phrase
from ryadom.core.search.words import PHONE_MARK, phones_of, words_of
from ryadom.live.limits import Limits
from ryadom.live.rate import Rate
from ryadom.privacy.contacts import CONTACT_KINDS, NATIONAL_DIGITS, exact_form
from ryadom.privacy.detect import Kind, find_personal
from ryadom.privacy.detect.folding import fold
from ryadom.privacy.display import find_hidden
from ryadom.privacy.hidden import Hidden
from ryadom.privacy.masking import digits_of
from ryadom.store.search_cards import CONTACTS, CardField
from ryadom.store.sql import Connection

WHOLE_CONTACT_LIMITS = Limits(
    party="search_contact",
    sockets=20,
    commands=Rate(burst=30, per_second=0.05),
    bytes=Rate(burst=1, per_second=1),
)
"""Of one operator in one process who sees contacts masked and looks for whole ones: as often as people call.

A mask tells the last four digits of a number, and Russia has some 80,000 beginnings for them: to try them all takes
three weeks in one process at this pace, and leaves a record of the journal each time. A reveal is one click and one
record, so nobody who may reveal goes this way, and who may not can't go it unseen. The card's «same person» tells as
well who else has a number, to nobody who may not reveal: see `LIKELY_LIMITS` in core/customers/likely.py.
"""

MAX_TYPED_CHARS = 254
"""No address is longer."""

_TRUNK_CODES = "78"
_AROUND_A_PHONE = re.compile(r"[\s(]*")


class WholeContact(Struct, frozen=True):
    """A telephone as all its digits from the country's code on, or an address in lower case."""

    kind: Kind
    form: str

    def is_in(self, text: str, hidden: Hidden) -> bool:
        """Whether it stands in a text of which this is masked. As a whole: a longer number is another one.

        Linear, but a text full of digits takes long: for a thread.
        """
        # The firm's own are looked for as all others are.
        spans = find_hidden(text, Hidden(CONTACT_KINDS | hidden.kinds))
        return any(
            span.kind is self.kind and exact_form(self.kind, text[span.start : span.end]) == self.form for span in spans
        )

    def is_on(self, one: CardField, hidden: Hidden) -> bool:
        """Whether a field of a card is it, or has it among its words."""
        if CONTACTS.get(one.field) == self.kind.value:
            return exact_form(self.kind, one.text) == self.form
        return self.is_in(one.text, hidden)

    async def as_tsquery(self, connection: Connection, lexemes: Lexemes) -> str:
        """What the index finds it by, and a little more; empty for an address of words that say nothing («и@и.рф»)."""
        if self.kind is Kind.PHONE:
            return f"'{PHONE_MARK}{self.form[-NATIONAL_DIGITS:]}'"
        forms = [word.form for word in words_of(self.form)]
        known = await lexemes.of(connection, forms)
        return phrase([known[form] for form in forms], "") if any(known.values()) else ""


def read_whole(typed: str) -> WholeContact | None:
    """The telephone or the address that was typed, where it is all that was typed."""
    typed = typed.strip()
    if len(typed) > MAX_TYPED_CHARS:
        return None
    phones = phones_of(typed)
    if len(phones) == 1 and phones[0].end == len(typed) and _AROUND_A_PHONE.fullmatch(typed[: phones[0].start]):
        return None if _is_half_typed(typed) else WholeContact(Kind.PHONE, exact_form(Kind.PHONE, typed))
    spans = find_personal(typed, {Kind.EMAIL})
    if "@" in typed and [(span.start, span.end) for span in spans] == [(0, len(typed))]:
        return WholeContact(Kind.EMAIL, exact_form(Kind.EMAIL, typed))
    return None


def masked_tsquery(query: Query, whole: str) -> str:
    """For sites that mask: the query without contacts, and with `whole`, where there is one, this contact."""
    masked = query.as_tsquery(but_contacts=True)
    return f"({masked}) | {whole}" if whole else masked


def _is_half_typed(phone: str) -> bool:
    """Whether it is mostly a longer one of which the end is not there yet: «8916123456», «+375 29 123-45»."""
    digits = digits_of(phone)
    if "+" in fold(phone).text:
        return _is_too_short(f"+{digits}")
    return len(digits) == NATIONAL_DIGITS and digits[0] in _TRUNK_CODES


def _is_too_short(phone: str) -> bool:
    """Whether its country has no telephone, of a place or a mobile one, so short, nor has given this very number."""
    from phonenumbers import (
        NumberParseException,
        PhoneNumberType,
        ValidationResult,
        is_possible_number_for_type_with_reason,
        is_valid_number,
        parse,
    )

    try:
        number = parse(phone)
    except NumberParseException:
        return False
    length = is_possible_number_for_type_with_reason(number, PhoneNumberType.FIXED_LINE_OR_MOBILE)
    short = (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY, ValidationResult.INVALID_LENGTH)
    return length in short and not is_valid_number(number)
