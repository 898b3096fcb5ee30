"""Where a request really comes from, whether it came over TLS, and whether a panel page of ours sent it."""

import ipaddress
from collections.abc import Sequence

from starlette.requests import HTTPConnection

from ryadom.errors import OriginForbidden
from ryadom.settings import Settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(connection: HTTPConnection, trusted_proxies: Sequence[Network]) -> str:
    """The client's IP address: the nearest one in X-Forwarded-For that is not a proxy we trust.

    Only what trusted proxies have appended is believed; what a client wrote into the header itself lies further left.
    """
    address = _client_address(connection, trusted_proxies)
    return "unknown" if address is None else str(address)


def network_of_client(connection: HTTPConnection, trusted_proxies: Sequence[Network]) -> str | None:
    """What a client is counted under: its IPv4 address, or the /64 of its IPv6 one, of which every client has a whole.

    None where many clients may share it without our knowing them apart: it is a proxy's own address, or this machine's.
    See `comes_through_unknown_proxy` for those proxies that can be told.
    """
    address = _client_address(connection, trusted_proxies)
    if address is None or address.is_loopback or _is_trusted(address, trusted_proxies):
        return None
    if comes_through_unknown_proxy(connection, trusted_proxies):
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return f"{ipaddress.IPv6Address(int(address) >> 64 << 64)}/64"
    return str(address)


def comes_through_unknown_proxy(connection: HTTPConnection, trusted_proxies: Sequence[Network]) -> bool:
    """Whether a proxy seems to stand before us that no setting names.

    Only in a private network: a header from a public address may be any client's lie.
    """
    peer = _peer(connection)
    return (
        peer is not None and not peer.is_global and not _is_trusted(peer, trusted_proxies) and _is_forwarded(connection)
    )


def is_direct_loopback(connection: HTTPConnection) -> bool:
    """Whether a program on this machine asks, with no proxy between."""
    peer = _peer(connection)
    return peer is not None and peer.is_loopback and not _is_forwarded(connection)


def is_https(connection: HTTPConnection, settings: Settings) -> bool:
    """Whether the browser speaks TLS to us, or to a proxy that we trust to say so."""
    if settings.public_url is not None:
        return settings.public_url.startswith("https:")
    if connection.url.scheme in ("https", "wss"):
        return True
    peer = _peer(connection)
    return (
        peer is not None
        and _is_trusted(peer, settings.trusted_proxies)
        and connection.headers.get("x-forwarded-proto", "").partition(",")[0].strip().lower() == "https"
    )


def check_own_origin(connection: HTTPConnection, settings: Settings) -> None:
    """Refuses what no page of the panel sent; browsers always name the origin of a POST, a DELETE and a websocket.

    Raises:
        OriginForbidden: another origin, or none.
    """
    origin = connection.headers.get("origin", "")
    if settings.public_url is not None:
        own = origin == settings.public_url
    else:
        host = connection.headers.get("host")
        own = origin in (f"http://{host}", f"https://{host}")
    if not own:
        raise OriginForbidden("Only the panel's own pages may do this.", field="origin")


def check_form_origin(connection: HTTPConnection, settings: Settings) -> None:
    """Refuses a form that a page of another origin sent; whoever sends none is no browser on such a page.

    Raises:
        OriginForbidden: another origin.
    """
    origin = connection.headers.get("origin")
    host = connection.headers.get("host")
    if origin is not None and origin not in (settings.public_url, f"http://{host}", f"https://{host}"):
        raise OriginForbidden("Only the page of this form may send it.", field="origin")


def _client_address(connection: HTTPConnection, trusted_proxies: Sequence[Network]) -> Address | None:
    address = _peer(connection)
    forwarded = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
    while forwarded and address is not None and _is_trusted(address, trusted_proxies):
        nearer = _address(_without_port(forwarded.pop().strip()))
        if nearer is None:
            break
        address = nearer
    return address


def _peer(connection: HTTPConnection) -> Address | None:
    return _address(connection.client.host if connection.client else "")


def _is_forwarded(connection: HTTPConnection) -> bool:
    return any(name in connection.headers for name in ("x-forwarded-for", "forwarded", "x-real-ip", "via"))


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _without_port(text: str) -> str:
    """The address of "192.0.2.1:4711" and "[2001:db8::1]:4711", which some proxies write."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _is_trusted(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
