"""Whether a rule holds. Pure: what it asks of the visitor and their conversation has been read by whoever asks."""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from ryadom.core.campaigns import campaign_of
from ryadom.core.conversation_rules.rule import Hours, Language, Rule, Visitors
from ryadom.core.conversation_rules.words import Heard, has_any, heard_in
from ryadom.core.page_patterns import Address, address_of, fits_address


class Said(Struct, frozen=True, kw_only=True, dict=True):
    """What can be seen of a message before anything is read. `page_url`: None where the page has not said yet."""

    body: str
    page_url: str | None
    locale: str

    @cached_property
    def heard(self) -> Heard:
        """The body as words are looked for in it: once, however many rules do."""
        return heard_in(self.body)

    @cached_property
    def address(self) -> Address | None:
        """The page as patterns are compared with it."""
        return None if self.page_url is None else address_of(self.page_url)


class Circumstances(Struct, frozen=True, kw_only=True, dict=True):
    """What has been read of its conversation. `is_open`: within the site's hours; None: it has named none."""

    landing_url: str
    page_url: str
    is_known: bool
    is_open: bool | None

    @cached_property
    def address(self) -> Address:
        """Of the page where the visitor was last."""
        return address_of(self.page_url)

    @cached_property
    def campaign(self) -> Mapping[str, str]:
        """What the first page says of it, in small letters."""
        return {parameter.name: parameter.value.casefold() for parameter in campaign_of(self.landing_url)}


def may_hold(rule: Rule, said: Said) -> bool:
    """Whether a rule may hold, by the message alone: where it may not, nothing needs to be read."""
    is_english = said.locale.partition("-")[0].lower() == "en"
    return (
        rule.is_on
        and (rule.language is Language.ANY or (rule.language is Language.EN) is is_english)
        and (not rule.pages or said.address is None or fits_address(rule.pages, said.address))
        and (not rule.words or has_any(said.heard, rule.sought))
    )


def holds(rule: Rule, said: Said, circumstances: Circumstances) -> bool:
    """Whether all that a rule names holds."""
    return (
        may_hold(rule, said)
        and (not rule.pages or fits_address(rule.pages, said.address or circumstances.address))
        and _is_of_campaign(rule, circumstances)
        and (rule.visitors is Visitors.ANY or (rule.visitors is Visitors.KNOWN) is circumstances.is_known)
        and (rule.hours is Hours.ANY or (rule.hours is Hours.WORKING) is circumstances.is_open)
    )


def _is_of_campaign(rule: Rule, circumstances: Circumstances) -> bool:
    wanted = {"utm_source": rule.utm_source, "utm_campaign": rule.utm_campaign}
    return all(circumstances.campaign.get(name) == value.casefold() for name, value in wanted.items() if value)
