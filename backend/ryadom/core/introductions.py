"""What a visitor says of themselves in the form before the first message: checked, and written down as a part of it.

As lines of the message they are what every other word of the visitor's is: stored with it or not at all, found by who
asks for their data, shown on the card, masked where the site masks, erased with it.
"""

from collections.abc import Sequence

import phonenumbers
from msgspec import Struct

from ryadom.core.texts import clean_body, clean_email, clean_line
from ryadom.errors import BadBody
from ryadom.protocol.visitor import About

MAX_NAME_CHARS = 100
MAX_CALL_CHARS = 100
MAX_TRAPPED_CHARS = 200
HOME_REGION = "RU"
"""Where a telephone's number is from that begins with no `+`."""

_LABELS = {
    "ru": ("Имя", "Телефон", "Почта", "Позвонить", "Скрытое поле, его заполняют роботы"),
    "en": ("Name", "Telephone", "E-mail", "Call", "Hidden field, which bots fill in"),
}


class Introduction(Struct, frozen=True, kw_only=True):
    """The visitor's name and address, empty where they gave none, and the lines that go before their words.

    `is_trapped`: the field was filled in that people neither see nor reach.
    """

    name: str = ""
    email: str = ""
    is_trapped: bool = False
    lines: Sequence[str] = ()

    def before(self, body: str, *, may_be_empty: bool = False) -> str:
        """The message that begins with these lines.

        Raises:
            BadBody: there are lines, and nothing after them that could be a message (unless it may be empty).
        """
        return "\n".join((*self.lines, "", clean_body(body, may_be_empty=may_be_empty))) if self.lines else body


def introduce(about: About | None, *, locale: str) -> Introduction:
    """What somebody says of themselves, one line each, labelled in their language.

    Raises:
        BadBody: a name or a time that is no line of text, a telephone's number that no telephone can have, or no
            e-mail address; `field` says which.
    """
    if about is None:
        return Introduction()
    name = _line(about.name, field="about.name", max_chars=MAX_NAME_CHARS)
    # Never refused: a bot would hear of it, and a person whom a program has filled the field for could not write.
    trapped = "".join(filter(str.isprintable, " ".join(about.website.split())))[:MAX_TRAPPED_CHARS]
    email = clean_email(about.email, field="about.email") if about.email.strip() else ""
    said = (
        name,
        read_phone(about.phone, field="about.phone") if about.phone.strip() else "",
        email,
        _line(about.call, field="about.call", max_chars=MAX_CALL_CHARS),
        trapped,
    )
    labels = _LABELS["en" if locale.startswith("en") else "ru"]
    lines = [f"{label}: {text}" for label, text in zip(labels, said, strict=True) if text]
    return Introduction(name=name, email=email, is_trapped=bool(trapped), lines=lines)


def read_phone(text: str, *, field: str) -> str:
    """The number as people write it from abroad: `+7 912 345-67-89`.

    Raises:
        BadBody: no telephone can have it.
    """
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise BadBody("This is no telephone's number. Write it with its code, as +7 912 345-67-89.", field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _line(text: str, *, field: str, max_chars: int) -> str:
    return clean_line(text, field=field, max_chars=max_chars) if text.strip() else ""
