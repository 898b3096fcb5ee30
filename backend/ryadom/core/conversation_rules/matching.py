"""Whether a rule holds. Pure: what it asks of the visitor and their conversation has been read by whoever asks."""

from msgspec import Struct

from ryadom.core.campaigns import campaign_of
from ryadom.core.conversation_rules.rule import Hours, Language, Rule, Visitors
from ryadom.core.conversation_rules.words import has_any
from ryadom.core.page_patterns import fits


class Said(Struct, frozen=True, kw_only=True):
    """What can be seen of a message before anything is read. `page_url`: None where the page has not said yet."""

    body: str
    page_url: str | None
    locale: str


class Circumstances(Struct, frozen=True, kw_only=True):
    """What has been read of its conversation. `is_open`: within the site's hours; None: it has named none."""

    landing_url: str
    page_url: str
    is_known: bool
    is_open: bool | None


def may_hold(rule: Rule, said: Said) -> bool:
    """Whether a rule may hold, by the message alone: where it may not, nothing needs to be read."""
    is_english = said.locale.partition("-")[0].lower() == "en"
    return (
        rule.is_on
        and (rule.language is Language.ANY or (rule.language is Language.EN) is is_english)
        and (said.page_url is None or fits(rule.pages, said.page_url))
        and (not rule.words or has_any(said.body, rule.words))
    )


def holds(rule: Rule, said: Said, circumstances: Circumstances) -> bool:
    """Whether all that a rule names holds."""
    return (
        may_hold(rule, said)
        and fits(rule.pages, said.page_url or circumstances.page_url)
        and _is_of_campaign(rule, circumstances.landing_url)
        and (rule.visitors is Visitors.ANY or (rule.visitors is Visitors.KNOWN) is circumstances.is_known)
        and (rule.hours is Hours.ANY or (rule.hours is Hours.WORKING) is circumstances.is_open)
    )


def _is_of_campaign(rule: Rule, landing_url: str) -> bool:
    wanted = {"utm_source": rule.utm_source, "utm_campaign": rule.utm_campaign}
    if not any(wanted.values()):
        return True
    found = {parameter.name: parameter.value.casefold() for parameter in campaign_of(landing_url)}
    return all(found.get(name) == value.casefold() for name, value in wanted.items() if value)
