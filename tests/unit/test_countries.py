"""The country of an address, and the little that it says of a place."""

import ipaddress

import pytest

from ryadom.privacy.countries import Verdict, registered_country, verdict_on


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("77.88.8.8", "RU"),
        ("2a02:6b8::feed:ff", "RU"),
        ("8.8.8.8", "US"),
        ("2001:4860:4860::8888", "US"),
        ("127.0.0.1", None),
        ("::1", None),
        ("10.1.2.3", None),
        ("192.168.0.1", None),
        ("100.64.0.1", None),
        ("fd00::1", None),
        ("169.254.169.254", None),
        ("192.0.2.1", None),
        ("0.0.0.0", None),  # noqa: S104 - an address that is judged
    ],
)
def test_country_is_that_of_the_registry_and_private_addresses_have_none(address: str, country: str | None) -> None:
    assert registered_country(ipaddress.ip_address(address)) == country


@pytest.mark.parametrize(
    ("registered", "declared", "registered_in", "verdict"),
    [
        (["RU"], "RU", None, Verdict.DECLARED),
        ([None], "RU", None, Verdict.DECLARED),
        (["RU", None], "RU", None, Verdict.DECLARED),
        (["NL"], "RU", "NL", Verdict.DECLARED),
        (["NL"], "RU", None, Verdict.FOREIGN),
        (["RU", "US"], "RU", None, Verdict.FOREIGN),
        (["DE"], "DE", None, Verdict.FOREIGN),
        ([None], "DE", None, Verdict.FOREIGN),
        (["RU"], None, None, Verdict.NOT_CONFIRMED),
        ([None], None, None, Verdict.NOT_CONFIRMED),
        (["US"], None, None, Verdict.FOREIGN),
    ],
)
def test_no_registry_confirms_a_place_but_it_can_contradict_one(
    registered: list[str | None], declared: str | None, registered_in: str | None, verdict: Verdict
) -> None:
    assert verdict_on(registered, declared=declared, registered_in=registered_in) is verdict
