"""What counts as a whole telephone or address where one is typed digit by digit."""

import pytest

from ryadom.core.search.contacts import read_whole


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("8 916 123-45-67", "79161234567"),
        ("9161234567", "79161234567"),
        ("+7 916 123-45-67", "79161234567"),
        ("+375 29 123-45-67", "375291234567"),
        ("+998 93 123-45-67", "998931234567"),
        ("+1 916 123-45-67", "19161234567"),
        ("+374 12 345678", "37412345678"),
    ],
)
def test_number_counts_once_its_last_digit_is_there(typed: str, form: str) -> None:
    whole = read_whole(typed)
    assert whole is not None
    assert whole.form == form
    for end in range(len(typed)):
        assert read_whole(typed[:end]) is None, typed[:end]


def test_number_of_a_country_that_is_not_known_counts_as_it_is() -> None:
    whole = read_whole("+999 123 456 78 90")
    assert whole is not None
    assert whole.form == "9991234567890"
