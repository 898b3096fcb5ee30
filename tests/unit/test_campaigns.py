"""What an address says of the campaign that brought a visitor."""

import pytest

from ryadom.core.campaigns import (
    MAX_URL_CHARS,
    MAX_VALUE_CHARS,
    Parameter,
    campaign_behind,
    campaign_of,
    campaign_told,
    with_campaign,
)
from ryadom.protocol.shared import Page


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


def behind(url: str, referrer: str) -> list[Parameter]:
    return list(campaign_behind(Page(url=url, referrer=referrer)))


def test_page_is_brought_by_what_the_page_before_it_on_the_same_site_says() -> None:
    landing = "https://shop.ru/?utm_source=yandex"
    assert behind("https://shop.ru/catalog", landing) == [Parameter("utm_source", "yandex")]
    assert behind("https://shop.ru/?utm_source=vk", landing) == [Parameter("utm_source", "vk")]


@pytest.mark.parametrize("referrer", ["", "https://ads.ru/?utm_source=x", "http://shop.ru/?utm_source=x", "http://["])
def test_page_is_not_brought_by_the_campaign_of_another_site(referrer: str) -> None:
    assert behind("https://shop.ru/catalog", referrer) == []


def test_site_tells_of_a_campaign_by_names_of_parameters_alone() -> None:
    told = {"plan": "pro", "utm_term": None, "utm_content": "", "utm_campaign": 42, "utm_source": "vk " * 100}
    assert campaign_told(told) == [
        Parameter("utm_source", ("vk " * 100)[:MAX_VALUE_CHARS]),
        Parameter("utm_campaign", "42"),
    ]


def test_address_carries_a_campaign_that_it_does_not_name_itself() -> None:
    campaign = [Parameter("utm_source", "vk"), Parameter("utm_campaign", "Лето & осень#1")]
    carried = with_campaign("https://shop.ru/tea?page=2#top", campaign)
    assert campaign_of(carried) == campaign
    assert carried.startswith("https://shop.ru/tea?page=2&utm_source=vk&")
    assert carried.endswith("#top")
    assert with_campaign("https://shop.ru/tea", campaign).startswith("https://shop.ru/tea?utm_source=vk&")
    assert with_campaign("https://shop.ru/?yclid=1", campaign) == "https://shop.ru/?yclid=1"


def test_address_takes_no_more_of_a_campaign_than_an_address_may_have() -> None:
    long = [Parameter("utm_source", "я" * MAX_VALUE_CHARS), Parameter("utm_medium", "cpc")]
    url = "https://shop.ru/" + "a" * 1_000
    assert campaign_of(with_campaign(url, long)) == [Parameter("utm_medium", "cpc")]
    full = "https://shop.ru/".ljust(MAX_URL_CHARS, "a")
    assert with_campaign(full, long) == full
