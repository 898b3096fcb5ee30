"""What an address says of the campaign that brought a visitor: parameters that advertisers put there."""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, quote, urlsplit

from msgspec import Struct

from ryadom.protocol.shared import Page

NAMES = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
CLICKS = ("yclid", "ymclid", "gclid", "vk_click_id", "rb_clickid")
"""Of Yandex Direct, Yandex Market, Google Ads, VK Ads and VK Retargeting: numbers of clicks."""

MAX_VALUE_CHARS = 200
MAX_FIELDS = 100
MAX_URL_CHARS = 2_048
"""As long as an address of a page may be (`protocol.shared.Url`)."""


class Parameter(Struct, frozen=True):
    """One of them, as it stands in the address."""

    name: str
    value: str


def campaign_of(url: str) -> Sequence[Parameter]:
    """The parameters in the order of `NAMES` and `CLICKS`, the first of each; none in an address that is none."""
    try:
        query = parse_qsl(urlsplit(url).query, max_num_fields=MAX_FIELDS)
    except ValueError:
        return ()
    found = {name.lower(): value for name, value in reversed(query)}
    return [Parameter(name, found[name][:MAX_VALUE_CHARS]) for name in (*NAMES, *CLICKS) if found.get(name)]


def campaign_behind(page: Page) -> Sequence[Parameter]:
    """What a page tells of the campaign: by its own address, or by that of the page before it on the same site.

    Browsers tell the whole address of the page before only where it is of the same origin.
    """
    return campaign_of(page.url) or (campaign_of(page.referrer) if _origin(page.referrer) == _origin(page.url) else ())


def campaign_told(attributes: Mapping[str, object]) -> Sequence[Parameter]:
    """What a site tells of the campaign among the attributes of a visitor, in the order of `campaign_of`."""
    told = {name: value for name in (*NAMES, *CLICKS) if isinstance(value := attributes.get(name), str | int | float)}
    return [Parameter(name, str(value)[:MAX_VALUE_CHARS]) for name, value in told.items() if str(value)]


def with_campaign(url: str, campaign: Sequence[Parameter]) -> str:
    """The address with these parameters, as though the campaign led there; as it is where it names one itself.

    So everybody reads a campaign in one place. What would make it too long for an address is left out.
    """
    if campaign_of(url):
        return url
    address, sharp, fragment = url.partition("#")
    for parameter in campaign:
        added = f"{'&' if '?' in address else '?'}{parameter.name}={quote(parameter.value, safe='')}"
        if len(address) + len(added) + len(sharp) + len(fragment) <= MAX_URL_CHARS:
            address += added
    return address + sharp + fragment


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc
