"""The URL of a bus, taken apart."""

import pytest

from ryadom.settings import load_settings
from ryadom.settings.bus_url import BusKind, BusUrl, bus_url


@pytest.mark.parametrize(
    ("text", "kind", "tls", "places"),
    [
        ("nats://bus", BusKind.NATS, False, "bus:4222"),
        ("tls://bus:4443", BusKind.NATS, True, "bus:4443"),
        ("nats://a,b:4223,[::1]:4224", BusKind.NATS, False, "a:4222, b:4223, [::1]:4224"),
        ("redis://bus", BusKind.REDIS, False, "bus:6379"),
        ("rediss://bus/0", BusKind.REDIS, True, "bus:6379"),
        ("valkey://10.0.0.7:6380/", BusKind.REDIS, False, "10.0.0.7:6380"),
        ("valkeys://bus", BusKind.REDIS, True, "bus:6379"),
    ],
)
def test_scheme_says_who_speaks_and_whether_by_tls(text: str, kind: BusKind, tls: bool, places: str) -> None:
    url = bus_url(text)
    assert (url.kind, url.tls, str(url)) == (kind, tls, places)
    assert (url.user, url.password) == (None, None)


@pytest.mark.parametrize(
    ("text", "user", "password"),
    [
        ("nats://anna:sw%2Frd%40fish@bus", "anna", "sw/rd@fish"),
        ("nats://t0ken@bus", None, "t0ken"),
        ("redis://:swordfish@bus", None, "swordfish"),
        ("redis://anna:swordfish@bus", "anna", "swordfish"),
    ],
)
def test_credentials_are_decoded(text: str, user: str | None, password: str) -> None:
    url = bus_url(text)
    assert (url.user, url.password) == (user, password)


def test_password_is_in_no_form_for_people() -> None:
    settings = load_settings({"RYADOM_BUS_URL": "nats://anna:swordfish@bus"})
    assert isinstance(settings.bus_url, BusUrl)
    assert "swordfish" not in f"{settings!r} {settings.bus_url} {settings.bus_url!r}"


@pytest.mark.parametrize(("host", "is_local"), [("localhost", True), ("127.0.0.1", True), ("10.0.0.7", False)])
def test_what_stays_on_the_machine_is_known(host: str, is_local: bool) -> None:
    assert bus_url(f"nats://{host}").is_local is is_local
