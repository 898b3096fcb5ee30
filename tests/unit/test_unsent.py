"""What operators see of words that have not been sent: nothing that a mask would hide once they are, at any moment."""

import re

import pytest

from ryadom.privacy.unsent import COVER, CUT, cover_unsent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Есть ли чай за 900 рублей?", "Есть ли чай за ••• рублей?"),
        ("+7 (916) 123-45-67, звоните", "+• (•••) •••-••-••, звоните"),
        ("8_916_123_45_6 или", "•_•••_•••_••_• или"),
        ("4111\n1111\n1111\n111", "••••\n••••\n••••\n•••"),
        ("пишите на ivan.petrov", "пишите на •••••••••••"),
        ("пишите на ivan@", "пишите на •••••"),
        ("ivan @ example.ru и ещё", "••••••••••••••••• и ещё"),
        ("ivan собака mail точка ру", "•••••••••••••••• точка ру"),
        ("Самовар Tula, он большой", "Самовар Tula, он большой"),
        ("Самовар Tul", "Самовар •••"),
        ("…ple.ru мой адрес", "…•••••• мой адрес"),
        ("١٢٣", "•••"),
        ("", ""),
    ],
)
def test_digits_addresses_and_the_latin_word_in_the_making_are_covered(text: str, shown: str) -> None:
    assert cover_unsent(text) == shown


@pytest.mark.parametrize(
    "whole",
    ["карта 4111 1111 1111 1111", "мой 8-916-123-45-67", "почта ivan.petrov@example.ru, жду", "8O916O1234567"],
)
def test_no_reading_of_a_text_that_is_typed_or_slides_shows_a_part_of_it(whole: str) -> None:
    parts = [word[at : at + 3] for word in re.findall(r"[A-Za-z]{3,}", whole) for at in range(len(word) - 2)]
    for end in range(len(whole) + 1):
        for text in (whole[:end], CUT + whole[end:]):
            shown = cover_unsent(text)
            assert not any(char.isdigit() for char in shown)
            assert not any(part in shown for part in parts), shown


def test_hostile_text_is_covered_in_no_time() -> None:
    assert cover_unsent("1.,." * 125).count("1") == 0
    assert cover_unsent("@" * 500) == COVER * 500
    assert cover_unsent("a" * 500) == COVER * 500
