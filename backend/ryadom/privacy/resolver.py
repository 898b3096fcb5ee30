"""From the name of a host to its addresses."""

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from typing import Protocol

from ryadom.errors import HostUnresolved
from ryadom.privacy.countries import Address

RESOLVE_TIMEOUT_S = 5.0


class Resolver(Protocol):
    """Who knows the addresses of a host."""

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        """All IPv4 and IPv6 addresses, at least one.

        Raises:
            HostUnresolved: there is none, or nobody answers.
        """
        ...


class SystemResolver:
    """What this machine's own resolver says, /etc/hosts included."""

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        """All IPv4 and IPv6 addresses, at least one; waits for 5 s at most.

        Raises:
            HostUnresolved: there is none, or nobody answers.
        """
        try:
            async with asyncio.timeout(RESOLVE_TIMEOUT_S):
                found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, TimeoutError, UnicodeError) as error:
            raise HostUnresolved(f"{host} has no address that can be found. Check the name, or try again.") from error
        # A zone (fe80::1%eth0) is part of no registry.
        return tuple(dict.fromkeys(ipaddress.ip_address(str(place[0]).partition("%")[0]) for *_, place in found))
