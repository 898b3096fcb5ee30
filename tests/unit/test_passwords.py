"""What a password may be."""

import pytest

from ryadom.core.passwords import COMMON, MAX_CHARS, MIN_CHARS, MIN_DIFFERENT_CHARS, check_password
from ryadom.errors import BadBody


@pytest.mark.parametrize(
    "password",
    [
        "nine char",
        "x" * (MAX_CHARS + 1),
        "1234567890",
        "  Password123 ",
        "ЙЦУКЕНГШЩЗ",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "anna@shop.test",
        "ANNA@shop.TEST",
    ],
)
def test_short_long_common_and_telling_passwords_are_refused(password: str) -> None:
    with pytest.raises(BadBody) as refused:
        check_password(password, email="Anna@Shop.test")
    assert refused.value.field == "password"


@pytest.mark.parametrize("password", ["correct horse battery", "лошадь скоба верно батарея", "k3;vTq9&xZ"])
def test_long_and_unusual_passwords_are_taken_as_they_are(password: str) -> None:
    assert check_password(password, email="anna@shop.test") == password


def test_list_of_common_passwords_holds_only_what_length_and_variety_let_through() -> None:
    assert len(COMMON) > 150
    for password in COMMON:
        assert len(password) >= MIN_CHARS
        assert len(set(password)) >= MIN_DIFFERENT_CHARS
        assert password == password.casefold()
