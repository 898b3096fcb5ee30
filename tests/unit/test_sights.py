"""What is shown of a page that somebody is on: what brought them, and no more than fits."""

from uuid import uuid4

import pytest

from ryadom.core.sights import sight_of, source_of
from ryadom.live.envelopes import Seen, seal
from ryadom.protocol.shared import Page


@pytest.mark.parametrize(
    ("url", "referrer", "source"),
    [
        ("http://shop.test/?utm_source=vk&utm_campaign=tea", "https://ya.ru/", "vk / tea"),
        ("http://shop.test/?UTM_SOURCE=vk", "", "vk"),
        ("http://shop.test/?yclid=12", "https://ya.ru/", "yclid"),
        ("http://shop.test/", "https://www.ya.ru/search?text=tea", "ya.ru"),
        ("http://shop.test/cart", "http://www.shop.test/", ""),
        ("http://shop.test/", "", ""),
        ("http://[", "http://[", ""),
        ("", "javascript:alert(1)", ""),
    ],
)
def test_source_is_the_campaign_or_else_the_other_site(url: str, referrer: str, source: str) -> None:
    assert source_of(Page(url=url, referrer=referrer)) == source


def test_largest_sight_fits_into_a_notification() -> None:
    page = Page(url="http://a/?utm_source=" + "😀" * 2_000, title="😀" * 512, referrer="😀" * 2_000)
    sight = sight_of(page, since_ms=1_700_000_000_000)
    assert len(seal(Seen(uuid4(), uuid4(), sight))) < 4_000


def test_page_that_is_not_known_is_shown_as_none() -> None:
    assert sight_of(None, since_ms=5).url == ""
