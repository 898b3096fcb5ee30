"""Which pages a pattern fits: the cases of widget/src/rules.test.ts, for the server judges as the widget does."""

from urllib.parse import quote

import pytest

from ryadom.core.page_patterns import check_pattern, fits
from ryadom.errors import BadBody

CART = "https://shop.ru/cart/12?sale=1#top"
TEA = f"https://{'ааалавка.рф'.encode('idna').decode()}{quote('/каталог/чай')}"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("", True),
        ("*", True),
        ("/cart*", True),
        ("/cart/*", True),
        ("/cart/12?sale=1", True),
        ("*sale=1", True),
        ("*sale=1*", True),
        ("/c*t/*?s*=1", True),
        ("https://shop.ru/*", True),
        ("/cart", False),
        ("/catalog*", False),
        ("*sale=2*", False),
        ("/cart/12?sale=1*1", False),
        ("http://shop.ru/*", False),
        ("/CART*", False),
    ],
)
def test_pattern_fits_the_cart_or_not(pattern: str, expected: bool) -> None:
    assert fits(pattern, CART) is expected


@pytest.mark.parametrize("pattern", ["/каталог*", "/каталог/чай", f"{quote('/каталог')}*", "https://ааалавка.рф/*"])
def test_patterns_are_written_as_people_read_addresses_or_as_browsers_write_them(pattern: str) -> None:
    assert fits(pattern, TEA)


def test_broken_encodings_and_signs_of_regular_expressions_mean_themselves() -> None:
    assert fits("/%E0%A4%A", "http://shop.ru/%E0%A4%A")
    assert fits("/a.b+(c)*", "http://shop.ru/a.b+(c)d")
    assert not fits("/a.b", "http://shop.ru/axb")
    # Signs that part an address are no others than those they are written for.
    assert not fits("/a/b", "http://shop.ru/a%2Fb")


def test_address_that_is_none_fits_nothing_but_every_page() -> None:
    assert fits("", "http://[")
    assert not fits("/cart*", "http://[")


@pytest.mark.parametrize("pattern", ["", "/cart", "*cart*", "http://shop.ru/", "https://shop.ru/*"])
def test_pattern_begins_as_addresses_do(pattern: str) -> None:
    check_pattern(pattern, field="pages")


def test_pattern_that_no_address_can_fit_is_refused_with_its_field() -> None:
    with pytest.raises(BadBody) as refused:
        check_pattern("cart", field="rules[2].pages")
    assert refused.value.field == "rules[2].pages"
