"""Where a request comes from: what proxies we trust say, and what a liar says."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from starlette.requests import Request

from ryadom.errors import OriginForbidden
from ryadom.settings import Settings
from ryadom.web.guards import (
    check_own_origin,
    client_address,
    comes_through_unknown_proxy,
    is_direct_loopback,
    is_https,
    network_of_client,
)

PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def _request(client: str | None = "10.0.0.1", scheme: str = "http", **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "scheme": scheme,
        "path": "/",
        "query_string": b"",
        "headers": raw,
        "client": (client, 1) if client else None,
        "server": ("chat.test", 80),
    }
    return Request(scope)


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),  # not a proxy of ours: its header is a claim
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),  # the client wrote 1.2.3.4 itself
        ("10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("::ffff:10.0.0.1", "2001:db8::5", "2001:db8::5"),
        ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("10.0.0.1", "[2001:db8::5]:4711", "2001:db8::5"),
        ("10.0.0.1", "rubbish", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        (None, None, "unknown"),
    ],
)
def test_client_address_is_the_nearest_that_no_trusted_proxy_has(
    client: str | None, forwarded: str | None, address: str
) -> None:
    headers = {} if forwarded is None else {"x_forwarded_for": forwarded}
    assert client_address(_request(client, **headers), PROXIES) == address


@pytest.mark.parametrize(
    ("client", "forwarded", "network"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("8.8.8.8", "1.2.3.4", "8.8.8.8"),  # anybody may claim to be a proxy
        ("2a00:1450:4010:c0f::5", None, "2a00:1450:4010:c0f::/64"),
        ("2a00:1450:4010:c0f:ffff::6", None, "2a00:1450:4010:c0f::/64"),
        ("::ffff:8.8.8.8", None, "8.8.8.8"),
        ("192.168.1.5", None, "192.168.1.5"),  # the office's own network
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "2001:db8:1:2:3::5", "2001:db8:1:2::/64"),
        ("10.0.0.1", None, None),  # our proxy itself, which says nothing of its client
        ("10.0.0.1", "rubbish", None),
        ("127.0.0.1", None, None),
        ("::1", None, None),
        ("127.0.0.1", "198.51.100.7", None),  # a proxy that no setting names
        ("172.17.0.1", "198.51.100.7", None),
        (None, None, None),
    ],
)
def test_clients_are_counted_where_they_can_be_told_apart(
    client: str | None, forwarded: str | None, network: str | None
) -> None:
    headers = {} if forwarded is None else {"x_forwarded_for": forwarded}
    assert network_of_client(_request(client, **headers), PROXIES) == network


def test_proxy_that_no_setting_names_is_noticed_in_private_networks_only() -> None:
    header = {"x_forwarded_for": "198.51.100.7"}
    assert comes_through_unknown_proxy(_request("127.0.0.1", **header), PROXIES)
    assert comes_through_unknown_proxy(_request("172.17.0.1", **header), PROXIES)
    assert not comes_through_unknown_proxy(_request("172.17.0.1"), PROXIES)
    assert not comes_through_unknown_proxy(_request("10.0.0.1", **header), PROXIES)
    assert not comes_through_unknown_proxy(_request("8.8.8.8", **header), PROXIES)


def test_tls_is_believed_from_the_socket_the_setting_or_a_trusted_proxy_only() -> None:
    plain = Settings(data_dir=Path(), trusted_proxies=PROXIES)
    public = Settings(data_dir=Path(), public_url="https://chat.test")
    assert is_https(_request(scheme="https"), plain)
    assert is_https(_request(x_forwarded_proto="https"), plain)
    assert is_https(_request(x_forwarded_proto="https, http"), plain)
    assert not is_https(_request("203.0.113.9", x_forwarded_proto="https"), plain)
    assert is_https(_request(), public)


def test_direct_loopback_is_not_what_a_local_proxy_passes_on() -> None:
    assert is_direct_loopback(_request("127.0.0.1"))
    assert is_direct_loopback(_request("::1"))
    assert not is_direct_loopback(_request("127.0.0.1", x_forwarded_for="127.0.0.1"))
    assert not is_direct_loopback(_request("10.0.0.1"))


@pytest.mark.parametrize(
    ("origin", "host", "public_url", "own"),
    [
        ("http://chat.test", "chat.test", None, True),
        ("http://chat.test:8000", "chat.test", None, False),
        ("null", "chat.test", None, False),
        ("http://[", "chat.test", None, False),
        ("file://chat.test", "chat.test", None, False),
        ("https://chat.test", "inner:8000", "https://chat.test", True),
        ("http://inner:8000", "inner:8000", "https://chat.test", False),
    ],
)
def test_own_origin(origin: str, host: str, public_url: str | None, own: bool) -> None:
    settings = Settings(data_dir=Path(), public_url=public_url)
    request = _request(origin=origin, host=host)
    if own:
        check_own_origin(request, settings)
    else:
        with pytest.raises(OriginForbidden):
            check_own_origin(request, settings)
