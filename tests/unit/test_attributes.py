"""What pages may tell of their visitors."""

from typing import Any

import pytest

from ryadom.core.attributes import clean_attributes, clean_event_name, clean_properties, merge_attributes
from ryadom.errors import BadAttributes


def test_attributes_are_merged_and_null_takes_one_away() -> None:
    told = clean_attributes({"plan": "pro", "trial": None, "сумма": 12.5, "vip": True})
    assert merge_attributes({"plan": "free", "trial": True, "city": "Казань"}, told) == {
        "plan": "pro",
        "city": "Казань",
        "сумма": 12.5,
        "vip": True,
    }


@pytest.mark.parametrize("key", ["plan", "utm_source", "a.b-c", "тариф", "Ёлка", "x" * 40, "7"])
def test_keys_are_letters_digits_and_three_signs(key: str) -> None:
    assert clean_attributes({key: 1}) == {key: 1}


@pytest.mark.parametrize("key", ["", "a b", "x" * 41, "a\n", "<b>", "a/b", "é"])
def test_other_keys_are_refused(key: str) -> None:
    with pytest.raises(BadAttributes) as caught:
        clean_attributes({key: 1})
    assert caught.value.field == "attributes"


@pytest.mark.parametrize("value", ["я" * 501, "\0", "\ud800", 2**53 + 1, -(2.0**54), float("nan"), float("inf")])
def test_values_that_can_not_be_kept_are_refused_and_named(value: Any) -> None:
    with pytest.raises(BadAttributes) as caught:
        clean_attributes({"plan": value})
    assert caught.value.field == "attributes.plan"


def test_fifty_keys_fit_and_no_more() -> None:
    full = {f"k{number}": number for number in range(50)}
    assert merge_attributes({}, full) == full
    with pytest.raises(BadAttributes):
        merge_attributes(full, {"one_more": 1})
    assert len(merge_attributes(full, {"one_more": 1, "k0": None})) == 50


def test_sixteen_kilobytes_fit_and_no_more() -> None:
    with pytest.raises(BadAttributes):
        merge_attributes({}, {f"k{number}": "я" * 500 for number in range(17)})


def test_properties_of_an_event_are_fewer_and_null_is_none() -> None:
    assert clean_properties({"sum": 900, "coupon": None}) == {"sum": 900}
    with pytest.raises(BadAttributes):
        clean_properties({f"k{number}": 1 for number in range(21)})


@pytest.mark.parametrize("name", ["", " ", "я" * 101, "a\nb", "\0"])
def test_event_has_a_name_of_one_line(name: str) -> None:
    with pytest.raises(BadAttributes) as caught:
        clean_event_name(name)
    assert caught.value.field == "name"
