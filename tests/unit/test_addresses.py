"""Addresses that people spell in their own ways, as machines write them. Pure."""

import pytest

from ryadom.privacy.contact_list import address_of
from ryadom.privacy.detect import Kind, find_personal


@pytest.mark.parametrize(
    ("spelled", "address"),
    [
        ("ivan собака mail точка ru", "ivan@mail.ru"),
        ("ivan[at]mail.ru", "ivan@mail.ru"),
        ("ivan (at) mail.ru", "ivan@mail.ru"),
        ("ivan＠mail.ru", "ivan@mail.ru"),
        ("ivan @ mail.ru", "ivan@mail.ru"),
        ("Ivan@Mail.RU", "ivan@mail.ru"),
        ("иван@почта.рф", "иван@почта.рф"),
        # Not zeros and ones, as they would be in a number.
        ("o2@mail.ru", "o2@mail.ru"),
        ("l0.ivanov@mail.ru", "l0.ivanov@mail.ru"),
    ],
)
def test_address_is_brought_as_machines_write_it(spelled: str, address: str) -> None:
    text = f"пишите {spelled} завтра"
    [span] = find_personal(text, {Kind.EMAIL})
    assert address_of(text[span.start : span.end]) == address
