"""What of a page is shown of somebody who is on it: short, since it is told once a second and kept nowhere."""

from urllib.parse import urlsplit

from ryadom.core.campaigns import campaign_of
from ryadom.live.envelopes import Sight
from ryadom.protocol.shared import Page

MAX_URL_CHARS = 400
MAX_TITLE_CHARS = 120
MAX_SOURCE_CHARS = 80
"""All three, at four bytes each, fit into a notification of 8,000 bytes with room to spare."""

_SOURCES = ("utm_source", "utm_campaign")
_CLICKED = ("yclid", "ymclid", "gclid", "vk_click_id", "rb_clickid")


def sight_of(page: Page | None, *, since_ms: int) -> Sight:
    """The page as others are told of it. What a browser says of itself is cut, shown as text, and never followed."""
    if page is None:
        return Sight(since_ms=since_ms)
    return Sight(
        since_ms=since_ms,
        url=page.url[:MAX_URL_CHARS],
        title=page.title.strip()[:MAX_TITLE_CHARS],
        source=source_of(page)[:MAX_SOURCE_CHARS],
    )


def source_of(page: Page) -> str:
    """What brought the visitor to this page: a campaign, or another site; empty where it was a page of the same one."""
    campaign = {one.name: one.value for one in campaign_of(page.url)}
    if named := " / ".join(campaign[name] for name in _SOURCES if name in campaign):
        return named
    if clicked := next((name for name in _CLICKED if name in campaign), ""):
        return clicked
    host = _host(page.referrer)
    return "" if host == _host(page.url) else host


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
