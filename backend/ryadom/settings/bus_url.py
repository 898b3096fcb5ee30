"""The URL of a message bus, taken apart: what its client is told, and nothing that it would guess otherwise."""

import re
from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from msgspec import Struct

FORM = "must look like nats://USER:PASSWORD@HOST:4222 or redis://USER:PASSWORD@HOST:6379"

LOCAL_HOSTS = ("127.0.0.1", "::1", "localhost")
ENCODED = "special characters of the password are percent-encoded"


class BusKind(StrEnum):
    """What speaks behind it; Valkey speaks Redis' protocol."""

    NATS = "nats"
    REDIS = "redis"


_SCHEMES = {
    "nats": (BusKind.NATS, False),
    "tls": (BusKind.NATS, True),
    "redis": (BusKind.REDIS, False),
    "rediss": (BusKind.REDIS, True),
    "valkey": (BusKind.REDIS, False),
    "valkeys": (BusKind.REDIS, True),
}
_PORTS = {BusKind.NATS: 4222, BusKind.REDIS: 6379}


class BusUrl(Struct, frozen=True, kw_only=True):
    """Where the bus is, and who we are there. `tls`: nothing is said to a server that does not prove its name.

    `hosts`: host and port of each server of a NATS cluster, or of the one Redis. `password` without `user`: the token
    of NATS, or the password of Redis' default user.
    """

    kind: BusKind
    tls: bool
    hosts: tuple[tuple[str, int], ...]
    user: str | None
    password: str | None

    def __str__(self) -> str:
        return ", ".join(self.places)

    def __repr__(self) -> str:
        return f"BusUrl({self.kind}, {self})"

    @property
    def places(self) -> tuple[str, ...]:
        """Each server as HOST:PORT."""
        return tuple(f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)

    @property
    def is_local(self) -> bool:
        """Whether what is said stays on this machine."""
        return all(host in LOCAL_HOSTS for host, _ in self.hosts)

    @property
    def tls_scheme(self) -> str:
        """How the URL of the same server with TLS begins."""
        return "tls" if self.kind is BusKind.NATS else "rediss"


def bus_url(text: str) -> BusUrl:
    """A URL of NATS (several hosts, separated by commas, are one cluster), Redis or Valkey.

    Raises:
        ValueError: saying what it must look like, without the URL, which may hold a password.
    """
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in _SCHEMES:
        raise ValueError(f"{FORM}; the schemes are {', '.join(_SCHEMES)}")
    kind, tls = _SCHEMES[scheme]
    authority, _, path = rest.partition("/")
    credentials, _, places = authority.rpartition("@")
    if "?" in rest or "#" in rest or "@" in path:
        raise ValueError(f"{FORM}, with no options; {ENCODED}")
    if path and not (kind is BusKind.REDIS and path == "0"):
        raise ValueError(f"{FORM}, and end there: channels are the same in every database of a Redis")
    hosts = _hosts(places.split(","), _PORTS[kind])
    if kind is BusKind.REDIS and len(hosts) > 1:
        raise ValueError("must name one host: for several Redis servers the address that follows the primary")
    user, has_password, password = credentials.partition(":")
    if kind is BusKind.NATS and not has_password:
        user, password = "", user
    if user and not password:
        raise ValueError(f"{FORM}: the password is missing")
    return BusUrl(kind=kind, tls=tls, hosts=hosts, user=unquote(user) or None, password=unquote(password) or None)


def _hosts(places: Sequence[str], default_port: int) -> tuple[tuple[str, int], ...]:
    hosts = []
    for place in places:
        try:
            parts = urlsplit(f"//{place}")
            host, port = parts.hostname, parts.port or default_port
        except ValueError:
            raise ValueError(f"{FORM}; {ENCODED}") from None
        if not host or not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+", host):
            raise ValueError(f"{FORM}; {ENCODED}")
        hosts.append((host, port))
    return tuple(hosts)
