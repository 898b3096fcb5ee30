"""Bodies, names, pages, locales and origins from outside."""

import pytest

from ryadom.core.sites import clean_origin
from ryadom.core.texts import clean_body, clean_line, clean_locale, clean_page
from ryadom.errors import BadBody
from ryadom.protocol.shared import Page


def test_body_keeps_its_inside_and_loses_white_space_around_it() -> None:
    assert clean_body("  раз\r\n\r\nдва\rтри <b> \n") == "раз\n\nдва\nтри <b>"


@pytest.mark.parametrize("body", ["", " ", "\n\t\u00a0", "a\0", "\ud800", "x\udfffy", "я" * 4_001])
def test_body_that_can_not_be_kept_is_refused(body: str) -> None:
    with pytest.raises(BadBody) as refused:
        clean_body(body)
    assert refused.value.field == "body"


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\0", "x" * 201])
def test_name_that_is_not_one_line_is_refused(name: str) -> None:
    with pytest.raises(BadBody):
        clean_line(name, field="name")


def test_page_loses_control_characters_only() -> None:
    page = clean_page(Page(url="http://x/\0?q=ё", title="a\u0007b", referrer=""))
    assert page == Page(url="http://x/?q=ё", title="ab", referrer="")


@pytest.mark.parametrize(
    ("locale", "kept"), [("ru", "ru"), ("en-US", "en-US"), ("../etc", "ru"), ("", "ru"), ("é", "ru")]
)
def test_locale_is_kept_if_it_looks_like_one(locale: str, kept: str) -> None:
    assert clean_locale(locale) == kept


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://shop.ru", "https://shop.ru"),
        ("https://SHOP.ru/", "https://shop.ru"),
        ("https://shop.ru:443", "https://shop.ru"),
        ("http://localhost:8001", "http://localhost:8001"),
        ("https://чай.рф", "https://xn--80as4b.xn--p1ai"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_origin_is_written_as_browsers_write_it(text: str, origin: str) -> None:
    assert clean_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shop.ru",
        "ftp://shop.ru",
        "https://",
        "https://*.ru",
        "https://a.ru/b",
        "https://a@b.ru",
        "https://a.ru:99999",
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    with pytest.raises(BadBody, match="origin"):
        clean_origin(text)
