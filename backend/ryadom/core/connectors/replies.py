"""What the answers of all CRMs have in common: rows, numbers of cards, words to show, and how long to wait. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ryadom.core.outgoing.answers import Answer
from ryadom.core.webhooks.schedule import asked_rest_s
from ryadom.errors import AnswerUnreadable, CrmRefused

BUSY_S = 5.0
"""How long a CRM that asks to come back later is left alone, if it does not say for how long."""

LONGEST_ASKED_S = 3_600.0
SHOWN_CHARS = 200
LOOKED_AT_CHARS = 10 * SHOWN_CHARS
MAX_DIGITS = 18
LEAST_DIGITS = 7


def asked_s(answer: Answer, *, now: float) -> float:
    """For how long an answer asks to be left alone: by its `Retry-After`, from 5 s to an hour. `now`: since 1970."""
    asked = asked_rest_s(answer.headers.get("retry-after", ""), now=datetime.fromtimestamp(now, UTC))
    return max(BUSY_S, min(asked, LONGEST_ASKED_S))


def rows_of(told: object) -> list[Mapping[str, Any]]:
    """The rows of a list that was asked for.

    Raises:
        AnswerUnreadable: something else came. That is not to say that there are none.
    """
    if not isinstance(told, list) or not all(isinstance(row, dict) for row in told):
        raise AnswerUnreadable("A CRM answered with something else where a list was wanted.")
    return told


def parts_of(told: object) -> list[Mapping[str, Any]]:
    """The rows of a list that need not be there; none where something else is."""
    return [row for row in told if isinstance(row, dict)] if isinstance(told, list) else []


def is_whole(told: object, name: str) -> bool:
    """Whether this is a list of rows that each show what they hold under this name."""
    return isinstance(told, list) and all(isinstance(row, dict) and row.get(name) for row in told)


def shown(text: str) -> str:
    """What a CRM says, in one line, without what would have a terminal do things, or Postgres refuse it."""
    # An answer may have a million characters.
    return "".join(char for char in " ".join(text[:LOOKED_AT_CHARS].split()) if char.isprintable())[:SHOWN_CHARS]


def is_number(value: object) -> bool:
    """Whether this may be the number of something in a CRM, or 0, as a number or as a text."""
    text = str(value)
    return isinstance(value, int | str) and len(text) <= MAX_DIGITS and text.isascii() and text.isdigit()


def number_of(value: object) -> str:
    """The number of something in a CRM; empty where this is none."""
    return str(value) if is_number(value) and int(str(value)) else ""


def card_number(value: object, *, crm: str) -> str:
    """The number of a card that has just been made or found.

    Raises:
        CrmRefused: it is none, so the card could never be found again. `crm`: as people call it.
    """
    if number := number_of(value):
        return number
    raise CrmRefused(f"{crm}: в ответе нет номера карточки, её нельзя будет найти. Посмотрите, что отвечает CRM.")


def alike(value: str) -> str:
    """Two telephones or addresses that are spelt differently, in one spelling: ten digits, or small letters.

    Empty where there are too few digits to tell people apart.
    """
    if "@" in value:
        return "".join(value.split()).lower()
    digits = "".join(filter(str.isdecimal, value))[-10:]
    return digits if len(digits) >= LEAST_DIGITS else ""
