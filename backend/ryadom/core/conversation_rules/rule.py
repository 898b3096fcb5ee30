"""A rule of a site for its conversations: what an administrator may choose, and what of that is kept."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from ryadom.core.conversation_rules.words import MAX_FOLDED_CHARS, Sought, folded, to_seek
from ryadom.core.page_patterns import MAX_PATTERN_CHARS, check_pattern
from ryadom.core.texts import clean_line
from ryadom.errors import BadBody

MAX_RULES = 50
MAX_NAME_CHARS = 80
MAX_WORDS = 20
MAX_WORD_CHARS = 60
MAX_TAGS = 5

Pattern = Annotated[str, Meta(max_length=MAX_PATTERN_CHARS)]
Word = Annotated[str, Meta(max_length=MAX_WORD_CHARS)]


class Occasion(StrEnum):
    """What a rule waits for; each is a message of a visitor's.

    `begun`: their first one, `reopened`: one into a closed conversation; both are a `message` too.
    """

    BEGUN = "begun"
    MESSAGE = "message"
    REOPENED = "reopened"


class Hours(StrEnum):
    """`away`: outside of the site's working hours. A site that has named none has neither."""

    ANY = "any"
    WORKING = "working"
    AWAY = "away"


class Language(StrEnum):
    """Of the visitor's page, or else of their browser."""

    ANY = "any"
    RU = "ru"
    EN = "en"


class Visitors(StrEnum):
    """`known`: a customer, of whom there is a card, or whom the site has named; `new`: anybody else."""

    ANY = "any"
    KNOWN = "known"
    NEW = "new"


class Rule(Struct, frozen=True, kw_only=True, dict=True):
    """All that is named must hold; then all is done.

    `pages`: as in the widget's rules (`page_patterns`), of the page that the visitor writes on. `utm_source`,
    `utm_campaign`: of the page on which the conversation began. `words`: the message has any of them (`has_any`).
    `department_id`: where nobody leads the conversation yet, and no person has chosen its department, it goes there.
    """

    name: Annotated[str, Meta(max_length=MAX_NAME_CHARS)]
    is_on: bool = True
    occasion: Occasion
    pages: Pattern = ""
    utm_source: Pattern = ""
    utm_campaign: Pattern = ""
    words: Annotated[tuple[Word, ...], Meta(max_length=MAX_WORDS)] = ()
    hours: Hours = Hours.ANY
    language: Language = Language.ANY
    visitors: Visitors = Visitors.ANY
    department_id: UUID | None = None
    tag_ids: Annotated[tuple[UUID, ...], Meta(max_length=MAX_TAGS)] = ()

    @cached_property
    def sought(self) -> Sought:
        """The words as they are looked for."""
        return to_seek(self.words)


def check_rules(rules: Sequence[Rule]) -> list[Rule]:
    """The rules with their texts tidied, in their order.

    Raises:
        BadBody: a text that can't be stored, a word without a letter, a pattern that can fit no address, a rule that
            does nothing, or two of the same name; `field` says which.
    """
    tidy = [_checked(rule, f"rules[{place}]") for place, rule in enumerate(rules)]
    names: set[str] = set()
    for place, rule in enumerate(tidy):
        if (name := rule.name.casefold()) in names:
            raise BadBody("Two rules have the same name.", field=f"rules[{place}].name")
        names.add(name)
    return tidy


def _checked(rule: Rule, field: str) -> Rule:
    texts = {
        name: clean_line(text, field=f"{field}.{name}", max_chars=MAX_PATTERN_CHARS) if text.strip() else ""
        for name, text in ((name, getattr(rule, name)) for name in ("pages", "utm_source", "utm_campaign"))
    }
    check_pattern(texts["pages"], field=f"{field}.pages")
    if not rule.department_id and not rule.tag_ids:
        raise BadBody("A rule does something: choose a department, or tags.", field=f"{field}.department_id")
    return replace(
        rule,
        name=clean_line(rule.name, field=f"{field}.name", max_chars=MAX_NAME_CHARS),
        words=tuple(dict.fromkeys(_checked_word(word, f"{field}.words") for word in rule.words)),
        tag_ids=tuple(dict.fromkeys(rule.tag_ids)),
        **texts,
    )


def _checked_word(word: str, field: str) -> str:
    word = clean_line(word, field=field, max_chars=MAX_WORD_CHARS)
    if not 0 < len(folded(word)) <= MAX_FOLDED_CHARS:
        raise BadBody("A word has a letter or a digit, and no more of them than fit.", field=field)
    return word
