"""What an address says of the campaign that brought a visitor: parameters that advertisers put there."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

NAMES = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
CLICKS = ("yclid", "ymclid", "gclid", "vk_click_id", "rb_clickid")
"""Of Yandex Direct, Yandex Market, Google Ads, VK Ads and VK Retargeting: numbers of clicks."""

MAX_VALUE_CHARS = 200
MAX_FIELDS = 100


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
