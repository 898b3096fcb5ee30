"""What operators see of words that have not been sent: no reading of a text typed on gives more than the last."""

import pytest

from ryadom.privacy.unsent import cover_unsent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Есть ли чай за 900 рублей?", "Есть ли чай за 900 рублей?"),
        ("Заказ 1234", "Заказ 1234"),
        ("Заказ 12345", "Заказ •••••"),
        ("+7 (916) 123-45-67, звоните", "+• (•••) •••-••-••, звоните"),
        ("4111 1111 1111 111", "•••• •••• •••• •••"),
        ("4 . 1 . 1 . 1 . 1", "• . • . • . • . •"),
        ("пишите на ivan@", "пишите на •••••"),
        ("ivan@example.ru и ещё", "••••••••••••••• и ещё"),
        ("١٢٣٤٥", "•••••"),
        ("в 2024\n2025", "в 2024\n2025"),
        ("", ""),
    ],
)
def test_longer_numbers_and_addresses_are_covered(text: str, shown: str) -> None:
    assert cover_unsent(text) == shown


@pytest.mark.parametrize("whole", ["карта 4111 1111 1111 1111", "мой 8-916-123-45-67", "паспорт 45 10 123456"])
def test_number_that_is_typed_shows_four_digits_at_most(whole: str) -> None:
    for length in range(len(whole) + 1):
        shown = cover_unsent(whole[:length])
        assert sum(char.isdigit() for char in shown) <= 4, shown


def test_hostile_text_is_covered_in_no_time() -> None:
    assert cover_unsent("1.,." * 125).count("1") == 0
    assert cover_unsent("@" * 500) == "•" * 500
