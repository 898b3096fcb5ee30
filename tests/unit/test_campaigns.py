"""What an address says of the campaign that brought a visitor."""

import pytest

from ryadom.core.campaigns import MAX_VALUE_CHARS, Parameter, campaign_of


def test_campaign_and_clicks_are_read_in_one_order_and_nothing_else() -> None:
    url = "https://shop.ru/tea?yclid=77&page=2&utm_campaign=%D0%9B%D0%B5%D1%82%D0%BE&UTM_Source=vk&utm_source=ok#x"
    assert campaign_of(url) == [
        Parameter("utm_source", "vk"),
        Parameter("utm_campaign", "Лето"),
        Parameter("yclid", "77"),
    ]


@pytest.mark.parametrize(
    "url",
    ["", "https://shop.ru/", "https://shop.ru/?utm_source=", "http://[", "https://shop.ru/?" + "a=1&" * 500, "\0?utm"],
)
def test_address_without_a_campaign_has_none(url: str) -> None:
    assert list(campaign_of(url)) == []


def test_endless_value_is_cut() -> None:
    [parameter] = campaign_of("https://shop.ru/?utm_source=" + "я" * 5_000)
    assert parameter.value == "я" * MAX_VALUE_CHARS
