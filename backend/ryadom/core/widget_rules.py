"""When a site's widget is to be seen, opens by itself, or invites: what an owner may choose per page."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from ryadom.core.page_patterns import MAX_PATTERN_CHARS, check_pattern
from ryadom.core.texts import clean_line
from ryadom.errors import BadBody

MAX_RULES = 20
MAX_WORDS_CHARS = 200


class Deed(StrEnum):
    """What is done where a rule holds. `show`: elsewhere the launcher is not to be seen."""

    SHOW = "show"
    HIDE = "hide"
    OPEN = "open"
    INVITE = "invite"


class Device(StrEnum):
    """What the page is looked at with, as wide as it is."""

    ANY = "any"
    PHONE = "phone"
    COMPUTER = "computer"


class Visitors(StrEnum):
    """`returning`: whoever has written on this site before, in this browser."""

    ANY = "any"
    NEW = "new"
    RETURNING = "returning"


class Rule(Struct, frozen=True, kw_only=True):
    """All that is named must hold.

    `pages`: the path and query of the address, or all of it from https:// on; `*` is anything, empty is every page.
    `campaign`: a parameter of the address, such as utm_source=vk. `after_s`: on this page. `scrolled_percent`: of it.
    `on_leaving`: the pointer leaves the page upwards, which phones have no way to tell. `ru`, `en`: words of an
    invitation; pages in a language without any have the other's.
    """

    deed: Deed
    pages: Annotated[str, Meta(max_length=MAX_PATTERN_CHARS)] = ""
    device: Device = Device.ANY
    visitors: Visitors = Visitors.ANY
    campaign: Annotated[str, Meta(max_length=MAX_PATTERN_CHARS)] = ""
    after_s: Annotated[int, Meta(ge=0, le=3_600)] = 0
    scrolled_percent: Annotated[int, Meta(ge=0, le=100)] = 0
    on_leaving: bool = False
    ru: Annotated[str, Meta(max_length=MAX_WORDS_CHARS)] = ""
    en: Annotated[str, Meta(max_length=MAX_WORDS_CHARS)] = ""


class RuleOfPage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same as pages are told it, with the words of their language."""

    deed: Deed
    pages: str = ""
    device: Device = Device.ANY
    visitors: Visitors = Visitors.ANY
    campaign: str = ""
    after_s: int = 0
    scrolled_percent: int = 0
    on_leaving: bool = False
    words: str = ""


def check_rules(rules: Sequence[Rule]) -> list[Rule]:
    """The rules with their texts tidied.

    Raises:
        BadBody: a text that can't be stored, a pattern that can fit no address, a campaign without a value, an
            invitation without words, or one of `show` and `hide` that waits for something; `field` says which.
    """
    return [_checked(rule, f"rules[{place}]") for place, rule in enumerate(rules)]


def rules_of_page(rules: Sequence[Rule], locale: str) -> list[RuleOfPage]:
    """The rules for pages in a language ("en", or any other: Russian)."""
    return [
        RuleOfPage(
            deed=rule.deed,
            pages=rule.pages,
            device=rule.device,
            visitors=rule.visitors,
            campaign=rule.campaign,
            after_s=rule.after_s,
            scrolled_percent=rule.scrolled_percent,
            on_leaving=rule.on_leaving,
            words=((rule.en or rule.ru) if locale == "en" else (rule.ru or rule.en)),
        )
        for rule in rules
    ]


def _checked(rule: Rule, field: str) -> Rule:
    texts = {
        name: clean_line(text, field=f"{field}.{name}") if text.strip() else ""
        for name, text in ((name, getattr(rule, name)) for name in ("pages", "campaign", "ru", "en"))
    }
    rule = replace(rule, **texts)
    check_pattern(rule.pages, field=f"{field}.pages")
    if rule.campaign and not all(rule.campaign.partition("=")):
        raise BadBody("A campaign is a parameter with its value: utm_source=vk.", field=f"{field}.campaign")
    if rule.deed is Deed.INVITE and not (rule.ru or rule.en):
        raise BadBody("An invitation has words.", field=f"{field}.ru")
    if rule.deed in (Deed.SHOW, Deed.HIDE) and (rule.after_s or rule.scrolled_percent or rule.on_leaving):
        raise BadBody("Only opening and inviting wait for something.", field=f"{field}.after_s")
    return rule
