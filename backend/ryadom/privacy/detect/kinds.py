"""What is looked for, and what is found."""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """A kind of personal data that can be told from its form. Names of people and addresses can't."""

    PHONE = "phone"
    EMAIL = "email"
    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    OGRN = "ogrn"
    CARD = "card"
    ACCOUNT = "account"


class Span(Struct, frozen=True):
    """One find: `text[start:end]` of the text that was searched."""

    start: int
    end: int
    kind: Kind


class Candidate(Struct, frozen=True):
    """What may be a find; of two that overlap the one with the higher `points` is it."""

    start: int
    end: int
    kind: Kind
    points: int


class Points:
    """How sure a candidate is: a form of nothing else, a check digit with its word, a word alone, a form alone."""

    UNIQUE_FORM = 60
    CHECKED_AND_NAMED = 45
    CHECKED_IN_ITS_FORM = 40
    ADDRESS = 38
    FORM_OF_ITS_OWN = 35
    NAMED = 34
    NAMED_FURTHER_OFF = 32
    LIKELY_FORM = 30
    CHECKED = 22
    BARE = 20
